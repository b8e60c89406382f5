"""The part of the terminal summary that tells which articles a machine translated or spun, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dedup.records import ArticleRecord
from dedup.report.cells import about, line, table
from dedup.report.printable import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

SHOWN: Final = 10
REASONS_SHOWN: Final = 4
MACHINE: Final = ("spun", "machine_translated")
NAMES: Final = {"spun": "spun", "machine_translated": "machine translated"}


def accused(articles: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    """The articles with a verdict of machine translation or spinning, those with most findings first."""
    found = [article for article in articles if article.translation.verdict in MACHINE]
    return sorted(found, key=lambda article: (-len(article.artifacts), article.id))


def machine_made(articles: Sequence[ArticleRecord]) -> Iterator[RenderableType]:
    """A table row an article: its verdict and likely source language, what it is, and what the verdict rests on."""
    from rich.text import Text

    ranked = accused(articles)
    for article in ranked[:SHOWN]:
        told = article.translation
        language = f" from {told.source_languages[0].language}" if told.source_languages else ""
        origin, title = about(article)
        yield line()
        yield line(
            (printable(article.id), "bold"),
            "  ",
            (NAMES[told.verdict] + language, "red"),
            "  ",
            (origin, "cyan"),
            " ",
            title,
        )
        grid = table(header=False)
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        for reason in told.reasons[:REASONS_SHOWN]:
            grid.add_row("-", Text(printable(reason), style="dim"))
        if len(told.reasons) > REASONS_SHOWN:
            grid.add_row("", Text(f"and {len(told.reasons) - REASONS_SHOWN} more kinds of evidence", style="dim"))
        yield grid
    if len(ranked) > SHOWN:
        yield line((f"... and {len(ranked) - SHOWN:,} more articles", "dim"))
