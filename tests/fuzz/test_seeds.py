"""The seeds of the fuzzers run through their harnesses, so that these stay whole, and what was found stays mended."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HARNESSES = sorted(path.name for path in (HERE / "corpus").iterdir())


@pytest.mark.parametrize("name", HARNESSES)
def test_every_seed_runs_through_its_harness(name: str) -> None:
    target = import_module(f"tests.fuzz.{name}").make_target()
    seeds = sorted((HERE / "corpus" / name).iterdir())
    assert len(seeds) >= 4
    for seed in [b"", *(path.read_bytes() for path in seeds)]:
        target(seed)


def test_make_knows_every_harness() -> None:
    makefile = (HERE.parents[1] / "Makefile").read_text(encoding="utf-8")
    (line,) = [line for line in makefile.splitlines() if line.startswith("HARNESSES := ")]
    assert sorted(line.split()[2:]) == HARNESSES
