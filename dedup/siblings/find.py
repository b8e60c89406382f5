"""What each version alone changed: the versions of a story are aligned, and the one that departs from the others is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from dedup.artifacts.finding import Claims, Finding
from dedup.relations.relation import Relation
from dedup.siblings.change import Change
from dedup.siblings.changes import changes
from dedup.siblings.finding import AlignedFinding
from dedup.siblings.messages import CATEGORIES, message
from dedup.siblings.standing import Basis, Standings, departs
from dedup.siblings.voices import Readings, voices

COMPARED: Final = frozenset({"rewrite", "partial", "near_verbatim", "trimmed"})
"""Relations whose passages are in step word by word. Two renderings of one foreign text (`translation`) choose each word anew."""
MOST_SIBLINGS: Final = 6
"""Relatives of an article that it is compared with; more say the same again."""
MOST_FINDINGS: Final = 60
"""Findings of an article; a version that departs in more places is shown by these."""
SPELLINGS: Final = frozenset({"sibling-name", "sibling-spelling"})
MOST_HELD: Final = 256
"""Pairs whose changes are held at a time."""
MOST_TEXTS: Final = 16
"""Texts that are held at a time: an article, its siblings and theirs."""
TIMES_APART: Final = 3
"""How many times as many changes separate a version from two others as these from each other, for their votes to count."""
ALONE: Final = frozenset({"sibling-spelling", "sibling-title", "sibling-apposition"})
"""Weaker changes that need no third version as a witness in an article in which rules found something."""


class _Versions:
    """The articles with their relatives, as one scan sees them."""

    def __init__(self, relations: Iterable[Relation], texts: Callable[[str], str], standings: Standings, least: float) -> None:
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
        """Whether a witness reads as the sibling does; narrowly, one that carries the same passage, and the article stands alone."""
        theirs = change.theirs - self.readings[article]
        having = [w for w in witnesses if self.readings.has(w, theirs)]
        if not narrowly:
            return bool(having)
        return any(self.readings.carries(w, change.passage) and self.stands_alone(article, sibling, w) for w in having)

    def stands_alone(self, article: str, sibling: str, witness: str) -> bool:
        """Whether the article differs from the two far more than these from each other; renderings of one text all differ alike."""
        if not self.related(sibling, witness) or not self.related(article, witness):
            return False
        least = min(len(self.changes(article, sibling)), len(self.changes(article, witness)))
        return least > TIMES_APART * len(self.changes(sibling, witness))


def sibling_findings(
    relations: Iterable[Relation],
    texts: Callable[[str], str],
    findings: Mapping[str, Sequence[Finding]],
    *,
    style: Mapping[str, float | None] | None = None,
    min_probability: float = 0.5,
) -> dict[str, list[AlignedFinding]]:
    """By article, in the order of ids, what it alone changed; articles without a finding are left out.

    `texts` gives the text of an article as it was read, `findings` what rules found in it by itself, `style` its P(translated).
    A version departs

    - from a sibling, where hard rules found something in it and nothing in the sibling;
    - from at least two voices that agree against it, where it altered a quotation, mangled a name, turned a denial or exchanged actor
      and object (copies of one another are one voice); it is then marked where it changed other things against both;
    - from a sibling, where its style is that of a translation and the sibling's is not; such findings claim no more than that.

    Where nothing tells which of two versions departs, neither is marked. The order of the relations does not matter.
    """
    versions = _Versions(relations, texts, Standings(findings, style or {}), min_probability)
    out = {}
    for article in versions.articles:
        found = _of_article(versions, article)
        if found:
            out[article] = found
    return out


def _of_article(versions: _Versions, article: str) -> list[AlignedFinding]:
    told: list[tuple[Change, str, Basis | None]] = []
    unsure: list[tuple[Change, str, Basis | None]] = []
    for sibling in versions.siblings(article):
        basis = departs(versions.standings[article], versions.standings[sibling])
        witnesses = versions.witnesses(article, sibling)
        if (basis is None and not witnesses) or versions.standings[sibling].hard:
            continue
        for change in versions.changes(article, sibling):
            if versions.has_company(sibling, witnesses, change):
                continue
            if versions.readings.has(article, change.theirs) and change.rule in SPELLINGS:
                continue
            agreed = versions.agreed(article, sibling, witnesses, change, narrowly=basis != "rules")
            if (change.strong and (agreed or basis)) or (basis == "rules" and (agreed or change.rule in ALONE)):
                told.append((change, sibling, basis))
            elif agreed:
                unsure.append((change, sibling, basis))
    if any(change.strong for change, _, basis in told if basis is None):
        told += unsure
    return _findings(versions, article, told)


def _findings(versions: _Versions, article: str, told: Sequence[tuple[Change, str, Basis | None]]) -> list[AlignedFinding]:
    """One finding for each place and each spelling; what a sibling that comes first shows is not told again."""
    text = versions.texts(article)
    found: list[AlignedFinding] = []
    spelled: set[str] = set()
    for change, sibling, basis in told:
        own, theirs = text[change.start : change.end], versions.texts(sibling)[change.b : change.end_b]
        if len(found) == MOST_FINDINGS or any(f.start < change.end and change.start < f.end for f in found):
            continue
        if change.rule in SPELLINGS:
            new = set(own.split()) - set(theirs.split())
            if new <= spelled:
                continue
            spelled |= new
        claims: Claims = versions.standings[article].claims if change.strong and basis != "style" else "translated"
        found.append(
            AlignedFinding(
                rule=change.rule,
                category=CATEGORIES[change.rule],
                claims=claims,
                start=change.start,
                end=change.end,
                text=own,
                message=message(change.rule, own, theirs),
                sibling=sibling,
                sibling_start=change.b,
                sibling_end=change.end_b,
                sibling_text=theirs,
            )
        )
    return sorted(found, key=lambda f: (f.start, f.end))
