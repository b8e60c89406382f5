"""What each version alone changed: the versions of a story are aligned, and the one that departs from the others is
marked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Final

from dedup.artifacts.finding import Finding
from dedup.records import Claim, Relation
from dedup.siblings.change import Change
from dedup.siblings.finding import AlignedFinding
from dedup.siblings.messages import CATEGORIES, message
from dedup.siblings.standing import Basis, Standings, departs
from dedup.siblings.versions import Versions

MOST_FINDINGS: Final = 60
"""Findings of an article; a version that departs in more places is shown by these."""
SPELLINGS: Final = frozenset({"sibling-name", "sibling-spelling"})
ALONE: Final = frozenset({"sibling-spelling", "sibling-title", "sibling-apposition"})
"""Weaker changes that need no third version as a witness in an article in which rules found something."""


def sibling_findings(
    relations: Iterable[Relation],
    texts: Callable[[str], str],
    findings: Mapping[str, Sequence[Finding]],
    *,
    style: Mapping[str, float | None] | None = None,
    min_probability: float = 0.5,
    of: Container[str] | None = None,
) -> dict[str, list[AlignedFinding]]:
    """By article, in the order of ids, what it alone changed; articles without a finding are left out, and those that
    are not in `of`.

    `texts` gives the text of an article as it was read, `findings` what rules found in it by itself, `style` its
    P(translated). A version departs

    - from a sibling, where hard rules found something in it and nothing in the sibling;
    - from at least two voices that agree against it, where it altered a quotation, mangled a name, turned a denial or
      exchanged actor
      and object (copies of one another are one voice); it is then marked where it changed other things against both;
    - from a sibling, where its style is that of a translation and the sibling's is not; such findings claim no more
      than that.

    Where nothing tells which of two versions departs, neither is marked. The order of the relations does not matter.
    """
    versions = Versions(relations, texts, Standings(findings, style or {}), min_probability)
    out = {}
    for article in versions.articles:
        found = _of_article(versions, article) if of is None or article in of else []
        if found:
            out[article] = found
    return out


def _of_article(versions: Versions, article: str) -> list[AlignedFinding]:
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
            if not agreed and versions.disputed(article, witnesses, change):
                continue
            if (change.strong and (agreed or basis)) or (basis == "rules" and (agreed or change.rule in ALONE)):
                told.append((change, sibling, basis))
            elif agreed:
                unsure.append((change, sibling, basis))
    if any(change.strong for change, _, basis in told if basis is None):
        told += unsure
    return _findings(versions, article, told)


def _findings(
    versions: Versions, article: str, told: Sequence[tuple[Change, str, Basis | None]]
) -> list[AlignedFinding]:
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
        claims: Claim = versions.standings[article].claims if change.strong and basis != "style" else "translated"
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
