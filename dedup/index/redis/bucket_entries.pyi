from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.index.key_search import KeySearch
from dedup.text.tables import I64, U8

ENTRY: Final = 6

def search_buckets(held: U8, borders: I64, places: I64, asked: KeySearch) -> bool: ...
def living(bucket: U8, lowest: int, most: int, seen: U8, alive: NDArray[np.bool_]) -> int: ...
