import numpy as np
from numpy.typing import NDArray

from dedup.relations.measure import PairMeasures, ScoreBound
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens

PAIR_FIGURES: np.dtype[np.void]

def compare_pairs(
    pairs: I64, tokens: Tokens, quoted: U8, least: int, bound: ScoreBound, measured: PairMeasures
) -> tuple[int, int]: ...
def count_pair_shingles(pairs: I64, tokens: Tokens, figures: NDArray[np.void]) -> None: ...
