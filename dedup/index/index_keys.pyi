from typing import Final

from dedup.text.tables import U8, U32, U64

KEY_BITS: Final = 36
LOW_BITS: Final = 16
BUCKETS: Final = 1048576
BAND: Final = 0
SHINGLE: Final = 1
ANCHOR: Final = 2

def are_keys(values: U64) -> bool: ...
def choose_keys(bands: U32, shingles: U64, anchors: U64, most_shingles: int, most_anchors: int) -> tuple[U64, U8]: ...
