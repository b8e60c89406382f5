"""The rewrite model: what it takes in, what it makes of it, and that no foreign file is taken for it."""

from __future__ import annotations

import math
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import FormatError
from dedup.relations import copy_model, sentence_alignment
from dedup.relations.facts import FACT_FEATURES, fact_features
from dedup.relations.form_figures import FORM_FIGURES
from dedup.relations.rewrite_model import (
    FEATURES,
    SHARES,
    SUREST,
    feature,
    features,
    read_rewrite_model,
    rewrite_model,
)
from dedup.text.tables import F64
from tests.relations.arrays import measured_of

MODEL = msgspec.json.decode(files("dedup.relations").joinpath("rewrite_model.json").read_bytes())


def rows_like_news(count: int, seed: int = 1) -> F64:
    """Rows of features about the means of the model, by its scales."""
    drawn = np.random.default_rng(seed).normal(size=(count, len(FEATURES)))
    rows: F64 = np.array(MODEL["linear"]["means"]) + drawn * np.array(MODEL["linear"]["scales"])
    containment = feature(rows, "containment")
    containment[:] = np.abs(containment) + 0.01  # an aligned pair has something in common
    return rows


def test_the_model_that_ships_was_made_for_these_features() -> None:
    model = rewrite_model()
    assert (
        tuple(model.linear.features)
        == FEATURES
        == (*sentence_alignment.FEATURES, *copy_model.FEATURES, "log_longest_unquoted_run", *FACT_FEATURES)
    )
    assert tuple(model.whole.features) == (*FEATURES, *SHARES)
    assert min(min(part.scales) for part in (model.linear, model.whole)) > 0
    assert max(model.trees.feature) < len(FEATURES)
    assert model.trees.roots


def test_the_log_odds_are_the_mean_of_both_halves() -> None:
    """Each is cut where it would decide alone."""
    model = rewrite_model()
    rows = rows_like_news(200) * np.linspace(1, 40, 200)[:, None]
    linear, trees = model.linear.scores(rows).tolist(), model.trees.scores(rows).tolist()
    for one, other, told in zip(linear, trees, model.derived(rows), strict=True):
        parts = [min(SUREST, max(-SUREST, part)) for part in (one, other)]
        assert told == round(1 / (1 + math.exp(-(sum(parts) / 2 + MODEL["shift"]))), 3)
    assert max(map(abs, linear)) > SUREST


def test_pairs_that_were_passed_over_are_not_derived() -> None:
    rows = rows_like_news(3)
    rows[1] = 0.0
    model = rewrite_model()
    assert model.derived(rows)[1] == 0.0
    assert model.derived(rows)[::2] == model.derived(rows[::2])


@given(st.integers(0, 1000), st.integers(2, 40), st.data())
def test_a_row_has_the_same_probability_alone_and_in_any_batch(seed: int, count: int, data: st.DataObject) -> None:
    """To the last bit of its score, whatever the memory order of the batch."""
    model = rewrite_model()
    rows = rows_like_news(count, seed)
    scores = model.linear.scores(rows)
    chosen = data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=5))
    for batch in (rows[chosen], np.asfortranarray(rows)[chosen], np.ascontiguousarray(rows.T)[:, chosen].T):
        assert model.linear.scores(batch).tolist() == scores[chosen].tolist()
        assert model.derived(batch) == [model.derived(rows)[k] for k in chosen]


@pytest.mark.parametrize("value", [1e300, 0.0])
def test_no_row_is_too_large(value: float) -> None:
    (told,) = rewrite_model().derived(np.full((1, len(FEATURES)), value))
    assert 0.0 <= told <= 1.0
    assert rewrite_model().derived(np.empty((0, len(FEATURES)))) == []


WHOLE = msgspec.json.encode(MODEL)
OTHER = msgspec.json.encode
LINEAR = MODEL["linear"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        WHOLE[: len(WHOLE) // 2],
        b"\xff" + WHOLE,
        b"[1, 2]",
        b"{}",
        OTHER({"features": ["length"], "weights": [1.0], "intercept": 0.0}),  # a model of copies
        OTHER(MODEL | {"linear": LINEAR | {"features": ["length", *LINEAR["features"][1:]]}}),
        OTHER(MODEL | {"linear": LINEAR | {"features": LINEAR["features"][::-1]}}),
        OTHER(MODEL | {"whole": MODEL["linear"]}),
        OTHER(MODEL | {"linear": LINEAR | {"weights": LINEAR["weights"][1:]}}),
        OTHER(MODEL | {"linear": LINEAR | {"means": [*LINEAR["means"], 0.0]}}),
        OTHER(MODEL | {"whole": MODEL["whole"] | {"scales": "wide"}}),
        OTHER(MODEL | {"trees": MODEL["trees"] | {"roots": [10**6]}}),
        OTHER(MODEL | {"trees": MODEL["trees"] | {"feature": [len(FEATURES), *MODEL["trees"]["feature"][1:]]}}),
        OTHER(MODEL | {"trees": MODEL["trees"] | {"value": MODEL["trees"]["value"][1:]}}),
        WHOLE.replace(b'"roots":[0', b'"roots":[' + b"9" * 30),
        WHOLE.replace(b"containment", b"containm\xff"),
    ],
)
def test_a_damaged_or_foreign_file_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"rewrite_model\.json .*again\.$"):
        read_rewrite_model(content)


def test_features_stand_behind_one_another() -> None:
    """Those of the alignment, of the copied words, the longest run by the share of its passage that nobody quotes, and
    those of the facts."""
    rows: list[list[int]] = [
        [0, 10, 0, 10, 10, 9, 0, 5],
        [20, 40, 20, 45, 18, 8, 0, 0],
        [50, 60, 50, 60, 10, 10, 10, 0],
    ]
    measured = measured_of(
        ({"words_a": 200, "words_b": 100}, rows[:1]),
        ({"words_a": 90, "words_b": 80}, []),
        ({"words_a": 300, "words_b": 100}, rows),
    )
    aligned = np.arange(3.0 * len(sentence_alignment.FEATURES)).reshape(3, -1)
    chosen = np.array([2, 0, 1])
    facts = np.zeros(3, FORM_FIGURES)
    facts["own_numbers"], facts["distinct_facts"] = [1, 0, 3], [4, 4, 6]
    made: Any = features(aligned, measured, chosen, facts)
    assert made.shape == (3, len(FEATURES))
    first, last = len(sentence_alignment.FEATURES), len(sentence_alignment.FEATURES) + len(copy_model.FEATURES)
    assert made[:, :first].tolist() == aligned.tolist()
    assert made[:, first:last].tolist() == copy_model.features(measured)[chosen].tolist()
    assert made[:, last].tolist() == pytest.approx([math.log1p(8), math.log1p(4.5), 0.0])
    assert made[:, last + 1 :].tolist() == fact_features(facts).tolist()
    assert feature(made, "own_share").tolist() == [0.25, 0.0, 0.5]


def test_features_of_no_pairs() -> None:
    made = features(
        np.empty((0, len(sentence_alignment.FEATURES))),
        measured_of(({"words_a": 9, "words_b": 9}, [])),
        np.empty(0, np.int64),
        np.zeros(0, FORM_FIGURES),
    )
    assert made.shape == (0, len(FEATURES))
