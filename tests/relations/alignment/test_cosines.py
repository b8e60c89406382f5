"""Sentences, and how alike they are: sets of terms by weight, without the hidden words."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations.sentence_cosines import MOST_SENTENCES, QUOTED, SENTENCE, cosines_of, sentences_of
from dedup.text.tables import F64

TERMS = 9
Sentences = list[list[tuple[int, bool]]]  # of (term, whether it is hidden)


def compare(
    left: Sentences, right: Sentences, weights: list[float], floor: float
) -> tuple[F64, list[float], list[float]]:
    """Cosines, and the words of each sentence that are not hidden."""
    sides = []
    for side in (left, right):
        flat = [word for sentence in side for word in sentence]
        terms, hidden = np.array([t for t, _ in flat], np.int32), np.array([h for _, h in flat], np.uint8)
        sides.append((terms, np.cumsum([0, *map(len, side)], dtype=np.int64), hidden))
    return cosines_of(sides[0], sides[1], np.array(weights), floor)


sentences = st.lists(st.lists(st.tuples(st.integers(0, TERMS - 1), st.booleans()), max_size=8), min_size=1, max_size=6)
weighted = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5, 8.75]), min_size=TERMS, max_size=TERMS)


@given(sentences, sentences, weighted, st.sampled_from([1e-9, 3.0, 20.0, 400.0]))
def test_cosines_are_those_of_weighted_sets(
    plain: SimpleNamespace, left: Sentences, right: Sentences, weights: list[float], floor: float
) -> None:
    """To the last bit."""
    seen = [[[t for t, hidden in sentence if not hidden] for sentence in side] for side in (left, right)]
    found, kept_a, kept_b = compare(left, right, weights, floor)
    assert found.tolist() == plain.cosines(*seen, weights, floor)
    assert (kept_a, kept_b) == tuple([float(len(s)) for s in side] for side in seen)


@pytest.mark.parametrize(("floor", "cosine"), [(1e-9, 1.0), (8.0, 1.0), (16.0, 0.5)])
def test_a_floor_makes_little_of_little(floor: float, cosine: float) -> None:
    """Two words of weight 2 are 8 squared."""
    same: Sentences = [[(1, False), (2, False)]]
    assert compare(same, same, [2.0] * TERMS, floor)[0].tolist() == [[pytest.approx(cosine)]]


def test_words_said_twice_and_hidden_words_count_for_nothing() -> None:
    twice: Sentences = [[(1, False), (1, False), (2, False), (3, True)]]
    once: Sentences = [[(2, False), (1, False), (4, True)]]
    found, kept_a, kept_b = compare(twice, once, [1.0] * TERMS, 1e-9)
    assert found.tolist() == [[pytest.approx(1.0)]]
    assert (kept_a, kept_b) == ([3.0], [2.0])


def test_a_term_that_is_hidden_in_one_place_counts_in_another() -> None:
    left: Sentences = [[(1, True), (1, False)], [(1, True)]]
    assert compare(left, [[(1, False)]], [1.0] * TERMS, 1e-9)[0].tolist() == [[1.0], [0.0]]


def split(flags: list[int]) -> list[int]:
    """The borders of the sentences."""
    return sentences_of(np.array(flags, np.uint8))


@given(st.lists(st.sampled_from([0, SENTENCE, QUOTED, SENTENCE | QUOTED]), min_size=1, max_size=30))
def test_sentences_begin_at_their_flag_and_at_the_first_word(flags: list[int]) -> None:
    assert split(flags) == [0, *[k for k, flag in enumerate(flags) if flag & SENTENCE and k], len(flags)]


@pytest.mark.parametrize("sentences", [MOST_SENTENCES - 1, MOST_SENTENCES, MOST_SENTENCES + 1, 3 * MOST_SENTENCES])
def test_no_more_than_the_most_sentences(sentences: int) -> None:
    """The last of them ends where the next begins."""
    assert split([SENTENCE, 0] * sentences) == list(range(0, 2 * min(sentences, MOST_SENTENCES) + 1, 2))
    assert split([SENTENCE] + [0] * 5000) == [0, 5001]
