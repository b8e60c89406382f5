"""The program that kills commands finds nothing lost; the long run is in .ci/nightly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", ["drop", "import", "upgrade", "migration"])
def test_a_few_kills_lose_nothing(kind: str) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "kills.py"), kind, "--kills", "2", "--articles", "80"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing lost, doubled or changed" in done.stdout
