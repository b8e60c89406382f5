"""How soon the command answers: `dedup --version`, and `dedup scan seeds` after a first run."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import engines
import measure
from corpora import ROOT


@dataclass(frozen=True)
class StartupRow:
    """Medians of `runs` runs in seconds, after one that is not counted."""

    command: str
    runs: int
    wall: float
    cpu: float
    error: str | None = None


def measure_startup(runs: int = 5) -> list[StartupRow]:
    engines.WORK.mkdir(parents=True, exist_ok=True)
    rows = [
        _row("dedup --version", ["--version"], runs),
        _row("dedup scan seeds", ["scan", ROOT / "seeds", "--no-progress"], runs),
    ]
    shutil.rmtree(engines.WORK)
    return rows


def _row(shown: str, arguments: Sequence[str | Path], runs: int) -> StartupRow:
    command = [engines.dedup_command(), *arguments]
    # On as many threads as the command takes by itself: nothing about threads is asked for.
    done = [measure.run(command, cwd=engines.WORK, threads=2, memory=False) for _ in range(runs + 1)]
    error = next((one.error for one in done if one.error), None)
    costs = [one.cost for one in done[1:]]
    return StartupRow(
        shown,
        runs,
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        error,
    )
