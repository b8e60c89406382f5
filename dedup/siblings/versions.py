"""Versions: the articles with their relatives, what each changed against these, and which of these agree against it;
and how suspicious a version is by itself, by what rules found in it and how its style reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from dedup.artifacts.rule import Finding
from dedup.records import Claim, Relation
from dedup.siblings.change import Change
from dedup.siblings.changes import changes
from dedup.siblings.version_reader import VersionReader
from dedup.siblings.version_runs import VersionRuns
from dedup.siblings.version_words import VersionWords

Basis = Literal["rules", "style"]

STYLE: Final = 0.9
"""P(translated) from which the style of a version counts against it."""
APART: Final = 0.5
"""How far below that the style of its sibling must be; two translations of one text are closer together."""


class Suspicion(NamedTuple):
    """`hard`: distinct families of findings that accuse; `claims`: what most of these claim; `style`: P(translated) or
    None."""

    hard: int
    claims: Claim
    style: float | None


def suspicion_of(findings: Sequence[Finding], style: float | None) -> Suspicion:
    """Return the suspicion of an article with these standalone findings."""
    hard = [f for f in findings if f.accuses]
    spun = sum(f.claims == "spun" for f in hard)
    return Suspicion(len({f.family for f in hard}), "spun" if 2 * spun > len(hard) else "machine", style)


def basis_of_departure(one: Suspicion, other: Suspicion) -> Basis | None:
    """Return what shows that `one` is the version of the two that changed: rules that found something in it alone, or
    its style; None where neither does.

    A rule that contradicts the style shows nothing: it may be a false alarm in the text that the other was made of.
    """
    if one.hard and not other.hard:
        return None if _is_styled(other, one) else "rules"
    return "style" if not one.hard and not other.hard and _is_styled(one, other) else None


def _is_styled(one: Suspicion, other: Suspicion) -> bool:
    """Return whether the style of `one` is that of a translation and that of `other` is not."""
    return one.style is not None and other.style is not None and one.style >= STYLE and one.style - other.style >= APART


class Suspicions:
    """The suspicion of each article, by id, worked out once."""

    def __init__(self, findings: Mapping[str, Sequence[Finding]], style: Mapping[str, float | None]) -> None:
        self._findings = findings
        self._style = style
        self._known: dict[str, Suspicion] = {}

    def __getitem__(self, article: str) -> Suspicion:
        if article not in self._known:
            self._known[article] = suspicion_of(self._findings.get(article, ()), self._style.get(article))
        return self._known[article]


COPIED: Final = frozenset({"identical", "near_verbatim", "trimmed"})
COMPARED: Final = frozenset({"rewrite", "partial", "near_verbatim", "trimmed"})
"""Relations whose passages are in step word by word. Two renderings of one foreign text (`translation`) choose each
word for themselves."""
MOST_SIBLINGS: Final = 6
"""Relatives of an article that it is compared with; more say the same again."""
MOST_CHANGES: Final = 50_000
"""Changes that are in memory when the next article begins, 400 bytes each."""
TIMES_APART: Final = 3
"""How many times as many changes there are against two others as between these, for the votes of these to count."""


def joined_by(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, by article, the smallest id among those that it is joined with, directly or by others."""
    root: dict[str, str] = {}

    def find(article: str) -> str:
        while root.setdefault(article, article) != article:
            root[article] = root[root[article]]
            article = root[article]
        return article

    for one, other in pairs:
        a, b = find(one), find(other)
        if a != b:
            root[max(a, b)] = min(a, b)
    return {article: find(article) for article in list(root)}


def independent_versions(relations: Sequence[Relation]) -> dict[str, str]:
    """Return, by article, the smallest id among its copies and theirs: copies of one another are one version."""
    copies = joined_by((r.a, r.b) for r in relations if r.relation in COPIED)
    return {article: copies.get(article, article) for r in relations for article in (r.a, r.b)}


def siblings_by_article(relations: Iterable[Relation], hard: Callable[[str], int]) -> dict[str, list[str]]:
    """Return, by article, the relatives that it is compared with: those without hard findings and with the most in
    common first."""
    found: dict[str, list[tuple[int, float, str]]] = {}
    for r in relations:
        found.setdefault(r.a, []).append((hard(r.b), -r.coverage.a, r.b))
        found.setdefault(r.b, []).append((hard(r.a), -r.coverage.b, r.a))
    return {article: [name for _, _, name in sorted(listed)[:MOST_SIBLINGS]] for article, listed in found.items()}


