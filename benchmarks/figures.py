"""Figures of `make quality`, and their comparison with the committed ones.

A figure is a number with a direction: higher is better, or lower is better. A figure without a direction is shown and
never judged. The committed file has the numbers alone, by data set and figure; directions and tolerances are code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

SHARE_TOLERANCE: Final = 0.003
"""What a share may lose: about what one pair of a few hundred is worth."""
COUNT_TOLERANCE: Final = 1
ROUNDING: Final = 1e-9
"""A share that is lower by just the tolerance is allowed, whatever the last bits of the floats are."""

Direction = Literal["higher", "lower"]
Result = Literal["same", "better", "worse, allowed", "WORSE", "changed", "new", "GONE"]
FAILURES: Final[frozenset[Result]] = frozenset({"WORSE", "GONE"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `of` is the total of a count, for the table only; `better` is None for what is not judged."""

    value: float
    better: Direction | None = "higher"
    tolerance: float = SHARE_TOLERANCE
    of: int | None = None

    def __str__(self) -> str:
        return show(self.value) + ("" if self.of is None else f" of {self.of:,}")


Figures = dict[str, Figure]
Committed = Mapping[str, Mapping[str, float]]
"""The numbers by data set and figure."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a figure beside the committed number."""

    data_set: str
    name: str
    now: str
    before: str
    better: str
    result: Result

    @property
    def fails(self) -> bool:
        return self.result in FAILURES


def share(value: float, better: Direction | None = "higher") -> Figure:
    """Return a figure between 0 and 1, kept to four decimals. It may get worse by .003."""
    return Figure(round(float(value), 4), better)


def count(
    value: int, of: int | None = None, *, better: Direction | None = "higher", tolerance: float = COUNT_TOLERANCE
) -> Figure:
    """Return a count. It may get worse by 1."""
    return Figure(value, better, tolerance, of)


def show(value: float) -> str:
    """Return a count with its thousands, or a share with four decimals."""
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"


def judge(figure: Figure, before: float | None) -> Result:
    """Compare a figure with the committed number."""
    if before is None:
        return "new"
    if figure.value == before:
        return "same"
    if figure.better is None:
        return "changed"
    loss = before - figure.value if figure.better == "higher" else figure.value - before
    if loss < 0:
        return "better"
    return "WORSE" if loss > figure.tolerance + ROUNDING else "worse, allowed"


def compare(data_set: str, figures: Figures, committed: Committed) -> Iterator[Row]:
    """Yield a row for each figure of a data set that was run, and for each committed one that it has no longer."""
    before = committed.get(data_set, {})
    for name, figure in figures.items():
        old = before.get(name)
        shown = "-" if old is None else show(old)
        yield Row(data_set, name, str(figure), shown, figure.better or "-", judge(figure, old))
    for name in before.keys() - figures.keys():
        yield Row(data_set, name, "-", show(before[name]), "-", "GONE")


def format_table(rows: Sequence[Row]) -> str:
    """Return the rows below a heading, in columns."""
    heading = ("figure", "now", "committed", "better", "result")
    lines = [(f"{row.data_set}: {row.name}", row.now, row.before, row.better, row.result) for row in rows]
    name, now, before, better, _ = (max(map(len, column)) for column in zip(heading, *lines, strict=True))
    return "\n".join(
        f"{line[0]:{name}}  {line[1]:>{now}}  {line[2]:>{before}}  {line[3]:{better}}  {line[4]}"
        for line in (heading, *lines)
    )


def read_committed(path: Path) -> Committed:
    """Return the committed numbers; none where there is no file."""
    if not path.is_file():
        return {}
    committed: Committed = json.loads(path.read_text(encoding="utf-8"))
    return committed


def write_committed(path: Path, committed: Committed, measured: Mapping[str, Figures]) -> None:
    """Write the numbers of the data sets that were run; the others keep theirs."""
    numbers = {data_set: {name: figure.value for name, figure in run.items()} for data_set, run in measured.items()}
    path.write_text(json.dumps({**committed, **numbers}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
