"""How probable it is that copied passages prove derivation: a logistic model over copied words, with quotations counted
apart."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np

from dedup.errors import FormatError
from dedup.relations.measure import PairMeasures, ScoreBound
from dedup.text.tables import F64

FEATURES: Final = (
    "log_unquoted_words",
    "log_quoted_words",
    "unquoted_share_of_shorter",
    "quoted_share_of_shorter",
    "density",
)
_ROUNDING: Final = 0.001  # by which rounding may lift a probability over a threshold


class CopyModel(msgspec.Struct, frozen=True):
    """A logistic regression read from copy_model.json, which training/relations.py makes from labelled pairs of real
    and rebuilt articles."""

    features: list[str]
    weights: list[float]
    intercept: float

    def probabilities(self, rows: F64) -> list[float]:
        """Return P(derived) of each row of FEATURES, rounded to three decimals."""
        score = np.zeros(len(rows))
        for weight, column in zip(self.weights, rows.T, strict=True):
            score += weight * column
        return probabilities(self.intercept + score)

    def bound(self, least: float) -> ScoreBound:
        """Return the highest score that copied words can give, and the score of the probability `least`, with a margin
        for rounding."""
        weight = dict(zip(self.features, self.weights, strict=True))
        log = max(0.0, weight["log_unquoted_words"]) + max(0.0, weight["log_quoted_words"])
        share = max(0.0, weight["unquoted_share_of_shorter"], weight["quoted_share_of_shorter"])
        lowest = math.log((least - _ROUNDING) / (1 + _ROUNDING - least))
        return ScoreBound(self.intercept + max(0.0, weight["density"]), log, share, lowest)


def probabilities(scores: F64) -> list[float]:
    """Return log-odds as probabilities, rounded to three decimals before anything is decided by them.

    Python's exp is used, since numpy's differs between processors.
    """
    return [round(1 / (1 + math.exp(-x)), 3) for x in np.clip(scores, -50.0, 50.0).tolist()]


@cache
def copy_model() -> CopyModel:
    """Return the model that ships with the package; raises FormatError as `read_copy_model` does."""
    return read_copy_model(files("dedup.relations").joinpath("copy_model.json").read_bytes())


def read_copy_model(content: bytes) -> CopyModel:
    """Return the model in the content of copy_model.json. Raises FormatError where the content is damaged or was made
    for other features."""
    try:
        model = msgspec.json.decode(content, type=CopyModel)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FormatError(f"copy_model.json is damaged ({error}); install the package again.") from error
    if tuple(model.features) != FEATURES:
        raise FormatError("copy_model.json was made for other features; run training/relations.py again.")
    return model


def features(measured: PairMeasures) -> F64:
    """Return the inputs of the model, shape (pairs, FEATURES), the same when a and b change places.

    A copied word counts as quoted by the share of its passage that is quoted on one side, the larger of the two: what
    one article shows as a quotation is one in the other too. Density is the mean share of the longer side of a passage
    that was copied: templates filled with other names and numbers have little.
    """
    passages = measured.passages
    words = passages["copied_words"].astype(np.float64)
    side_a, side_b = (passages["end_a"] - passages["start_a"]), (passages["end_b"] - passages["start_b"])
    copied = measured.total(words)
    quoted = measured.total(words * np.maximum(passages["quoted_a"] / side_a, passages["quoted_b"] / side_b))
    dense = measured.total(words * words / np.maximum(side_a, side_b))
    unquoted = copied - quoted
    shorter = measured.shorter()
    logs = [[math.log1p(x) for x in column.tolist()] for column in (np.maximum(0.0, unquoted), quoted)]
    return np.stack(
        [*map(np.array, logs), unquoted / shorter, quoted / shorter, dense / np.maximum(1.0, copied)], axis=1
    )
