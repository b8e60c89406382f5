"""Progress bars on standard error, one for each stage of a scan, where a person is watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from dedup.scan_run import ProgressCallback

UNITS: Final = {"reading": "MB", "sketching": "articles", "pairing": "pairs"}
INTERVAL: Final = 0.05
"""Seconds between two updates of a bar; a scan may report a million times a second."""


def _amount(stage: str, done: int, total: int | None) -> str:
    """Return what is shown behind a bar.

    >>> _amount("reading", 2_500_000, 10_000_000), _amount("pairing", 1200, None)
    ('2.5/10.0 MB', '1,200 pairs')
    """
    unit = UNITS.get(stage, "")
    numbers = [done] if total is None else [done, total]
    shown = (f"{count / 1e6:,.1f}" if unit == "MB" else f"{count:,}" for count in numbers)
    return f"{'/'.join(shown)} {unit}".rstrip()


class Bars:
    """One bar a stage, in the order in which the stages begin."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, int] = {}
        self._last: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show that `done` of `total` is done; most calls return at once."""
        from rich.progress import TaskID

        now = time.monotonic()
        if done != total and now - self._last.get(stage, 0.0) < INTERVAL:
            return
        self._last[stage] = now
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, amount="")
        self._progress.update(
            TaskID(self._tasks[stage]), completed=done, total=total, amount=_amount(stage, done, total)
        )


@contextmanager
def bars(wanted: bool, console: Console | None = None) -> Iterator[ProgressCallback | None]:
    """Bars while a scan runs, None where nobody asked for them or standard error is no terminal."""
    if not wanted or (console is None and not sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[amount]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console or Console(stderr=True), transient=True) as progress:
        yield Bars(progress)
