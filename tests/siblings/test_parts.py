"""Versions are compared in parts, with all that is related to them; the parts change no finding."""

from __future__ import annotations

import random

import pytest

from dedup.records import Relation, RelationKind
from dedup.siblings import sibling_findings
from dedup.siblings.parts import family_parts
from tests.siblings.conftest import CLOSING, OPENING, related

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
