from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import U8, U32, U64
from dedup.text.tokens import Tokens

RAREST: Final[int]
MOST_ANCHORS: Final[int]
FACTOR: Final[int]
LEAST_WEIGHT: Final[float]

def sentence_anchors(
    tokens: Tokens,
    terms: NDArray[np.int32],
    begins: U8,
    weights: NDArray[np.float64],
    hashes: U32,
    article: int,
    out: U64,
) -> int: ...
def note_anchors(entries: U64, notes: U8) -> None: ...
def keep_noted(entries: U64, notes: U8) -> U64: ...
def drop_useless(entries: U64, full: int) -> int: ...
def pairs_in(entries: U64, first: int, last: int, out: U64) -> int: ...
def add_digests(entries: U64, article: int, digests: U64) -> None: ...
def keep_nearest(pairs: U64, articles: int, nearest: int) -> NDArray[np.bool_]: ...
