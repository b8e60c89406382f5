"""Memory that was freed goes back to the system."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from dedup.native.heap import trim_heap

PROGRAM = """
from dedup.native.heap import trim_heap

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

blocks = [bytes(50_000) for _ in range(2_000)]
last = bytes(50_000)  # the heap cannot shrink from its end
del blocks
before = resident()
trim_heap()
print(before - resident())
"""


def test_it_may_be_called_at_any_time() -> None:
    trim_heap()
    assert trim_heap() in (False, True)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has a way to trim its heap")
@pytest.mark.skipif("asan" in os.environ.get("LD_PRELOAD", ""), reason="a sanitizer has an allocator of its own")
def test_freed_blocks_go_back() -> None:
    freed = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert int(freed) > 50_000_000
