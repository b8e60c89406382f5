"""How probable it is that copied passages prove derivation: a logistic model over copied words, quotations counted apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from dedup.errors import FormatError

FEATURES: Final = (
    "log_unquoted_words",
    "log_longest_unquoted_passage",
    "log_quoted_words",
    "unquoted_share_of_shorter",
    "quoted_share_of_shorter",
)


class CopyModel(msgspec.Struct, frozen=True):
    """A logistic regression read from copy_model.json: made by training/copies.py from labelled pairs of real and rebuilt articles."""

    features: list[str]
    weights: list[float]
    intercept: float

    def probability(self, values: Sequence[float]) -> float:
        """P(derived), rounded to three decimals before anything is decided by it."""
        score = self.intercept + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return round(1 / (1 + math.exp(-max(-50.0, min(50.0, score)))), 3)


@cache
def copy_model() -> CopyModel:
    """The model that ships. Raises FormatError where the file is not one of this version."""
    model = msgspec.json.decode(files("dedup.relations").joinpath("copy_model.json").read_bytes(), type=CopyModel)
    if tuple(model.features) != FEATURES:
        raise FormatError("copy_model.json was made for other features; run training/copies.py again.")
    return model


def features(figures: Sequence[int], passages: Sequence[Sequence[int]]) -> list[float]:
    """The model's inputs from one measured pair (see `measure.Measured.of`)."""
    unquoted = quoted = longest = 0.0
    for start_a, end_a, _start_b, _end_b, copied, _longest, quoted_a, _quoted_b in passages:
        inside = copied * quoted_a / max(1, end_a - start_a)
        quoted += inside
        unquoted += copied - inside
        longest = max(longest, copied - inside)
    shorter = max(1, min(figures[6], figures[7]))
    return [math.log1p(unquoted), math.log1p(longest), math.log1p(quoted), unquoted / shorter, quoted / shorter]
