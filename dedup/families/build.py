"""Families from relations: copy families as a partition, wire and event families over them, template families beside
them; weak links are left open."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final

from dedup.families.composites import find_composites
from dedup.families.graph import DisjointSets, average_link, bridges
from dedup.records import COPY_RELATIONS, WIRE_RELATIONS, Bridge, Family, Relation, Root

DENSE_GROUP: Final = 3  # articles on each side of a single link from which it is left open
WEAK_COVERAGE: Final = 0.5  # share of the shorter side below which a single link between dense groups is weak
# Average probability between two groups from which rewrites join them; pairs without a relation count as 0
LEAST_LINK: Final = 0.1
# Average probability of one event between two groups from which they join; pairs not compared count as 0
LEAST_EVENT: Final = 0.2
# Average probability of one form between two groups from which they join; few pairs of a large form are compared
LEAST_FORM: Final = 0.05
_NO_FORM_ROOT: Final = Root(why="articles of one form have no common source")
_NO_ROOT: Final = Root(why="independent reports of an event have no common source")
_WHOLE: Final = frozenset({"identical", "near_verbatim"})


def build_families(ids: Iterable[str], relations: Sequence[Relation]) -> list[Family]:
    """Return copy families (identical, near_verbatim, trimmed, rewrite), wire families (partial and translation
    besides), event families (same_event besides) and template families, by level and id.

    `ids` are the articles that may be members. A composite, which holds several stories, joins no family of one.
    A copy family grows by verified edges alone: whole copies first; a text that is contained in two others joins these
    only where they are related themselves; rewrites join groups by average link. A wire family that equals a copy
    family is left out, and its open links are listed with the copy family.
    """
    known = set(ids)
    edges = sorted(
        (r for r in relations if r.a in known and r.b in known and r.relation in WIRE_RELATIONS),
        key=attrgetter("a", "b"),
    )
    composites = find_composites(relations)
    edges = [r for r in edges if r.relation in _WHOLE or not _has_composite(r, composites)]
    sets, open_links = _copy_sets([r for r in edges if r.relation in COPY_RELATIONS])
    touched = {side for r in edges for side in (r.a, r.b)}
    groups = sets.groups(touched)
    copies = {name: members for name, members in groups.items() if len(members) > 1}
    bridges_of: dict[str, list[Bridge]] = {}
    for bridge in open_links:
        for name in {sets.find(bridge.a), sets.find(bridge.b)}:
            bridges_of.setdefault(name, []).append(bridge)
    wires = {family.members[0]: family for family in _wire_families(edges, sets, groups)}
    for name, members in copies.items():
        if name in wires and wires[name].members == members:
            bridges_of.setdefault(name, []).extend(wires.pop(name).bridges)
    families = [
        Family(id=f"copy:{name}", level="copy", members=members, bridges=bridges_of.get(name, []))
        for name, members in copies.items()
    ]
    families += [wires[name] for name in sorted(wires)]
    own = [r for r in relations if r.a in known and r.b in known]
    return [*families, *build_events(families, own), *build_templates(own)]


def _has_composite(relation: Relation, composites: Container[str]) -> bool:
    return relation.a in composites or relation.b in composites


def build_templates(relations: Sequence[Relation]) -> list[Family]:
    """Return template families, by id: articles that `template` relations join by average link.

    Where not all pairs of a form were compared, those that were not count as 0.
    """
    edges = {(r.a, r.b): r.probability for r in relations if r.relation == "template"}
    names = {side for pair in edges for side in pair}
    joined: dict[str, list[str]] = {name: [name] for name in names}
    for one, other in average_link(dict.fromkeys(sorted(names), 1), edges, LEAST_FORM):
        joined[one] += joined.pop(other)
    found = [sorted(members) for members in joined.values() if len(members) > 1]
    return [Family(id=f"template:{m[0]}", level="template", members=m, root=_NO_FORM_ROOT) for m in sorted(found)]


def _copy_sets(edges: list[Relation]) -> tuple[DisjointSets, list[Bridge]]:
    sets, open_links = _verbatim_sets([r for r in edges if r.relation != "rewrite"])
    rewrites = [r for r in edges if r.relation == "rewrite"]
    sizes = {name: len(members) for name, members in sets.groups({side for r in edges for side in (r.a, r.b)}).items()}
    links: dict[tuple[str, str], float] = {}
    for r in rewrites:
        one, other = sorted((sets.find(r.a), sets.find(r.b)))
        if one != other:
            links[one, other] = links.get((one, other), 0.0) + r.probability
    for one, other in average_link(sizes, links, LEAST_LINK):
        sets.join(one, other)
    why = "too few of the pairs between the two groups are rewrites of one another"
    open_links += [Bridge(a=r.a, b=r.b, why=why) for r in rewrites]
    # Another link may have joined them since
    return sets, [link for link in open_links if sets.find(link.a) != sets.find(link.b)]


def _verbatim_sets(edges: list[Relation]) -> tuple[DisjointSets, list[Bridge]]:
    sets, whole = DisjointSets(), DisjointSets()
    for r in edges:
        if r.relation in _WHOLE:
            sets.join(r.a, r.b)
            whole.join(r.a, r.b)
    longest: dict[str, str] = {}
    open_links = []
    # The link that covers most of its longer text comes first, so that a cut text joins the text it was cut from before
    # one that quotes it.
    for r in sorted(
        (r for r in edges if r.relation not in _WHOLE), key=lambda r: (-min(r.coverage.a, r.coverage.b), r.a, r.b)
    ):
        shorter, longer = (r.a, r.b) if r.coverage.a >= r.coverage.b else (r.b, r.a)
        low, high = sets.find(shorter), sets.find(longer)
        if low == high:
            continue
        text = whole.find(shorter)
        head = longest.get(low, text)
        if head == text:
            top = longest.get(high, whole.find(longer))
            longest[sets.join(low, high)] = top
        else:
            why = f"{shorter} is contained in both, and {head} and {longer} are not related otherwise"
            open_links.append(Bridge(a=r.a, b=r.b, why=why))
    return sets, open_links


def _wire_families(edges: list[Relation], sets: DisjointSets, copies: Mapping[str, list[str]]) -> list[Family]:
    """Return the wire families: groups of sets that links join.

    `sets` are the copy sets, `copies` the members of each by its name.
    """
    links: dict[tuple[str, str], Relation] = {}
    for r in edges:
        if r.relation in _WHOLE:  # within one set
            continue
        one, other = sorted((sets.find(r.a), sets.find(r.b)))
        if one != other:
            best = links.get((one, other))
            if best is None or (r.probability, max(r.coverage.a, r.coverage.b)) > (
                best.probability,
                max(best.coverage.a, best.coverage.b),
            ):
                links[one, other] = r
    left_open = _weak_bridges(links, {name: len(members) for name, members in copies.items()})
    wires = DisjointSets()
    for pair in links:
        if pair not in left_open:
            wires.join(*pair)
    groups: dict[str, list[str]] = {}
    for name in sorted({side for pair in links for side in pair}):
        groups.setdefault(wires.find(name), []).extend(copies[name])
    bridges_of: dict[str, list[Bridge]] = {}
    for pair in sorted(left_open):
        bridge = Bridge(
            a=links[pair].a, b=links[pair].b, why="one weak link between two groups that hold together without it"
        )
        for name in {wires.find(side) for side in pair}:
            bridges_of.setdefault(name, []).append(bridge)
    return [
        Family(id=f"wire:{name}", level="wire", members=sorted(members), bridges=bridges_of.get(name, []))
        for name, members in groups.items()
        if len(members) > 1
    ]


def _weak_bridges(links: dict[tuple[str, str], Relation], sizes: dict[str, int]) -> set[tuple[str, str]]:
    """Return the single links that would join two groups of at least DENSE_GROUP articles by little copied text."""
    weak = {
        pair for pair in bridges(list(links)) if max(links[pair].coverage.a, links[pair].coverage.b) < WEAK_COVERAGE
    }
    if not weak:
        return weak
    parts = DisjointSets()
    for pair in links:
        if pair not in weak:
            parts.join(*pair)
    weight: dict[str, int] = {}
    for node in {side for pair in links for side in pair}:
        weight[parts.find(node)] = weight.get(parts.find(node), 0) + sizes.get(node, 1)
    return {pair for pair in weak if min(weight[parts.find(pair[0])], weight[parts.find(pair[1])]) >= DENSE_GROUP}


def build_events(families: Sequence[Family], relations: Sequence[Relation]) -> list[Family]:
    """Return event families, by id: derived groups and single articles that same_event relations join.

    `families` are the copy and wire families, whose members stay together. An event family that would equal one of them
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
    return _event_families(members, edges)


def _event_families(members: Mapping[str, list[str]], edges: Mapping[tuple[str, str], float]) -> list[Family]:
    touched = {name for pair in edges for name in pair}
    joined: dict[str, list[str]] = {name: [name] for name in touched}
    for one, other in average_link({name: len(members[name]) for name in touched}, edges, LEAST_EVENT):
        joined[one] += joined.pop(other)
    found = [
        sorted(member for name in names for member in members[name]) for names in joined.values() if len(names) > 1
    ]
    return [Family(id=f"event:{listed[0]}", level="event", members=listed, root=_NO_ROOT) for listed in sorted(found)]
