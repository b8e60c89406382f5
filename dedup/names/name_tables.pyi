from typing import Final

from dedup.names.tables import Tables

FEATURES: Final[int]

class NameTableArrays:
    def __init__(self, tables: Tables) -> None: ...
