"""The summary of a report that a person reads: what was found in figures, then the families, then what is outside
them.

Everything shown is bounded and goes through `printable`: titles are scraped text.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Final, Literal, NamedTuple

from dedup.records import ArticleRecord, Family, Level, Relation
from dedup.report.printable import printable, printable_id
from dedup.report.report import Report
from dedup.sources.skipped import counted, total
from dedup.terminal.article_card import article_parts
from dedup.terminal.cells import MEMBERS_SHOWN, Layout, about, bar, family_links, family_table, line, table

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

FamilyOrder = Literal["size", "date"]

FAMILIES_SHOWN: Final = 20
PAIRS_SHOWN: Final = 10
SKIPPED_SHOWN: Final = 10

WIDEST: Final = 130
"""Columns used of a wide terminal: longer lines are harder to follow."""

_BESIDE_ID: Final = 75
"""Columns that a table of a family has beside the ids."""
_LONGEST_ID: Final = 1024


class SummaryView(NamedTuple):
    """How much is shown and in which order: at most `limit` families of all levels together, of each level as many as
    of the others where there are so many; the articles in `chosen` in front of them."""

    limit: int = FAMILIES_SHOWN
    order: FamilyOrder = "size"
    chosen: Sequence[str] = ()


PLAIN: Final = SummaryView()

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


def _dates(report: Report) -> dict[str, str]:
    return {article.id: article.published for article in report.articles if article.published}


def _ranked(report: Report, level: Level, order: FamilyOrder) -> list[Family]:
    """The families of a level, the largest first; by date those with the newest first article, without dates last."""
    families = [family for family in report.families if family.level == level]
    families.sort(key=lambda family: (-len(family.members), family.id))
    if order == "date":
        dates = _dates(report)
        first = {f.id: min((dates[m] for m in f.members if m in dates), default="") for f in families}
        families.sort(key=lambda family: first[family.id], reverse=True)
    return families


def shares(counts: dict[Level, int], limit: int) -> dict[Level, int]:
    """Return how many families of each level are shown: evenly, and what a level has not falls to the others.

    >>> shares({"copy": 80, "wire": 100, "event": 2, "template": 0}, 20)
    {'copy': 9, 'wire': 9, 'event': 2, 'template': 0}
    """
    given = dict.fromkeys(counts, 0)
    left = limit
    while left and (open_ := [level for level, count in counts.items() if given[level] < count]):
        share = max(1, left // len(open_))
        for level in open_[:left]:
            more = min(share, counts[level] - given[level])
            given[level] += more
            left -= more
    return given


def _families(
    report: Report, level: Level, view: SummaryView, limit: int, width: int, encoding: str, ids: int
) -> Iterator[RenderableType]:
    ranked = _ranked(report, level, view.order)
    if not ranked:
        return
    yield from _heading(*LEVELS[level])
    shown = ranked[:limit]
    members = {member for family in shown for member in family.members}
    articles = {article.id: article for article in report.articles if article.id in members}
    links = family_links(shown, report.relations)
    titles = any(any(about(article)) for article in articles.values())
    layout = Layout.fitting(width, encoding, titles=titles, ids=ids)
    for family in shown:
        yield line()
        yield line((printable_id(family.id), "bold cyan"), "  ", number(len(family.members), "article"))
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
        grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis", min_width=layout.ids or None)
        grid.add_column(min_width=10, no_wrap=True, overflow="ellipsis")
        grid.add_column(min_width=layout.bar + 6, no_wrap=True)
        grid.add_row(
            line(printable_id(pair.a)), line((pair.relation.replace("_", " "), "yellow")), bar(pair.coverage.a, layout)
        )
        grid.add_row(line(printable_id(pair.b)), line(), bar(pair.coverage.b, layout))
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
    yield from _heading("Skipped input", number(total(skipped), "entry", "entries"))
    for entry in skipped[:SKIPPED_SHOWN]:
        place = printable(entry.path) + (f":{entry.line}" if entry.line else "")
        yield Text.assemble((place, "red"), f"  {printable(counted(entry.reason, entry.count))}", overflow="fold")
    yield from _more(total(skipped[SKIPPED_SHOWN:]), "entries")


def _whole(
    report: Report, width: int, encoding: str, hint: str, view: SummaryView, ids: int
) -> Iterator[RenderableType]:
    yield from _head(report)
    if view.chosen:
        yield from article_parts(report, view.chosen, view.limit)
    counts = {level: getattr(report.summary.families, level) for level in LEVELS}
    for level, limit in shares(counts, view.limit).items():
        yield from _families(report, level, view, limit, width, encoding, ids)
    if accused(report.articles):
        yield from _heading("Made by machines", "translated or spun, and what shows it")
        yield from machine_made(report.articles)
    yield from _pairs(_outside(report), Layout.fitting(width, encoding, titles=False, ids=ids))
    yield from _skipped(report)
    if hint:
        yield line()
        yield line((hint, "dim"))


def longest_id(report: Report) -> int:
    """The columns of the longest id of an article or a family, as it is printed."""
    from rich.cells import cell_len

    ids = [article.id for article in report.articles] + [family.id for family in report.families]
    # A character takes two columns at most: only the longest few need to be measured.
    ids.sort(key=len, reverse=True)
    return max((cell_len(printable_id(ident)) for ident in ids[:1000]), default=0)


def render(
    report: Report, console: Console, *, hint: str = "", view: SummaryView = PLAIN, whole_ids: bool = False
) -> None:
    """Print the summary on `console`, without colour where it has none; `hint` is the last line.

    With `whole_ids` it is as wide as the longest id wants it, and no id is cut.
    """
    from rich.console import Group

    width = min(console.width, WIDEST)
    ids = longest_id(report) if whole_ids else 0
    width = max(width, ids + _BESIDE_ID) if ids else width
    for part in _whole(report, width, console.encoding, hint, view, ids):
        # A group keeps the wrapping of a lone line, which print would take from it.
        console.print(Group(part), width=width, highlight=False, markup=False, emoji=False)


def print_summary(report: Report, file: IO[str] | None = None, *, hint: str = "", view: SummaryView = PLAIN) -> None:
    """Print the summary to `file`, standard output if none is given; NO_COLOR and COLUMNS are honoured. Where `file` is
    no terminal, ids are never cut.

    It is gathered first, being short: rich would exit with code 1 where a pipe is closed.
    """
    from rich.console import Console

    file = sys.stdout if file is None else file
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    whole_ids = not console.is_terminal
    if whole_ids:
        # rich crops what is wider than the console.
        wide = max(console.width, longest_id(report) + _BESIDE_ID)
        narrow, console = console.width, Console(file=file, width=wide, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        if whole_ids and longest_id(report) + _BESIDE_ID <= narrow:
            console.width = narrow
        render(report, console, hint=hint, view=view, whole_ids=whole_ids)
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
            (printable_id(article.id), "bold"),
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
