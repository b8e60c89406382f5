"""Composites: which articles hold several stories, and what becomes of their relations."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.families import build_families, find_composites, with_composites_named
from dedup.families.composites import MOST_STORIES, places_of
from dedup.records import RELATIONS, WIRE_RELATIONS, Passage, Relation, RelationKind, Sides, Similarity

Span = tuple[int, int]


def holds(
    holder: str,
    story: str,
    *spans: Span,
    held: float = 0.4,
    inside: float = 1.0,
    kind: RelationKind = "trimmed",
) -> Relation:
    """A story in these places of the holder: `held` is its share of the holder, `inside` what is there of it."""
    passages = [
        Passage(span, (0, span[1] - span[0]), "", "", "verbatim", False, 1.0)
        if holder < story
        else Passage((0, span[1] - span[0]), span, "", "", "verbatim", False, 1.0)
        for span in spans
    ]
    coverage = Sides(held, inside) if holder < story else Sides(inside, held)
    a, b = sorted((holder, story))
    return Relation(a, b, kind, 0.9, "unknown", coverage, Sides(0, 0), Similarity(0, 0, 0), passages, ["copied runs"])


def both(held: float = 0.4, inside: float = 1.0) -> list[Relation]:
    """A digest "m" of two stories, which is larger than one of their ids and smaller than the other."""
    return [holds("m", "a", (0, 300)), holds("m", "z", (300, 600), held=held, inside=inside)]


def test_an_article_that_holds_two_stories_is_a_composite() -> None:
    assert find_composites(both()) == {"m"}
    assert find_composites(both()[:1]) == set()
    assert find_composites([]) == set()


THRESHOLDS = {
    "three fifths of a story are enough": (both(inside=0.6), True),
    "less of a story is a part of it": (both(inside=0.599), False),
    "a story may be four fifths of an article": (both(held=0.8), True),
    "what is more is the article's own story": (both(held=0.801), False),
    "150 characters are a story": ([holds("m", "a", (0, 300)), holds("m", "z", (400, 550))], True),
    "149 are a sentence": ([holds("m", "a", (0, 300)), holds("m", "z", (400, 549))], False),
    "pieces of a story count together": (
        [holds("m", "a", (0, 300)), holds("m", "z", (400, 475), (500, 575))],
        True,
    ),
    "pieces that overlap count once": ([holds("m", "a", (0, 300)), holds("m", "z", (400, 500), (425, 525))], False),
    "a fifth of the smaller story may be in the other": (
        [holds("m", "a", (0, 1000)), holds("m", "z", (960, 1160))],
        True,
    ),
    "more is one story": ([holds("m", "a", (0, 1000)), holds("m", "z", (959, 1159))], False),
    "the smaller of two stories may be the first": (
        [holds("m", "a", (0, 200)), holds("m", "z", (159, 1159))],
        False,
    ),
}


@pytest.mark.parametrize(("relations", "composite"), THRESHOLDS.values(), ids=THRESHOLDS.keys())
def test_what_is_a_story_of_a_composite(relations: Sequence[Relation], composite: bool) -> None:
    assert find_composites(relations) == ({"m"} if composite else set())


def test_two_cuts_of_one_story_do_not_make_it_a_composite() -> None:
    """The head and the foot of it, which have nothing in common: the two cuts are related, if only as one event."""
    cuts = [holds("m", "a", (0, 300)), holds("m", "z", (300, 600))]
    for kind in RELATIONS:
        assert find_composites([*cuts, holds("a", "z", kind=kind)]) == set()
        assert find_composites([holds("a", "z", kind=kind), *cuts]) == set()


def test_two_stories_that_are_related_to_a_third_are_not_related() -> None:
    assert find_composites([*both(), holds("m", "c", (0, 300)), holds("a", "c")]) == {"m"}


@pytest.mark.parametrize("kind", RELATIONS)
def test_stories_are_related_by_what_a_wire_family_is_made_of(kind: RelationKind) -> None:
    """A copy of the whole has the same stories and is none of them."""
    relations = [holds("m", "a", (0, 300)), holds("m", "z", (300, 600), kind=kind)]
    expected = kind in WIRE_RELATIONS and kind not in ("identical", "near_verbatim")
    assert find_composites(relations) == ({"m"} if expected else set())


@pytest.mark.parametrize(("versions", "composite"), [(MOST_STORIES - 1, True), (MOST_STORIES, False)])
def test_the_first_sixty_stories_of_an_article_are_looked_at(versions: int, composite: bool) -> None:
    """All but the last are versions of one story."""
    stories = [holds("m", f"s{n:02}", (0, 300)) for n in range(versions)]
    assert find_composites([*stories, holds("m", "z", (300, 600))]) == ({"m"} if composite else set())


def test_several_composites_of_the_same_stories() -> None:
    other = [holds("n", "a", (500, 800)), holds("n", "z", (0, 300))]
    assert find_composites([*both(), *other]) == {"m", "n"}


def test_a_composite_joins_no_family_of_its_stories() -> None:
    relations = [*both(), holds("a", "a2", kind="identical"), holds("z", "z2", kind="identical")]
    families = build_families(["a", "a2", "m", "z", "z2"], relations)
    assert [(family.id, family.members) for family in families if family.level == "copy"] == [
        ("copy:a", ["a", "a2"]),
        ("copy:z", ["z", "z2"]),
    ]
    assert not [family for family in families if family.level == "wire"]


def test_copies_of_a_composite_are_a_family() -> None:
    copies = [holds("m", "m2", kind="near_verbatim"), holds("m2", "a", (0, 300)), holds("m2", "z", (300, 600))]
    families = build_families(["a", "m", "m2", "z"], [*both(), *copies])
    assert [family.members for family in families if family.level == "copy"] == [["m", "m2"]]


def test_the_reasons_of_a_pair_call_the_composite() -> None:
    """Of derived pairs alone, with the side that it is on."""
    relations = [*both(), holds("m", "x", kind="same_event"), holds("m", "y", kind="template"), holds("b", "c")]
    named = with_composites_named(relations, {"m"})
    assert [r.reasons for r in named] == [
        ["b is a composite: it holds several stories.", "copied runs"],
        ["a is a composite: it holds several stories.", "copied runs"],
        *[["copied runs"]] * 3,
    ]
    assert [(r.a, r.b, r.relation, r.coverage) for r in named] == [
        (r.a, r.b, r.relation, r.coverage) for r in relations
    ]
    assert with_composites_named(relations, set()) == relations


def test_both_sides_may_be_composites() -> None:
    (pair,) = with_composites_named([holds("m", "n")], {"m", "n"})
    assert pair.reasons[:2] == [f"{side} is a composite: it holds several stories." for side in "ab"]


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda s: (s[0], s[0] + s[1])), max_size=8)


def places(listed: Sequence[Span]) -> set[int]:
    return {place for start, end in listed for place in range(start, end)}


@given(spans, spans)
def test_spans_are_sets_of_places(one: list[Span], other: list[Span]) -> None:
    first, second = places_of(one), places_of(other)
    assert {place for place in range(first.bit_length()) if first >> place & 1} == places(one)
    assert (first & second).bit_count() == len(places(one) & places(other))
