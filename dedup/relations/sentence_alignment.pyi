from dedup.relations.align import Aligned
from dedup.relations.alignment import Least
from dedup.relations.measure import Measured
from dedup.relations.sentences import Words
from dedup.text.tables import I64
from dedup.text.terms import F64
from dedup.text.tokens import Tokens

FEATURES: tuple[str, ...]
SHIFT: float
LOW: float
HIGH: float

def align_pairs(
    pairs: I64, tokens: Tokens, words: Words, measured: Measured, least: Least, aligned: Aligned
) -> tuple[int, int]: ...
def covered_shares(best: F64, begins: I64) -> tuple[dict[str, float], float]: ...
def best_three(best: F64) -> float: ...
