"""What the finders of credits share: the span of a credit, and the lines around a place."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Kind = Literal["dateline", "byline", "credit", "attribution", "url"]

DATELINE_HEAD: Final = 600  # code points at the beginning of a text in which a dateline may name a source that the table does not know
EDGE: Final = 600  # code points at either end of a text in which a line that is nothing but a name is a credit
LONGEST_LINE: Final = 400  # code points of a line that are looked at on either side of a place
MARKS: Final = " \t\r\xa0*_#>•·|<-–—~()[]"  # what may stand around a credit without being part of it


class Span(NamedTuple):
    """A credit in a piece of text, [start, end) in its code points."""

    start: int
    end: int
    kind: Kind
    source: str


def line_around(text: str, position: int) -> tuple[int, int]:
    """Start and end of the line of `position`, at most LONGEST_LINE code points to either side."""
    low, high = max(0, position - LONGEST_LINE), position + LONGEST_LINE
    end = text.find("\n", position, high)
    return max(low, text.rfind("\n", low, position) + 1), min(len(text), high) if end < 0 else end


def trimmed(text: str, start: int, end: int, marks: str = MARKS) -> tuple[int, int]:
    """The span without the marks around it."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(marks))
    return start + left, max(start + left, start + len(piece.rstrip(marks)))


def near_edge(start: int, end: int, length: int) -> bool:
    """Whether a span stands at the beginning or at the end of a text of `length` code points."""
    return start < EDGE or end > length - EDGE
