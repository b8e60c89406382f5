"""How probable it is that aligned sentences prove derivation: a linear model and boosted trees over one set of features."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np

from dedup.errors import FormatError
from dedup.relations import alignment, evidence
from dedup.relations.measure import Measured
from dedup.relations.trees import Trees
from dedup.text.tables import I64
from dedup.text.terms import F64

FEATURES: Final = (*alignment.FEATURES, *evidence.FEATURES, "log_longest_unquoted_run")
SUREST: Final = math.log(9999)  # log-odds that one of the two models can give alone


class RewordingModel(msgspec.Struct, frozen=True):
    """Read from rewording_model.json: made by training/rewording.py from labelled pairs of real and translated articles.

    The log-odds are the mean of a logistic regression over standardised features and of the trees, plus `shift`.
    """

    features: list[str]
    means: list[float]
    scales: list[float]
    weights: list[float]
    intercept: float
    trees: Trees
    shift: float

    def scores(self, rows: F64) -> F64:
        """The log-odds of "derived" for each row of FEATURES."""
        linear = np.full(len(rows), self.intercept)
        for column, mean, scale, weight in zip(rows.T, self.means, self.scales, self.weights, strict=True):
            linear += weight * ((column - mean) / scale)  # column by column: a matrix product rounds by the processor
        parts = [np.clip(part, -SUREST, SUREST) for part in (linear, self.trees.scores(rows))]
        scores: F64 = (parts[0] + parts[1]) / 2 + self.shift
        return scores

    def probabilities(self, rows: F64) -> list[float]:
        """P(derived) of each row, rounded to three decimals before anything is decided by it."""
        return [round(1 / (1 + math.exp(-x)), 3) for x in self.scores(rows).tolist()]


@cache
def rewording_model() -> RewordingModel:
    """The model that ships. Raises FormatError where the file is damaged or not one of this version."""
    try:
        model = msgspec.json.decode(files("dedup.relations").joinpath("rewording_model.json").read_bytes(), type=RewordingModel)
    except (msgspec.MsgspecError, OverflowError) as error:
        raise FormatError(f"rewording_model.json is damaged ({error}); install the package again.") from error
    columns = (model.features, model.means, model.scales, model.weights)
    foreign = tuple(model.features) != FEATURES or any(len(column) != len(FEATURES) for column in columns)
    if foreign or max(model.trees.feature, default=-1) >= len(FEATURES):
        raise FormatError("rewording_model.json was made for other features; run training/rewording.py again.")
    return model


def features(aligned: F64, measured: Measured, chosen: I64) -> F64:
    """The model's inputs for the chosen pairs: those of the alignment, those of the copied words, and the longest run not quoted."""
    start_a, end_a, start_b, end_b, _words, longest, quoted_a, quoted_b = measured.passages.T.astype(np.float64)
    quoted = np.maximum(quoted_a / (end_a - start_a), quoted_b / (end_b - start_b))
    runs = measured.largest(longest * (1 - quoted))[chosen]
    return np.column_stack([aligned, evidence.features(measured)[chosen], [math.log1p(x) for x in runs.tolist()]])
