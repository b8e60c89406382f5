"""Labelled pairs -> logistic maps and thresholds, on all of them and out of fold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from dedup.calibrate.reliability import reliability
from dedup.calibrate.scored_pairs import ALIGNED, COPIED, Bools, LabelledPairs, mapped
from dedup.errors import InputError, MissingExtraError
from dedup.relations.calibration import SCORES, Calibration, ScoreMap, Thresholds, models_that_ship
from dedup.relations.copies import SURE
from dedup.text.tables import F64, I64

FOLDS: Final = 5
# Pairs of each side from which a map is learned: five a weight of its four scores (Vittinghoff and McCulloch 2007 found
# five to nine events a variable to suffice)
LEAST_OF_PART: Final = 20
# Pairs that the models that ship count for: each label counts a little as they say, so that few labels move them little
PRIOR_PAIRS: Final = 20.0
# C of the regression, for scores in standard deviations: the weights of scores beside the one that ships shrink to
# zero where labels are few, and what is left is the scaling of Platt (1999)
PENALTY: Final = 1.0
FREE: Final = 30.0  # times as large as the others the one that ships is made, so that nothing shrinks its weight
LEAST_DEVIATION: Final = 1e-3  # by which a score that never differs is divided
_DIGITS: Final = 4  # of a weight; more say nothing of a few hundred pairs
TRIED_THRESHOLDS: Final = tuple(round(0.2 + 0.05 * k, 2) for k in range(13))
LEAST_GAIN: Final = 0.01  # of F1 for which a threshold leaves one half


class MapPart(NamedTuple):
    """A map that can be learned: its field of `Calibration`, what decided the pairs that it is for, whether it maps to
    P(derived) or to P(one event), the score that ships for that, and the others that it weighs."""

    field: str
    scored: int
    of_event: bool
    ships: str
    others: tuple[str, ...]


PARTS: Final = (
    MapPart("copy_map", COPIED, False, "derived", ()),
    MapPart("derived_map", ALIGNED, False, "derived", ("copy", "rewrite", "event", "novelty")),
    MapPart("event_map", ALIGNED, True, "event", ("copy", "rewrite", "novelty")),
)


def rows_of(part: MapPart, pairs: LabelledPairs) -> Bools:
    """Return the pairs that a map is learned from: of one event are only pairs that are not derived."""
    rows: Bools = pairs.scored == part.scored
    rows &= (pairs.derived == 0) & (pairs.event >= 0) if part.of_event else pairs.derived >= 0
    return rows


def truth_for(part: MapPart, pairs: LabelledPairs) -> Bools:
    """Return what the labels say; see `rows_of`."""
    truth: Bools = (pairs.event if part.of_event else pairs.derived) == 1
    return truth


def has_enough(part: MapPart, pairs: LabelledPairs) -> bool:
    """Return whether a map can be learned."""
    truth = truth_for(part, pairs)[rows_of(part, pairs)]
    return min(int(truth.sum()), int((~truth).sum())) >= LEAST_OF_PART


def fit(pairs: LabelledPairs, parts: tuple[MapPart, ...], chosen: Bools) -> Calibration:
    """Return the model of these maps, learned from the chosen pairs, with the thresholds that suit them."""
    model = Calibration(made_for=models_that_ship(), labels=int(np.sum(chosen & (pairs.derived >= 0))))
    for part in parts:
        rows = rows_of(part, pairs) & chosen
        if not rows.any():  # one large component of the labels may hold all
            continue
        shipped = pairs.event_score if part.of_event else pairs.shipped.derived
        learned = fit_map(part, pairs.columns[rows], truth_for(part, pairs)[rows], shipped[rows])
        model = msgspec.structs.replace(model, **{part.field: learned})
    derived, event = mapped(pairs, model)
    known, own = chosen & (pairs.derived >= 0), chosen & rows_of(PARTS[2], pairs)
    return msgspec.structs.replace(
        model,
        thresholds=Thresholds(
            best_threshold(derived[known], pairs.derived[known] == 1) if model.derived_map or model.copy_map else SURE,
            best_threshold(event[own], pairs.event[own] == 1) if model.event_map else SURE,
        ),
    )


def logistic_regression() -> Any:
    """Return the class of scikit-learn. Raises MissingExtraError where it is not installed."""
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingExtraError("dedup calibrate", "train") from error
    return LogisticRegression


def fit_map(part: MapPart, columns: F64, truth: Bools, shipped: F64) -> ScoreMap:
    """Return the map that a logistic regression learns. Each pair counts once as the label says and, with the weight
    that `PRIOR_PAIRS` leaves it, as the probabilities that ship say."""
    used = [SCORES.index(score) for score in (part.ships, *part.others)]
    rows = columns[:, used]
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), LEAST_DEVIATION)
    scale[0] /= FREE
    prior = np.full(len(truth), PRIOR_PAIRS / len(truth))
    target = np.concatenate([truth, np.ones(len(truth), np.bool_), np.zeros(len(truth), np.bool_)])
    weight = np.concatenate([np.ones(len(truth)), prior * shipped, prior * (1 - shipped)])
    learned = logistic_regression()(C=PENALTY, max_iter=1000).fit(
        np.tile((rows - mean) / scale, (3, 1)), target, sample_weight=weight
    )
    weights = np.zeros(len(SCORES))
    weights[used] = learned.coef_[0] / scale
    intercept = float(learned.intercept_[0] - (weights[used] * mean).sum())
    derived, copy, rewrite, event, novelty = (round(x, _DIGITS) for x in weights.tolist())
    return ScoreMap(derived, copy, rewrite, event, novelty, round(intercept, _DIGITS))


def best_threshold(probability: F64, truth: Bools) -> float:
    """Return the threshold with the best F1, the nearest to one half where it gains next to nothing."""
    even = reliability(probability, truth, SURE).f1
    tried = [(reliability(probability, truth, each).f1, -abs(each - SURE), each) for each in TRIED_THRESHOLDS]
    best, _, threshold = max(tried)
    return threshold if best >= even + LEAST_GAIN else SURE


def folds(pairs: LabelledPairs) -> Iterator[Bools]:
    """Yield the pairs of each fold; a connected component of the labels is in one. Raises InputError where all labels
    are one component."""
    groups, sizes = np.unique(pairs.groups, return_counts=True)
    if groups.size < 2:
        raise InputError(
            "all labelled pairs are joined by their articles, so that none is left to test with; label others"
        )
    fold = np.zeros(groups.size, np.int64)
    filled = [0] * min(FOLDS, int(groups.size))
    for k in np.argsort(-sizes, kind="stable").tolist():  # the largest first, each into the emptiest
        fold[k] = filled.index(min(filled))
        filled[fold[k]] += int(sizes[k])
    of_pair: I64 = fold[np.searchsorted(groups, pairs.groups)]
    for k in range(len(filled)):
        yield of_pair == k


class OutOfFold(NamedTuple):
    """What models say of pairs that they did not learn from, shape (pairs,), and their thresholds: one half for all
    where those learned gain nothing."""

    derived: F64
    event: F64
    least_derived: F64
    least_event: F64

    def thresholds(self, learned: Thresholds) -> Thresholds:
        """Return those of the learned thresholds that gain out of fold."""
        derived, event = (bool(np.any(least != SURE)) for least in (self.least_derived, self.least_event))
        return Thresholds(learned.derived if derived else SURE, learned.event if event else SURE)


def out_of_fold(pairs: LabelledPairs, parts: tuple[MapPart, ...]) -> OutOfFold:
    """Return the probabilities of each pair by a model that was learned from the pairs of the other folds."""
    found = OutOfFold(*(np.zeros(len(pairs.places)) for _ in range(4)))
    for held in folds(pairs):
        model = fit(pairs, parts, ~held)
        derived, event = mapped(pairs, model)
        found.derived[held], found.event[held] = derived[held], event[held]
        found.least_derived[held], found.least_event[held] = model.thresholds.derived, model.thresholds.event
    known, own = pairs.derived >= 0, rows_of(PARTS[2], pairs)
    return found._replace(
        least_derived=_gaining(found.derived, pairs.derived == 1, found.least_derived, known),
        least_event=_gaining(found.event, pairs.event == 1, found.least_event, own),
    )


def _gaining(probability: F64, truth: Bools, least: F64, chosen: Bools) -> F64:
    """Return the thresholds where they gain over one half on the chosen pairs, else one half for all."""
    learned, even = (
        reliability(probability[chosen], truth[chosen], each[chosen]).f1 for each in (least, np.full(len(least), SURE))
    )
    return least if learned >= even + LEAST_GAIN else np.full(len(least), SURE)
