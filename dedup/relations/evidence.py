"""How probable it is that copied passages prove derivation: a logistic model over copied words, quotations counted
apart."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np

from dedup.errors import FormatError
from dedup.relations.measure import Measured
from dedup.relations.pair_figures import WORDS_A, WORDS_B
from dedup.relations.rounding import F64

FEATURES: Final = (
    "log_unquoted_words",
    "log_quoted_words",
    "unquoted_share_of_shorter",
    "quoted_share_of_shorter",
    "density",
)


class CopyModel(msgspec.Struct, frozen=True):
    """A logistic regression read from copy_model.json: made by training/relations.py from labelled pairs of real and
    rebuilt articles."""

    features: list[str]
    weights: list[float]
    intercept: float

    def probabilities(self, rows: F64) -> list[float]:
        """P(derived) for rows of features, rounded to three decimals before anything is decided by it."""
        score = np.zeros(len(rows))
        for weight, column in zip(self.weights, rows.T, strict=True):
            score += weight * column
        score = np.clip(self.intercept + score, -50.0, 50.0)
        return [round(1 / (1 + math.exp(-x)), 3) for x in score.tolist()]  # numpy's exp differs between processors

    def bound(self, least: float) -> tuple[float, float, float, float]:
        """What no pair with `copied` words can pass: base + log * log(1 + copied) + share * copied / shorter; and the
        score of `least`.

        The last entry leaves a margin for the rounding of probabilities.
        """
        log = max(0.0, self.weights[0]) + max(0.0, self.weights[1])
        share = max(0.0, self.weights[2], self.weights[3])
        return self.intercept + max(0.0, self.weights[4]), log, share, math.log((least - 0.001) / (1.001 - least))


@cache
def copy_model() -> CopyModel:
    """The model that ships. Raises FormatError where the file is damaged or not one of this version."""
    try:
        model = msgspec.json.decode(files("dedup.relations").joinpath("copy_model.json").read_bytes(), type=CopyModel)
    except msgspec.MsgspecError as error:
        raise FormatError(f"copy_model.json is damaged ({error}); install the package again.") from error
    if tuple(model.features) != FEATURES:
        raise FormatError("copy_model.json was made for other features; run training/relations.py again.")
    return model


def features(measured: Measured) -> F64:
    """The model's inputs from measured pairs, shape (pairs, features), the same when a and b change places.

    A copied word counts as quoted by the share of its passage that is quoted on one side, the larger of the two: what
    one article shows as a quotation is one in the other too. Density is the copied words' mean share of the longer side
    of their passage: templates with other names and numbers have little.
    """
    start_a, end_a, start_b, end_b, words, _longest, quoted_a, quoted_b = measured.passages.T.astype(np.float64)
    side_a, side_b = end_a - start_a, end_b - start_b
    copied = measured.total(words)
    quoted = measured.total(words * np.maximum(quoted_a / side_a, quoted_b / side_b))
    dense = measured.total(words * words / np.maximum(side_a, side_b))
    unquoted = copied - quoted
    shorter = np.maximum(1, measured.figures[:, [WORDS_A, WORDS_B]].min(axis=1))
    logs = [[math.log1p(x) for x in column.tolist()] for column in (np.maximum(0.0, unquoted), quoted)]
    return np.stack(
        [*map(np.array, logs), unquoted / shorter, quoted / shorter, dense / np.maximum(1.0, copied)], axis=1
    )
