"""Parts of the relations of a scan in which versions are compared apart: an article is compared with its siblings, and
these with one another, but never with articles that are no siblings of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from dedup.records import Relation
from dedup.siblings.versions import COMPARED, independent_versions, joined_by, siblings_by_article

LARGE: Final = 64
"""Articles of one part whose changes are looked for together; those of a larger family are several parts."""


class FamilyPart(NamedTuple):
    """Some articles by id, sorted, and the relations that tell what they alone changed: of each article with its
    siblings, and of these with one another.

    `independent` gives by article the smallest id among its copies, those outside of the part counted.
    """

    articles: Sequence[str]
    relations: Sequence[Relation]
    independent: Mapping[str, str]


def no_suspicion(article: str) -> int:
    """Return 0: nothing accuses an article."""
    return 0


def family_parts(
    relations: Iterable[Relation], most: int = LARGE, *, hard: Callable[[str], int] = no_suspicion
) -> list[FamilyPart]:
    """Return parts of at most `most` articles each; every article that has versions is in one of them. Small families
    share a part.

    `hard` gives the number of families of findings that accuse an article; siblings are chosen by it. A part of a large
    family has the relations of its articles' siblings alone, at most 21 an article.
    """
    compared = [r for r in relations if r.relation in COMPARED or r.relation == "identical"]
    family_of = joined_by((r.a, r.b) for r in compared)
    independent = independent_versions(compared)
    members: dict[str, list[str]] = {}
    for article in sorted(family_of):
        members.setdefault(family_of[article], []).append(article)
    inside: dict[str, list[Relation]] = {}
    for relation in compared:
        inside.setdefault(family_of[relation.a], []).append(relation)
    parts: list[FamilyPart] = []
    articles: list[str] = []
    gathered: list[Relation] = []
    for first, family in members.items():
        if len(family) > most:
            parts += _parts_of_large(family, inside[first], most, hard, independent)
            continue
        if len(articles) + len(family) > most:
            parts.append(_part(articles, gathered, independent))
            articles, gathered = [], []
        articles, gathered = articles + family, gathered + inside[first]
    return [*parts, _part(articles, gathered, independent)] if articles else parts


def _parts_of_large(
    family: Sequence[str],
    relations: Sequence[Relation],
    most: int,
    hard: Callable[[str], int],
    independent: Mapping[str, str],
) -> list[FamilyPart]:
    """Return the parts of one family, each with what its articles need of the relations."""
    of_pair = {(r.a, r.b): r for r in relations if r.relation in COMPARED}
    siblings = siblings_by_article(of_pair.values(), hard)
    parts = []
    for at in range(0, len(family), most):
        articles = family[at : at + most]
        needed: dict[tuple[str, str], None] = {}
        for article in articles:
            for pair in combinations(sorted([article, *siblings.get(article, ())]), 2):
                if pair in of_pair:
                    needed[pair] = None
        parts.append(_part(articles, [of_pair[pair] for pair in needed], independent))
    return parts


def _part(articles: Sequence[str], relations: Sequence[Relation], independent: Mapping[str, str]) -> FamilyPart:
    sides = {side for r in relations for side in (r.a, r.b)}
    return FamilyPart(articles, relations, {side: independent[side] for side in sorted(sides)})
