from typing import Final, Protocol

from numpy import int64, uint8, uint16, uint32, uint64
from numpy.typing import NDArray

from dedup.text.tokens import Columns, Tokens

PARTICLE: Final[int]
OWNER: Final[int]
CONTRACTED: Final[int]
BEFORE_HYPHEN: Final[int]
OF: Final[int]
THE: Final[int]
SAYS: Final[int]
PLACED: Final[int]
TIED_ARTICLE: Final[int]
AT_START: Final[int]
BRACKETED: Final[int]
SPEAKS: Final[int]
IN_PLACE: Final[int]
IN_TITLE: Final[int]

class WordClasses(Protocol):
    @property
    def keys(self) -> NDArray[uint64]: ...
    @property
    def bits(self) -> NDArray[uint16]: ...

def find_runs(
    columns: Columns,
    flags: NDArray[uint8],
    classes: WordClasses,
    rows: NDArray[int64],
    keys: NDArray[uint64],
) -> int: ...
def mark_title_case(columns: Columns, flags: NDArray[uint8]) -> None: ...
def count_cases(tokens: Tokens, flags: NDArray[uint8], lower: NDArray[uint32], capital: NDArray[uint32]) -> None: ...
