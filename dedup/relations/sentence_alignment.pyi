from dedup.relations.alignment import Alignments, LinkThresholds, TermColumns
from dedup.relations.measure import PairMeasures
from dedup.text.tables import F64, I64

FEATURES: tuple[str, ...]
SHIFT: float
LOW: float
HIGH: float

def align_pairs(
    pairs: I64, words: TermColumns, measured: PairMeasures, thresholds: LinkThresholds, aligned: Alignments
) -> tuple[int, int]: ...
def covered_shares(best: F64, begins: I64) -> tuple[dict[str, float], float]: ...
def best_three(best: F64) -> float: ...
