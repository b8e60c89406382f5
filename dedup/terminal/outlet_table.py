"""Outlets as a table: how many articles each has, how many it took and from where, and how many others took from it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import IO, Final

from dedup.report.outlets import OutletRecord
from dedup.report.printable import printable

SOURCES_SHOWN: Final = 3
WIDEST: Final = 130


def print_outlets(outlets: Sequence[OutletRecord], *, left: int = 0, file: IO[str] | None = None) -> None:
    """Print the table to `file`, standard output if none is given; `left` outlets are said to be left out."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    file = sys.stdout if file is None else file
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    grid = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("outlet", "articles", "taken", "given", "delay", "from"):
        grid.add_column(heading, overflow="fold", justify="left" if heading in ("outlet", "from") else "right")
    for outlet in outlets:
        delay = "" if outlet.delay is None else f"{outlet.delay:,.1f} h"
        named = ", ".join(f"{printable(s.name)} {s.articles:,}" for s in outlet.sources[:SOURCES_SHOWN])
        cells = (
            printable(outlet.outlet),
            f"{outlet.articles:,}",
            f"{outlet.taken:,}",
            f"{outlet.given:,}",
            delay,
            named,
        )
        grid.add_row(*map(Text, cells))
    with console.capture() as capture:
        console.print(grid, width=min(console.width, WIDEST))
        if left > 0:
            console.print(f"... and {left:,} more outlets; --limit shows more")
    file.write("".join(f"{line.rstrip(' ')}\n" for line in capture.get().splitlines()))
    file.flush()
