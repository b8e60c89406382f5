"""Parts of the relations of a scan in which versions are compared apart: an article is compared with its relatives, and
seen beside theirs, but never beside articles that nothing links to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dedup.records import Relation
from dedup.siblings.versions import COMPARED

LARGE: Final = 64
"""Articles of one part whose changes are looked for together; those of a larger family are several parts."""


class FamilyPart(NamedTuple):
    """Some articles by id, sorted, and all relations among them and their relatives, direct or not."""

    articles: Sequence[str]
    relations: Sequence[Relation]


def family_parts(relations: Iterable[Relation], most: int = LARGE) -> list[FamilyPart]:
    """Return parts of at most `most` articles each; every article that has versions is in one of them. Small families
    share a part.
    """
    root: dict[str, str] = {}

    def find(article: str) -> str:
        while root.setdefault(article, article) != article:
            root[article] = root[root[article]]
            article = root[article]
        return article

    compared = [r for r in relations if r.relation in COMPARED or r.relation == "identical"]
    for relation in compared:
        a, b = find(relation.a), find(relation.b)
        if a != b:
            root[max(a, b)] = min(a, b)
    members: dict[str, list[str]] = {}
    for article in sorted(root):
        members.setdefault(find(article), []).append(article)
    inside: dict[str, list[Relation]] = {}
    for relation in compared:
        inside.setdefault(find(relation.a), []).append(relation)
    parts: list[FamilyPart] = []
    articles: list[str] = []
    gathered: list[Relation] = []
    for first, family in members.items():
        if len(family) > most:
            parts += [FamilyPart(family[at : at + most], inside[first]) for at in range(0, len(family), most)]
            continue
        if len(articles) + len(family) > most:
            parts.append(FamilyPart(articles, gathered))
            articles, gathered = [], []
        articles, gathered = articles + family, gathered + inside[first]
    return [*parts, FamilyPart(articles, gathered)] if articles else parts
