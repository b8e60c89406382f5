"""Report -> the index of the page: what its lists, filters and charts need of all articles, pairs and families.

Columns instead of objects: a browser reads 500,000 pairs so in a second. Shares and probabilities are whole
thousandths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, get_args

from dedup.addresses import host_of
from dedup.provenance.facts import published_at
from dedup.records import LEVELS, RELATIONS, ArticleRecord, Direction, Family, Relation, VerdictKind, Weak
from dedup.report.html.order import PageOrder
from dedup.report.report import Report

FORMAT: Final = "dedup-pages/1"
LONGEST_TITLE: Final = 300
"""Code points of a title in lists; the article's own page has more of it."""
MOST_LISTED: Final = 2000
"""Skipped inputs and renamed articles that the overview lists; the report file has all."""
VERDICTS: Final[tuple[str, ...]] = get_args(VerdictKind)
DIRECTIONS: Final[tuple[str, ...]] = get_args(Direction)


class ValueTable:
    """Distinct values by number, in the order in which they came: a column of them is a column of small numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, value: str | None) -> int:
        """Return the number of a value, -1 for none."""
        return self._numbers.setdefault(value, len(self._numbers)) if value else -1

    def values(self) -> list[str]:
        """Return the values by number."""
        return list(self._numbers)


def cut(text: str, longest: int) -> str:
    """Return a text of at most `longest` code points, with a sign where something was left out.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def thousandths(share: float) -> int:
    """Return a share as a whole number of thousandths, which is as exact as a report is."""
    return round(share * 1000)


def index_record(
    report: Report, order: PageOrder, *, texts: int, first_lines: Mapping[str, str], start: str | None
) -> dict[str, Any]:
    """Return the index. `texts` is how many articles have their text in the page, `first_lines` what is shown by id
    where an article has no title, `start` the address that the page opens with, None for the overview."""
    skipped, renamed = report.input.skipped, report.input.renamed
    return {
        "format": FORMAT,
        "tool": report.tool,
        "settings": report.settings,
        "summary": report.summary,
        "texts": texts,
        "start": start,
        "levels": LEVELS,
        "kinds": RELATIONS,
        "verdicts": VERDICTS,
        "directions": DIRECTIONS,
        "skipped": [[cut(s.path, 400), s.line, cut(s.reason, 400), s.count] for s in skipped[:MOST_LISTED]],
        "renamed": [[cut(r.path or "", 400), r.line, r.id, r.new_id] for r in renamed[:MOST_LISTED]],
        "articles": _article_columns(order.articles, first_lines),
        "pairs": _pair_columns(order.relations, order.numbers),
        "weak": _weak_columns(report.weak, order.numbers),
        "families": [_family(family, order.numbers) for family in report.families],
    }


def _article_columns(articles: Sequence[ArticleRecord], first_lines: Mapping[str, str]) -> dict[str, Any]:
    outlets, languages = ValueTable(), ValueTable()
    dates = [published_at(article.published) for article in articles]
    return {
        "id": [article.id for article in articles],
        "title": [cut(article.title or first_lines.get(article.id, ""), LONGEST_TITLE) for article in articles],
        "published": [cut(article.published or "", 40) for article in articles],
        # Minutes since 1970; a day without a time of day is noted, since it may be any hour of it.
        "minute": [None if date is None else round((date[0] - _EPOCH).total_seconds() / 60) for date in dates],
        "timed": [int(date is not None and date[1]) for date in dates],
        "outlet": [outlets.number(_outlet(article)) for article in articles],
        "outlets": outlets.values(),
        "language": [languages.number(article.language) for article in articles],
        "languages": languages.values(),
        "words": [article.words for article in articles],
        "verdict": [VERDICTS.index(article.translation.verdict) for article in articles],
        "marks": [len(article.artifacts) for article in articles],
        "sources": [_sources(article) for article in articles],
    }


_EPOCH: Final = datetime(1970, 1, 1)


def _outlet(article: ArticleRecord) -> str | None:
    host = host_of(article.url) if article.url and not article.outlet else None
    return cut((article.outlet or host or "").strip(), 120) or None


def _sources(article: ArticleRecord) -> list[str]:
    """The distinct sources that an article credits, its own address left out."""
    return sorted({cut(credit.source, 80) for credit in article.credits if credit.source and credit.field != "url"})


def _pair_columns(relations: Sequence[Relation], numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "a": [numbers[pair.a] for pair in relations],
        "b": [numbers[pair.b] for pair in relations],
        "kind": [RELATIONS.index(pair.relation) for pair in relations],
        "probability": [thousandths(pair.probability) for pair in relations],
        "direction": [DIRECTIONS.index(pair.direction) for pair in relations],
        "coverage_a": [thousandths(pair.coverage.a) for pair in relations],
        "coverage_b": [thousandths(pair.coverage.b) for pair in relations],
        "version": [number for number, pair in enumerate(relations) if pair.version],
    }


def _weak_columns(weak: Iterable[Weak], numbers: Mapping[str, int]) -> dict[str, Any]:
    known = [pair for pair in weak if pair.a in numbers and pair.b in numbers]
    return {
        "a": [numbers[pair.a] for pair in known],
        "b": [numbers[pair.b] for pair in known],
        "kind": [RELATIONS.index(pair.relation) for pair in known],
        "probability": [thousandths(pair.probability) for pair in known],
    }


def _family(family: Family, numbers: Mapping[str, int]) -> list[Any]:
    facts = {fact.id: fact for fact in family.member_facts}
    members = [member for member in family.members if member in numbers]
    novelty = [facts[m].novelty if m in facts else None for m in members]
    supersedes = {
        numbers[m]: [numbers[s] for s in facts[m].supersedes if s in numbers]
        for m in members
        if m in facts and facts[m].supersedes
    }
    root = family.root
    return [
        family.id,
        LEVELS.index(family.level),
        [numbers[member] for member in members],
        [numbers.get(root.article, -1) if root.article else -1, root.source, cut(root.why, 600), root.probability],
        [[numbers[b.a], numbers[b.b], cut(b.why, 600)] for b in family.bridges if b.a in numbers and b.b in numbers],
        family.omitted_pairs,
        [None if share is None else thousandths(share) for share in novelty],
        supersedes,
    ]
