"""Voices: versions that speak for themselves. Copies of one another are one voice, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dedup.records import Relation
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
    """The runs of one to PHRASE keys in each version, and of PHRASE words as written, by which it is a witness."""

    def __init__(self, texts: Callable[[str], str]) -> None:
        self._texts = texts
        self._held: dict[str, frozenset[str]] = {}
        self._whole: dict[str, str] = {}

    def __getitem__(self, article: str) -> frozenset[str]:
        if article not in self._held:
            if len(self._held) >= MOST_HELD:
                self._held.clear()
                self._whole.clear()
            text = self._texts(article)
            words = words_of(text, 0, min(len(text), LOOKED_AT))
            keys, forms = [w.key for w in words], [w.form for w in words]
            runs = [" ".join(keys[k : k + n]) for n in range(1, PHRASE + 1) for k in range(len(keys) - n + 1)]
            written = ["=" + " ".join(forms[k : k + PHRASE]) for k in range(len(forms) - PHRASE + 1)]
            self._held[article] = frozenset(runs + written)
            self._whole[article] = f" {' '.join(keys)} "
        return self._held[article]

    def has(self, article: str, runs: frozenset[str]) -> bool:
        """Whether the version has one of these runs."""
        return not runs.isdisjoint(self[article])

    def carries(self, article: str, passage: str) -> bool:
        """Whether the version has this passage word by word."""
        return bool(self[article]) and f" {passage} " in self._whole[article]
