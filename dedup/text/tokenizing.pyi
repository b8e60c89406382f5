from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import I64, U8, U64
from dedup.text.tokens import Tokens

SPARE: Final[int]
SEPARATOR: Final[int]
WORD: Final[int]
SINGLE: Final[int]
EXTEND: Final[int]
INVISIBLE: Final[int]
GARBLED: Final[int]
HIDDEN: Final[int]
SPACED: Final[int]

def tokenize(
    buffer: U8, offsets: I64, begin: int, end: int, classes: U8, tokens: Tokens, odd: NDArray[np.void]
) -> int: ...
def hash_strings(buffer: U8, offsets: I64, out: U64) -> None: ...
def code_points_before(buffer: U8, length: int, positions: I64, out: I64) -> None: ...
def drop_tokens(tokens: Tokens, docs: I64, span_starts: I64, span_ends: I64) -> None: ...
