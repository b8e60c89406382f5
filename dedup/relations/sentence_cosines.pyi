from dedup.text.tables import F64, I32, I64, U8

SENTENCE: int
QUOTED: int
NAME: int
NUMBER: int
UNKNOWN: int
MOST_SENTENCES: int
Side = tuple[I32, I64, U8]  # terms, the first words of the sentences and the end of the last, hidden words

def sentences_of(flags: U8) -> list[int]: ...
def cosines_of(left: Side, right: Side, weights: F64, floor: float) -> tuple[F64, list[float], list[float]]: ...
def shared_terms(left: I32, right: I32, weights: F64, classes: U8) -> dict[str, float]: ...
