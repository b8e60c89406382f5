"""Rewrites join groups by average link: versions hold together though not every two were matched, one link between
groups is not enough."""

from __future__ import annotations

import random
from itertools import combinations, product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.families import build_families
from dedup.families.build import LEAST_LINK
from dedup.records import Family, Relation, RelationKind, Sides, Similarity


def pair(a: str, b: str, kind: RelationKind = "rewrite", probability: float = 1.0, covered: float = 0.9) -> Relation:
    a, b = min(a, b), max(a, b)
    return Relation(
        a,
        b,
        kind,
        probability,
        "unknown",
        Sides(covered, covered),
        Sides(0.0, 0.0),
        Similarity(0.0, 0.1, 0.0),
        [],
        ["other words"],
    )


def dense(name: str, size: int) -> list[Relation]:
    return [pair(a, b) for a, b in combinations([f"{name}{n}" for n in range(size)], 2)]


def built(relations: list[Relation]) -> list[Family]:
    return build_families({side for r in relations for side in (r.a, r.b)}, relations)


def copies(relations: list[Relation]) -> list[list[str]]:
    return [family.members for family in built(relations) if family.level == "copy"]


def test_versions_of_which_not_every_two_were_matched_are_one_family() -> None:
    assert copies([pair("a", "b"), pair("b", "c")]) == [["a", "b", "c"]]
    assert copies([pair("a", "b"), pair("b", "c"), pair("c", "d")]) == [["a", "b", "c", "d"]]


@pytest.mark.parametrize(("size", "joined"), [(2, True), (3, True), (4, False), (6, False)])
def test_one_rewrite_between_two_groups_joins_small_ones_alone(size: int, joined: bool) -> None:
    """Its share of all pairs between them is a ninth where both have three, a sixteenth where they have four."""
    relations = [*dense("a", size), *dense("b", size), pair("a0", "b1")]
    groups = [[f"{name}{n}" for n in range(size)] for name in "ab"]
    assert copies(relations) == ([groups[0] + groups[1]] if joined else groups)
    assert joined == (1 / size**2 >= LEAST_LINK)


def test_a_rewrite_that_is_left_open_is_told_by_both_groups() -> None:
    families = {family.id: family for family in built([*dense("a", 4), *dense("b", 4), pair("a0", "b1")])}
    for name in ("copy:a0", "copy:b0"):
        (bridge,) = families[name].bridges
        assert (bridge.a, bridge.b) == ("a0", "b1")
        assert bridge.why == "too few of the pairs between the two groups are rewrites of one another"


def test_a_chain_of_dense_groups_stays_open_at_each_weak_link() -> None:
    """Neither the copy families nor the wires join along it."""
    weak = [pair("a0", "b0", "partial", 0.9, 0.2), pair("b1", "c0", "partial", 0.9, 0.2)]
    families = built([*dense("a", 3), *dense("b", 3), *dense("c", 3), *weak])
    assert [(family.level, family.members[0], len(family.members)) for family in families] == [
        ("copy", name, 3) for name in ("a0", "b0", "c0")
    ]
    told = {family.id: [(bridge.a, bridge.b) for bridge in family.bridges] for family in families}
    assert told == {"copy:a0": [("a0", "b0")], "copy:b0": [("a0", "b0"), ("b1", "c0")], "copy:c0": [("b1", "c0")]}


def test_enough_rewrites_between_two_groups_join_them() -> None:
    across = [pair(f"a{n}", f"b{n}") for n in range(2)]
    assert len(copies([*dense("a", 4), *dense("b", 4), *across])) == 1
    doubtful = [pair(f"a{n}", f"b{n}", probability=0.6) for n in range(2)]
    assert len(copies([*dense("a", 4), *dense("b", 4), *doubtful])) == 2


def test_rewrites_between_copies_add_up() -> None:
    """One of the sixteen pairs of two groups of four copies is not enough, two are."""
    same = [msgspec.structs.replace(r, relation="identical") for r in (*dense("a", 4), *dense("b", 4))]
    assert len(copies([*same, pair("a0", "b0")])) == 2
    assert len(copies([*same, pair("a0", "b0"), pair("a1", "b1")])) == 1


def test_a_rewrite_of_one_copy_is_in_the_family_of_all() -> None:
    same = [pair(a, b, "identical") for a, b in combinations("abc", 2)]
    assert copies([*same, pair("b", "d")]) == [["a", "b", "c", "d"]]


names = [f"{group}{n}" for group, n in product("ab", range(4))]
some_pairs = st.dictionaries(
    st.sampled_from(list(combinations(names, 2))),
    st.tuples(st.sampled_from(["rewrite", "partial", "identical"]), st.sampled_from([0.5, 0.9, 1.0])),
)


@given(some_pairs, st.randoms(use_true_random=False))
def test_the_order_of_the_relations_does_not_matter(
    pairs: dict[tuple[str, str], tuple[RelationKind, float]], chosen: random.Random
) -> None:
    relations = [pair(a, b, kind, probability) for (a, b), (kind, probability) in pairs.items()]
    expected = build_families(names, relations)
    assert build_families(reversed(names), chosen.sample(relations, len(relations))) == expected
    copied = [member for family in expected if family.level == "copy" for member in family.members]
    assert len(copied) == len(set(copied))
    for family in expected:
        if family.level == "copy":
            assert all(any(m in (r.a, r.b) and r.relation != "partial" for r in relations) for m in family.members)
