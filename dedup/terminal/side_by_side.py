"""Two articles in two columns: passages that correspond beside each other, what is between them dimmed or
left out.

Everything shown goes through `printable`: the articles are scraped text.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Final

import msgspec

from dedup.records import Passage
from dedup.report.printable import printable
from dedup.terminal.columns import Column, differing
from dedup.terminal.in_step import OneSided, PassageBlock, ShortStretch, SideBySide, TextSpan, in_step, passage_blocks
from dedup.terminal.pair_head import KINDS, Marks, Pair, head

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST: Final = 180
"""Columns used of a wide terminal: two texts of 85, above which lines are hard to follow."""
NARROWEST: Final = 24
PIPED: Final = 80
"""Columns where there is no terminal to ask, unless COLUMNS says otherwise."""
MOST_SIGNS: Final = 4
"""Punctuation on either side of a passage that is shown with it, which begins and ends with a word."""

_OPENING = re.compile(r"[\"'“‘«(\[]{1,4}\Z")
_CLOSING = re.compile(r"[\"'”’»)\].,;:!?…]{1,4}")


def within(passages: Sequence[Passage], a: str, b: str) -> list[Passage]:
    """The passages with spans that lie in the texts, for a relation may come from a file, and with the punctuation at
    their ends."""

    def fitted(span: TextSpan, text: str) -> TextSpan:
        start = min(max(0, span[0]), len(text))
        end = min(max(start, span[1]), len(text))
        opening, closing = (
            _OPENING.search(text, max(0, start - MOST_SIGNS), start),
            _CLOSING.match(text, end, end + MOST_SIGNS),
        )
        return opening.start() if opening else start, closing.end() if closing else end

    return [msgspec.structs.replace(p, a=fitted(p.a, a), b=fitted(p.b, b)) for p in passages]


class _Body:
    """The rows of the two columns, from the first line of the articles to the last."""

    def __init__(self, pair: Pair, passages: Sequence[Passage], width: int, marks: Marks, full: bool) -> None:
        column = max((width - 3) // 2, 1)
        self.width = 2 * column + 3
        self.pair = pair
        self.passages = passages
        self.marks = marks
        self.a = Column(pair.a, column, marks, full)
        self.b = Column(pair.b, column, marks, full)

    def rows(self) -> Iterator[Text]:
        from rich.text import Text

        names = [
            Text(f"{letter}  {printable(side.name)}", style="bold")
            for letter, side in (("a", self.pair.a), ("b", self.pair.b))
        ]
        yield from self._beside(self.a.heading(names[0]), self.b.heading(names[1]))
        lengths = len(self.pair.a.article.text), len(self.pair.b.article.text)
        for step in in_step(passage_blocks(self.passages), lengths):
            yield from self._outside(step) if isinstance(step, OneSided) else self._block(step)

    def _beside(self, left: Sequence[Text], right: Sequence[Text]) -> Iterator[Text]:
        from rich.text import Text

        for one, other in zip_longest(left, right, fillvalue=Text()):
            blanks = " " * (self.a.width - one.cell_len)
            yield Text.assemble(one, blanks, (f" {self.marks.between} ", "dim"), other)

    def _outside(self, outside: OneSided) -> Iterator[Text]:
        left = [row for span in outside.a for row in self.a.stretch(span)]
        right = [
            row
            for part in outside.b
            for row in (self._stub(part) if isinstance(part, ShortStretch) else self.b.stretch(part))
        ]
        yield from self._beside(left, right)

    def _stub(self, stub: ShortStretch) -> list[Text]:
        from rich.text import Text

        numbers = ", ".join(str(place + 1) for place in stub.block.passages)
        where = "above" if stub.above else "below"
        return self.b.heading(Text(f"[{numbers} stands here in b, shown {where}]", style="magenta"))

    def _block(self, beside: SideBySide) -> Iterator[Text]:
        block = beside.block
        inside = [self.passages[place] for place in block.passages]
        largest = max(inside, key=lambda passage: passage.a[1] - passage.a[0]).kind
        words = [self.a.words(block.a, [p.a for p in inside]), self.b.words(block.b, [p.b for p in inside])]
        changed = any(p.kind != "verbatim" for p in inside)
        found = differing(self.a.text, words[0], self.b.text, words[1]) if changed else ([], [])
        yield from self._label(beside, inside, found is None)
        differ = found or ([], [])
        yield from self._beside(
            self.a.passage(block.a, [(p.a, p.kind) for p in inside], differ[0], largest),
            self.b.passage(block.b, [(p.b, p.kind) for p in inside], differ[1], largest),
        )

    def _label(self, beside: SideBySide, inside: Sequence[Passage], uncompared: bool) -> Iterator[Text]:
        """A rule with the number, the kind and the likeness of each passage of a block, wrapped where there are
        many."""
        from rich.text import Text

        rule = self.marks.rule
        label = Text.assemble((f"{rule} ", "dim"))
        for place, passage in zip(beside.block.passages, inside, strict=True):
            quoted = ", quoted" if passage.quoted else ""
            label.append(
                f"{place + 1} [{self.marks.kinds[passage.kind]}] {passage.kind} {passage.similarity:g}{quoted}  ",
                KINDS[passage.kind],
            )
        if beside.moved:
            label.append(f"moved: {self._moved(beside.block)}  ", style="bold magenta")
        if uncompared:
            label.append("too long to compare word by word  ", style="dim")
        for line in self.a.wrapped(label, self.width):
            line.rstrip()
            room = self.width - line.cell_len - 1
            yield line.append(f" {rule * room}" if room > 0 else "", style="dim")

    def _moved(self, block: PassageBlock) -> str:
        a = round(100 * block.a[0] / max(1, len(self.a.text)))
        b = round(100 * block.b[0] / max(1, len(self.b.text)))
        return f"at {a} % of a, at {b} % of b"


def render(pair: Pair, console: Console, *, full: bool = False, plain: bool = True) -> None:
    """Print the head and the columns on `console`; `full` leaves nothing out, `plain` marks with signs what else is
    shown by colour."""
    from rich.console import Group

    width = max(NARROWEST, min(console.width, WIDEST))
    marks = Marks.fitting(console.encoding, plain)
    for part in head(pair, marks):
        console.print(Group(part), width=width, highlight=False, markup=False, emoji=False)
    if pair.relation is None:
        return
    console.print()
    passages = within(pair.relation.passages, pair.a.article.text, pair.b.article.text)
    for row in _Body(pair, passages, width, marks, full).rows():
        console.print(
            row, width=width, no_wrap=True, overflow="ignore", crop=False, highlight=False, markup=False, emoji=False
        )


def print_pair(pair: Pair, file: IO[str] | None = None, *, full: bool = False) -> None:
    """Print to `file`, standard output if none is given: in colour on a terminal without NO_COLOR, else as plain text
    with marks.

    It is gathered first: rich would exit with code 1 where a pipe is closed.
    """
    from rich.console import Console

    file = sys.stdout if file is None else file
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    width = None if console.is_terminal or os.environ.get("COLUMNS", "").isdigit() else PIPED
    plain = console.color_system is None or console.no_color
    if plain:
        console = Console(
            file=file, width=width, force_terminal=False, color_system=None, highlight=False, markup=False, emoji=False
        )
    with console.capture() as capture:
        render(pair, console, full=full, plain=plain)
    file.write("".join(f"{line.rstrip(' ')}\n" for line in capture.get().splitlines()))
    file.flush()
