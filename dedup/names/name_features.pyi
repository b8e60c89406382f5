from typing import Final

from numpy import int64
from numpy.typing import NDArray

from dedup.names.comparison import Measured
from dedup.names.name_tables import NameTableArrays

KNOWN: Final[int]
ENDING: Final[int]
GENERATION_APART: Final[int]
IDENTICAL: Final[float]

def measure_pairs(
    buffer: bytes,
    bounds: NDArray[int64],
    arrays: NameTableArrays,
    known: bool,
    measured: Measured,
) -> None: ...
