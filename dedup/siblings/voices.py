"""Voices: versions that speak for themselves. Copies of one another are one voice, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dedup.relations.relation import Relation
from dedup.siblings.change import PHRASE
from dedup.siblings.words import words_of

COPIED: Final = frozenset({"identical", "near_verbatim", "trimmed"})
LOOKED_AT: Final = 40_000
"""Characters of a version in which readings are looked for."""
MOST_HELD: Final = 64
"""Versions whose runs of words are held at a time."""


def voices(relations: Iterable[Relation]) -> dict[str, str]:
    """By article, the smallest id among the copies that it is joined with."""
    root: dict[str, str] = {}

    def find(article: str) -> str:
        while root.setdefault(article, article) != article:
            root[article] = root[root[article]]
            article = root[article]
        return article

    for relation in relations:
        a, b = find(relation.a), find(relation.b)
        if relation.relation in COPIED and a != b:
            root[max(a, b)] = min(a, b)
    return {article: find(article) for article in list(root)}


class Readings:
    """The runs of one to PHRASE keys in each version, by which it is a witness for one reading or another."""

    def __init__(self, texts: Callable[[str], str]) -> None:
        self._texts = texts
        self._held: dict[str, frozenset[str]] = {}

    def __getitem__(self, article: str) -> frozenset[str]:
        if article not in self._held:
            if len(self._held) >= MOST_HELD:
                self._held.clear()
            text = self._texts(article)
            keys = [w.key for w in words_of(text, 0, min(len(text), LOOKED_AT))]
            self._held[article] = frozenset(" ".join(keys[k : k + n]) for n in range(1, PHRASE + 1) for k in range(len(keys) - n + 1))
        return self._held[article]

    def has(self, article: str, runs: frozenset[str]) -> bool:
        """Whether the version has one of these runs."""
        return not runs.isdisjoint(self[article])
