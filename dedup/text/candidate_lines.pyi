from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.furniture_lines import LineTables
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens

HINTS: Final[int]
LOOK: Final[int]
HOPELESS: Final[int]
REPEATED: Final[int]
CANDIDATE_LINE: np.dtype[np.void]

class LineFinder:
    def __init__(self, tables: LineTables, most_words: int, repeat_words: int, most_bytes: int) -> None: ...
    def find(self, buffer: U8, offsets: I64, tokens: Tokens, lines: NDArray[np.void]) -> int: ...
