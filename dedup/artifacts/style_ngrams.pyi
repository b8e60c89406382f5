from typing import Final

from numpy import float64, int32, int64, uint64
from numpy.typing import NDArray

from dedup.artifacts.style_features import NgramCounts, NgramTable, SymbolStreams

BITS: Final[int]
SIEVE_BITS: Final[int]

def mixed(keys: NDArray[uint64]) -> NDArray[uint64]: ...
def count_ngrams(
    streams: SymbolStreams,
    longest: int,
    ngrams: NgramTable,
    rows: NDArray[int64],
    found: NDArray[int32],
    times: NDArray[int32],
) -> int: ...
def weigh(
    texts: NDArray[int64],
    counts: NgramCounts,
    scales: NDArray[float64],
    weights: NDArray[float64],
    out: NDArray[float64],
) -> None: ...
