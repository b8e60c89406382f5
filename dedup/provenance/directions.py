"""Directions: which of two related articles derives from the other, as far as credits, verdicts, lengths and dates
show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import msgspec

from dedup.provenance.facts import ATTRIBUTION, EXPLICIT, ORIGIN, ArticleFacts, published_at
from dedup.provenance.source_table import canonical
from dedup.records import COPY_RELATIONS, WIRE_RELATIONS, Direction, Relation

DATED_APART: Final = timedelta(days=1)  # dates of two sites may differ by their time zones alone


def with_directions(relations: Sequence[Relation], facts: Mapping[str, ArticleFacts]) -> list[Relation]:
    """Return the relations in the same order, each with its direction."""
    ways = [direction_of(r, facts[r.a], facts[r.b]) for r in relations]
    return [
        r if way == r.direction else msgspec.structs.replace(r, direction=way)
        for r, way in zip(relations, ways, strict=True)
    ]


def direction_of(relation: Relation, a: ArticleFacts, b: ArticleFacts) -> Direction:
    """Return the direction of a relation between article a and article b.

    Partial reuse without a credit stays unknown, as do independent reports of one event; translations of one wire have
    the wire as their common source.

    In order, by origins, then by credits: one names the outlet of the other; both name one source, which is neither's
    own. Then, of a rewrite, the one that a machine spun derives from the other, and with one that a machine translated
    it has a common source; of copies the one that is published a day or more later derives; of a cut copy the shorter.
    A text in other words comes from no spun one, whatever it credits.
    """
    if relation.relation not in WIRE_RELATIONS:
        return "unknown"
    credited = _by_credit(a, b)
    if credited is not None and not _from_spun(relation, credited, a, b):
        return credited
    if relation.relation == "translation":
        return "common_source"
    if relation.relation not in COPY_RELATIONS:
        return "unknown"
    made = _by_verdict(relation, a, b)
    if made is not None:
        return made
    dated = _by_date(a, b)
    if dated is not None:
        return dated
    if relation.relation == "trimmed":
        return "a_from_b" if relation.coverage.a >= relation.coverage.b else "b_from_a"
    return "unknown"


def _from_spun(relation: Relation, way: Direction, a: ArticleFacts, b: ArticleFacts) -> bool:
    """Return whether the source would be a spun text: newsrooms reprint such a text without knowing, but reword the
    text that it was spun from."""
    source = {"a_from_b": b, "b_from_a": a}.get(way)
    return source is not None and source.verdict == "spun" and relation.relation in ("rewrite", "partial")


def _by_verdict(relation: Relation, a: ArticleFacts, b: ArticleFacts) -> Direction | None:
    if relation.relation != "rewrite" or a.machine_made == b.machine_made:
        return None
    if (a if a.machine_made else b).verdict == "machine_translated":
        return "common_source"
    return "a_from_b" if a.machine_made else "b_from_a"


def _by_credit(a: ArticleFacts, b: ArticleFacts) -> Direction | None:
    if not (a.credits or b.credits):
        return None
    own_a, own_b = a.own_names(), b.own_names()
    for kinds in (ORIGIN, EXPLICIT, ATTRIBUTION):
        sources_a = {canonical(c.source) for c in a.credited() if c.kind in kinds} - own_a
        sources_b = {canonical(c.source) for c in b.credited() if c.kind in kinds} - own_b
        a_names_b, b_names_a = bool(sources_a & own_b), bool(sources_b & own_a)
        if a_names_b != b_names_a:
            return "a_from_b" if a_names_b else "b_from_a"
        # A copied text has the attributions of its model, so only what is outside the report itself shows a common
        # source.
        if kinds is not ATTRIBUTION and sources_a & sources_b:
            return "common_source"
    return None


def _by_date(a: ArticleFacts, b: ArticleFacts) -> Direction | None:
    one, other = published_at(a.published), published_at(b.published)
    if one is None or other is None:
        return None
    first, second = one[0], other[0]
    if not (one[1] and other[1]):
        first, second = (moment.replace(hour=0, minute=0) for moment in (first, second))
    if abs(first - second) < DATED_APART:
        return None
    return "a_from_b" if first > second else "b_from_a"
