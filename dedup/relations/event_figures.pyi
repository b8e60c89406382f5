import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import F64, I32, I64, U8, U32
from dedup.text.tokens import Columns

LEAD: int
LEAD_FACTS: int
MOST_COUNTED: int
EVENT_FIGURES: np.dtype[np.void]

def compare_events(
    pairs: I64,
    batch: Columns,
    terms: I32,
    weights: F64,
    hashes: U32,
    facts: U8,
    logs: F64,
    out: NDArray[np.void],
) -> None: ...
