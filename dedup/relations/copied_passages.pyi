import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import I32, U64

SEED_WORDS: int
GAP_WORDS: int
CHAIN: int
COPIED_PASSAGE: np.dtype[np.void]

def copied_passages(left: U64, right: U64, least: int, out: NDArray[np.void]) -> tuple[int, I32]: ...
