from typing import Final, Protocol

from numpy import int64, uint8, uint32, uint64
from numpy.typing import NDArray

from dedup.text.tokens import Columns

PARTICLE: Final[int]
OWNER: Final[int]
CONTRACTED: Final[int]
BEFORE_HYPHEN: Final[int]
OF: Final[int]
THE: Final[int]
SAYS: Final[int]
PLACED: Final[int]
TIED_ARTICLE: Final[int]
AND: Final[int]
BODY: Final[int]
DOTTED: Final[int]
LEADING: Final[int]
TAKES_NUMBER: Final[int]
TAKES_ORDINAL: Final[int]
SECOND: Final[int]
ON: Final[int]
TAKES_ON: Final[int]
ELIDED: Final[int]
RELATION: Final[int]
AREA: Final[int]
WHO: Final[int]
TAIL: Final[int]
BEFORE_TAIL: Final[int]
BRANDED: Final[int]
LOOSELY_PLACED: Final[int]
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
