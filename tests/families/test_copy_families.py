"""Copy families: a partition by verified edges; what is not joined is told."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.families import build_families
from dedup.records import COPY_RELATIONS, Family, Relation, RelationKind, Sides, Similarity

KINDS: tuple[RelationKind, ...] = (
    "identical",
    "near_verbatim",
    "trimmed",
    "rewrite",
    "translation",
    "partial",
    "same_event",
)
IDS = "abcdefghijst"


def relation(a: str, b: str, kind: RelationKind, cover_a: float = 1.0, cover_b: float = 1.0) -> Relation:
    return Relation(
        a, b, kind, 0.9, "unknown", Sides(cover_a, cover_b), Sides(0, 0), Similarity(0.5, 0.5, 0.5), [], ["copied runs"]
    )


def copies(relations: Sequence[Relation], ids: str = IDS) -> list[Family]:
    return [family for family in build_families(ids, relations) if family.level == "copy"]


def members(relations: Sequence[Relation]) -> list[str]:
    return ["".join(family.members) for family in copies(relations)]


def connected(links: list[tuple[str, str]]) -> list[str]:
    """Components of more than one, by relabelling."""
    label = {node: node for link in links for node in link}
    for _ in label:
        for one, other in links:
            label[one] = label[other] = min(label[one], label[other])
    return ["".join(sorted(node for node in label if label[node] == name)) for name in sorted(set(label.values()))]


share = st.sampled_from([0.1, 0.3, 0.5, 0.9, 1.0])


@st.composite
def graphs(draw: st.DrawFn) -> list[Relation]:
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] < p[1]),
            unique=True,
            max_size=20,
        )
    )
    kinds = st.sampled_from(KINDS if draw(st.booleans()) else ("trimmed", "trimmed", "rewrite", "near_verbatim"))
    return [relation(a, b, draw(kinds), draw(share), draw(share)) for a, b in pairs]


@settings(derandomize=True, deadline=None, max_examples=600)
@given(graphs())
def test_copy_families_are_a_partition_by_the_copy_edges(relations: list[Relation]) -> None:
    """Each copy edge lies inside one family or is told as a bridge between two; nothing else joins."""
    families = copies(relations)
    home = {member: family.id for family in families for member in family.members}
    assert sum(len(family.members) for family in families) == len(home)
    told = {(bridge.a, bridge.b) for family in families for bridge in family.bridges}
    joining = [(r.a, r.b) for r in relations if r.relation in COPY_RELATIONS and (r.a, r.b) not in told]
    assert all(home[a] == home[b] for a, b in joining)
    assert ["".join(family.members) for family in families] == connected(joining)
    for family in families:
        assert family.members == sorted(family.members)
        assert family.id == f"copy:{family.members[0]}"
        assert len(family.members) > 1
        for bridge in family.bridges:
            assert bridge.why
            assert (bridge.a in family.members) != (bridge.b in family.members)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(graphs(), st.data())
def test_the_order_of_the_relations_does_not_matter(relations: list[Relation], data: st.DataObject) -> None:
    families = build_families(IDS, relations)
    assert build_families(IDS[::-1], data.draw(st.permutations(relations))) == families


def test_no_relations_no_families() -> None:
    assert build_families(IDS, []) == []
    assert (
        copies([relation("a", "b", "partial"), relation("c", "d", "same_event"), relation("e", "f", "translation")])
        == []
    )


def test_relations_with_articles_that_are_not_given_are_passed_over() -> None:
    pairs = [relation("a", "b", "identical"), relation("b", "z", "identical")]
    assert [family.members for family in copies(pairs, "abc")] == [["a", "b"]]


def test_whole_copies_are_joined_in_chains() -> None:
    pairs = [relation("a", "b", "identical"), relation("b", "c", "near_verbatim"), relation("e", "f", "identical")]
    assert members(pairs) == ["abc", "ef"]


def test_a_short_text_contained_in_two_unrelated_long_ones_joins_the_nearer() -> None:
    """A shared paragraph, published alone as well, does not make one family of two stories."""
    families = copies([relation("a", "s", "trimmed", 0.2, 1.0), relation("b", "s", "trimmed", 0.3, 1.0)])
    assert [family.members for family in families] == [["b", "s"]]
    (bridge,) = families[0].bridges
    assert (bridge.a, bridge.b) == ("a", "s")
    assert bridge.why == "s is contained in both, and b and a are not related otherwise"


def test_a_bridge_is_told_in_both_families() -> None:
    pairs = [
        relation("a", "s", "trimmed", 0.2, 1.0),
        relation("b", "s", "trimmed", 0.3, 1.0),
        relation("a", "c", "identical"),
    ]
    families = copies(pairs)
    assert [family.members for family in families] == [["a", "c"], ["b", "s"]]
    assert families[0].bridges == families[1].bridges != []


def test_a_short_text_contained_in_two_related_long_ones_joins_both() -> None:
    pairs = [
        relation("a", "s", "trimmed", 0.2, 1.0),
        relation("b", "s", "trimmed", 0.3, 1.0),
        relation("a", "b", "trimmed", 0.7, 1.0),
    ]
    assert members(pairs) == ["abs"]
    assert copies(pairs)[0].bridges == []


def test_two_texts_that_share_two_short_ones_stay_apart() -> None:
    """Each short one is published alone as well; neither the one nor the other relates a and b themselves."""
    pairs = [
        relation("a", "s", "trimmed", 0.4, 1.0),
        relation("b", "t", "trimmed", 0.3, 1.0),
        relation("a", "t", "trimmed", 0.2, 1.0),
        relation("b", "s", "trimmed", 0.1, 1.0),
    ]
    assert members(pairs) == ["as", "bt"]


def test_a_whole_copy_of_the_full_text_stands_for_it() -> None:
    """b is the same text as a, so what holds b whole holds a and its cuts."""
    pairs = [
        relation("a", "s", "trimmed", 0.4, 1.0),
        relation("a", "b", "identical"),
        relation("b", "c", "trimmed", 1.0, 0.3),
    ]
    assert members(pairs) == ["abcs"]


def test_halves_cut_from_one_full_text_are_one_family() -> None:
    """They share no word, but each was cut from the same text."""
    pairs = [relation("f", "h", "trimmed", 0.5, 1.0), relation("f", "i", "trimmed", 0.5, 1.0)]
    assert members(pairs) == ["fhi"]
    assert copies(pairs)[0].bridges == []


def test_a_cut_of_a_cut_is_in_the_family() -> None:
    pairs = [
        relation("a", "b", "trimmed", 0.7, 1.0),
        relation("b", "c", "trimmed", 0.6, 1.0),
        relation("a", "c", "trimmed", 0.42, 1.0),
    ]
    assert members(pairs) == members(pairs[:2]) == ["abc"]


def test_a_link_that_others_close_later_is_no_bridge() -> None:
    """s is first refused for a; then c, the full text, takes in both."""
    pairs = [
        relation("b", "s", "trimmed", 0.9, 1.0),
        relation("a", "s", "trimmed", 0.8, 1.0),
        relation("a", "c", "trimmed", 1.0, 0.7),
        relation("b", "c", "trimmed", 1.0, 0.6),
    ]
    assert members(pairs) == ["abcs"]
    assert copies(pairs)[0].bridges == []
