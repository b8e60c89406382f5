"""Versions are compared in parts, with all that is related to them; the parts change no finding."""

from __future__ import annotations

import random

import pytest

from dedup.records import Relation, RelationKind
from dedup.siblings import sibling_findings
from dedup.siblings.parts import family_parts
from tests.siblings.conftest import CLOSING, OPENING, hard, related

ALTERED = "The mayor told reporters: “We will rebuild the weak wall before the autumn rains.”"
SAID = "The mayor told reporters: “We will rebuild the fragile wall before the autumn rains.”"


def families(count: int) -> tuple[dict[str, str], list[Relation]]:
    """Families of three versions, of which the last altered a quotation."""
    texts = {
        f"{n}{version}": f"{OPENING} Number {n}.\n{ALTERED if version == 'z' else SAID}\n{CLOSING}"
        for n in range(count)
        for version in "abz"
    }
    pairs = [(f"{n}{a}", f"{n}{b}") for n in range(count) for a, b in ("ab", "az", "bz")]
    return texts, [related(a, b, texts) for a, b in pairs]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 7, 100])
def test_parts_find_what_the_whole_finds(most: int) -> None:
    texts, relations = families(5)
    whole = sibling_findings(relations, texts.__getitem__, {})
    assert sorted(whole) == [f"{n}z" for n in range(5)]
    random.Random(4).shuffle(relations)
    parts = family_parts(relations, most)
    assert max(len(part.articles) for part in parts) <= most
    assert sorted(article for part in parts for article in part.articles) == sorted(texts)
    found: dict[str, object] = {}
    for part in parts:
        found.update(sibling_findings(part.relations, texts.__getitem__, {}, of=set(part.articles)))
    assert found == whole


@pytest.mark.parametrize("kind", ["same_event", "translation", "template"])
def test_what_is_not_compared_links_nothing(kind: RelationKind) -> None:
    texts, relations = families(1)
    assert family_parts([related(r.a, r.b, texts, relation=kind) for r in relations]) == []


def crowd(rnd: random.Random) -> tuple[dict[str, str], list[Relation]]:
    """One family of thirty versions, some of them copies, some alterations, related with more or less in common."""
    texts = {
        f"{n:02}": f"{OPENING}\n{ALTERED if n % 7 == 3 else SAID}\n{CLOSING if n % 2 else OPENING}" for n in range(30)
    }
    kinds: list[RelationKind] = ["rewrite", "partial", "near_verbatim", "identical"]
    pairs = [(a, b) for a in texts for b in texts if a < b and rnd.random() < 0.6]
    return texts, [related(a, b, texts, rnd.choice(kinds), coverage=rnd.choice((0.3, 0.6, 0.9))) for a, b in pairs]


@pytest.mark.parametrize("seed", range(6))
def test_parts_of_a_large_family_have_few_relations_and_find_the_same(seed: int) -> None:
    texts, relations = crowd(random.Random(seed))
    accused = {"05": [hard()], "11": [hard()]}
    whole = sibling_findings(relations, texts.__getitem__, accused)
    assert whole
    parts = family_parts(relations, 4, hard=lambda article: int(article in accused))
    found: dict[str, object] = {}
    for part in parts:
        assert len(part.relations) <= 21 * len(part.articles)
        found.update(
            sibling_findings(
                part.relations, texts.__getitem__, accused, of=set(part.articles), independent=part.independent
            )
        )
    assert found == whole
