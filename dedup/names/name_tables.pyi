from typing import Final

from dedup.names.spelling_tables import SpellingTables

FEATURES: Final[int]

class NameTableArrays:
    def __init__(self, tables: SpellingTables) -> None: ...
