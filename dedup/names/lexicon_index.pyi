from typing import Final

from numpy import int32, int64, uint64
from numpy.typing import NDArray

UNKNOWN: Final[int]
ONE_KNOWN: Final[int]
APART: Final[int]
BY_NATIVE: Final[int]
BY_ENTRY: Final[int]

def index_lines(
    text: bytes,
) -> tuple[NDArray[uint64], NDArray[int32], NDArray[int64], NDArray[int32], NDArray[int64]]: ...
def form_of(keys: NDArray[uint64], values: NDArray[int32], key: int) -> int: ...
