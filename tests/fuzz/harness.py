"""What all harnesses share: a target is made after the package was imported with its code watched, and is called with
bytes until something breaks or the time is over.

    python -m tests.fuzz.readers -max_total_time=600 out/fuzz/readers tests/fuzz/corpus/readers

runs one (`make fuzz` runs all, on kernels that were built with sanitizers). The first folder takes new inputs, the
others are seeds; further options are those of libFuzzer. Whatever ends a target but the errors of the package is a
finding, and so are a hang, memory beyond the limit, and a report of a sanitizer.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

Target = Callable[[bytes], None]

LIMITS = ("-timeout=60", "-rss_limit_mb=4096", "-max_len=4096", "-detect_leaks=0")
"""Seconds of one input, memory of the process, bytes of an input; an option that is given wins."""


def scratch_folder() -> Path:
    """Return a new folder, in memory where the system has one there."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="dedup-fuzz-", dir=memory if memory.is_dir() else None))


def fuzz(make_target: Callable[[], Target]) -> None:
    """Run the target that `make_target` makes, with the arguments of the process."""
    import atheris

    with atheris.instrument_imports(include=["dedup"]):
        target = make_target()
    given = {argument.partition("=")[0] for argument in sys.argv[1:]}
    limits = [limit for limit in LIMITS if limit.partition("=")[0] not in given]
    atheris.Setup([sys.argv[0], *limits, *sys.argv[1:]], target)
    atheris.Fuzz()
