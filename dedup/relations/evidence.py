"""How probable it is that copied passages prove derivation: a logistic model over copied words, quotations counted apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from dedup.errors import FormatError

FEATURES: Final = ("log_unquoted_words", "log_quoted_words", "unquoted_share_of_shorter", "quoted_share_of_shorter", "density")


class CopyModel(msgspec.Struct, frozen=True):
    """A logistic regression read from copy_model.json: made by training/copies.py from labelled pairs of real and rebuilt articles."""

    features: list[str]
    weights: list[float]
    intercept: float

    def probability(self, values: Sequence[float]) -> float:
        """P(derived), rounded to three decimals before anything is decided by it."""
        score = self.intercept + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return round(1 / (1 + math.exp(-max(-50.0, min(50.0, score)))), 3)

    def bound(self, least: float) -> tuple[float, float, float, float]:
        """What no pair with `copied` words can pass: base + log * log(1 + copied) + share * copied / shorter; and the score of `least`.

        The last entry leaves a margin for the rounding of probabilities.
        """
        log = max(0.0, self.weights[0]) + max(0.0, self.weights[1])
        share = max(0.0, self.weights[2], self.weights[3])
        return self.intercept + max(0.0, self.weights[4]), log, share, math.log((least - 0.001) / (1.001 - least))


@cache
def copy_model() -> CopyModel:
    """The model that ships. Raises FormatError where the file is not one of this version."""
    model = msgspec.json.decode(files("dedup.relations").joinpath("copy_model.json").read_bytes(), type=CopyModel)
    if tuple(model.features) != FEATURES:
        raise FormatError("copy_model.json was made for other features; run training/copies.py again.")
    return model


def features(figures: Sequence[int], passages: Sequence[Sequence[int]]) -> list[float]:
    """The model's inputs from one measured pair (see `measure.Measured.of`), the same when a and b change places.

    A copied word counts as quoted by the mean share of its passage that stands inside quotation marks on both sides; density is the
    copied words' mean share of the longer side of their passage: templates with other names and numbers have little.
    """
    copied = quoted = dense = 0.0
    for start_a, end_a, start_b, end_b, words, _longest, quoted_a, quoted_b in passages:
        side_a, side_b = end_a - start_a, end_b - start_b
        copied += words
        quoted += words * (quoted_a / side_a + quoted_b / side_b) / 2
        dense += words * words / (side_a if side_a > side_b else side_b)
    unquoted = copied - quoted
    shorter = max(1, min(figures[6], figures[7]))
    return [math.log1p(max(0.0, unquoted)), math.log1p(quoted), unquoted / shorter, quoted / shorter, dense / max(1.0, copied)]
