"""What aligned sentences prove: derivation, and a rewrite of the whole; models over one set of features."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.errors import FormatError
from dedup.relations import copy_model, sentence_alignment
from dedup.relations.copy_model import probabilities
from dedup.relations.facts import FACT_FEATURES, fact_features
from dedup.relations.measure import PairMeasures
from dedup.relations.trees import Trees
from dedup.text.tables import F64, I64

FEATURES: Final = (
    *sentence_alignment.FEATURES,
    *copy_model.FEATURES,
    "log_longest_unquoted_run",
    *FACT_FEATURES,
)
SHARES: Final = ("covered_by_passages_most", "covered_by_passages_least", "copied_most")
SUREST: Final = math.log(9999)  # log-odds that one of the two halves of the model can give alone
_FEW: Final = 24  # rows below which Python's numbers are faster than arrays


def feature(rows: F64, name: str) -> F64:
    """Return the column of one of FEATURES; shape (rows,)."""
    column: F64 = rows[:, FEATURES.index(name)]
    return column


class Logistic(msgspec.Struct, frozen=True):
    """A logistic regression over standardised features: one weight for each, which is taken less its mean and divided
    by its scale."""

    features: Sequence[str]
    means: Sequence[float]
    scales: Sequence[float]
    weights: Sequence[float]
    intercept: float

    def __post_init__(self) -> None:
        """Raise ValueError where the columns differ in length; msgspec reports it as a fault of the file."""
        if not len(self.features) == len(self.means) == len(self.scales) == len(self.weights):
            raise ValueError("means, scales and weights must be as many as the features")

    def scores(self, rows: F64) -> F64:
        """Return the log-odds of each row of features, shape (rows,).

        They are summed column by column, since a matrix product rounds differently on each processor.
        """
        out = np.full(len(rows), self.intercept)
        if len(rows) < _FEW:  # the same sums, without an array for each step
            table = list(zip(self.means, self.scales, self.weights, strict=True))
            for k, row in enumerate(rows.tolist()):
                total = self.intercept
                for value, (mean, scale, weight) in zip(row, table, strict=True):
                    total += weight * ((value - mean) / scale)
                out[k] = total
            return out
        for column, mean, scale, weight in zip(rows.T, self.means, self.scales, self.weights, strict=True):
            out += weight * ((column - mean) / scale)
        return out


def read_logistic(content: bytes, name: str, features: Sequence[str], training: str) -> Logistic:
    """Return the regression in the content of the file `name`. Raises FormatError where the content is damaged, or was
    made for other features than these by the script `training`."""
    try:
        model = msgspec.json.decode(content, type=Logistic)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FormatError(f"{name} is damaged ({error}); install the package again.") from error
    if tuple(model.features) != tuple(features):
        raise FormatError(f"{name} was made for other features; run {training} again.")
    return model


class RewriteModel(msgspec.Struct, frozen=True):
    """The models read from rewrite_model.json, which training/relations.py makes from labelled pairs of real and
    translated articles.

    `linear` and `trees` take FEATURES, and the log-odds of "derived" are their mean plus `shift`. `whole` takes
    FEATURES and SHARES and separates rewrites from partial reuse.
    """

    linear: Logistic
    trees: Trees
    shift: float
    whole: Logistic

    def derived(self, rows: F64) -> list[float]:
        """Return P(derived) of each row of FEATURES; 0 for pairs that the alignment passed over."""
        parts = [np.clip(part, -SUREST, SUREST) for part in (self.linear.scores(rows), self.trees.scores(rows))]
        first, second = parts
        return probabilities(np.where(_aligned(rows), (first + second) / 2 + self.shift, -np.inf))

    def rewrites(self, rows: F64, shares: F64) -> list[float]:
        """Return P(rewrite of the whole) of derived pairs; `shares` has a row of SHARES for each."""
        return probabilities(self.whole.scores(np.hstack([rows, shares])))


def _aligned(rows: F64) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return whether each pair was aligned: one that was passed over has no feature."""
    return feature(rows, "containment") > 0


@cache
def rewrite_model() -> RewriteModel:
    """Return the model that ships with the package; raises FormatError as `read_rewrite_model` does."""
    return read_rewrite_model(files("dedup.relations").joinpath("rewrite_model.json").read_bytes())


def read_rewrite_model(content: bytes) -> RewriteModel:
    """Return the models in the content of rewrite_model.json. Raises FormatError where the content is damaged or was
    made for other features."""
    try:
        model = msgspec.json.decode(content, type=RewriteModel)
    except (msgspec.MsgspecError, UnicodeDecodeError, OverflowError) as error:
        raise FormatError(f"rewrite_model.json is damaged ({error}); install the package again.") from error
    expected = (FEATURES, (*FEATURES, *SHARES))
    parts = (model.linear, model.whole)
    too_many = max(model.trees.feature, default=-1) >= len(FEATURES)
    if too_many or tuple(tuple(part.features) for part in parts) != expected:
        raise FormatError("rewrite_model.json was made for other features; run training/relations.py again.")
    return model


def features(aligned: F64, measured: PairMeasures, chosen: I64, facts: NDArray[np.void]) -> F64:
    """Return a row of FEATURES for each chosen pair: those of the alignment (`aligned`), those of the copied words, the
    longest run that is not quoted, and those of the facts (`facts`, of type FORM_FIGURES); shape (chosen, FEATURES)."""
    passages = measured.passages
    side_a, side_b = passages["end_a"] - passages["start_a"], passages["end_b"] - passages["start_b"]
    quoted = np.maximum(passages["quoted_a"] / side_a, passages["quoted_b"] / side_b)
    runs = measured.largest(passages["longest_run"] * (1 - quoted))[chosen]
    longest = [math.log1p(x) for x in runs.tolist()]
    return np.column_stack([aligned, copy_model.features(measured)[chosen], longest, fact_features(facts)])
