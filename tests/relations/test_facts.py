"""What the facts of a pair say: shares of what both have, and features for the models."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.relations.alignment import term_columns
from dedup.relations.facts import (
    FACT_FEATURES,
    FactColumns,
    changed_share,
    fact_features,
    logs_of,
    matched_share,
    own_share,
    plain_share,
)
from dedup.relations.form_figures import FORM_FIGURES, SHOWN_SLOTS
from dedup.relations.forms import FEATURES, form_features
from dedup.text.quotations import quoted_words
from dedup.text.tables import F64
from dedup.text.terms import Terms
from tests.relations.arrays import figures_of
from tests.relations.plain_facts import columns_of

FIGURES = {
    "words_a": 50,
    "words_b": 40,
    "facts_a": 9,
    "facts_b": 10,
    "matched": 32,
    "matched_facts": 2,
    "runs": 5,
    "fact_slots": 3,
    "plain_slots": 1,
    "kept_facts": 2,
    "own_numbers": 4,
    "own_names": 2,
    "distinct_facts": 8,
}
SHARES = {
    "matched words of the shorter article": (matched_share, 32 / 40),
    "matched plain words of the article with fewer": (plain_share, 30 / 30),
    "own facts of the article with fewer": (own_share, 6 / 8),
    "changed facts of those in the same places": (changed_share, 3 / (3 + 2 + 1)),
}


@pytest.mark.parametrize(("share", "value"), SHARES.values(), ids=SHARES.keys())
def test_shares_of_a_pair(share: Callable[[NDArray[np.void]], F64], value: float) -> None:
    assert share(figures_of(FIGURES)).tolist() == [value]
    assert share(figures_of(FIGURES, {}, FIGURES)).tolist() == [value, 0.0, value]  # nothing is no division by 0


@pytest.mark.parametrize("share", [matched_share, plain_share])
def test_no_share_is_more_than_the_whole(share: Callable[[NDArray[np.void]], F64]) -> None:
    """Words in common are counted by the order of one article, and a word may be a fact in one of both alone."""
    assert share(figures_of({"words_a": 5, "words_b": 9, "matched": 6})).tolist() == [1.0]


def test_logarithms_are_those_of_python() -> None:
    assert logs_of(np.array([0, 1, 7])) == [0.0, math.log1p(1), math.log1p(7)]


def test_features_of_the_facts() -> None:
    (row,) = fact_features(figures_of(FIGURES)).tolist()
    logs = {name: math.log1p(value) for name, value in FIGURES.items()}
    assert dict(zip(FACT_FEATURES, row, strict=True)) == {
        "log_own_numbers": logs["own_numbers"],
        "log_own_names": logs["own_names"],
        "own_share": 0.75,
        "log_kept_facts": logs["kept_facts"],
        "log_fact_slots": logs["fact_slots"],
        "fact_slot_share": 0.5,
        "log_plain_slots": logs["plain_slots"],
    }


def test_features_of_a_form() -> None:
    """Five words are added to the matched ones, so that a slot among few words is no large share."""
    (row,) = form_features(figures_of(FIGURES)).tolist()
    logs = {name: math.log1p(value) for name, value in FIGURES.items()}
    assert dict(zip(FEATURES, row, strict=True)) == {
        "log_fact_slots": logs["fact_slots"],
        "fact_slot_share": 0.5,
        "fact_slot_density": 3 / 37,
        "log_plain_slots": logs["plain_slots"],
        "plain_slot_density": 1 / 37,
        "log_matched": logs["matched"],
        "matched_share": 0.8,
        "plain_share": 1.0,
        "log_mean_run": math.log(37 / 6),
        "run_with_slots": math.log(37 / 6) * logs["fact_slots"],
        "log_own_numbers": logs["own_numbers"],
        "log_own_names": logs["own_names"],
        "own_share": 0.75,
    }


def test_no_pairs_have_no_features() -> None:
    assert fact_features(figures_of()).shape == (0, len(FACT_FEATURES))
    assert form_features(figures_of()).shape == (0, len(FEATURES))


counts = st.fixed_dictionaries({name: st.integers(0, 500) for name in FORM_FIGURES.names or ()})


@given(counts)
def test_features_are_the_same_when_the_articles_change_places(drawn: dict[str, int]) -> None:
    turned = dict(drawn)
    for name in ("words", "facts"):
        turned[f"{name}_a"], turned[f"{name}_b"] = drawn[f"{name}_b"], drawn[f"{name}_a"]
    for features in (fact_features, form_features):
        assert features(figures_of(drawn)).tolist() == features(figures_of(turned)).tolist()


TEXTS = [
    "A quake of magnitude 4.1 shook Bishop on Monday at 6:14. It was 7 miles deep, the survey in Golden said.",
    "A quake of magnitude 3.6 shook Eureka on Friday at 9:47. It was 11 miles deep, the survey in Golden said.",
    "A quake of magnitude 3.6 shook Eureka on Friday. The survey in Golden said that it was eleven miles deep.",
    "Golden weather waits for the farmers of Bishop, of whom 40 met on Monday and 12 stayed away.",
    "",
]
PAIRS = [(a, b) for a in range(len(TEXTS)) for b in range(len(TEXTS)) if a != b]


@pytest.mark.parametrize("known", [False, True], ids=["without terms", "with terms"])
def test_texts_have_the_same_features_when_they_change_places(known: bool) -> None:
    columns = columns_of(TEXTS)
    words = term_columns(columns, quoted_words(*columns), Terms()) if known else None
    facts = FactColumns(columns, words)
    forth, back = facts.measure(np.array(PAIRS)), facts.measure(np.array(PAIRS)[:, ::-1])
    assert form_features(forth.figures).tolist() == form_features(back.figures).tolist()
    assert fact_features(forth.figures).tolist() == fact_features(back.figures).tolist()
    assert forth.slots.shape == (len(PAIRS), SHOWN_SLOTS)


def test_what_two_bulletins_change_and_keep() -> None:
    pairs = np.array([(0, 1), (1, 2), (0, 3)])
    bulletins, repeated, others = FactColumns(columns_of(TEXTS)).measure(pairs).figures
    assert (bulletins["fact_slots"], bulletins["kept_facts"]) == (5, 1)
    assert (repeated["fact_slots"], repeated["own_names"], repeated["own_numbers"]) == (0, 0, 1)  # 11 and eleven
    assert others["matched"] < 0.35 * others["words_b"]
