"""Passages of many pairs are held packed, and come back as they were."""

from __future__ import annotations

import pytest

from dedup.records import Passage, Relation, Sides, Similarity
from dedup.relations.packed_passages import PackedPassages, PassagePacker, with_all_passages


def relation(number: int, passages: int) -> Relation:
    shown = [
        Passage((k, k + 9), (k + 1, k + 10), f"the text “{k}”", "é", "edited", k % 2 == 1, 0.125)
        for k in range(passages)
    ]
    sides = Sides(0.5, 0.5)
    return Relation(
        f"a{number}", "b", "partial", 0.9, "unknown", sides, sides, Similarity(0.1, 0.2, 0.3), shown, ["why"]
    )


def test_packed_passages_are_a_sequence_of_the_same_passages() -> None:
    passages = relation(0, 5).passages
    packed = PackedPassages(passages)
    assert len(packed) == 5
    assert list(packed) == passages
    assert packed[1] == passages[1]
    assert packed[1:3] == passages[1:3]


@pytest.mark.parametrize(("most", "packed"), [(7, [False, False, True, False]), (6, [False, True, False, True])])
def test_passages_are_packed_where_too_many_are_held(most: int, packed: list[bool]) -> None:
    relations = [relation(n, size) for n, size in enumerate((3, 4, 2, 0))]
    if most == 6:
        relations = [relation(n, size) for n, size in enumerate((3, 4, 3, 1))]
    pack = PassagePacker(most)
    held = pack(relations[:2]) + pack(relations[2:])
    assert [isinstance(r.passages, PackedPassages) for r in held] == packed
    assert with_all_passages(held) == relations


def test_packed_passages_take_a_tenth_of_the_memory() -> None:
    packed = PackedPassages(relation(0, 200).passages)
    assert len(packed._packed) < 200 * 110
