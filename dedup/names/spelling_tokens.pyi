from typing import Final, Protocol

from numpy import int8, uint8, uint64
from numpy.typing import NDArray

WIDTH: Final[int]
TOKENS: Final[int]
MOST_READ: Final[int]
PARTICLE: Final[int]
TITLE: Final[int]
GENERATION: Final[int]
JOINED: Final[int]
INITIAL: Final[int]
EVERYDAY: Final[int]
CORPORATION: Final[int]
COMPANY: Final[int]
LIMITED: Final[int]
INCORPORATED: Final[int]
BODY: Final[int]

class Classes(Protocol):
    @property
    def keys(self) -> NDArray[uint64]: ...
    @property
    def values(self) -> NDArray[int8]: ...

def hash_letters(row: NDArray[uint8]) -> int: ...
def find_slot(keys: NDArray[uint64], key: int) -> int: ...
def split_spelling(text: bytes, roles: Classes) -> list[str]: ...
def whole_hashes(text: bytes, count: int, roles: Classes) -> NDArray[uint64]: ...
