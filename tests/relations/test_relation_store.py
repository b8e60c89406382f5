"""Relations of many pairs are held in little memory, and come back as they were."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import structs

from dedup.errors import DedupError
from dedup.records import Passage, Relation, Sides, Similarity
from dedup.relations.relation_store import RelationStore, StoredPassages, restored


def relation(number: int, passages: int) -> Relation:
    shown = [
        Passage((k, k + 9), (k + 1, k + 10), f"the text “{k}”", "é", "edited", k % 2 == 1, 0.125)
        for k in range(passages)
    ]
    sides = Sides(0.5, 0.5)
    likeness = Similarity(0.1, 0.2, 0.3)
    return Relation(f"a{number}", "b", "partial", 0.9, "unknown", sides, sides, likeness, shown, [f"why {number}"])


@contextmanager
def store(most: int, in_memory: int = 1 << 20) -> Iterator[RelationStore]:
    made = RelationStore(most, in_memory)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize(
    ("sizes", "put_aside"),
    [((3, 4, 2, 0), [False, False, True, False]), ((3, 4, 3, 1), [False, False, True, True])],
)
def test_relations_are_put_aside_where_too_many_passages_are_held(
    sizes: tuple[int, ...], put_aside: list[bool]
) -> None:
    relations = [relation(n, size) for n, size in enumerate(sizes)]
    with store(7) as held:
        kept = held.hold(relations[:2]) + held.hold(relations[2:])
        assert [isinstance(r.passages, StoredPassages) for r in kept] == put_aside
        assert [not r.reasons for r in kept] == put_aside
        assert restored(kept) == relations


@pytest.mark.parametrize("in_memory", [1 << 20, 1])
def test_passages_put_aside_are_a_sequence_of_the_same(in_memory: int) -> None:
    relations = [relation(n, 5) for n in range(3)]
    with store(0, in_memory) as held:
        first, _, last = held.hold(relations)
        assert len(last.passages) == 5
        assert list(last.passages) == relations[2].passages
        assert first.passages[1] == relations[0].passages[1]
        assert first.passages[1:3] == relations[0].passages[1:3]


def test_a_changed_relation_keeps_what_was_put_aside() -> None:
    with store(0) as held:
        (kept,) = held.hold([relation(0, 2)])
        changed = structs.replace(kept, direction="a_from_b")
        assert restored([changed]) == [structs.replace(relation(0, 2), direction="a_from_b")]


def test_another_process_gets_the_passages_themselves() -> None:
    with store(0) as held:
        (kept,) = held.hold([relation(0, 2)])
        sent = pickle.loads(pickle.dumps(kept))
    assert type(sent.passages) is list
    assert sent.passages == relation(0, 2).passages


def test_equal_parts_of_relations_are_held_once() -> None:
    with store(0) as held:
        first, second = held.hold([relation(0, 1), pickle.loads(pickle.dumps(relation(1, 1)))])
        assert first.coverage is second.coverage
        assert first.b is second.b
        (one, other) = restored([first, second])
    assert one.passages[0].text_a is other.passages[0].text_a
    assert one.passages[0].a is other.passages[0].a


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with store(0, 10) as held, pytest.raises(DedupError, match=r"No temporary file can be written .* set TMPDIR"):
        held.hold([relation(0, 50)])
