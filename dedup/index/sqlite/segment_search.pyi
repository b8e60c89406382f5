from typing import Final

from dedup.index.key_search import KeySearch
from dedup.index.sqlite.segment_entries import SegmentEntries

CAN_READ: Final[bool]

def search_mapped(segment: SegmentEntries, asked: KeySearch) -> bool: ...
def search_files(segment: SegmentEntries, files: tuple[int, int], low_at: int, asked: KeySearch) -> bool: ...
