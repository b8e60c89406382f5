"""The summary of a report that a person reads: what was found in figures, then the families, then what is outside
them.

Everything shown is bounded and goes through `printable`: titles are scraped text.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Final

from dedup.records import Family, Level, Relation
from dedup.report.printable import printable
from dedup.report.report import Report
from dedup.terminal.cells import MEMBERS_SHOWN, Layout, about, bar, family_links, family_table, line, table

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

from typing import TYPE_CHECKING

from dedup.records import ArticleRecord

if TYPE_CHECKING:
    from rich.console import RenderableType

FAMILIES_SHOWN: Final = 20
PAIRS_SHOWN: Final = 10
SKIPPED_SHOWN: Final = 10

WIDEST: Final = 130
"""Columns used of a wide terminal: longer lines are harder to follow."""

LEVELS: Final[dict[Level, tuple[str, str]]] = {
    "copy": ("Copy families", "one story: reprinted, cut or reworded"),
    "wire": ("Wire families", "stories that share passages of one source"),
    "event": ("Event families", "reports of one event"),
    "template": ("Template families", "one form filled with other facts"),
}


def number(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun.

    >>> number(1, "copy family", "copy families"), number(2100, "article")
    ('1 copy family', '2,100 articles')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def _figures(report: Report) -> Iterator[str]:
    summary = report.summary
    if copies := summary.families.copy:
        articles = number(summary.in_copy_families, "article")
        yield f"{number(copies, 'copy family', 'copy families')}: {articles}, of which {summary.redundant:,} could go"
    if wires := summary.families.wire:
        yield number(wires, "wire family", "wire families")
    if events := summary.families.event:
        yield number(events, "event family", "event families")
    if templates := summary.families.template:
        yield number(templates, "template family", "template families")
    counts = {kind: getattr(summary.relations, kind) for kind in summary.relations.__struct_fields__}
    if related := sum(counts.values()):
        kinds = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in counts.items() if count)
        yield f"{number(related, 'related pair')}: {kinds}"
    else:
        yield "no two articles are related"
    if summary.weak:
        yield f"{number(summary.weak, 'pair')} below the threshold"
    if unjudged := _unjudged_languages(report):
        yield f"of articles in {unjudged} only copies are looked for"
    verdicts = (*NAMES.items(), ("translated", "translated"))
    accusations = [f"{count:,} {name}" for kind, name in verdicts if (count := getattr(summary.verdicts, kind))]
    if accusations or summary.artifacts:
        accused_of = ", ".join(accusations) or "none accused"
        yield f"{number(summary.artifacts, 'mark')} of translation or spinning; articles: {accused_of}"


def _unjudged_languages(report: Report) -> str:
    """Return the languages in which the scan cannot know a rewrite, the commonest first, with their articles."""
    languages = Counter(article.language for article in report.articles if article.language not in (None, "en"))
    if not languages or report.settings.get("only") == ["copies"]:
        return ""
    from dedup.text.common_words import judged_languages

    unjudged = [(count, language) for language, count in languages.items() if language not in judged_languages()]
    return ", ".join(f"{printable(str(language))} ({count:,})" for count, language in sorted(unjudged, reverse=True))


def _head(report: Report) -> Iterator[RenderableType]:
    from rich.text import Text

    summary = report.summary
    head = Text.assemble((number(summary.articles, "article"), "bold"), f", {number(summary.words, 'word')}")
    if summary.skipped:
        head.append(f", {number(summary.skipped, 'entry', 'entries')} skipped", style="red")
    if summary.renamed:
        head.append(f", {number(summary.renamed, 'repeated id')} renamed")
    yield head
    yield from map(Text, _figures(report))


def _heading(title: str, note: str) -> Iterator[RenderableType]:
    yield line()
    yield line((title, "bold"), "  ", (note, "dim"))


def _more(left: int, what: str) -> Iterator[RenderableType]:
    if left > 0:
        yield line((f"... and {left:,} more {what}", "dim"))


def _root(family: Family) -> Table:
    from rich.text import Text

    root = family.root
    named = printable(root.article or root.source or "unknown")
    unseen = ", not among the articles" if root.source and not root.article else ""
    grid = table(header=False)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row("root", Text.assemble(named, unseen))
    grid.add_row("why", Text(printable(root.why), style="dim"))
    return grid


def _families(report: Report, level: Level, limit: int, width: int, encoding: str) -> Iterator[RenderableType]:
    ranked = sorted(
        (family for family in report.families if family.level == level),
        key=lambda family: (-len(family.members), family.id),
    )
    if not ranked:
        return
    yield from _heading(*LEVELS[level])
    shown = ranked[:limit]
    members = {member for family in shown for member in family.members}
    articles = {article.id: article for article in report.articles if article.id in members}
    links = family_links(shown, report.relations)
    layout = Layout.fitting(width, encoding, titles=any(any(about(article)) for article in articles.values()))
    for family in shown:
        yield line()
        yield line((printable(family.id), "bold cyan"), "  ", number(len(family.members), "article"))
        yield _root(family)
        yield family_table(family, articles, links, layout)
        yield from _more(len(family.members) - MEMBERS_SHOWN, "articles of this family")
    yield from _more(len(ranked) - len(shown), f"{level} families")


def _outside(report: Report) -> list[Relation]:
    """Pairs that no family holds together, those with the most in common first."""
    homes: dict[str, set[int]] = {}
    for place, family in enumerate(report.families):
        for member in family.members:
            homes.setdefault(member, set()).add(place)
    nowhere: set[int] = set()
    apart = (pair for pair in report.relations if homes.get(pair.a, nowhere).isdisjoint(homes.get(pair.b, nowhere)))
    return sorted(apart, key=lambda pair: (-max(pair.coverage.a, pair.coverage.b), pair.a, pair.b))


def _pairs(relations: Sequence[Relation], layout: Layout) -> Iterator[RenderableType]:
    if not relations:
        return
    yield from _heading("Pairs outside families", "related, yet not grouped")
    for pair in relations[:PAIRS_SHOWN]:
        grid = table(header=False)
        grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        grid.add_column(min_width=10, no_wrap=True, overflow="ellipsis")
        grid.add_column(min_width=layout.bar + 6, no_wrap=True)
        grid.add_row(
            line(printable(pair.a)), line((pair.relation.replace("_", " "), "yellow")), bar(pair.coverage.a, layout)
        )
        grid.add_row(line(printable(pair.b)), line(), bar(pair.coverage.b, layout))
        yield line()
        yield grid
        if pair.passages:
            longest = max(pair.passages, key=lambda passage: passage.a[1] - passage.a[0])
            yield line((f"“{printable(longest.text_a)}”", "dim"))
    yield from _more(len(relations) - PAIRS_SHOWN, "pairs")


def _skipped(report: Report) -> Iterator[RenderableType]:
    from rich.text import Text

    skipped = report.input.skipped
    if not skipped:
        return
    yield from _heading("Skipped input", number(len(skipped), "entry", "entries"))
    for entry in skipped[:SKIPPED_SHOWN]:
        place = printable(entry.path) + (f":{entry.line}" if entry.line else "")
        yield Text.assemble((place, "red"), f"  {printable(entry.reason)}", overflow="fold")
    yield from _more(len(skipped) - SKIPPED_SHOWN, "entries")


def _whole(report: Report, width: int, encoding: str, hint: str) -> Iterator[RenderableType]:
    yield from _head(report)
    left = FAMILIES_SHOWN
    for level in LEVELS:
        yield from _families(report, level, left, width, encoding)
        left -= min(left, getattr(report.summary.families, level))
    if accused(report.articles):
        yield from _heading("Made by machines", "translated or spun, and what shows it")
        yield from machine_made(report.articles)
    yield from _pairs(_outside(report), Layout.fitting(width, encoding, titles=False))
    yield from _skipped(report)
    if hint:
        yield line()
        yield line((hint, "dim"))


def render(report: Report, console: Console, *, hint: str = "") -> None:
    """Print the summary on `console`, without colour where it has none; `hint` is the last line."""
    from rich.console import Group

    width = min(console.width, WIDEST)
    for part in _whole(report, width, console.encoding, hint):
        # A group keeps the wrapping of a lone line, which print would take from it.
        console.print(Group(part), width=width, highlight=False, markup=False, emoji=False)


def print_summary(report: Report, file: IO[str] | None = None, *, hint: str = "") -> None:
    """Print the summary to `file`, standard output if none is given; NO_COLOR and COLUMNS are honoured.

    It is gathered first, being short: rich would exit with code 1 where a pipe is closed.
    """
    from rich.console import Console

    file = sys.stdout if file is None else file
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        render(report, console, hint=hint)
    file.write("".join(f"{line.rstrip(' ')}\n" for line in capture.get().splitlines()))
    file.flush()


SHOWN: Final = 10
REASONS_SHOWN: Final = 4
NAMES: Final = {
    "assistant": "written by an assistant",
    "spun": "spun",
    "machine_translated": "machine translated",
}


def accused(articles: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    """The articles with a verdict that accuses a machine, those with most findings first."""
    found = [article for article in articles if article.translation.verdict in NAMES]
    return sorted(found, key=lambda article: (-len(article.artifacts), article.id))


def machine_made(articles: Sequence[ArticleRecord]) -> Iterator[RenderableType]:
    """A table row an article: its verdict and likely source language, what it is, and what the verdict rests on."""
    from rich.text import Text

    ranked = accused(articles)
    for article in ranked[:SHOWN]:
        judged = article.translation
        language = f" from {judged.source_languages[0].language}" if judged.source_languages else ""
        origin, title = about(article)
        yield line()
        yield line(
            (printable(article.id), "bold"),
            "  ",
            (NAMES[judged.verdict] + language, "red"),
            "  ",
            (origin, "cyan"),
            " ",
            title,
        )
        grid = table(header=False)
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        for reason in judged.reasons[:REASONS_SHOWN]:
            grid.add_row("-", Text(printable(reason), style="dim"))
        if len(judged.reasons) > REASONS_SHOWN:
            grid.add_row("", Text(f"and {len(judged.reasons) - REASONS_SHOWN} more kinds of evidence", style="dim"))
        yield grid
    if len(ranked) > SHOWN:
        yield line((f"... and {len(ranked) - SHOWN:,} more articles", "dim"))
