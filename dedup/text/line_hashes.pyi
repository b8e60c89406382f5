import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import I64, U8, U64
from dedup.text.tokens import Tokens

HASHED_LINE: np.dtype[np.void]
KNOWN_RANGE: np.dtype[np.void]

def hash_lines(
    buffer: U8, offsets: I64, tokens: Tokens, least: int, most: int, out: NDArray[np.void], begins: U8 | None = None
) -> int: ...
def leave_out(buffer: U8, offsets: I64, tokens: Tokens, least: int, ranges: NDArray[np.void], table: U64) -> None: ...
