"""Names as a table: name and kind, each spelling with its count, its romanisation and its articles, and the aliases."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Final

from dedup.names.name_records import MOST_LISTED
from dedup.records import NameRecord, Spelling
from dedup.report.printable import printable

if TYPE_CHECKING:
    from rich.table import Table

SPELLINGS_SHOWN: Final = 12
ALIKE_SHOWN: Final = 3
TOLD: Final = 0.5  # probability from which a romanisation is shown
WIDEST: Final = 130


def _articles(spelling: Spelling) -> str:
    """The article where there is one, else how many there are."""
    listed = len(spelling.articles)
    return printable(spelling.articles[0]) if listed == 1 else f"{listed}{' or more' if listed == MOST_LISTED else ''}"


def _romanised(spelling: Spelling) -> str:
    return " ".join(f"{c.convention} {c.probability:.2f}" for c in spelling.conventions[:1] if c.probability >= TOLD)


def _rows(name: NameRecord) -> Iterator[tuple[str, ...]]:
    title, kind = printable(name.name), name.kind if name.kind != "other" else ""
    for place, spelling in enumerate(name.spellings[:SPELLINGS_SHOWN]):
        conventions = _romanised(spelling)
        first = (title, kind) if place == 0 else ("", "")
        yield *first, printable(spelling.text), f"{spelling.count:,}", conventions, _articles(spelling)
    left = len(name.spellings) - SPELLINGS_SHOWN
    if left > 0:
        yield "", "", f"and {left:,} more spellings", "", "", ""
    for alias in name.aliases[:SPELLINGS_SHOWN]:
        yield "", "", f"= {printable(alias.text)}", "", "", alias.relation.replace("_", " ")
    if name.ambiguous_with:
        yield "", "", f"not joined: {', '.join(map(printable, name.ambiguous_with[:ALIKE_SHOWN]))}", "", "", ""


def table(names: Sequence[NameRecord]) -> Table:
    """One table for all; everything shown is bounded and safe to print."""
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("name", "kind", "spelling", "times", "romanised", "articles"):
        grid.add_column(heading, overflow="fold", justify="right" if heading == "times" else "left")
    for name in names:
        for row in _rows(name):
            grid.add_row(*(Text(cell) for cell in row))
    return grid


def print_names(names: Sequence[NameRecord], *, left: int = 0, file: IO[str] | None = None) -> None:
    """Print the table to `file`, standard output if none is given; `left` names are said to be left out."""
    from rich.console import Console

    file = sys.stdout if file is None else file
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(table(names), width=min(console.width, WIDEST))
        if left > 0:
            console.print(f"... and {left:,} more names; --limit shows more")
    file.write("".join(f"{line.rstrip(' ')}\n" for line in capture.get().splitlines()))
    file.flush()
