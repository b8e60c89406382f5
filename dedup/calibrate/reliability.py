"""Reliability: how far probabilities keep what they promise on pairs of which the truth is known."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import F64

BORDERS: Final = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


class ReliabilityBin(NamedTuple):
    """The pairs with a probability from `low` up to `high`: how many there are, what they promise on average, and the
    share that is true."""

    low: float
    high: float
    pairs: int
    promised: float
    true: float


class Reliability(NamedTuple):
    """How good the probabilities of some pairs are.

    `brier` is the mean square of what they are off (Brier 1950). `called` counts the pairs from the threshold on,
    `found` those of them that are true, `f1` is the harmonic mean of found / called and of found / `true`.
    """

    bins: list[ReliabilityBin]
    brier: float
    called: int
    found: int
    true: int

    @property
    def f1(self) -> float:
        """F1 of the pairs that are called."""
        return 2 * self.found / max(1, self.called + self.true)


def reliability(probability: F64, truth: NDArray[np.bool_], threshold: float | F64) -> Reliability:
    """Return how good probabilities are, shape (pairs,); the threshold may be one for each pair.

    >>> found = reliability(np.array([0.2, 0.8, 0.9]), np.array([False, False, True]), 0.5)
    >>> found.called, found.found, round(found.brier, 3)
    (2, 1, 0.23)
    """
    place = np.clip(np.searchsorted(BORDERS, probability, side="right") - 1, 0, len(BORDERS) - 2)
    bins = []
    for k, (low, high) in enumerate(pairwise(BORDERS)):
        own = place == k
        if own.any():
            bins.append(
                ReliabilityBin(low, high, int(own.sum()), float(probability[own].mean()), float(truth[own].mean()))
            )
    called = probability >= threshold
    brier = float(np.mean((probability - truth) ** 2)) if len(probability) else 0.0
    return Reliability(bins, brier, int(called.sum()), int((called & truth).sum()), int(truth.sum()))
