"""Pairs are measured alike whatever room the kernel has and however many threads run."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from dedup.article import Article
from dedup.relations.copied_passages import COPIED_PASSAGE
from dedup.relations.copy_model import copy_model, features
from dedup.relations.measure import LEAST_COPIED, NO_BOUND, PairMeasures, count_shingles, measure
from dedup.relations.pair_figures import PAIR_FIGURES, compare_pairs
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.tables import I64

BLOCKS = 1_500
AS_COUNTED = ["words_a", "words_b", "first_passage", "passages", "same"]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """A text of 1,500 blocks of eight words, the same blocks in another order, and shorter texts of some of them; one
    holds quotations."""
    chosen = random.Random(1)
    blocks = [" ".join(f"w{block}x{k}" for k in range(8)) for block in range(BLOCKS)]
    shuffled = chosen.sample(blocks, BLOCKS)
    texts = [
        " ".join(blocks),
        " ".join(shuffled),
        ' "'.join(chosen.sample(blocks, 40)),
        ". ".join(chosen.sample(blocks, 300)),
        "",
        blocks[0],
        blocks[0],
        "w1x0 w1x1",
    ]
    return CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(texts)])


@pytest.fixture(scope="module")
def pairs(corpus: Corpus) -> I64:
    return np.array(list(combinations(range(len(corpus)), 2)), np.int64)


def run(corpus: Corpus, pairs: I64, jobs: int = 1) -> PairMeasures:
    return measure(pairs, corpus.tokens, quoted_words(corpus.buffer, corpus.offsets, corpus.tokens), jobs)


def with_room(corpus: Corpus, pairs: I64, room: int) -> tuple[int, int, NDArray[np.void], NDArray[np.void]]:
    figures = np.zeros(len(pairs), PAIR_FIGURES)
    passages = np.zeros(room, COPIED_PASSAGE)
    quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    done, used = compare_pairs(pairs, corpus.tokens, quoted, LEAST_COPIED, NO_BOUND, PairMeasures(figures, passages))
    return done, used, figures, passages


@pytest.mark.parametrize("first_is_largest", [True, False])
def test_many_passages_are_measured_as_with_a_large_room(corpus: Corpus, pairs: I64, first_is_largest: bool) -> None:
    """The pair of 1,500 passages outgrows the room alone; behind others the run is broken off before it, several
    times."""
    rows = np.ascontiguousarray(np.tile(pairs if first_is_largest else pairs[::-1], (3, 1)))
    done, used, figures, passages = with_room(corpus, rows, 100_000)
    assert done == len(rows)
    measured = run(corpus, rows)
    assert BLOCKS - 50 < figures["passages"].max() <= BLOCKS
    assert np.array_equal(measured.figures, figures)
    assert np.array_equal(measured.passages, passages[:used])


def test_a_full_room_ends_the_run_before_the_pair_that_does_not_fit(corpus: Corpus, pairs: I64) -> None:
    _, _, figures, passages = with_room(corpus, pairs, 100_000)
    needed = figures["passages"]
    for room in (0, 1, int(needed[0]) - 1, int(needed[0]), int(needed[:2].sum()), int(needed[:3].sum()) + 1):
        done, used, some, filled = with_room(corpus, pairs, room)
        fitting = int(np.searchsorted(np.cumsum(needed), room, side="right"))
        assert done == fitting < len(pairs)
        assert used == needed[:done].sum()
        assert np.array_equal(some[:done], figures[:done])
        assert np.array_equal(filled[:used], passages[:used])


@pytest.mark.parametrize("jobs", [2, 3])
def test_threads_change_nothing(corpus: Corpus, pairs: I64, jobs: int) -> None:
    alone, together = run(corpus, pairs), run(corpus, pairs, jobs)
    assert np.array_equal(alone.figures, together.figures)
    assert np.array_equal(alone.passages, together.passages)


def test_each_pair_is_measured_for_itself(corpus: Corpus, pairs: I64) -> None:
    """Scratch that one pair left behind does not show in the next."""
    measured = run(corpus, pairs)
    for i in range(len(pairs)):
        alone = run(corpus, pairs[i : i + 1])
        assert measured.passages_of(i) == alone.passages_of(0)
        figures, (figures_alone,) = measured.figures[i], alone.figures
        figures["first_passage"] = figures_alone["first_passage"] = 0
        assert figures == figures_alone


def test_the_figures_are_those_of_the_words(corpus: Corpus, pairs: I64) -> None:
    measured = run(corpus, pairs)
    for i, (a, b) in enumerate(pairs.tolist()):
        figures, passages = measured.figures[i], measured.passages_of(i)
        words = corpus.words(a), corpus.words(b)
        for width, name in ((5, "fives"), (2, "twos")):
            one, other = (
                {tuple(w[k : k + width]) for k in range(max(len(w) - width + 1, min(1, len(w))))} for w in words
            )
            assert [figures[f"{name}_{side}"] for side in ("a", "b", "both")] == [
                len(one),
                len(other),
                len(one & other),
            ]
        assert [figures["words_a"], figures["words_b"]] == [len(words[0]), len(words[1])]
        assert figures["passages"] == len(passages)
        assert bool(figures["same"]) == (words[0] == words[1] != [])
        for row in passages:
            size_a, size_b = row.end_a - row.start_a, row.end_b - row.start_b
            assert row.copied_words <= size_a <= len(words[0])
            assert 0 <= row.quoted_a <= size_a and 0 <= row.quoted_b <= size_b


def test_quoted_words_are_counted_within_each_passage(corpus: Corpus, pairs: I64) -> None:
    """Text 2 opens and closes quotations block by block: every other block of it is quoted, and nothing in the text it
    was cut from."""
    passages = run(corpus, np.array([[0, 2]], np.int64)).passages_of(0)
    words = corpus.words(2)
    inside = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)[corpus.tokens.of(2)]
    assert inside.sum() == len(words) // 2
    assert len(passages) > 30
    for row in passages:
        assert row.quoted_a == 0
        assert row.quoted_b == inside[row.start_b : row.end_b].sum()
    assert all(end <= begin for (_, end), (begin, _) in pairwise(sorted((row.start_b, row.end_b) for row in passages)))


def test_no_pairs_are_no_measurements(corpus: Corpus) -> None:
    measured = run(corpus, np.empty((0, 2), np.int64), jobs=2)
    assert measured.figures.shape == (0,)
    assert measured.passages.shape == (0,)


def test_below_a_bound_no_shingles_are_counted(corpus: Corpus, pairs: I64) -> None:
    """Pairs with the least probability or more keep all that was measured of them, the others lose their shingles until
    asked for."""
    model = copy_model()
    whole = run(corpus, pairs)
    quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    bounded = measure(pairs, corpus.tokens, quoted, 1, model.bound(0.98))
    probable = model.probabilities(features(whole))
    for i in range(len(pairs)):
        assert bounded.passages_of(i) == whole.passages_of(i)
        assert bounded.figures[AS_COUNTED][i] == whole.figures[AS_COUNTED][i]
        if whole.figures["same"][i] or probable[i] >= 0.98:
            assert bounded.figures[i].tolist() == whole.figures[i].tolist()
    uncounted = np.flatnonzero(bounded.figures != whole.figures)
    assert uncounted.size
    count_shingles(pairs, corpus.tokens, bounded, uncounted)
    assert bounded.figures.tolist() == whole.figures.tolist()
