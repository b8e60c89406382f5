from typing import Final

from numpy import float64, int32, int64, uint64
from numpy.typing import NDArray

from dedup.artifacts.style_features import Counts, Ngrams, Streams

BITS: Final[int]
SIEVE_BITS: Final[int]

def mixed(keys: NDArray[uint64]) -> NDArray[uint64]: ...
def count_ngrams(
    streams: Streams,
    longest: int,
    ngrams: Ngrams,
    rows: NDArray[int64],
    found: NDArray[int32],
    times: NDArray[int32],
) -> int: ...
def weigh(
    texts: NDArray[int64],
    counts: Counts,
    scales: NDArray[float64],
    weights: NDArray[float64],
    out: NDArray[float64],
) -> None: ...