class Versions:
    """The articles with their relatives, as one scan sees them."""

    def __init__(
        self,
        relations: Iterable[Relation],
        texts: Callable[[str], str],
        suspicions: Suspicions,
        least: float,
        independent: Mapping[str, str] | None = None,
    ) -> None:
        """`texts` gives the text of an article by id; relations of a probability below `least` do not count.
        `independent` is as in `parts.FamilyPart`, by default that of these relations."""
        derived = [r for r in relations if r.relation in COMPARED | {"identical"} and r.probability >= least]
        self.independent = independent_versions(derived) if independent is None else independent
        self.suspicions = suspicions
        self._read = VersionReader(texts)
        self._relations = {(r.a, r.b): r for r in derived if r.relation in COMPARED}
        self._siblings = siblings_by_article(self._relations.values(), lambda article: suspicions[article].hard)
        self.forget()

    def forget(self) -> None:
        """Drop what was read of versions."""
        self._read.forget()
        self._changes: dict[tuple[str, str], tuple[list[Change], list[Change]]] = {}
        self._changes_held = 0
        self.runs = VersionRuns(self._read.words)

    def articles(self) -> Iterator[str]:
        """Yield the articles that have relatives, related ones together, and bound what is in memory between them."""
        family = joined_by(self._relations)
        for article in sorted(self._siblings, key=lambda article: (family[article], article)):
            if self._read.is_full or self._changes_held > MOST_CHANGES:
                self.forget()
            yield article

    def words(self, article: str) -> VersionWords:
        """Return the words of an article."""
        return self._read.words(article)

    def siblings(self, article: str) -> list[str]:
        """Return the relatives of an article, those without hard findings and with the most in common first."""
        return self._siblings[article]

    def is_related(self, one: str, other: str) -> bool:
        """Return whether the two are derived from each other or from one source."""
        return (min(one, other), max(one, other)) in self._relations

    def changes(self, article: str, sibling: str) -> list[Change]:
        """Return what the article has otherwise than the sibling."""
        pair = (article, sibling) if article < sibling else (sibling, article)
        if pair not in self._changes:
            self._changes[pair] = changes(self._relations[pair].passages, *map(self.words, pair))
            self._changes_held += sum(map(len, self._changes[pair]))
        of_first, of_second = self._changes[pair]
        return of_first if article < sibling else of_second

    def witnesses(self, article: str, sibling: str) -> list[str]:
        """Return the relatives that are independent of both and in which rules found nothing."""
        known = {self.independent[article], self.independent[sibling]}
        return [s for s in self.siblings(article) if self.independent[s] not in known and not self.suspicions[s].hard]

    def has_company(self, sibling: str, witnesses: Sequence[str], change: Change) -> bool:
        """Return whether a witness reads as the article itself does."""
        own = change.own - self.runs[sibling]
        return any(self.runs.has(witness, own) for witness in witnesses)

    def is_agreed(
        self, article: str, sibling: str, witnesses: Sequence[str], change: Change, *, narrowly: bool
    ) -> bool:
        """Return whether a witness reads as the sibling does; narrowly, whether one does that carries the same passage,
        and the article is alone."""
        theirs = change.theirs - self.runs[article]
        having = [w for w in witnesses if self.runs.has(w, theirs)]
        if not narrowly:
            return bool(having)
        return any(self.runs.carries(w, change.passage) and self.is_alone(article, sibling, w) for w in having)

    def is_disputed(self, article: str, witnesses: Sequence[str], change: Change) -> bool:
        """Return whether a witness covers the place and reads as neither does: then each has its own words, and nobody
        departs."""
        runs = change.theirs - self.runs[article]
        return any(
            all(side in self.runs[w] for side in change.beside) and not self.runs.has(w, runs) for w in witnesses
        )

    def is_alone(self, article: str, sibling: str, witness: str) -> bool:
        """Return whether the article differs from the two far more than these from each other; renderings of one text
        all differ alike."""
        if not self.is_related(sibling, witness) or not self.is_related(article, witness):
            return False
        least = min(len(self.changes(article, sibling)), len(self.changes(article, witness)))
        return least > TIMES_APART * len(self.changes(sibling, witness))
