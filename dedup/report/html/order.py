"""The order in which a page keeps articles and pairs: those that are looked at together are beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dedup.records import ArticleRecord, Family, Level, Relation
from dedup.report.report import Report

_WIDEST_FIRST: Final[tuple[Level, ...]] = ("event", "wire", "copy", "template")


class PageOrder(NamedTuple):
    """The articles and relations of a report in the order of the page, and the number of each article by its id."""

    articles: list[ArticleRecord]
    relations: list[Relation]
    numbers: dict[str, int]


def page_order(report: Report) -> PageOrder:
    """Return articles by family, those without one last, and relations by the numbers of their articles, so that a
    family and its pairs are in few chunks."""
    by_id = {article.id: article for article in report.articles}
    numbers: dict[str, int] = {}
    for family in _by_level(report.families):
        for member in family.members:
            if member in by_id:
                numbers.setdefault(member, len(numbers))
    for article in report.articles:
        numbers.setdefault(article.id, len(numbers))

    def place(pair: Relation) -> tuple[int, int]:
        a, b = numbers[pair.a], numbers[pair.b]
        return min(a, b), max(a, b)

    known = [pair for pair in report.relations if pair.a in numbers and pair.b in numbers]
    return PageOrder([by_id[ident] for ident in numbers], sorted(known, key=place), numbers)


def _by_level(families: Sequence[Family]) -> list[Family]:
    return sorted(families, key=lambda family: _WIDEST_FIRST.index(family.level))
