from typing import Final

from numpy import float32, int16, int32, uint8
from numpy.typing import NDArray

LONGEST: Final[int]
LETTERS: Final[int]

def align_tokens(
    one: NDArray[uint8],
    other: NDArray[uint8],
    trie: NDArray[int16],
    values: NDArray[float32],
    out: NDArray[int32],
) -> tuple[float, int]: ...
