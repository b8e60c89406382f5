from collections.abc import Sequence

from dedup.text.tables import F64

NEAR: int

def chain_of(gains: F64) -> tuple[float, list[tuple[int, int]]]: ...
def features_of(gains: F64, total: float, links: Sequence[tuple[int, int]]) -> tuple[dict[str, float], int]: ...
