"""The families at other thresholds, as `dedup report --min-probability` groups them: what the page shows when the
threshold is moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dedup.records import LEVELS
from dedup.report.regroup import regroup
from dedup.report.report import Report

STEPS: Final = tuple(step / 100 for step in range(10, 100, 5))
"""A scan keeps weak pairs from 0.1 on."""
FEW_STEPS: Final = (0.3, 0.5, 0.7, 0.9)
MANY_PAIRS: Final = 20_000
"""Pairs from which only a few steps are made: a step takes about a second for them."""
MOST_PAIRS: Final = 200_000
"""Pairs from which no other step is made."""


def threshold_records(report: Report, numbers: Mapping[str, int]) -> list[list[Any]]:
    """Return rows of threshold, related pairs, weak pairs and families (level and members); the scan's own threshold is
    among them."""
    own = float(report.settings.get("min_probability", 0.5))
    pairs = len(report.relations) + len(report.weak)
    steps = STEPS if pairs <= MANY_PAIRS else FEW_STEPS if pairs <= MOST_PAIRS else ()
    rows = []
    for step in sorted({*steps, own}):
        at = report if step == own else regroup(report, step)
        families = [
            [LEVELS.index(family.level), [numbers[m] for m in family.members if m in numbers]] for family in at.families
        ]
        rows.append([step, len(at.relations), len(at.weak), families])
    return rows
