"""What each version alone changed: the versions of a story are aligned, and the one that departs is marked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from dedup.artifacts.rule import Finding
from dedup.records import Claim, Relation
from dedup.siblings.aligned_rules import CATEGORIES, RULES, message
from dedup.siblings.change import Change
from dedup.siblings.versions import Basis, Suspicions, Versions, basis_of_departure

MOST_FINDINGS: Final = 60
"""Findings of an article; a version with more changes is shown by these."""
SPELLINGS: Final = frozenset({"sibling-name", "sibling-spelling"})
ALONE: Final = frozenset({"sibling-spelling", "sibling-title", "sibling-apposition"})
"""Weaker changes that need no third version as a witness in an article in which rules found something."""


class AlignedFinding(msgspec.Struct, frozen=True, gc=False):
    """A passage in which one version of a story departs from another.

    [start, end) are code points of the text as read, [sibling_start, sibling_end) those of the sibling's text.

    `claims` is "machine" or "spun" only for what newsrooms do not do to each other's copy; "translated" shows a
    rewording and no more.
    """

    rule: str
    category: str
    claims: Claim
    start: int
    end: int
    text: str
    message: str
    sibling: str
    sibling_start: int
    sibling_end: int
    sibling_text: str


class Departure(NamedTuple):
    """A change of an article against one of its siblings, and what shows that the article is the one that changed it;
    None where other versions do."""

    change: Change
    sibling: str
    basis: Basis | None


def sibling_findings(
    relations: Iterable[Relation],
    texts: Callable[[str], str],
    findings: Mapping[str, Sequence[Finding]],
    *,
    style: Mapping[str, float | None] | None = None,
    min_probability: float = 0.5,
    of: Container[str] | None = None,
    independent: Mapping[str, str] | None = None,
) -> dict[str, list[AlignedFinding]]:
    """Return, by article in the order of ids, what it alone changed; without articles that have no finding or that are
    not in `of`.

    `texts` gives the text of an article as it was read, `findings` what rules found in it by itself, `style` its
    P(translated); `independent` is as in `parts.FamilyPart`. A version departs

    - from a sibling, where hard rules found something in it and nothing in the sibling;
    - from at least two independent versions that agree against it, where it altered a quotation, mangled a name, turned
      a negation or exchanged actor and object; it is then marked where it changed other things against both, too;
    - from a sibling, where its style is that of a translation and the sibling's is not; such findings claim no more
      than that.

    Where nothing shows which of two versions departs, neither is marked. The order of the relations does not matter.
    """
    versions = Versions(relations, texts, Suspicions(findings, style or {}), min_probability, independent)
    out = {}
    for article in versions.articles():
        found = _of_article(versions, article) if of is None or article in of else []
        if found:
            out[article] = found
    versions.forget()
    return dict(sorted(out.items()))


def _of_article(versions: Versions, article: str) -> list[AlignedFinding]:
    sure: list[Departure] = []
    weak: list[Departure] = []
    for sibling in versions.siblings(article):
        basis = basis_of_departure(versions.suspicions[article], versions.suspicions[sibling])
        witnesses = versions.witnesses(article, sibling)
        if (basis is None and not witnesses) or versions.suspicions[sibling].hard:
            continue
        for change in versions.changes(article, sibling):
            strong = RULES[change.rule].strong
            departure = Departure(change, sibling, basis)
            if not strong and basis != "rules":
                weak.append(departure)
                continue
            agreed = _is_agreed(versions, article, departure, witnesses)
            if agreed or (agreed is not None and (basis if strong else change.rule in ALONE)):
                sure.append(departure)
    # Weak changes count only beside a strong one that others witness.
    if any(RULES[departure.change.rule].strong for departure in sure if departure.basis is None):
        sure += [d for d in weak if _is_agreed(versions, article, d, versions.witnesses(article, d.sibling))]
    return _findings(versions, article, sure) if sure else []


def _is_agreed(versions: Versions, article: str, departure: Departure, witnesses: Sequence[str]) -> bool | None:
    """Return whether a witness reads as the sibling does; None where the article is not alone, or nobody departs."""
    change, sibling, basis = departure
    if versions.has_company(sibling, witnesses, change):
        return None
    if change.rule in SPELLINGS and versions.runs.has(article, change.theirs):
        return None
    if versions.is_agreed(article, sibling, witnesses, change, narrowly=basis != "rules"):
        return True
    return None if versions.is_disputed(article, witnesses, change) else False


def _findings(versions: Versions, article: str, departures: Sequence[Departure]) -> list[AlignedFinding]:
    """Return one finding for each place and each spelling, against the first sibling that shows it."""
    text = versions.words(article).text
    found: list[AlignedFinding] = []
    spelled: set[str] = set()
    for change, sibling, basis in departures:
        own, theirs = text[change.start : change.end], versions.words(sibling).text[change.b : change.end_b]
        if len(found) == MOST_FINDINGS or any(f.start < change.end and change.start < f.end for f in found):
            continue
        if change.rule in SPELLINGS:
            new = set(own.split()) - set(theirs.split())
            if new <= spelled:
                continue
            spelled |= new
        claims: Claim = (
            versions.suspicions[article].claims if RULES[change.rule].strong and basis != "style" else "translated"
        )
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
