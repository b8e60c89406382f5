"""What could not be used, listed within bounds: of each kind of reason in each file the first hundred, then a count."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from dedup.records import Skipped

MOST_LISTED: Final = 100
"""Pieces of one file and one kind of reason that are listed one by one: more show nothing new, and a few kilobytes of
gzip may hold millions."""

# What is quoted from the input and what is counted differs from piece to piece.
_QUOTED: Final = re.compile(r'\(.*\)|".*"|\d[\d,]*', re.DOTALL)


def kind_of(reason: str) -> str:
    """Return a reason without what it quotes and counts: the same for all pieces that have one fault.

    >>> kind_of('the line is not JSON (line 3 is "[x"); write one object')
    'the line is not JSON ; write one object'
    """
    return _QUOTED.sub("", reason)


class SkippedPieces(list[Skipped]):
    """What was skipped, in the order in which it was: the first MOST_LISTED pieces of each file and kind of reason, and
    one more that counts all from its own on."""

    def __init__(self, pieces: list[Skipped] | tuple[Skipped, ...] = ()) -> None:
        super().__init__(pieces)
        self._kinds: dict[tuple[str, str], tuple[int, int]] = {}

    def note(self, path: str, line: int | None, reason: str, count: int = 1) -> None:
        """List a piece, or count it; `count` is more than 1 for the last entry of such a list of a part of the file."""
        kind = path, kind_of(reason)
        number, place = self._kinds.get(kind, (0, 0))
        if number <= MOST_LISTED:
            self._kinds[kind] = number + 1, len(self)
            self.append(Skipped(path, line, reason, count))
        else:
            first = self[place]
            self[place] = Skipped(path, first.line, first.reason, first.count + count)

    def clear(self) -> None:
        """Forget all."""
        super().clear()
        self._kinds.clear()


class ReasonCounts(msgspec.Struct):
    """How often each kind of reason came in one stream, and the first reason that was not listed; it can be stored, so
    that a run that goes on lists what a single one would."""

    counts: dict[str, int] = {}
    unlisted: dict[str, str] = {}

    def is_listed(self, reason: str) -> bool:
        """Count a reason; return whether it is among the first MOST_LISTED of its kind."""
        kind = kind_of(reason)
        number = self.counts[kind] = self.counts.get(kind, 0) + 1
        if number > MOST_LISTED:
            self.unlisted.setdefault(kind, reason)
        return number <= MOST_LISTED

    def rest(self) -> list[tuple[str, int]]:
        """Return the reasons of which more came than were listed, each with the number of the others."""
        return [(reason, self.counts[kind] - MOST_LISTED) for kind, reason in self.unlisted.items()]


def counted(reason: str, count: int) -> str:
    """Return a reason with how many pieces have it, where it is more than one.

    >>> counted("the line is empty", 3)
    'the line is empty (and 2 more like this)'
    """
    return reason if count == 1 else f"{reason} (and {count - 1:,} more like this)"


def total(pieces: list[Skipped]) -> int:
    """Return how many pieces were skipped."""
    return sum(piece.count for piece in pieces)
