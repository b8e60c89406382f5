"""Wire families: copy families and partial reuse together; one weak link between two dense groups is left open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.families import build_families
from dedup.records import WIRE_RELATIONS, Bridge, Family, Relation, RelationKind, Sides, Similarity

KINDS: tuple[RelationKind, ...] = (
    "identical",
    "near_verbatim",
    "trimmed",
    "rewrite",
    "translation",
    "partial",
    "same_event",
)
IDS = "abcdefghij"


def relation(a: str, b: str, kind: RelationKind, coverage: float = 0.3, probability: float = 0.9) -> Relation:
    sides = Sides(coverage, coverage)
    return Relation(
        a, b, kind, probability, "unknown", sides, Sides(0, 0), Similarity(0.1, 0.1, 0.1), [], ["copied runs"]
    )


def families(relations: Sequence[Relation]) -> dict[str, Family]:
    return {family.id: family for family in build_families(IDS, relations)}


def wires(relations: Sequence[Relation]) -> list[str]:
    return ["".join(family.members) for family in families(relations).values() if family.level == "wire"]


@st.composite
def graphs(draw: st.DrawFn) -> list[Relation]:
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] < p[1]),
            unique=True,
            max_size=16,
        )
    )
    kinds = st.sampled_from(KINDS if draw(st.booleans()) else ("identical", "partial", "partial"))
    return [relation(a, b, draw(kinds), draw(st.sampled_from([0.1, 0.4, 0.6, 1.0]))) for a, b in pairs]


@settings(derandomize=True, deadline=None, max_examples=600)
@given(graphs())
def test_wire_families_hold_copy_families_whole(relations: list[Relation]) -> None:
    """Each edge of a wire lies inside one family or crosses an open link that is told; no wire equals a copy family."""
    found = list(families(relations).values())
    copies = [set(family.members) for family in found if family.level == "copy"]
    wide = [set(family.members) for family in found if family.level == "wire"]
    for family in found:
        assert family.id == f"{family.level}:{family.members[0]}"
        assert family.members == sorted(family.members)
    for wire in wide:
        assert wire not in copies
        assert len(wire) > 1
        assert all(copy <= wire or copy.isdisjoint(wire) for copy in copies)
    whole = wide + [copy for copy in copies if not any(copy < wire for wire in wide)]
    assert sum(map(len, whole)) == len(set().union(*whole))
    told = {(bridge.a, bridge.b) for family in found for bridge in family.bridges}
    for r in relations:
        if r.relation in WIRE_RELATIONS:
            inside = any({r.a, r.b} <= each for each in whole)
            ends = [next((each for each in whole if side in each), {side}) for side in (r.a, r.b)]
            assert inside or any(not ends[0].isdisjoint(link) and not ends[1].isdisjoint(link) for link in told)


def test_partial_reuse_joins_a_copy_family_and_others() -> None:
    """The shape of the seeds: two copies and a story that shares an agency's sentences with them."""
    found = families(
        [relation("a", "c", "near_verbatim", 1.0), relation("c", "e", "partial"), relation("a", "b", "same_event")]
    )
    assert [family.members for family in found.values()] == [["a", "c"], ["a", "c", "e"], ["a", "b", "c", "e"]]
    assert list(found) == ["copy:a", "wire:a", "event:a"]


def test_a_translation_joins_a_wire() -> None:
    assert wires([relation("b", "d", "translation")]) == ["bd"]


def test_a_wire_that_equals_a_copy_family_is_not_listed() -> None:
    found = families(
        [relation("a", "b", "identical"), relation("b", "c", "near_verbatim"), relation("a", "c", "partial")]
    )
    assert list(found) == ["copy:a"]


def dense(group: str, kind: RelationKind) -> list[Relation]:
    return [relation(a, b, kind, 0.6) for a, b in combinations(group, 2)]


@pytest.mark.parametrize(
    ("one", "other", "coverage", "open_link"),
    [("abc", "def", 0.3, True), ("abc", "def", 0.6, False), ("ab", "def", 0.3, False), ("abc", "d", 0.3, False)],
)
def test_one_weak_link_between_two_dense_groups_is_left_open(
    one: str, other: str, coverage: float, open_link: bool
) -> None:
    link = relation(one[-1], other[0], "partial", coverage)
    found = families([*dense(one, "partial"), *dense(other, "partial"), link])
    if not open_link:
        assert [family.members for family in found.values()] == [list(one + other)]
        return
    assert [family.members for family in found.values()] == [list(one), list(other)]
    expected = [Bridge(link.a, link.b, "one weak link between two groups that hold together without it")]
    assert [family.bridges for family in found.values()] == [expected, expected]


def test_two_links_between_dense_groups_hold() -> None:
    found = wires(
        [
            *dense("abc", "partial"),
            *dense("def", "partial"),
            relation("a", "d", "partial"),
            relation("b", "e", "partial"),
        ]
    )
    assert found == ["abcdef"]


def test_an_open_link_between_two_copy_families_is_told_in_them() -> None:
    """Their wires would equal them and are not listed, so the link must stand there."""
    found = families([*dense("abc", "identical"), *dense("def", "identical"), relation("c", "d", "partial")])
    assert list(found) == ["copy:a", "copy:d"]
    assert [[(bridge.a, bridge.b) for bridge in family.bridges] for family in found.values()] == [
        [("c", "d")],
        [("c", "d")],
    ]


def test_the_strongest_link_of_two_copy_families_is_told() -> None:
    weak = [
        relation("a", "d", "partial", 0.2),
        relation("b", "e", "partial", 0.4),
        relation("c", "f", "partial", 0.45, 0.6),
    ]
    found = families([*dense("abc", "identical"), *dense("def", "identical"), *weak])
    assert [(bridge.a, bridge.b) for bridge in found["copy:a"].bridges] == [("b", "e")]
