"""Versions: the articles with their relatives, what each tells otherwise than these, and which of these agree against
it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from dedup.records import Relation
from dedup.siblings.change import Change
from dedup.siblings.changes import changes
from dedup.siblings.standing import Standings
from dedup.siblings.voices import Readings, voices

COMPARED: Final = frozenset({"rewrite", "partial", "near_verbatim", "trimmed"})
"""Relations whose passages are in step word by word. Two renderings of one foreign text (`translation`) choose each
word anew."""
MOST_SIBLINGS: Final = 6
"""Relatives of an article that it is compared with; more say the same again."""
MOST_HELD: Final = 256
"""Pairs whose changes are held at a time."""
MOST_TEXTS: Final = 16
"""Texts that are held at a time: an article, its siblings and theirs."""
TIMES_APART: Final = 3
"""How many times as many changes separate a version from two others as these from each other, for their votes to count.
"""


class Versions:
    """The articles with their relatives, as one scan sees them."""

    def __init__(
        self, relations: Iterable[Relation], texts: Callable[[str], str], standings: Standings, least: float
    ) -> None:
        derived = [r for r in relations if r.relation in COMPARED | {"identical"} and r.probability >= least]
        self.voice = voices(derived)
        self.texts = lru_cache(MOST_TEXTS)(texts)
        self.standings = standings
        self.readings = Readings(self.texts)
        self._relations = {(r.a, r.b): r for r in derived if r.relation in COMPARED}
        self._siblings: dict[str, list[tuple[int, float, str]]] = {}
        for (a, b), r in self._relations.items():
            self._siblings.setdefault(a, []).append((standings[b].hard, -r.coverage.a, b))
            self._siblings.setdefault(b, []).append((standings[a].hard, -r.coverage.b, a))
        self._changes: dict[tuple[str, str], tuple[list[Change], list[Change]]] = {}

    @property
    def articles(self) -> list[str]:
        """Those that have relatives, in the order of their ids."""
        return sorted(self._siblings)

    def siblings(self, article: str) -> list[str]:
        """Its relatives, those without hard findings and with the most in common first."""
        return [sibling for _, _, sibling in sorted(self._siblings[article])[:MOST_SIBLINGS]]

    def related(self, one: str, other: str) -> bool:
        """Whether the two are derived from each other or from one source."""
        return (min(one, other), max(one, other)) in self._relations

    def changes(self, article: str, sibling: str) -> list[Change]:
        """What the article tells otherwise than the sibling."""
        pair = (article, sibling) if article < sibling else (sibling, article)
        if pair not in self._changes:
            if len(self._changes) >= MOST_HELD:
                self._changes.clear()
            self._changes[pair] = changes(self._relations[pair].passages, *map(self.texts, pair))
        return self._changes[pair][article != pair[0]]

    def witnesses(self, article: str, sibling: str) -> list[str]:
        """Other voices among the relatives in which rules found nothing."""
        known = {self.voice[article], self.voice[sibling]}
        return [s for s in self.siblings(article) if self.voice[s] not in known and not self.standings[s].hard]

    def has_company(self, sibling: str, witnesses: Sequence[str], change: Change) -> bool:
        """Whether a witness reads as the article itself does."""
        own = change.own - self.readings[sibling]
        return any(self.readings.has(witness, own) for witness in witnesses)

    def agreed(self, article: str, sibling: str, witnesses: Sequence[str], change: Change, *, narrowly: bool) -> bool:
        """Whether a witness reads as the sibling does; narrowly, one that carries the same passage, and the article
        stands alone."""
        theirs = change.theirs - self.readings[article]
        having = [w for w in witnesses if self.readings.has(w, theirs)]
        if not narrowly:
            return bool(having)
        return any(self.readings.carries(w, change.passage) and self.stands_alone(article, sibling, w) for w in having)

    def disputed(self, article: str, witnesses: Sequence[str], change: Change) -> bool:
        """Whether a witness covers the place and reads as neither does: then everybody words it anew, and nobody
        departs."""
        runs = change.theirs - self.readings[article]
        return any(
            all(side in self.readings[w] for side in change.beside) and not self.readings.has(w, runs)
            for w in witnesses
        )

    def stands_alone(self, article: str, sibling: str, witness: str) -> bool:
        """Whether the article differs from the two far more than these from each other; renderings of one text all
        differ alike."""
        if not self.related(sibling, witness) or not self.related(article, witness):
            return False
        least = min(len(self.changes(article, sibling)), len(self.changes(article, witness)))
        return least > TIMES_APART * len(self.changes(sibling, witness))
