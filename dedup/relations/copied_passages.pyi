import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import U64

SEED_WORDS: int
GAP_WORDS: int
CHAIN: int
START_A: int
END_A: int
START_B: int
END_B: int
COPIED_WORDS: int
LONGEST_RUN: int
QUOTED_A: int
QUOTED_B: int
PASSAGE_COLUMNS: int

def copied_passages(left: U64, right: U64, least: int, out: NDArray[np.int32]) -> tuple[int, NDArray[np.int32]]: ...
