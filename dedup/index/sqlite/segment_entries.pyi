from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import U32, U64

ARTICLE_BITS: Final = 28

class SegmentEntries:
    directory: U32
    low: NDArray[np.uint16]
    articles: U32
    def __init__(self, directory: U32, low: NDArray[np.uint16], articles: U32) -> None: ...
    def __len__(self) -> int: ...
    def is_whole(self) -> bool: ...

def gather(segment: SegmentEntries, buckets: tuple[int, int], base: int, floor: int, out: U64, found: int) -> int: ...
def lay_out(entries: U64, kept: int, base: int, directory: U32) -> tuple[NDArray[np.uint16], U32]: ...
