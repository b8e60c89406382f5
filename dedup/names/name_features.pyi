from typing import Final

from numpy import int64
from numpy.typing import NDArray

from dedup.names.name_tables import NameTableArrays
from dedup.names.pair_measures import NamePairMeasures

KNOWN: Final[int]
ENDING: Final[int]
GENERATION_APART: Final[int]
IDENTICAL: Final[float]

def measure_pairs(
    buffer: bytes,
    bounds: NDArray[int64],
    pairs: NDArray[int64],
    arrays: NameTableArrays,
    known: bool,
    measures: NamePairMeasures,
) -> None: ...
