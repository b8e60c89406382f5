"""A logistic regression: its arithmetic, its bounds, and columns that do not fit."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations.copy_model import probabilities
from dedup.relations.rewrite_model import Logistic

MODEL = Logistic(features=["one", "two"], means=[1.0, -2.0], scales=[2.0, 0.5], weights=[3.0, -1.0], intercept=0.25)


def test_features_are_standardised_and_weighted() -> None:
    rows = np.array([[1.0, -2.0], [3.0, -2.0], [1.0, -1.5], [5.0, 0.0]])
    assert MODEL.scores(rows).tolist() == [0.25, 3.25, -0.75, 0.25 + 3 * 2 - 4]
    assert MODEL.scores(rows[:0]).tolist() == []


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        MODEL.scores(np.ones((2, 3)))


@given(st.lists(st.floats(-60, 60), max_size=20))
def test_probabilities_rise_with_the_score_and_are_rounded(scores: list[float]) -> None:
    told = probabilities(np.array(sorted(scores)))
    assert told == sorted(told)
    assert told == [round(1 / (1 + math.exp(-score)), 3) for score in sorted(scores)]


def test_scores_without_bound() -> None:
    assert probabilities(np.array([-np.inf, -1e308, 0.0, 1e308, np.inf])) == [0.0, 0.0, 0.5, 1.0, 1.0]


@pytest.mark.parametrize("column", ["features", "means", "scales", "weights"])
def test_columns_of_different_lengths_are_refused(column: str) -> None:
    fields = msgspec.to_builtins(MODEL)
    fields[column] = fields[column][:1]
    with pytest.raises(msgspec.ValidationError, match="as many as the features"):
        msgspec.convert(fields, Logistic)
