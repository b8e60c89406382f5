"""A large family lists each member's relation with the anchor and with its two nearest; the others are counted."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest

from dedup.families import build_families, missing_with_anchor, shorten
from dedup.families.large import LARGE, NEAREST
from dedup.records import Relation, RelationKind, Root, Sides, Similarity


def relation(a: str, b: str, jaccard: float = 1.0, kind: RelationKind = "near_verbatim") -> Relation:
    return Relation(
        a, b, kind, 1.0, "unknown", Sides(1, 1), Sides(0, 0), Similarity(jaccard, jaccard, 1), [], ["copied runs"]
    )


def names(count: int) -> list[str]:
    return [f"n{k:02}" for k in range(count)]


def graded(count: int) -> list[Relation]:
    """All pairs; the nearer two numbers the more alike."""
    return [relation(a, b, 1 - (int(b[1:]) - int(a[1:])) / 100) for a, b in combinations(names(count), 2)]


def test_a_family_of_twenty_lists_all_pairs() -> None:
    relations = graded(LARGE)
    families = build_families(names(LARGE), relations)
    assert (LARGE, NEAREST) == (20, 2)
    assert shorten(families, relations) == (families, relations)
    assert missing_with_anchor(families, relations) == []


@pytest.mark.parametrize("root", [None, "n30"])
def test_sixty_copies_list_the_anchor_and_the_two_nearest(root: str | None) -> None:
    relations = graded(60)
    (family,) = build_families(names(60), relations)
    family = msgspec.structs.replace(family, root=Root(article=root))
    anchor = root or "n00"
    (short,), kept = shorten([family], relations)
    pairs = {(r.a, r.b) for r in kept}
    assert len(pairs) == len(kept)
    assert short.omitted_pairs == 60 * 59 // 2 - len(kept)
    assert pairs >= {tuple(sorted((anchor, name))) for name in names(60) if name != anchor}
    others = [name for name in names(60) if name != anchor]
    wanted = set()
    for name in others:
        own = [r for r in relations if name in (r.a, r.b) and anchor not in (r.a, r.b)]
        near = sorted(own, key=lambda r: (-r.similarity.jaccard5, r.a, r.b))
        wanted |= {(r.a, r.b) for r in near[:NEAREST]}
    assert {pair for pair in pairs if anchor not in pair} == wanted
    assert len(kept) <= 59 + 2 * 59
    assert msgspec.structs.replace(short, omitted_pairs=0) == family


def test_pairs_that_were_never_compared_are_omitted_pairs_too() -> None:
    """1,000 identical articles are compared along a star and a chain; the count is of all pairs that could be
    listed."""
    chain = [relation(a, b) for a, b in zip(names(30), names(30)[1:], strict=False)]
    families = build_families(names(30), chain)
    missing = missing_with_anchor(families, chain)
    assert missing == [("n00", name) for name in names(30)[2:]]
    (short,), kept = shorten(families, chain + [relation(a, b) for a, b in missing])
    assert short.omitted_pairs == 30 * 29 // 2 - (29 + 28)
    assert len(kept) == 29 + 28


def test_the_missing_pairs_stand_with_the_smaller_id_first() -> None:
    chain = [relation(a, b) for a, b in zip(names(30), names(30)[1:], strict=False)]
    family = msgspec.structs.replace(build_families(names(30), chain)[0], root=Root(article="n10"))
    missing = missing_with_anchor([family], chain)
    assert missing == [("n10", n) if n > "n10" else (n, "n10") for n in names(30) if n not in ("n09", "n10", "n11")]


def test_relations_outside_the_large_family_stay() -> None:
    """Partial reuse between a member and a stranger, and small families beside, are listed in full."""
    outside = [relation("n05", "x", 0.1, "partial"), relation("y", "z"), relation("x", "y", 0.1, "partial")]
    relations = graded(40) + outside
    families = build_families([*names(40), "x", "y", "z"], relations)
    assert [family.id for family in families] == ["copy:n00", "copy:y", "wire:n00"]
    short, kept = shorten(families, relations)
    assert {(r.a, r.b) for r in outside} <= {(r.a, r.b) for r in kept}
    assert [family.omitted_pairs for family in short[1:]] == [0, 0]
    assert short[0].omitted_pairs == 40 * 39 // 2 - (len(kept) - len(outside))


@pytest.mark.parametrize("kind", ["partial", "translation", "same_event"])
def test_members_with_only_a_part_in_common_are_pairs_of_the_family(kind: RelationKind) -> None:
    """Two cuts of one story, or two versions with other sentences."""
    relations = [
        relation(r.a, r.b, r.similarity.jaccard5, kind if int(r.a[1:]) % 2 else "near_verbatim") for r in graded(40)
    ]
    (short,), kept = shorten(build_families(names(40), relations), relations)
    assert len(kept) <= 39 + 2 * 39
    assert short.omitted_pairs == 40 * 39 // 2 - len(kept)


def test_a_pair_of_one_form_inside_a_copy_family_is_listed_and_not_omitted() -> None:
    """It is of the template family; only pairs that are not listed are omitted ones."""
    relations = [r for r in graded(40) if (r.a, r.b) != ("n20", "n39")] + [relation("n20", "n39", 0.1, "template")]
    families, kept = shorten(build_families(names(40), relations), relations)
    assert [(family.id, len(family.members)) for family in families] == [("copy:n00", 40), ("template:n20", 2)]
    assert [r.relation for r in kept if (r.a, r.b) == ("n20", "n39")] == ["template"]
    assert [family.omitted_pairs for family in families] == [40 * 39 // 2 - len(kept), 0]


def test_shortening_twice_changes_nothing() -> None:
    relations = graded(60)
    once = shorten(build_families(names(60), relations), relations)
    assert shorten(*once) == once
