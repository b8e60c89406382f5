"""One progress bar on standard error for the whole of a scan, where a person is watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from dedup.limits import ProgressCallback


class Stage(NamedTuple):
    """What is counted in a stage, and the share of a scan that it takes, about: measured on 20,000 articles of
    recombined sentences and 1,304 of many outlets on the same events."""

    unit: str
    share: float


STAGES: Final[Mapping[str, Stage]] = {
    "reading": Stage("MB", 0.42),
    "sketching": Stage("articles", 0.04),
    "pairing": Stage("pairs", 0.28),
    "versions": Stage("parts", 0.12),
    "names": Stage("steps", 0.14),
}
"""The stages in their order; see `dedup.scan_run.scan_stages`."""
COPIES: Final = ("reading", "sketching", "pairing")
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "copies": COPIES,
    "relations": COPIES,
    "artifacts": ("reading",),
    "names": ("reading", "names"),
}
INTERVAL: Final = 0.05
"""Seconds between two updates of the bar; a scan may report a million times a second."""
WHOLE: Final = 1000
"""Steps of the bar."""


def stages_of(only: Collection[str]) -> list[str]:
    """Return the stages of a scan for these parts, all for none."""
    wanted = {stage for part in only for stage in PARTS[part]} if only else set(STAGES)
    if "artifacts" in only and {"copies", "relations"} & set(only):
        wanted.add("versions")
    return [stage for stage in STAGES if stage in wanted]


def _amount(stage: str, done: int, total: int | None, seconds: float) -> str:
    """Return what is shown behind the bar: what is done of a stage, and how much of it a second.

    >>> _amount("reading", 2_500_000, 10_000_000, 2.0), _amount("pairing", 1200, None, 0.0)
    ('2.5/10.0 MB, 1.2 MB/s', '1,200 pairs')
    """
    unit = STAGES[stage].unit if stage in STAGES else ""
    numbers = [done] if total is None else [done, total]
    rate = [done / seconds] if seconds > 0 else []
    shown, fast = ([f"{n / 1e6:,.1f}" if unit == "MB" else f"{n:,.0f}" for n in each] for each in (numbers, rate))
    return ", ".join([f"{'/'.join(shown)} {unit}".rstrip(), *(f"{each} {unit}/s" for each in fast)])


class WholeBar:
    """One bar for all stages: each takes the share of the bar that it takes of the time, about."""

    def __init__(self, progress: Progress, stages: Collection[str]) -> None:
        self._progress = progress
        self._task = progress.add_task("", amount="", total=None)
        whole = sum(STAGES[stage].share for stage in stages)
        self._shares = {stage: STAGES[stage].share / whole for stage in stages}
        self._stage = ""
        self._began: dict[str, float] = {}
        self._last = 0.0
        self._completed: float | None = None

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show that `done` of `total` is done of a stage; most calls return at once."""
        now = time.monotonic()
        if stage == self._stage and done != total and now - self._last < INTERVAL:
            return
        if total is None and self._completed is not None:
            return  # what runs beside a stage whose end is known
        self._stage, self._last = stage, now
        began = self._began.setdefault(stage, now)
        if total is not None:
            share = self._shares.get(stage, 0.0) * (done / total if total else 1.0)
            self._completed = max(self._completed or 0.0, self._before(stage) + share)
        self._progress.update(
            self._task,
            description=stage,
            completed=WHOLE * (self._completed or 0.0),
            total=None if self._completed is None else WHOLE,
            amount=_amount(stage, done, total, now - began),
            refresh=True,
        )

    def _before(self, stage: str) -> float:
        """Return the share of the stages before this one."""
        if stage not in self._shares:
            return 0.0
        order = list(self._shares)
        return sum(self._shares[earlier] for earlier in order[: order.index(stage)])


@contextmanager
def progress_bar(
    wanted: bool, stages: Collection[str] = tuple(STAGES), console: Console | None = None
) -> Iterator[ProgressCallback | None]:
    """A bar while these stages run, None where nobody asked for it or standard error is no terminal."""
    if not wanted or (console is None and not sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[amount]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console or Console(stderr=True), transient=True) as progress:
        yield WholeBar(progress, stages)
