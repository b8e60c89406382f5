from typing import Final

import numpy as np
from numpy.typing import NDArray

_U8 = NDArray[np.uint8]
_U32 = NDArray[np.uint32]
_U64 = NDArray[np.uint64]
_I64 = NDArray[np.int64]

LEVELS: Final[tuple[str, ...]]
HIGHEST: Final[str]
LEVEL: Final[str]

def classify_at(level: str, text: _U8) -> tuple[_U8, _U64, _U64]: ...
def count_before_at(level: str, text: _U8, places: _I64) -> _I64: ...
def shingle_at(level: str, words: _U64, width: int) -> _U32: ...
def premix_at(level: str, hashes: _U32) -> _U32: ...
def minhash_at(level: str, hashes: _U32, a: _U32, b: _U32) -> _U32: ...
