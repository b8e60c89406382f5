"""Shares as they are told: three decimals, many at once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
DECIMALS: Final = 3
_ONE: Final = 10**DECIMALS
_NEAR: Final = 1e-6  # of a last decimal: so near the middle between two, a product may stand on its other side


def rounded(shares: F64) -> list[float]:
    """What Python's `round` gives for each share, which looks at the number itself and not at a product of it.

    >>> rounded(np.array([0.0005, 0.1235, 2 / 3])), round(0.0005, 3), round(0.1235, 3)
    ([0.001, 0.123, 0.667], 0.001, 0.123)
    """
    scaled = shares * _ONE
    nearest = np.rint(scaled)
    out: list[float] = (nearest / _ONE).tolist()
    for k in np.flatnonzero(np.abs(scaled - nearest) > 0.5 - _NEAR).tolist():
        out[k] = round(float(shares[k]), DECIMALS)
    return out
