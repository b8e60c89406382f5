"""Template families: articles of one form, beside the families of stories."""

from __future__ import annotations

from itertools import combinations

import pytest

from dedup.families import build_families, shorten
from dedup.families.build import build_templates
from dedup.families.large import LARGE
from dedup.records import Family, Relation, RelationKind, Sides, Similarity


def pair(a: str, b: str, kind: RelationKind = "template", probability: float = 0.9, jaccard: float = 0.5) -> Relation:
    return Relation(
        min(a, b),
        max(a, b),
        kind,
        probability,
        "unknown",
        Sides(0.9, 0.9),
        Sides(0, 0),
        Similarity(jaccard, jaccard, jaccard),
        [],
        ["one form"],
    )


def names(count: int, letter: str = "n") -> list[str]:
    return [f"{letter}{n:02}" for n in range(count)]


def members(relations: list[Relation]) -> list[list[str]]:
    return [family.members for family in build_templates(relations)]


def test_two_bulletins_of_one_form_are_a_family_without_a_root() -> None:
    (family,) = build_families(["a", "b", "c"], [pair("b", "a")])
    assert (family.id, family.level, family.members) == ("template:a", "template", ["a", "b"])
    assert (family.root.article, family.root.source) == (None, None)
    assert "no common source" in family.root.why


def all_pairs(*groups: list[str]) -> list[Relation]:
    return [pair(a, b, probability=1.0) for group in groups for a, b in combinations(group, 2)]


def test_forms_are_a_partition() -> None:
    forms = [names(3, "m"), names(4)]
    assert members(all_pairs(*forms)) == forms
    assert members([*all_pairs(*forms), pair("m00", "n00", probability=0.5)]) == forms


@pytest.mark.parametrize(("size", "joined"), [(4, True), (5, False)])
def test_one_link_joins_small_groups_alone(size: int, joined: bool) -> None:
    """The average over the pairs between two groups must be .05; pairs that were not compared count as 0."""
    groups = [names(size, "m"), names(size)]
    assert members([*all_pairs(*groups), pair("m00", "n00", probability=0.81)]) == (
        [groups[0] + groups[1]] if joined else groups
    )


def test_a_form_joins_no_family_of_stories() -> None:
    relations = [pair("a", "b"), pair("b", "c", "identical"), pair("c", "d", "same_event"), pair("d", "e")]
    levels = {family.id: family.members for family in build_families("abcde", relations)}
    assert levels == {
        "copy:b": ["b", "c"],
        "event:b": ["b", "c", "d"],
        "template:a": ["a", "b"],
        "template:d": ["d", "e"],
    }


def test_relations_of_other_kinds_make_no_form() -> None:
    kinds: tuple[RelationKind, ...] = ("identical", "trimmed", "partial", "rewrite", "same_event")
    assert build_templates([pair("a", "b", kind) for kind in kinds]) == []


def graded(count: int, kind: RelationKind) -> list[Relation]:
    """All pairs; the nearer two numbers the more alike."""
    listed = names(count)
    return [pair(a, b, kind, jaccard=1 - (int(b[1:]) - int(a[1:])) / 100) for a, b in combinations(listed, 2)]


def short_of(relations: list[Relation]) -> tuple[Family, list[Relation]]:
    (family,), kept = shorten(build_families({s for r in relations for s in (r.a, r.b)}, relations), relations)
    return family, kept


KINDS: dict[RelationKind, str] = {"template": "template", "same_event": "event", "identical": "copy"}


@pytest.mark.parametrize(("kind", "level"), KINDS.items())
def test_forty_members_list_the_first_and_the_two_nearest(kind: RelationKind, level: str) -> None:
    family, kept = short_of(graded(40, kind))
    assert (family.level, len(family.members)) == (level, 40)
    first = {("n00", name) for name in names(40)[1:]}
    nearest = {(a, b) for a, b in combinations(names(40)[1:], 2) if int(b[1:]) - int(a[1:]) == 1}
    ends = {("n01", "n03"), ("n37", "n39")}  # two at the ends have both of their nearest on one side
    assert {(r.a, r.b) for r in kept} == first | nearest | ends
    assert family.omitted_pairs == 40 * 39 // 2 - len(kept)


@pytest.mark.parametrize(("kind", "level"), [*KINDS.items(), ("partial", "wire")])
def test_twenty_members_list_all_pairs(kind: RelationKind, level: str) -> None:
    family, kept = short_of(graded(LARGE, kind))
    assert (family.level, family.omitted_pairs, len(kept)) == (level, 0, 190)


def test_a_wire_family_lists_all_pairs_however_large() -> None:
    for kind in ("partial", "translation"):
        family, kept = short_of(graded(40, kind))
        assert (family.level, family.omitted_pairs, len(kept)) == ("wire", 0, 780)


def test_pairs_of_a_form_that_were_not_compared_are_omitted_pairs() -> None:
    relations = [r for r in graded(40, "template") if (int(r.a[1:]) + int(r.b[1:])) % 3]
    family, kept = short_of(relations)
    assert len(kept) < len(relations)
    assert family.omitted_pairs == 40 * 39 // 2 - len(kept)


def test_pairs_of_an_event_that_are_not_related_are_no_omitted_pairs() -> None:
    """Two reports of one event need not be related themselves."""
    relations = [r for r in graded(40, "same_event") if (int(r.a[1:]) + int(r.b[1:])) % 3]
    family, kept = short_of(relations)
    assert len(family.members) == 40
    assert family.omitted_pairs == len(relations) - len(kept) > 0


def test_copies_inside_an_event_are_of_their_own_family() -> None:
    """A small copy family lists its pairs, whatever the event around it."""
    relations = [*graded(40, "same_event"), pair("c0", "c1", "identical"), pair("c0", "n00", "same_event")]
    relations += [pair("c0", name, "same_event") for name in names(40)[1:]]
    families = build_families({s for r in relations for s in (r.a, r.b)}, relations)
    short, kept = shorten(families, relations)
    assert [(family.id, len(family.members)) for family in short] == [("copy:c0", 2), ("event:c0", 42)]
    assert short[0].omitted_pairs == 0
    assert short[1].omitted_pairs == len(relations) - len(kept)
    assert [r.relation for r in kept if r.b == "c1"] == ["identical"]
