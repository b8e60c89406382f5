"""One column of a comparison: spans of one article, safe to print and wrapped to the width of the column."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dedup.records import PassageKind
from dedup.report.printable import printable, printable_lines
from dedup.terminal.in_step import TextSpan
from dedup.terminal.pair_head import KINDS, Marks, Side
from dedup.text.folding import fold

if TYPE_CHECKING:
    from rich.text import Text

MOST_WORDS: Final = 5_000
"""Words of a side; the table behind the comparison grows with the product, to 6 MB here. No sentence comes near."""


# Ideographs are words by themselves: a clause would differ as a whole.
_WORDS = re.compile(r"[\u2e80-\U0003ffff]|[^\W_\u2e80-\U0003ffff]+(?:['’][^\W_\u2e80-\U0003ffff]+)*")


def words_of(text: str, spans: Sequence[TextSpan]) -> list[TextSpan]:
    """Return where the words of these spans of `text` are.

    >>> words_of("The minister’s bridge, closed.", [(0, 14), (23, 30)])
    [(0, 3), (4, 14), (23, 29)]
    """
    return [match.span() for start, end in spans for match in _WORDS.finditer(text, start, end)]


def differing(
    text_a: str, words_a: Sequence[TextSpan], text_b: str, words_b: Sequence[TextSpan]
) -> tuple[list[TextSpan], list[TextSpan]] | None:
    """Runs of words that only one side has, case and accents aside; None where there are more words than are compared.

    >>> a, b = "The old bridge is Closed.", "The bridge is closed on Monday"
    >>> differing(a, words_of(a, [(0, len(a))]), b, words_of(b, [(0, len(b))]))
    ([(4, 7)], [(21, 30)])
    """
    if max(len(words_a), len(words_b)) > MOST_WORDS:
        return None
    from rapidfuzz.distance import Indel

    folded_a, folded_b = (
        [fold(text[start:end]) for start, end in words] for text, words in ((text_a, words_a), (text_b, words_b))
    )
    codes = Indel.opcodes(folded_a, folded_b)
    runs_a = [(words_a[code.src_start][0], words_a[code.src_end - 1][1]) for code in codes if code.tag == "delete"]
    runs_b = [(words_b[code.dest_start][0], words_b[code.dest_end - 1][1]) for code in codes if code.tag == "insert"]
    return runs_a, runs_b


KEPT: Final = 2
"""Lines shown at either end of text that is left out: enough to see where the reader is."""
LEFT_OUT: Final = 3
"""Lines of a stretch that are worth a mark in their place."""
WRAPPED: Final = 100_000
"""Code points of a stretch up to which its lines are counted; the middle of a longer one is not even wrapped."""
ENDS: Final = 4_000
"""Code points of either end of such a stretch that are wrapped."""


class Column:
    """The left or the right column, `width` columns of the terminal: a mark, a blank and the text."""

    def __init__(self, side: Side, width: int, marks: Marks, full: bool) -> None:
        from rich.console import Console

        self.text = side.article.text
        self.width = width
        self._marks = marks
        self._full = full
        self._furniture = sorted((f for f in side.record.furniture if f.start < f.end), key=lambda f: f.start)
        self._starts = [f.start for f in self._furniture]
        # Text.wrap asks a console, and only for what is given to it anyway.
        self._console = Console(file=io.StringIO(), width=width)

    def wrapped(self, text: Text, width: int) -> list[Text]:
        """`text` in lines of at most `width` columns."""
        return list(text.wrap(self._console, width, overflow="fold", tab_size=1))

    def heading(self, text: Text) -> list[Text]:
        """A line that is not of the article, in front of its text."""
        return self.wrapped(text, self.width)

    def stretch(self, span: TextSpan) -> list[Text]:
        """Text outside the passages; of a long one the first and the last lines."""
        start, end = span
        if end - start > WRAPPED and not self._full:
            between = f"{end - start - 2 * ENDS:,} characters"
            return [
                *self._plain((start, start + ENDS))[:KEPT],
                self._left_out(between),
                *self._plain((end - ENDS, end))[-KEPT:],
            ]
        rows = self._plain(span)
        left = len(rows) - 2 * KEPT
        if self._full or left < LEFT_OUT:
            return rows
        return [*rows[:KEPT], self._left_out(f"{left:,} lines"), *rows[-KEPT:]]

    def passage(
        self,
        span: TextSpan,
        kinds: Sequence[tuple[TextSpan, PassageKind]],
        differ: Sequence[TextSpan],
        largest: PassageKind,
    ) -> list[Text]:
        """The text of a block: what each kind covers in its colour, the words that differ marked; the sign of `largest`
        in front."""
        return self._rows(self._assembled(span, kinds, differ), self._marks.kinds[largest], KINDS[largest])

    def words(self, span: TextSpan, covered: Sequence[TextSpan]) -> list[TextSpan]:
        """The words of a block that lie in its passages, furniture left out."""
        runs = [(start, end) for start, end, kind in self._parts(*span) if kind is None]
        inside = merged(covered)
        return words_of(
            self.text,
            [
                both
                for run in runs
                for part in inside
                if (both := (max(run[0], part[0]), min(run[1], part[1])))[0] < both[1]
            ],
        )

    def _left_out(self, what: str) -> Text:
        from rich.text import Text

        dots = self._marks.dots
        return Text(f"  {dots} {what} {dots}", style="dim italic")

    def _plain(self, span: TextSpan) -> list[Text]:
        return self._rows(self._assembled(span, (), ()), " ", "")

    def _rows(self, text: Text, sign: str, style: str) -> list[Text]:
        from rich.text import Text

        room = max(1, self.width - 2)
        return [Text.assemble((f"{sign} ", style), line) for line in self.wrapped(text, room) if line.plain.strip()]

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
        """[start, end) cut into body text (None) and furniture (its kind)."""
        at = start
        first = max(0, bisect_right(self._starts, start) - 1)
        for furniture in self._furniture[first:]:
            if furniture.start >= end:
                break
            begin, stop = max(at, furniture.start), min(end, furniture.end)
            if begin < stop:
                if at < begin:
                    yield at, begin, None
                yield begin, stop, furniture.kind
                at = stop
        if at < end:
            yield at, end, None

    def _assembled(
        self, span: TextSpan, kinds: Sequence[tuple[TextSpan, PassageKind]], differ: Sequence[TextSpan]
    ) -> Text:
        from rich.text import Text

        pieces: list[tuple[str, str]] = []

        def add(piece: str, style: str) -> None:
            # Where two pieces meet there is one blank or line break.
            pieces.append((piece.lstrip() if not pieces or pieces[-1][0][-1:].isspace() else piece, style))

        for start, end, furniture in self._parts(*span):
            if furniture is not None:
                add(f"[{printable(furniture).replace('_', ' ')}: ", "dim italic")
                add(printable_lines(self.text[start:end]).strip(), "dim strike")
                add("]", "dim italic")
                continue
            for begin, stop, kind, differs in self._styled(start, end, kinds, differ):
                piece = printable_lines(self.text[begin:stop])
                style = KINDS[kind] if kind else "dim"
                if differs:
                    piece, style = f"{self._marks.open}{piece}{self._marks.close}", f"bold underline {style}"
                add(piece, style)
        return Text.assemble(*pieces)

    def _styled(
        self, start: int, end: int, kinds: Sequence[tuple[TextSpan, PassageKind]], differ: Sequence[TextSpan]
    ) -> Iterator[tuple[int, int, PassageKind | None, bool]]:
        """[start, end) cut wherever a passage or a run of differing words begins or ends; where kinds overlap, the more
        alike counts."""
        edges = {start, end} | {e for span, _ in kinds for e in span} | {e for span in differ for e in span}
        cuts = sorted(e for e in edges if start <= e <= end)
        waiting = sorted(kinds, reverse=True)
        covering: list[tuple[TextSpan, PassageKind]] = []
        run = 0
        for begin, stop in pairwise(cuts):
            while waiting and waiting[-1][0][0] <= begin:
                covering.append(waiting.pop())
            covering = [each for each in covering if each[0][1] > begin]
            kind = min((kind for _, kind in covering), key=[*KINDS].index, default=None)
            while run < len(differ) and differ[run][1] <= begin:
                run += 1
            differs = kind is not None and run < len(differ) and differ[run][0] <= begin
            yield begin, stop, kind, differs


def merged(spans: Sequence[TextSpan]) -> list[TextSpan]:
    """The same places in spans that are apart.

    >>> merged([(4, 9), (0, 5), (12, 13)])
    [(0, 9), (12, 13)]
    """
    apart: list[TextSpan] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end)
        else:
            apart.append((start, end))
    return apart
