"""Pairs are measured alike whatever room the kernel has and however many threads run."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.copied_passages import (
    COPIED_WORDS,
    END_A,
    END_B,
    PASSAGE_COLUMNS,
    QUOTED_A,
    QUOTED_B,
    START_A,
    START_B,
)
from dedup.relations.evidence import copy_model, features
from dedup.relations.measure import LEAST_COPIED, NO_BOUND, Measured, count_shingles, measure
from dedup.relations.pair_figures import (
    FIGURES,
    FIRST_PASSAGE,
    FIVES_A,
    PASSAGES,
    SAME,
    TWOS_A,
    WORDS_A,
    WORDS_B,
    compare_pairs,
)
from dedup.relations.quotations import quoted_words
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.tables import I64

BLOCKS = 1_500


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


def run(corpus: Corpus, pairs: I64, jobs: int = 1) -> Measured:
    return measure(pairs, corpus.tokens, quoted_words(corpus.buffer, corpus.offsets, corpus.tokens), jobs)


def with_room(corpus: Corpus, pairs: I64, room: int) -> tuple[int, int, I64, I64]:
    figures = np.zeros((len(pairs), FIGURES), np.int64)
    passages = np.zeros((room, PASSAGE_COLUMNS), np.int32)
    quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    done, used = compare_pairs(pairs, corpus.tokens, quoted, LEAST_COPIED, NO_BOUND, Measured(figures, passages))
    return done, used, figures, passages.astype(np.int64)


@pytest.mark.parametrize("first_is_largest", [True, False])
def test_many_passages_are_measured_as_with_a_large_room(corpus: Corpus, pairs: I64, first_is_largest: bool) -> None:
    """The pair of 1,500 passages outgrows the room alone; behind others the run is broken off before it, several times."""
    rows = np.ascontiguousarray(np.tile(pairs if first_is_largest else pairs[::-1], (3, 1)))
    done, used, figures, passages = with_room(corpus, rows, 100_000)
    assert done == len(rows)
    measured = run(corpus, rows)
    assert BLOCKS - 50 < figures[:, PASSAGES].max() <= BLOCKS
    assert np.array_equal(measured.figures, figures)
    assert np.array_equal(measured.passages, passages[:used])


def test_a_full_room_ends_the_run_before_the_pair_that_does_not_fit(corpus: Corpus, pairs: I64) -> None:
    _, _, figures, passages = with_room(corpus, pairs, 100_000)
    needed = figures[:, PASSAGES]
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
        figures, passages = measured.of(i)
        figures_alone, passages_alone = run(corpus, pairs[i : i + 1]).of(0)
        assert passages == passages_alone
        figures[FIRST_PASSAGE] = figures_alone[FIRST_PASSAGE] = 0
        assert figures == figures_alone


def test_the_figures_are_those_of_the_words(corpus: Corpus, pairs: I64) -> None:
    measured = run(corpus, pairs)
    for i, (a, b) in enumerate(pairs.tolist()):
        figures, passages = measured.of(i)
        words = corpus.words(a), corpus.words(b)
        for width, at in ((5, FIVES_A), (2, TWOS_A)):
            one, other = (
                {tuple(w[k : k + width]) for k in range(max(len(w) - width + 1, min(1, len(w))))} for w in words
            )
            assert figures[at : at + 3] == [len(one), len(other), len(one & other)]
        assert [figures[WORDS_A], figures[WORDS_B]] == [len(words[0]), len(words[1])]
        assert figures[PASSAGES] == len(passages)
        assert bool(figures[SAME]) == (words[0] == words[1] != [])
        for row in passages:
            size_a, size_b = row[END_A] - row[START_A], row[END_B] - row[START_B]
            assert row[COPIED_WORDS] <= size_a <= len(words[0])
            assert 0 <= row[QUOTED_A] <= size_a and 0 <= row[QUOTED_B] <= size_b


def test_quoted_words_are_counted_within_each_passage(corpus: Corpus, pairs: I64) -> None:
    """Text 2 opens and closes quotations block by block: every other block of it is quoted, and nothing in the text it
    was cut from."""
    figures, passages = run(corpus, np.array([[0, 2]], np.int64)).of(0)
    words = corpus.words(2)
    inside = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)[corpus.tokens.of(2)]
    assert inside.sum() == len(words) // 2
    assert figures[PASSAGES] > 30
    for row in passages:
        assert row[QUOTED_A] == 0
        assert row[QUOTED_B] == inside[row[START_B] : row[END_B]].sum()
    assert all(
        end <= begin for (_, end), (begin, _) in pairwise(sorted((row[START_B], row[END_B]) for row in passages))
    )


def test_no_pairs_are_no_measurements(corpus: Corpus) -> None:
    measured = run(corpus, np.empty((0, 2), np.int64), jobs=2)
    assert measured.figures.shape == (0, FIGURES)
    assert measured.passages.shape == (0, PASSAGE_COLUMNS)


def test_below_a_bound_no_shingles_are_counted(corpus: Corpus, pairs: I64) -> None:
    """Pairs with the least probability or more keep all that was measured of them, the others lose their shingles until
    asked for."""
    model = copy_model()
    whole = run(corpus, pairs)
    quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    bounded = measure(pairs, corpus.tokens, quoted, 1, model.bound(0.98))
    probable = model.probabilities(features(whole))
    for i in range(len(pairs)):
        assert (
            bounded.of(i)[1] == whole.of(i)[1]
            and bounded.figures[i, WORDS_A:].tolist() == whole.figures[i, WORDS_A:].tolist()
        )
        if whole.figures[i, SAME] or probable[i] >= 0.98:
            assert bounded.figures[i].tolist() == whole.figures[i].tolist()
    uncounted = np.flatnonzero(np.any(bounded.figures != whole.figures, axis=1))
    assert uncounted.size
    count_shingles(pairs, corpus.tokens, bounded, uncounted)
    assert bounded.figures.tolist() == whole.figures.tolist()
