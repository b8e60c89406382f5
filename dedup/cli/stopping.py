"""SIGINT and SIGTERM between two lines, never within one: what was begun is written whole."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any, Final, TypeVar

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
KILLED_BY: Final = 128
"""Added to the number of the signal for the exit code, as shells do: 130 and 143."""

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 nothing went wrong
    """The process was asked to end."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = KILLED_BY + number


class Stopping:
    """While it is entered, a signal raises Stopped out of `between`: at once where that waits for input, else when the
    line is done."""

    def __init__(self) -> None:
        self._number = 0
        self._waiting = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stopping:
        self._before = {each: signal.signal(each, self._asked) for each in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._number = number
        if self._waiting:
            raise Stopped(number)

    def between(self, items: Iterator[T]) -> Iterator[T]:
        """The items, until a signal comes."""
        while True:
            try:
                # Set before the look, so that a signal between the look and the wait is not slept over.
                self._waiting = True
                if self._number:
                    raise Stopped(self._number)
                item = next(items, None)
            finally:
                self._waiting = False
            if item is None:
                return
            yield item
