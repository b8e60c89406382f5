from typing import Final, Protocol

from numpy import int64, uint8, uint32, uint64
from numpy.typing import NDArray

from dedup.text.tokens import Columns

AT_START: Final[int]
BRACKETED: Final[int]
SPEAKS: Final[int]
IN_PLACE: Final[int]
IN_TITLE: Final[int]
AGED: Final[int]
IN_AREA: Final[int]
RELATED: Final[int]
LOOSELY_IN_PLACE: Final[int]

class WordClasses(Protocol):
    @property
    def keys(self) -> NDArray[uint64]: ...
    @property
    def bits(self) -> NDArray[uint32]: ...

def find_runs(
    columns: Columns,
    flags: NDArray[uint8],
    classes: WordClasses,
    rows: NDArray[int64],
    keys: NDArray[uint64],
) -> int: ...
