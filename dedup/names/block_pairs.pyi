from numpy import int32, int64
from numpy.typing import NDArray

def find_pairs(
    members: NDArray[int64],
    begins: NDArray[int64],
    ends: NDArray[int64],
    bounds: NDArray[int64],
    most: int,
    counts: NDArray[int64],
    pairs: NDArray[int32],
) -> int: ...
