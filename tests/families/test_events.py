"""Event families join what reports one event, and have no root."""

from __future__ import annotations

from dedup.families.build import build_events
from dedup.records import Family, Relation, RelationKind, Sides, Similarity


def relation(a: str, b: str, kind: RelationKind = "same_event", probability: float = 0.9) -> Relation:
    return Relation(
        a,
        b,
        kind,
        probability,
        "unknown",
        Sides(0.2, 0.2),
        Sides(0.0, 0.0),
        Similarity(0.0, 0.1, 0.0),
        [],
        ["one event"],
    )


def members(families: list[Family], relations: list[Relation]) -> dict[str, list[str]]:
    return {family.id: family.members for family in build_events(families, relations)}


def test_two_independent_reports_are_an_event() -> None:
    (family,) = build_events([], [relation("b", "c")])
    assert (family.id, family.level, family.members) == ("event:b", "event", ["b", "c"])
    assert (family.root.article, family.root.source) == (None, None)
    assert "no common source" in family.root.why


def test_derived_groups_stay_together() -> None:
    wire = Family(id="wire:a", level="wire", members=["a", "b", "d"])
    assert members([wire], [relation("b", "c")]) == {"event:a": ["a", "b", "c", "d"]}


def test_members_are_sorted() -> None:
    wire = Family(id="wire:a", level="wire", members=["a", "z"])
    assert members([wire], [relation("b", "z")]) == {"event:a": ["a", "b", "z"]}


def test_relations_within_a_group_and_derived_ones_make_no_event() -> None:
    wire = Family(id="wire:a", level="wire", members=["a", "b"])
    assert members([wire], [relation("a", "b"), relation("c", "d", "partial")]) == {}


def test_one_link_does_not_join_two_large_groups() -> None:
    """0.9 over nine pairs is a tenth; three of them are enough."""
    groups = [
        Family(id="wire:a1", level="wire", members=["a1", "a2", "a3"]),
        Family(id="wire:b1", level="wire", members=["b1", "b2", "b3"]),
    ]
    assert members(groups, [relation("a1", "b1")]) == {}
    links = [relation(f"a{n}", f"b{n}") for n in (1, 2, 3)]
    assert members(groups, links) == {"event:a1": ["a1", "a2", "a3", "b1", "b2", "b3"]}


def test_a_low_probability_joins_nothing() -> None:
    assert members([], [relation("a", "b", probability=0.19)]) == {}
