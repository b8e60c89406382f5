"""Average linkage against a slow one, and whatever the order of the edges."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dedup.families.graph import average_link

NAMES = "abcdefg"
edge_sets = st.dictionaries(
    st.sampled_from(list(combinations(NAMES, 2))),
    st.sampled_from([0.125, 0.25, 0.5, 0.75, 1.0]),
    max_size=len(NAMES) * 3,
)


def slowly(edges: dict[tuple[str, str], float], least: float) -> set[frozenset[str]]:
    """The two clusters of the largest average link are joined until it falls below `least`; equal ones by their
    names."""
    clusters = [frozenset(name) for name in NAMES]

    def link(pair: tuple[frozenset[str], frozenset[str]]) -> tuple[float, str, str]:
        total = sum(edges.get((min(a, b), max(a, b)), 0.0) for a in pair[0] for b in pair[1])
        low, high = sorted(min(cluster) for cluster in pair)
        return -total / (len(pair[0]) * len(pair[1])), low, high

    while len(clusters) > 1:
        best = min(combinations(clusters, 2), key=link)
        if -link(best)[0] < least:
            break
        clusters = [c for c in clusters if c not in best] + [best[0] | best[1]]
    return set(clusters)


def clustered(edges: dict[tuple[str, str], float], least: float) -> set[frozenset[str]]:
    groups = {name: frozenset(name) for name in NAMES}
    for one, other in average_link(dict.fromkeys(NAMES, 1), edges, least):
        groups[one] = groups[one] | groups.pop(other)
    return set(groups.values())


@given(edge_sets, st.sampled_from([0.1, 0.3, 0.5]))
def test_as_the_slow_way(edges: dict[tuple[str, str], float], least: float) -> None:
    assert clustered(edges, least) == slowly(edges, least)


@given(edge_sets)
def test_the_order_of_the_edges_does_not_matter(edges: dict[tuple[str, str], float]) -> None:
    assert clustered(dict(reversed(edges.items())), 0.2) == clustered(edges, 0.2)


def test_sizes_count() -> None:
    """One sure link between a group of six and a single article is a sixth."""
    assert average_link({"a": 6, "b": 1}, {("a", "b"): 1.0}, 0.1) == [("a", "b")]
    assert average_link({"a": 6, "b": 1}, {("a", "b"): 1.0}, 0.2) == []
