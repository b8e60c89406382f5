"""A logistic regression over standardised features that a training script learned, read from JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from dedup.relations.rounding import F64

_FEW: Final = 24  # rows below which Python's numbers are faster than arrays


def probabilities(scores: F64) -> list[float]:
    """Log-odds as probabilities, rounded to three decimals before anything is decided by them; numpy's exp differs
    between processors."""
    return [round(1 / (1 + math.exp(-x)), 3) for x in np.clip(scores, -50.0, 50.0).tolist()]


class Logistic(msgspec.Struct, frozen=True):
    """One weight for each feature, which is taken less its mean and by its scale."""

    features: Sequence[str]
    means: Sequence[float]
    scales: Sequence[float]
    weights: Sequence[float]
    intercept: float

    def __post_init__(self) -> None:
        """Refuse columns of different lengths; msgspec reports a ValueError as one of the file."""
        if not len(self.features) == len(self.means) == len(self.scales) == len(self.weights):
            raise ValueError("means, scales and weights must be as many as the features")

    def scores(self, rows: F64) -> F64:
        """The log-odds of each row of features, shape (rows,); summed column by column, since a matrix product rounds
        by the processor."""
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
