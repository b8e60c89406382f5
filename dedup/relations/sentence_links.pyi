from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.relations.alignment import LinkThresholds
from dedup.text.tables import F64, I64

SENTENCE_LINK: np.dtype[np.void]
CONTAINED_FLOOR: float

def nearest_of(cosines: F64) -> tuple[list[float], list[float]]: ...
def links_of(
    cosines: F64,
    cells: Sequence[tuple[int, int]],
    begins: tuple[I64, I64],
    norms: tuple[F64, F64],
    thresholds: LinkThresholds,
    out: NDArray[np.void],
) -> int: ...
