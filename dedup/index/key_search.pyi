from dedup.text.tables import I64, U64

class KeySearch:
    keys: U64
    counts: I64
    def __init__(self, keys: U64, above: int, most: int) -> None: ...
    @property
    def hits(self) -> U64: ...
