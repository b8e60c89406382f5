"""What the credits of a family's members show of its root, and how sure they make it.

An origin that the page names, and a credit outside the report (a dateline, byline or credit line), count wherever they
are. What the report says itself ("told CNN") is one article's own unless the family shares it: it counts where it is in
a passage that another member has too, or where more than half of the members say so. A bare address counts as an
attribution does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dedup.provenance.facts import EXPLICIT, ORIGIN, ArticleFacts
from dedup.provenance.source_table import canonical, is_agency
from dedup.records import WIRE_RELATIONS, Credit, Level, Relation

# Probability that a family comes from its root. Estimates, not calibrated: some 40 families of station reports, 21 of
# the Reuters wire of 1987 and those of the seeds were read.
OWN_OUTLET: Final = 0.9  # a member's outlet is credited
ONE_OF_ITS_OWN: Final = 0.6  # the same, of several members of that outlet: the first by date, else the longest
_ORIGIN: Final = 0.9  # a page names the source's address as its original
_AGENCY: Final = {"copy": (0.9, 0.8), "wire": (0.85, 0.65)}  # explicitly, by most members; by fewer
_OUTLET: Final = (0.75, 0.5)  # an outlet, explicitly, by several members; by one, which may sign its own page
_FIRST_HAND: Final = (0.85, 0.75)  # an attribution to its own reporter, by most members; by fewer
_SECOND_HAND: Final = 0.35  # what it reported is cited: none of the 19 of the Reuters wire came from there
_LINKED: Final = 0.4
EARLIEST: Final = 0.6  # no credit: the member with the earliest date
LONGEST: Final = 0.5  # no credit and no date: the member that most others were cut from

_INSIDE: Final = frozenset({"attribution", "url"})  # the kinds of credits that a report has inside
_OWN_REPORTER: Final = re.compile(
    r"\b(?:correspondent|reporter|journalist|photographer|videographer|stringer|team|crew)s?\b|['’]s [A-Z]"
)
_TOLD: Final = re.compile(r"(?i)(?:told|tell|speak|spoke|talk|interview|statement|comment|remark|wrote to|[a-z]+ed to)")

SharedSpans = Mapping[str, Sequence[tuple[str, int, int]]]
"""For each article the other one of a relation, and where the passages are that both have: [start, end)."""


class SourceVotes(NamedTuple):
    """The members that name a source: as their origin; in a byline, credit or dateline; in those, an origin or an
    attribution; in a url. Whether one of the attributions is to the source's own reporter."""

    origin: dict[str, Credit]
    explicit: dict[str, Credit]
    named: dict[str, Credit]
    linked: dict[str, Credit]
    first_hand: bool


def shared_spans(relations: Iterable[Relation], facts: Mapping[str, ArticleFacts]) -> SharedSpans:
    """Return the shared passages of the articles that have credits."""
    spans: dict[str, list[tuple[str, int, int]]] = {}
    for relation in relations:
        if relation.relation not in WIRE_RELATIONS:
            continue
        for one, other, side in ((relation.a, relation.b, "a"), (relation.b, relation.a, "b")):
            if one in facts and facts[one].credits:
                spans.setdefault(one, []).extend((other, *getattr(p, side)) for p in relation.passages)
    return spans


def votes_of(members: Sequence[str], facts: Mapping[str, ArticleFacts], shared: SharedSpans) -> dict[str, SourceVotes]:
    """Return the sources that count for the root of a family, and who names them.

    Where all members are of one outlet, a source that this outlet only cites does not count.
    """
    inside = frozenset(members)
    votes: dict[str, SourceVotes] = {}
    backed: set[str] = set()
    for member in members:
        for credit in facts[member].credited() if facts[member].credits else ():
            name = canonical(credit.source)
            vote = votes.setdefault(name, SourceVotes({}, {}, {}, {}, False))
            if credit.kind in ORIGIN:
                vote.origin.setdefault(member, credit)
            if credit.kind in EXPLICIT:
                vote.explicit.setdefault(member, credit)
            if credit.kind != "url":
                vote.named.setdefault(member, credit)
            vote.linked.setdefault(member, credit)
            if _is_first_hand(credit, name) and not vote.first_hand:
                votes[name] = vote._replace(first_hand=True)
            if credit.kind in _INSIDE and _is_shared(credit, inside, shared.get(member, ())):
                backed.add(name)
    alone = _only_outlet(members, facts)
    return {
        name: vote
        for name, vote in votes.items()
        if vote.origin
        or vote.explicit
        or ((name in backed or 2 * len(vote.linked) > len(members)) and (vote.first_hand or alone in (None, name)))
    }


def certainty(source: str, votes: SourceVotes, members: int, level: Level) -> float:
    """Return the probability that a family of so many members comes from a source that is not among them."""
    by_most = 2 * len(votes.named) > members
    if votes.origin:
        return _ORIGIN
    if votes.explicit and is_agency(source):
        return _AGENCY["wire" if level == "wire" else "copy"][not by_most]
    if votes.explicit:
        return _OUTLET[len(votes.explicit) == 1]
    if votes.first_hand:
        return _FIRST_HAND[not by_most]
    return _SECOND_HAND if votes.named else _LINKED


def _is_first_hand(credit: Credit, source: str) -> bool:
    """Return whether an attribution shows that the source's own reporter was there: its reporter is named, or somebody
    spoke to an agency, whose reports say so themselves."""
    if credit.kind != "attribution":
        return False
    return _OWN_REPORTER.search(credit.text) is not None or (is_agency(source) and _TOLD.match(credit.text) is not None)


def _is_shared(credit: Credit, inside: frozenset[str], spans: Sequence[tuple[str, int, int]]) -> bool:
    """Return whether a credit of a text is in a passage that another member has too."""
    return credit.field == "text" and any(
        other in inside and start < credit.end and credit.start < end for other, start, end in spans
    )


def _only_outlet(members: Sequence[str], facts: Mapping[str, ArticleFacts]) -> str | None:
    """Return the outlet of all members, None where one has none or there are several."""
    outlets = {canonical(outlet) if (outlet := facts[member].outlet) else "" for member in members}
    return next(iter(outlets)) or None if len(outlets) == 1 else None
