"""The model: what it takes in, and that more copied words never speak against a copy."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import FormatError
from dedup.relations.copy_model import FEATURES, CopyModel, copy_model, features, read_copy_model
from tests.relations.arrays import measured_of


def features_of(words_a: int, words_b: int, rows: list[list[int]]) -> list[float]:
    """The features of one pair."""
    (values,) = features(measured_of(({"words_a": words_a, "words_b": words_b}, rows))).tolist()
    return list(values)


def probability(words: int, *passages: tuple[int, int]) -> float:
    """Of a pair whose shorter text has `words` words; a passage is its length and how much of it is quoted in a."""
    rows = [[0, length, 0, length, length, length, quoted, 0] for length, quoted in passages]
    ((found),) = copy_model().probabilities(np.array([features_of(words, words + 100, rows)]))
    return found


def test_the_model_that_ships_was_made_for_these_features() -> None:
    model = copy_model()
    assert tuple(model.features) == FEATURES
    assert len(model.weights) == len(FEATURES) == len(features_of(0, 0, []))


def test_a_model_for_other_features_is_refused() -> None:
    other = json.dumps({"features": ["length"], "weights": [1.0], "intercept": 0.0}).encode()
    with pytest.raises(FormatError, match=r"run training/relations\.py again"):
        read_copy_model(other)


@pytest.mark.parametrize("content", [b"{}", b'{"features": ["\xff"]}'])
def test_a_damaged_model_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"copy_model\.json is damaged .*install the package again"):
        read_copy_model(content)


def test_features_count_quotations_apart() -> None:
    rows = [[0, 20, 5, 25, 18, 9, 0, 0], [30, 50, 40, 60, 20, 20, 10, 20]]
    logs = [math.log1p(18), math.log1p(20)]  # half of the second passage is quoted in a, all of it in b: a quotation
    assert features_of(200, 100, rows) == pytest.approx([*logs, 0.18, 0.2, (18 * 0.9 + 20) / 38])


def test_features_are_the_same_when_the_articles_change_places() -> None:
    rows = [[0, 20, 5, 27, 18, 9, 3, 0], [30, 50, 40, 60, 20, 20, 10, 20]]
    turned = [[b0, b1, a0, a1, copied, longest, q_b, q_a] for a0, a1, b0, b1, copied, longest, q_a, q_b in rows]
    assert features_of(200, 100, rows) == features_of(100, 200, turned)


def test_features_are_added_up_in_the_order_of_the_passages() -> None:
    """As one sum after the other gives them, to the last bit: a probability must not hang on the other pairs that are
    measured."""
    rows = [[0, 7 + k, 0, 9 + k % 5, 7, 7, k % 6, k % 7] for k in range(40)]
    quoted = dense = 0.0
    for _, side_a, _, side_b, words, _, in_a, in_b in rows:
        quoted += words * max(in_a / side_a, in_b / side_b)
        dense += words * words / max(side_a, side_b)
    unquoted = 7 * 40 - quoted
    alone = [math.log1p(unquoted), math.log1p(quoted), unquoted / 500, quoted / 500, dense / (7 * 40)]
    assert features_of(500, 900, rows) == alone
    figures = {"words_a": 500, "words_b": 900}
    both = measured_of((figures, rows), (figures, rows))
    assert features(both).tolist() == [alone, alone]


def test_nothing_copied_is_nothing_proved() -> None:
    assert probability(300) < 0.01
    assert probability(0) < 0.01


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(20, 2000), st.lists(st.integers(7, 60), min_size=1, max_size=6))
def test_more_copied_words_are_never_less_probable(words: int, lengths: list[int]) -> None:
    """Passage by passage, and word by word in one of them."""
    grown = [probability(words, *[(length, 0) for length in lengths[: k + 1]]) for k in range(len(lengths))]
    assert grown == sorted(grown)
    longer = [probability(words, *[(length, 0) for length in lengths[1:]], (length, 0)) for length in range(7, 200, 7)]
    assert longer == sorted(longer)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(60, 2000), st.integers(7, 60))
def test_a_quotation_proves_less_than_the_same_words(words: int, length: int) -> None:
    steps = [probability(words, (length, quoted)) for quoted in range(length + 1)]
    assert all(later <= before for before, later in pairwise(steps))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**9), max_size=3))
def test_probabilities_have_three_decimals(words: int, lengths: list[int]) -> None:
    """Rounded before anything is decided by them, and never out of range, however long the texts."""
    found = probability(words, *[(length, 0) for length in lengths])
    assert 0 <= found <= 1
    assert found == round(found, 3)


@pytest.mark.parametrize(("value", "probability"), [(1e9, 1.0), (-1e9, 0.0), (0.0, 0.5)])
def test_no_score_is_too_large(value: float, probability: float) -> None:
    assert CopyModel(["score"], [1.0], 0.0).probabilities(np.array([[value]])) == [probability]


def test_the_whole_of_an_article_is_a_copy() -> None:
    assert probability(300, (300, 0)) > 0.99
    assert probability(30, (30, 0)) > 0.9
