"""Roots: where each family comes from, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from dedup.families.graph import DisjointSets
from dedup.provenance.facts import ArticleFacts, published_at
from dedup.provenance.root_evidence import (
    EARLIEST,
    LONGEST,
    ONE_OF_ITS_OWN,
    OWN_OUTLET,
    SharedSpans,
    SourceVotes,
    certainty,
    shared_spans,
    votes_of,
)
from dedup.provenance.source_table import is_agency
from dedup.records import Family, Level, Relation, Root

_ROOTLESS: Final = frozenset[Level]({"event", "template"})
_SHOWN: Final = 60  # code points of a credit that the sentence quotes
_UNKNOWN: Final = Root(why="no credit shows the source, and neither dates nor lengths tell the articles apart")
_MADE: Final = Root(why="a machine translated or spun every article, and no credit shows the source")
Facts = Mapping[str, ArticleFacts]


def assign_roots(families: list[Family], relations: list[Relation], facts: Facts) -> list[Family]:
    """Return the families in the same order, each with its root.

    In order: what the members credit (see `root_evidence` and `_chosen`), the earliest date, the member that most
    others were cut from. The root is a member where the credited source is that member's own outlet, else the source,
    which is not in the set. Versions of one article count once. The root is never an article that a machine translated
    or spun. Each has the probability of its kind of evidence. Event and template families keep the root that they have:
    independent reports and forms have none.
    """
    cut_from: dict[str, list[str]] = {}
    for r in relations:
        if r.relation == "trimmed":
            longer, shorter = (r.b, r.a) if r.coverage.a >= r.coverage.b else (r.a, r.b)
            cut_from.setdefault(longer, []).append(shorter)
    versions = DisjointSets()
    for r in relations:
        if r.version:
            versions.join(r.a, r.b)
    links = _Links(cut_from, versions, shared_spans(relations, facts))

    def rooted(f: Family) -> Family:
        return f if f.level in _ROOTLESS else msgspec.structs.replace(f, root=_root(f, facts, links))

    return [rooted(f) for f in families]


class _Links(NamedTuple):
    """What the relations say: which articles were cut from each, which are versions of one, which passages each shares
    with whom."""

    cut_from: Mapping[str, Sequence[str]]
    versions: DisjointSets
    shared: SharedSpans


def _root(family: Family, facts: Facts, links: _Links) -> Root:
    written = [member for member in family.members if not facts[member].machine_made]
    return (
        _credited_root(family, facts, links)
        or _earliest_root(written, facts)
        or _container_root(written, facts, links.cut_from)
        or (_UNKNOWN if written else _MADE)
    )


def _credited_root(family: Family, facts: Facts, links: _Links) -> Root | None:
    members = list({links.versions.find(member): member for member in reversed(family.members)}.values())
    votes = votes_of(members, facts, links.shared)
    if not votes:
        return None
    source = _chosen(votes, family.level)
    if source is None:
        return None
    vote = votes[source]
    carriers = (
        vote.origin or vote.explicit | {m: c for m, c in vote.named.items() if m not in vote.explicit} or vote.linked
    )
    member = min(vote.origin or vote.explicit or carriers)
    credit = carriers[member]
    quoted = " ".join("".join(c if c.isprintable() else " " for c in credit.text).split())[:_SHOWN]
    verb = "credits" if len(carriers) == 1 else "credit"
    why = f"{len(carriers)} of {len(members)} articles {verb} {source} ({credit.kind} in {member}: '{quoted}')"
    own = [m for m in family.members if source in facts[m].own_names() and not facts[m].machine_made]
    if own:
        probability = OWN_OUTLET if len(own) == 1 else ONE_OF_ITS_OWN
        return Root(article=_first(own, facts), why=f"{why}, its own outlet", probability=probability)
    probability = certainty(source, vote, len(members), family.level)
    return Root(source=source, why=f"{why}, which is not in the set", probability=probability)


def _chosen(votes: Mapping[str, SourceVotes], level: Level) -> str | None:
    """Return the source that most members name: as their origin first, then explicitly, in attributions, in urls; of
    equal ones the first in the alphabet.

    A republisher signs its copy once ("(RHC)--") and keeps what the copied text says of its maker ("Al Jazeera's
    correspondent said"): so one article's explicit credit to an outlet yields to an attribution that two articles
    share. In a wire family agencies come before outlets, which print them, unless outlets alone are credited explicitly
    by more than one article.
    """
    shared = {s for s, v in votes.items() if len(v.explicit) > 1}
    pool = set(votes)
    if level == "wire":
        agencies = {s for s in votes if is_agency(s) and votes[s].named}
        if agencies and (not shared or any(votes[s].explicit for s in agencies)):
            pool = agencies
    tiers = (
        {s: len(v.origin) for s, v in votes.items() if v.origin},
        {s: len(votes[s].explicit) for s in pool if s in shared or (votes[s].explicit and is_agency(s))},
        {s: len(votes[s].named) for s in pool if len(votes[s].named) > 1},
        {s: 1 for s in pool if votes[s].explicit},
        {s: 1 for s in pool if votes[s].named},
        {s: len(votes[s].linked) for s in pool},
    )
    for tier in tiers:
        if tier:
            return min(tier, key=lambda s: (-tier[s], -len(votes[s].named), s))
    return None


def _first(members: Sequence[str], facts: Facts) -> str:
    """Return the earliest of these members; the longest of those of one day or without a date."""
    dated = _earliest(members, facts)
    return min(dated or members, key=lambda m: (-facts[m].words, m))


def _earliest(members: Sequence[str], facts: Facts) -> list[str]:
    """Return the members of the earliest date; of these, where all have a time, those of the earliest time."""
    dates = {m: at for m in members if (at := published_at(facts[m].published)) is not None}
    if not dates:
        return []
    day = min(at.date() for at, _ in dates.values())
    first = [m for m in dates if dates[m][0].date() == day]
    if all(dates[m][1] for m in first):
        time = min(dates[m][0] for m in first)
        first = [m for m in first if dates[m][0] == time]
    return first


def _earliest_root(members: Sequence[str], facts: Facts) -> Root | None:
    dated = [m for m in members if published_at(facts[m].published) is not None]
    if not dated:
        return None
    first = _earliest(members, facts)
    if len(first) == len(dated):
        return None
    root = _first(first, facts)
    why = (
        f"no credit shows the source; of the {len(dated)} with a date {root} is the earliest ({facts[root].published})"
    )
    return Root(article=root, why=why, probability=EARLIEST)


def _container_root(members: Sequence[str], facts: Facts, cut_from: Mapping[str, Sequence[str]]) -> Root | None:
    inside = set(members)
    cuts = {m: count for m in members if m in cut_from and (count := sum(other in inside for other in cut_from[m]))}
    if not cuts:
        return None
    root = min(cuts, key=lambda m: (-cuts[m], -facts[m].words, m))
    why = (
        "no credit shows the source and no date tells; "
        f"{root} contains {cuts[root]} of the other {len(members) - 1} articles"
    )
    return Root(article=root, why=why, probability=LONGEST)
