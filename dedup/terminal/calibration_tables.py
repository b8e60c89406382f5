"""What `dedup calibrate` prints: the labels, how far probabilities keep what they promise, and what changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dedup.calibrate import FittedModel
from dedup.calibrate.fitted_model import PartFigures
from dedup.calibrate.reliability import Reliability
from dedup.relations.calibration import SCORES, ScoreMap
from dedup.report.printable import printable
from dedup.terminal.summary import number

PARTS: Final = {
    "copy_map": "copies, by copied words",
    "derived_map": "derived, by aligned sentences",
    "event_map": "one event",
}


def calibration_lines(found: FittedModel, path: str) -> Iterator[str]:
    """Yield the lines, which hold no text of others but the path."""
    sides = f"{number(found.derived, 'pair')} derived, {found.other:,} not, {found.unsure:,} unsure"
    yield f"{sides}; {number(found.groups, 'group')} of articles"
    if found.missing:
        lines = ", ".join(f"{label.line:,}" for label in found.missing[:5])
        yield f"{number(len(found.missing), 'label')} left out, whose articles were not read (line {lines})"
    yield ""
    yield "derived       as shipped           calibrated, out of fold"
    yield from _bins(found.before, found.after)
    yield ""
    before, after = found.before, found.after
    yield f"Brier score   {before.brier:<20.3f} {after.brier:.3f}"
    yield f"F1            {before.f1:<20.3f} {after.f1:.3f}"
    called = [f"{side.called:,} ({side.called - side.found:,} wrong)" for side in (before, after)]
    yield f"called        {called[0]:20} {called[1]}"
    yield ""
    for part in found.parts:
        yield _part(part, getattr(found.model, part.field))
    thresholds = found.model.thresholds
    yield f"thresholds: derived 0.5 -> {thresholds.derived:g}, one event 0.5 -> {thresholds.event:g}"
    gained, lost = found.gained, found.lost
    yield (
        f"of the labelled pairs {gained.right + gained.wrong:,} become derived ({gained.right:,} are), "
        f"{lost.right + lost.wrong:,} are no longer ({lost.wrong:,} are not)"
    )
    yield f"wrote {printable(path)}, model {found.model.digest}"


def _bins(before: Reliability, after: Reliability) -> Iterator[str]:
    sides = [{each.low: each for each in side.bins} for side in (before, after)]
    for low in sorted(sides[0].keys() | sides[1].keys()):
        cells = []
        for side in sides:
            each = side.get(low)
            cells.append("" if each is None else f"{each.pairs:5,} {each.promised:.2f}, true {each.true:.2f}")
        high = next(side[low].high for side in sides if low in side)
        yield f"{low:.1f} to {high:.1f}    {cells[0]:20} {cells[1]}".rstrip()


def _part(part: PartFigures, learned: ScoreMap | None) -> str:
    name = f"{PARTS[part.field]} ({part.true:,} true, {part.false:,} not)"
    if part.before is None or part.after is None:
        return f"{name}: too few labels, stays as shipped"
    brier = f"Brier {part.before.brier:.3f} -> {part.after.brier:.3f}"
    if not part.used or learned is None:
        return f"{name}: {brier} out of fold, stays as shipped"
    weights = ", ".join(f"{score} {getattr(learned, score):g}" for score in SCORES if getattr(learned, score))
    return f"{name}: {brier}; {weights}, intercept {learned.intercept:g}"
