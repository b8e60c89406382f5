from dedup.relations.measure import Bound, Measured
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens

FIVES_A: int
FIVES_B: int
FIVES_BOTH: int
TWOS_A: int
TWOS_B: int
TWOS_BOTH: int
WORDS_A: int
WORDS_B: int
FIRST_PASSAGE: int
PASSAGES: int
SAME: int
FIGURES: int

def compare_pairs(
    pairs: I64, tokens: Tokens, quoted: U8, least: int, bound: Bound, measured: Measured
) -> tuple[int, int]: ...
def count_pair_shingles(pairs: I64, tokens: Tokens, figures: I64) -> None: ...
