from collections.abc import Sequence

from dedup.relations.alignment import Least
from dedup.text.tables import I32, I64
from dedup.text.terms import F64

LINK_START_A: int
LINK_END_A: int
LINK_START_B: int
LINK_END_B: int
LINK_COSINE: int
LINK_COLUMNS: int
CONTAINED_FLOOR: float

def nearest_of(cosines: F64) -> tuple[list[float], list[float]]: ...
def links_of(
    cosines: F64,
    cells: Sequence[tuple[int, int]],
    begins: tuple[I64, I64],
    norms: tuple[F64, F64],
    least: Least,
    out: I32,
) -> int: ...
