"""Who takes from whom: for each outlet what it took, from where, how late, and what others took from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Final

import msgspec

from dedup.provenance.facts import published_at
from dedup.records import WIRE_RELATIONS, ArticleRecord, Family, Relation
from dedup.report.report import Report
from dedup.report.selection import outlet_name

UNKNOWN: Final = "unknown"
"""The outlet of articles of which neither outlet nor url is known."""
_SOURCES: Final = 5


class OutletSource(msgspec.Struct, frozen=True):
    """Where an outlet takes from: another outlet, or an agency that is not in the set, and how many articles."""

    name: str
    articles: int


class OutletRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One outlet. `taken` of its `articles` derive from another outlet or a source that is credited; `given` articles
    of others derive from it. `delay` is the median time in hours from the source's article to its own, null without two
    times."""

    outlet: str
    articles: int
    taken: int
    given: int
    delay: float | None
    sources: list[OutletSource]


def outlet_records(report: Report) -> list[OutletRecord]:
    """Return a record of each outlet, those with the most articles first.

    An article counts once, by the relation with the root of its narrowest family where the direction is known, else by
    the source that the family credits.
    """
    articles = {article.id: article for article in report.articles}
    taken = _origins(report, articles)
    counts = Counter(outlet_name(article) or UNKNOWN for article in report.articles)
    given: Counter[str] = Counter()
    sources: dict[str, Counter[str]] = {}
    delays: dict[str, list[float]] = {}
    for taker, (source, origin) in taken.items():
        outlet = outlet_name(articles[taker]) or UNKNOWN
        sources.setdefault(outlet, Counter())[source] += 1
        given[source] += 1
        delay = _hours(articles[origin].published, articles[taker].published) if origin is not None else None
        if delay is not None:
            delays.setdefault(outlet, []).append(delay)
    return [
        OutletRecord(
            outlet=outlet,
            articles=count,
            taken=sum(sources.get(outlet, Counter()).values()),
            given=given[outlet],
            delay=round(median(delays[outlet]), 1) if outlet in delays else None,
            sources=[OutletSource(*pair) for pair in _ranked(sources.get(outlet, Counter()))[:_SOURCES]],
        )
        for outlet, count in _ranked(counts)
    ]


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _origins(report: Report, articles: dict[str, ArticleRecord]) -> dict[str, tuple[str, str | None]]:
    """Return for each article that derives from another outlet that outlet, and the article there where it is known."""
    found: dict[str, tuple[str, str | None]] = {}
    for relation in sorted(report.relations, key=_closeness):
        taker, origin = _direction(relation)
        if taker is None or origin is None or taker in found or not {taker, origin} <= articles.keys():
            continue
        outlet, source = outlet_name(articles[taker]), outlet_name(articles[origin])
        if source is not None and source != outlet:
            found[taker] = source, origin
    for family in _with_source(report.families):
        for member in family.members:
            if member in articles and member not in found and outlet_name(articles[member]) != family.root.source:
                found[member] = family.root.source or UNKNOWN, None
    return found


def _closeness(relation: Relation) -> tuple[float, str, str]:
    return -max(relation.coverage.a, relation.coverage.b), relation.a, relation.b


def _direction(relation: Relation) -> tuple[str | None, str | None]:
    if relation.relation not in WIRE_RELATIONS:
        return None, None
    if relation.direction == "a_from_b":
        return relation.a, relation.b
    return (relation.b, relation.a) if relation.direction == "b_from_a" else (None, None)


def _with_source(families: Iterable[Family]) -> Iterable[Family]:
    return (family for family in families if family.level in ("copy", "wire") and family.root.source)


def _hours(before: str | None, after: str | None) -> float | None:
    first, second = published_at(before), published_at(after)
    if first is None or second is None or not (first[1] and second[1]):
        return None
    hours = (second[0] - first[0]).total_seconds() / 3600
    return hours if hours >= 0 else None
