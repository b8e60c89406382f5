"""The relations are the same however the texts are kept and however many are compared at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from dedup.article import Article
from dedup.records import Relation, Weak
from dedup.relations.block import StoreColumns
from dedup.relations.compare import ArticleTexts, CompareSettings, blocks, compare
from dedup.relations.copies import LEAST_PROBABILITY
from dedup.text.corpus import CorpusReader
from dedup.text.text_store import TextStore
from dedup.text.tokens import Tokenizer

Compared = Callable[..., tuple[list[Relation], list[Weak]]]
Prose = Callable[[int, int], str]


@pytest.fixture(scope="module")
def texts(prose: Prose) -> list[str]:
    """Stories that share paragraphs, some with furniture, mojibake or nothing in them."""
    chosen = random.Random(3)
    paragraphs = [paragraph for seed in range(6) for paragraph in prose(seed, 240).split("\n\n")]
    made = ["\n\n".join(chosen.sample(paragraphs, chosen.randint(1, 8))) for _ in range(24)]
    made[3] = f"{made[4]}\n\nAdvertisement\n\nEs ist schÃ¶n, itâ€™s said.\n\n{made[5]}"
    made[7] = made[8]
    made[9] = ""
    shared = prose(90, 24)  # so little that it is weak
    made[12:16] = [f"{prose(80 + n, 120)}\n\n{shared}" for n in range(4)]
    made[11] = f"Die StraÃŸe zur BrÃ¼cke.\n\nSource link\n\n{made[8]}"
    return made


@pytest.fixture(scope="module")
def expected(compared: Compared, texts: list[str]) -> tuple[list[Relation], list[Weak]]:
    relations, weak = compared(texts)
    assert len(relations) > 20
    assert len(weak) > 3
    assert {r.relation for r in relations} >= {"identical", "trimmed", "partial"}
    return relations, weak


@pytest.mark.parametrize(
    "way",
    [
        {"limit": 1},
        {"limit": 6_000, "batch": 5},
        {"batch": 1},
        {"batch": 1, "limit": 1},
        {"jobs": 2},
        {"jobs": 3, "limit": 1, "batch": 7},
    ],
)
def test_spilled_texts_and_threads_give_the_same(
    compared: Compared, texts: list[str], expected: object, way: dict[str, int]
) -> None:
    assert compared(texts, **way) == expected


@pytest.mark.parametrize("size", [1, 4_000, 40_000])
def test_small_blocks_give_the_same(compared: Compared, texts: list[str], expected: object, size: int) -> None:
    assert compared(texts, block_bytes=size) == expected


def test_blocks_hold_all_pairs_in_runs_of_about_their_size() -> None:
    pairs = np.array(list(combinations(range(6), 2)), np.int64)
    sizes = np.array([10, 30, 30, 500, 30, 0])
    runs = list(blocks(pairs, sizes, 100))
    assert [k for first, last in runs for k in range(first, last)] == list(range(len(pairs)))
    for first, last in runs:
        held = sum(sizes[b] for _, b in pairs[first:last].tolist()) + sum(
            sizes[a] for a in {a for a, _ in pairs[first + 1 : last].tolist()}
        )
        assert last == first + 1 or held <= 100 + sizes[pairs[first, 0]]
    assert len(runs) < len(pairs)
    assert list(blocks(pairs[:0], sizes, 100)) == []


def test_the_threshold_moves_pairs_between_relations_and_weak(compared: Compared, texts: list[str]) -> None:
    everything, nothing = compared(texts, min_probability=0.0)
    assert nothing == []
    assert min(r.probability for r in everything) >= LEAST_PROBABILITY
    for threshold in (0.3, 0.5, 0.9, 1.0):
        relations, weak = compared(texts, min_probability=threshold)
        assert relations == [r for r in everything if r.probability >= threshold]
        assert weak == [Weak(r.a, r.b, r.relation, r.probability) for r in everything if r.probability < threshold]


def test_a_probability_at_the_threshold_is_a_relation(
    compared: Compared, texts: list[str], expected: tuple[list[Relation], list[Weak]]
) -> None:
    exact = min(r.probability for r in expected[0])
    relations, _ = compared(texts, min_probability=exact)
    assert min(r.probability for r in relations) == exact


def test_no_pairs(compared: Compared) -> None:
    assert compared([]) == compared(["One text alone."]) == ([], [])


def test_progress_counts_pairs_block_by_block(texts: list[str]) -> None:
    counts: list[int] = []
    pairs = np.array(list(combinations(range(len(texts)), 2)), np.int64)
    with TextStore(1) as store:
        corpus = CorpusReader()([Article(text=text) for text in texts])
        store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
        by_number = ArticleTexts(
            [f"{n:02}" for n in range(len(texts))], StoreColumns(store, Tokenizer()), corpus.repaired
        )
        compare(pairs, by_number, CompareSettings(block_bytes=20_000), progress=counts.append)
    assert counts == sorted(counts)
    assert len(counts) > 3
    assert counts[-1] == len(pairs)
