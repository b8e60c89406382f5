from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import I32, I64, U64
from dedup.text.tokens import Tokens

ABSENT: Final[int]
MIX: Final[int]

def find_slots(wanted: U64, keys: U64, values: I64, out: I64) -> None: ...
def add_slots(new: U64, first_value: int, keys: U64, values: I64) -> int: ...
def find_terms(tokens: Tokens, keys: U64, values: I64, terms: I32, out: I32, unknown: NDArray[np.void]) -> int: ...
