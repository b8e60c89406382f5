"""Which relation ties each member to its family, for a reader: the one to the root where it has one, else to its
nearest relative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

import msgspec

from dedup.records import Family, Relation

_CLOSENESS = {
    "identical": 6,
    "near_verbatim": 5,
    "trimmed": 4,
    "rewrite": 3,
    "translation": 2,
    "partial": 1,
    "same_event": 0,
}


class Tie(msgspec.Struct, frozen=True):
    """A relation seen from one side: the other article, the share of this side's words covered, and whether this side
    derives."""

    other: str
    relation: Relation
    coverage: float
    derives: bool


def _ties(relation: Relation) -> tuple[tuple[str, Tie], tuple[str, Tie]]:
    a = Tie(relation.b, relation, relation.coverage.a, relation.direction == "a_from_b")
    b = Tie(relation.a, relation, relation.coverage.b, relation.direction == "b_from_a")
    return (relation.a, a), (relation.b, b)


def ties_of(families: Iterable[Family], relations: Iterable[Relation]) -> dict[str, list[Tie]]:
    """The ties of every member of `families`, in one pass over the relations, however many there are."""
    wanted = {member for family in families for member in family.members}
    ties: dict[str, list[Tie]] = defaultdict(list)
    for relation in relations:
        if relation.a in wanted or relation.b in wanted:
            for member, tie in _ties(relation):
                ties[member].append(tie)
    return ties


def nearest(root: str | None, ties: Sequence[Tie], members: Container[str]) -> Tie | None:
    """The tie to show: the one to the root, else that of the closest kind with the largest coverage, the smaller id
    first."""
    inside = [tie for tie in ties if tie.other in members]
    to_root = [tie for tie in inside if tie.other == root]
    return min(
        to_root or inside, key=lambda tie: (-_CLOSENESS[tie.relation.relation], -tie.coverage, tie.other), default=None
    )
