"""Event families: reports of one event, whether or not they derive from one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dedup.families.graph import DisjointSets
from dedup.families.linkage import average_link
from dedup.records import Family, Relation, Root

# Average probability of one event between two groups from which they join; pairs not compared count as 0
LEAST_EVENT: Final = 0.2
_NO_ROOT: Final = Root(why="independent reports of an event have no common source")


def build_events(families: Sequence[Family], relations: Sequence[Relation]) -> list[Family]:
    """Event families by id, from derived groups and single articles that same_event relations join.

    `families` are the copy and wire families, whose members stay together; one that would equal a copy or wire family
    is left out.
    """
    same = sorted((r for r in relations if r.relation == "same_event"), key=lambda r: (r.a, r.b))
    if not same:
        return []
    groups = DisjointSets()
    for family in families:
        for member in family.members[1:]:
            groups.join(family.members[0], member)
    members = groups.groups(
        {*(side for r in same for side in (r.a, r.b)), *(m for family in families for m in family.members)}
    )
    edges: dict[tuple[str, str], float] = {}
    for r in same:
        one, other = sorted((groups.find(r.a), groups.find(r.b)))
        if one != other:
            edges[one, other] = edges.get((one, other), 0.0) + r.probability
    return _listed(members, edges)


def _listed(members: Mapping[str, list[str]], edges: Mapping[tuple[str, str], float]) -> list[Family]:
    touched = {name for pair in edges for name in pair}
    joined: dict[str, list[str]] = {name: [name] for name in touched}
    for one, other in average_link({name: len(members[name]) for name in touched}, edges, LEAST_EVENT):
        joined[one] += joined.pop(other)
    found = [
        sorted(member for name in names for member in members[name]) for names in joined.values() if len(names) > 1
    ]
    return [Family(id=f"event:{listed[0]}", level="event", members=listed, root=_NO_ROOT) for listed in sorted(found)]
