from numpy import int64, uint8, uint64
from numpy.typing import NDArray

from dedup.text.tokens import Columns

def find_links(
    columns: Columns,
    flags: NDArray[uint8],
    marks: NDArray[uint64],
    either: int,
    most: int,
    out: NDArray[int64],
) -> int: ...
