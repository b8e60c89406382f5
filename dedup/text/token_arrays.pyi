import numpy as np

from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens

TOKEN_PLACE: np.dtype[np.void]

class TokenArrays:
    places: int
    def __init__(self, tokens: Tokens, buffer: U8 | None = None, offsets: I64 | None = None) -> None: ...
