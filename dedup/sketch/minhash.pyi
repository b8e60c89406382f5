from dedup.text.tables import U32
from dedup.text.tokens import Tokens

class Permutations:
    a: U32
    b: U32
    def __init__(self, a: U32, b: U32) -> None: ...

def signature_of(shingles: U32, permutations: Permutations) -> U32: ...
def sketch_articles(
    tokens: Tokens, part: tuple[int, int], width: int, permutations: Permutations, out: U32
) -> None: ...
def sketch_uncommon(
    tokens: Tokens, part: tuple[int, int], width: int, seen: U32, most: int, permutations: Permutations, out: U32
) -> None: ...
