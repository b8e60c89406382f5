"""A scan gives the same report whatever the processor can do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.native.simd import HIGHEST, LEVELS

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def scanned(target: Path, level: str) -> bytes:
    command = [sys.executable, "-m", "dedup", "scan", str(SEEDS), "--quiet", "-o", str(target)]
    subprocess.run(command, env={**os.environ, "DEDUP_SIMD": level}, check=True, timeout=120)
    return target.read_bytes()


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return scanned(tmp_path_factory.mktemp("levels") / "report.json", "baseline")


@pytest.mark.parametrize("level", ["v3", "v4"])
def test_every_level_gives_the_report_of_the_baseline(tmp_path: Path, baseline: bytes, level: str) -> None:
    if LEVELS.index(level) > LEVELS.index(HIGHEST):
        pytest.skip(f"this processor has {HIGHEST} at most")
    assert scanned(tmp_path / "report.json", level) == baseline


def test_a_level_that_there_is_not_is_one_clear_error() -> None:
    command = [sys.executable, "-c", "import dedup.native.simd"]
    done = subprocess.run(command, env={**os.environ, "DEDUP_SIMD": "v9"}, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.rstrip().endswith(
        "ImportError: DEDUP_SIMD is 'v9'; set it to one of baseline, v3, v4, or leave it unset."
    )
