"""Articles of a report by themselves: one with all that is known of it, several in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dedup.records import ArticleRecord, MemberFacts, Relation
from dedup.report.printable import printable, printable_id
from dedup.report.report import Report
from dedup.report.tables import coverage_of
from dedup.terminal.cells import about, line, table

if TYPE_CHECKING:
    from rich.console import RenderableType

_PAIRS: Final = 20
_REASONS: Final = 6


def article_parts(report: Report, chosen: Sequence[str], limit: int) -> Iterator[RenderableType]:
    """The chosen articles: of one everything, of several a line each, `limit` of them."""
    articles = {article.id: article for article in report.articles}
    found = [articles[ident] for ident in chosen if ident in articles]
    yield line()
    yield line(("Article" if len(found) == 1 else "Articles", "bold"), "  ", (f"{len(found):,}", "dim"))
    if len(found) == 1:
        yield from _card(found[0], report)
        return
    for article in found[:limit]:
        origin, title = about(article)
        verdict = article.translation.verdict.replace("_", " ")
        yield line((printable_id(article.id), "bold"), "  ", (verdict, "yellow"), "  ", (origin, "cyan"), " ", title)
    if len(found) > limit:
        yield line((f"... and {len(found) - limit:,} more articles", "dim"))


def _card(article: ArticleRecord, report: Report) -> Iterator[RenderableType]:
    from rich.text import Text

    grid = table(header=False)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for key, text in _facts(article, report):
        grid.add_row(key, Text(text))
    yield grid
    pairs = sorted((r for r in report.relations if article.id in (r.a, r.b)), key=lambda r: _closeness(r, article.id))
    if not pairs:
        return
    yield line()
    yield line(("Related to", "bold"))
    for pair in pairs[:_PAIRS]:
        other = pair.b if pair.a == article.id else pair.a
        covered = f"{round(100 * coverage_of(pair, article.id))} % covered"
        yield line((printable_id(other), "bold"), "  ", (pair.relation.replace("_", " "), "yellow"), "  ", covered,
                   "  ", (_direction(pair, article.id), "dim"))  # fmt: skip
    if len(pairs) > _PAIRS:
        yield line((f"... and {len(pairs) - _PAIRS:,} more", "dim"))


def _facts(article: ArticleRecord, report: Report) -> Iterator[tuple[str, str]]:
    yield "id", printable_id(article.id)
    if article.title:
        yield "title", printable(article.title)
    if origin := about(article)[0]:
        yield "from", origin
    if article.url:
        yield "url", printable(article.url)
    if article.path:
        yield "in", printable(article.path) + (f", {article.line}" if article.line else "")
    yield "words", f"{article.words:,}" + (f", language {printable(article.language)}" if article.language else "")
    fact = _fact(article.id, report)
    if fact is not None and fact.novelty is not None:
        yield "new", f"{round(100 * fact.novelty)} % of its words are in no earlier article"
    if fact is not None and fact.supersedes:
        yield "covers", ", ".join(map(printable_id, fact.supersedes[:_PAIRS]))
    if article.credits:
        credited = dict.fromkeys(printable(credit.source) for credit in article.credits if credit.source)
        yield "credits", ", ".join(list(credited)[:_PAIRS])
    verdict = article.translation
    yield "verdict", verdict.verdict.replace("_", " ")
    for reason in verdict.reasons[:_REASONS]:
        yield "", printable(reason)


def _fact(ident: str, report: Report) -> MemberFacts | None:
    return next((fact for family in report.families for fact in family.member_facts if fact.id == ident), None)


def _closeness(relation: Relation, ident: str) -> tuple[float, str, str]:
    return -coverage_of(relation, ident), relation.a, relation.b


def _direction(relation: Relation, ident: str) -> str:
    if relation.direction in ("a_from_b", "b_from_a"):
        derives = (relation.direction == "a_from_b") == (relation.a == ident)
        return "this one derives from it" if derives else "derives from this one"
    return "both from a common source" if relation.direction == "common_source" else ""
