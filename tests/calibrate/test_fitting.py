"""Maps and thresholds that are learned from scores and labels, without any article."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.calibrate.fitted_model import part_figures
from dedup.calibrate.fitting import (
    LEAST_OF_PART,
    PARTS,
    best_threshold,
    fit,
    fit_map,
    folds,
    has_enough,
    out_of_fold,
)
from dedup.calibrate.reliability import reliability
from dedup.calibrate.scored_pairs import ALIGNED, COPIED, LabelledPairs, Outcomes, components, mapped
from dedup.errors import InputError
from dedup.relations.calibration import SCORES, PairScores, ScoreMap
from dedup.text.tables import F64

COPY, DERIVED, EVENT = PARTS


def scored(count: int, seed: int, shift: float = 0.0) -> LabelledPairs:
    """Pairs of which the log-odds of the truth are those that ship plus `shift`; each pair has articles of its own."""
    draw = np.random.default_rng(seed)
    odds = draw.normal(0.0, 2.0, count)
    truth = draw.random(count) < 1 / (1 + np.exp(-(odds + shift)))
    probability = 1 / (1 + np.exp(-odds))
    small = np.full(count, 0.01)
    scores = PairScores(small, probability, small, draw.random(count))
    places = np.arange(2 * count).reshape(-1, 2)
    return LabelledPairs(
        places,
        components(places),
        truth.astype(np.int64),
        np.where(truth, 1, -1),
        np.full(count, ALIGNED),
        scores.columns(),
        small,
        Outcomes(probability, ["partial"] * count, np.array(probability >= 0.5)),
        [],
    )


def everything(pairs: LabelledPairs) -> np.ndarray:
    return np.ones(len(pairs.places), np.bool_)


def test_scores_that_ship_well_are_left_nearly_as_they_are() -> None:
    pairs = scored(2000, seed=1)
    derived, _ = mapped(pairs, fit(pairs, (DERIVED,), everything(pairs)))
    assert np.abs(derived - pairs.shipped.derived).max() < 0.06


@pytest.mark.parametrize("shift", [-2.0, 2.0])
def test_scores_that_promise_too_much_or_too_little_are_set_right(shift: float) -> None:
    pairs = scored(2000, seed=2, shift=shift)
    tested = out_of_fold(pairs, (DERIVED,))
    truth = pairs.derived == 1
    before, after = (reliability(p, truth, 0.5) for p in (pairs.shipped.derived, tested.derived))
    assert after.brier < 0.8 * before.brier
    for each in after.bins:
        assert each.pairs < 40 or abs(each.promised - each.true) < 0.1


def test_few_labels_change_less_than_many_of_the_same_kind() -> None:
    few, many = (scored(count, seed=3, shift=3.0) for count in (40, 2000))
    intercepts = [fit(pairs, (DERIVED,), everything(pairs)).derived_map for pairs in (few, many)]
    few_map, many_map = intercepts
    assert few_map is not None
    assert many_map is not None
    assert 0 < few_map.intercept < many_map.intercept


def test_a_map_weighs_its_own_scores_alone() -> None:
    pairs = scored(300, seed=4)
    truth = pairs.derived == 1
    learned = fit_map(COPY, pairs.columns, truth, pairs.shipped.derived)
    assert learned.derived > 0
    assert learned.weights[1:] == (0.0, 0.0, 0.0, 0.0)
    assert fit_map(EVENT, pairs.columns, truth, pairs.shipped.derived).derived == 0.0


def test_the_same_labels_give_the_same_map() -> None:
    pairs = scored(200, seed=5)
    assert fit(pairs, (DERIVED,), everything(pairs)) == fit(pairs, (DERIVED,), everything(pairs))


@pytest.mark.parametrize(("true", "enough"), [(LEAST_OF_PART, True), (LEAST_OF_PART - 1, False)])
def test_a_map_takes_enough_pairs_of_each_side(true: int, enough: bool) -> None:
    pairs = scored(100, seed=6)
    labels = np.where(np.arange(100) < true, 1, 0)
    assert has_enough(DERIVED, pairs._replace(derived=labels)) is enough
    assert has_enough(DERIVED, pairs._replace(derived=1 - labels)) is enough
    assert not has_enough(COPY, pairs._replace(derived=labels))
    assert has_enough(COPY, pairs._replace(derived=labels, scored=np.full(100, COPIED))) is enough


def test_one_event_is_learned_from_pairs_that_do_not_derive() -> None:
    pairs = scored(100, seed=7)
    half = np.arange(100) % 2
    assert has_enough(EVENT, pairs._replace(derived=np.zeros(100, np.int64), event=half))
    assert not has_enough(EVENT, pairs._replace(derived=np.ones(100, np.int64), event=half))
    assert not has_enough(EVENT, pairs._replace(derived=np.full(100, -1), event=half))


def test_a_component_of_the_labels_is_in_one_fold() -> None:
    draw = np.random.default_rng(8)
    places = draw.integers(0, 150, (120, 2))
    pairs = scored(120, seed=8)._replace(places=places, groups=components(places))
    held = np.array(list(folds(pairs)))
    assert np.all(held.sum(axis=0) == 1)
    for one, other in zip(*np.where(pairs.groups[:, None] == pairs.groups[None, :]), strict=True):
        assert np.array_equal(held[:, one], held[:, other])
    for fold in held:
        assert not set(places[fold].ravel()) & set(places[~fold].ravel())


def test_labels_that_are_all_joined_leave_nothing_to_test_with() -> None:
    places = np.array([[k, k + 1] for k in range(100)])
    with pytest.raises(InputError, match="joined by their articles"):
        list(folds(scored(100, seed=9)._replace(places=places, groups=components(places))))


def probability_and_truth(border: float) -> tuple[F64, np.ndarray]:
    probability = np.linspace(0, 1, 201)
    return probability, probability >= border


def test_a_threshold_is_where_the_labels_part() -> None:
    for border in (0.3, 0.7):
        assert best_threshold(*probability_and_truth(border)) == pytest.approx(border, abs=0.051)
    assert best_threshold(*probability_and_truth(0.5)) == 0.5
    assert best_threshold(np.array([0.1, 0.9]), np.array([True, True])) in (0.2, 0.5)


@pytest.mark.parametrize(("right", "threshold"), [(100, 0.55), (2000, 0.5)])
def test_a_threshold_that_gains_next_to_nothing_stays_at_one_half(right: int, threshold: float) -> None:
    """Ten pairs just above it are wrong, among a hundred or two thousand that are right."""
    probability = np.concatenate([np.full(right, 0.9), np.full(10, 0.52)])
    assert best_threshold(probability, probability > 0.6) == threshold


@pytest.mark.parametrize(("shift", "used"), [(0.0, False), (2.0, True)])
def test_a_map_is_used_where_it_gains_out_of_fold(shift: float, used: bool) -> None:
    figures = part_figures(DERIVED, scored(400, seed=11, shift=shift))
    assert figures.before is not None
    assert figures.after is not None
    assert (figures.after.brier < figures.before.brier) is used
    assert figures.used is used
    assert part_figures(COPY, scored(400, seed=11)) == ("copy_map", 0, 0, None, None, False)


def test_pairs_that_no_score_decides_keep_their_probability() -> None:
    pairs = scored(50, seed=10)
    decided = np.arange(50) % 2 == 0
    pairs = pairs._replace(scored=np.where(decided, ALIGNED, 0))
    zero = dict.fromkeys(SCORES, 0.0)
    model = fit(pairs, (), everything(pairs))
    changed = type(model)(made_for="", labels=0, derived_map=ScoreMap(**zero, intercept=0.0))
    derived, _ = mapped(pairs, changed)
    assert np.all(derived[decided] == 0.5)
    assert np.array_equal(derived[~decided], pairs.shipped.derived[~decided])
