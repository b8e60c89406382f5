"""Composites: articles that hold several stories, as digests and live blogs do. They join none of the stories' copy
families."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final, NamedTuple

import msgspec

from dedup.records import WIRE_RELATIONS, Relation

INSIDE: Final = 0.6  # share of a story that must be in an article for it to hold the story; digests shorten stories
PART: Final = 0.8  # share of an article up to which one story is a part of it
LEAST_STORY: Final = 150  # characters of a story in an article, about 25 words; less is a sentence that many have
DISJOINT: Final = 0.2  # share of the smaller of two stories in an article up to which they are different parts of it
MOST_STORIES: Final = 60  # of one article that are looked at
WHOLE: Final = frozenset({"identical", "near_verbatim"})


class HeldStory(NamedTuple):
    """A story that an article holds: the id of the article that tells it alone, and where it is, a bit for each code
    point of the article."""

    article: str
    places: int


def find_composites(relations: Sequence[Relation]) -> set[str]:
    """Return the ids of the articles that hold two stories or more, which are not related to one another."""
    stories: dict[str, list[HeldStory]] = {}
    related: set[tuple[str, str]] = set()
    for relation in relations:
        related.add((relation.a, relation.b))
        if relation.relation not in WIRE_RELATIONS or relation.relation in WHOLE:
            continue
        for holder, story, held, inside in (
            (relation.a, relation.b, relation.coverage.a, relation.coverage.b),
            (relation.b, relation.a, relation.coverage.b, relation.coverage.a),
        ):
            if inside >= INSIDE and held <= PART:
                held_stories = stories.setdefault(holder, [])
                if len(held_stories) == MOST_STORIES:
                    continue
                places = places_of(p.a if holder == relation.a else p.b for p in relation.passages)
                if places.bit_count() >= LEAST_STORY:
                    held_stories.append(HeldStory(story, places))
    return {holder for holder, held in stories.items() if _holds_two(held, related)}


def _holds_two(held: Sequence[HeldStory], related: set[tuple[str, str]]) -> bool:
    for one, other in combinations(held, 2):
        pair = min(one.article, other.article), max(one.article, other.article)
        if pair not in related:
            least = min(one.places.bit_count(), other.places.bit_count())
            if (one.places & other.places).bit_count() <= DISJOINT * least:
                return True
    return False


def places_of(spans: Iterable[tuple[int, int]]) -> int:
    """Return the places of spans, a bit for each; those of spans that overlap once.

    >>> bin(places_of([(1, 3), (2, 5)]))
    '0b11110'
    """
    places = 0
    for start, end in spans:
        places |= ((1 << (end - start)) - 1) << start
    return places


def with_composites_named(relations: Sequence[Relation], composites: set[str]) -> list[Relation]:
    """Return the relations; the reasons of a pair with a composite say that it holds several stories."""
    out = []
    for relation in relations:
        sides = [side for side, name in (("a", relation.a), ("b", relation.b)) if name in composites]
        if sides and relation.relation in WIRE_RELATIONS:
            reasons = [*(f"{side} is a composite: it holds several stories." for side in sides), *relation.reasons]
            relation = msgspec.structs.replace(relation, reasons=reasons)
        out.append(relation)
    return out
