from typing import Final

from numpy import int64, uint8, uint16
from numpy.typing import NDArray

from dedup.artifacts.style_features import Symbols
from dedup.text.tokens import Columns

SENTENCE: Final[int]
COMMA: Final[int]
NAME: Final[int]
NUMBER: Final[int]
DATE: Final[int]
SHORT: Final[int]
LONG: Final[int]
FOREIGN: Final[int]

def spell(
    columns: Columns,
    sentence: NDArray[uint8],
    capital: NDArray[uint8],
    symbols: Symbols,
    most: int,
    begins: NDArray[int64],
    out: NDArray[uint16],
) -> int: ...
