"""Union-find and bridges against brute force."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.families.graph import DisjointSets, bridges

Edge = tuple[str, str]
edges = st.lists(
    st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij")).filter(lambda e: e[0] < e[1]), max_size=14
)


def components(nodes: str, links: list[Edge]) -> set[frozenset[str]]:
    """By flooding."""
    found = set()
    for start in nodes:
        reached, grown = {start}, True
        while grown:
            new = {side for link in links if not reached.isdisjoint(link) for side in link} - reached
            reached |= new
            grown = bool(new)
        found.add(frozenset(reached))
    return found


@settings(derandomize=True, deadline=None, max_examples=300)
@given(edges)
def test_disjoint_sets_are_connected_components(links: list[Edge]) -> None:
    sets = DisjointSets()
    for one, other in links:
        assert sets.join(one, other) == sets.find(one) == sets.find(other)
    groups = sets.groups("jihgfedcba")
    assert {frozenset(members) for members in groups.values()} == components("abcdefghij", links)
    for name, members in groups.items():
        assert members == sorted(members)
        assert name == members[0]
        assert {sets.find(member) for member in members} == {name}


def test_a_set_is_named_by_its_smallest_member_whatever_the_order() -> None:
    for order in (
        [("c", "d"), ("b", "c"), ("a", "d")],
        [("a", "d"), ("b", "c"), ("c", "d")],
        [("d", "a"), ("c", "b"), ("d", "c")],
    ):
        sets = DisjointSets()
        for one, other in order:
            sets.join(one, other)
        assert sets.groups("abcde") == {"a": ["a", "b", "c", "d"], "e": ["e"]}
    assert sets.join("a", "c") == "a"


@settings(derandomize=True, deadline=None, max_examples=300)
@given(edges)
def test_a_bridge_is_an_edge_whose_removal_parts_its_ends(links: list[Edge]) -> None:
    """An edge that is given twice counts as one."""
    alone = sorted(set(links))
    whole = len(components("abcdefghij", alone))
    parting = {
        edge for edge in alone if len(components("abcdefghij", [other for other in alone if other != edge])) > whole
    }
    assert bridges(links) == bridges(links[::-1]) == parting


@pytest.mark.parametrize("size", [50_000])
def test_a_long_chain_needs_no_deep_stack(size: int) -> None:
    nodes = [f"{k:06}" for k in range(size)]
    chain = list(pairwise(nodes))
    assert bridges(chain) == set(chain)
    assert bridges([*chain, (nodes[0], nodes[-1])]) == set()
    sets = DisjointSets()
    for one, other in reversed(chain):
        sets.join(one, other)
    assert sets.groups(nodes) == {nodes[0]: nodes}
