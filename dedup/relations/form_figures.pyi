import numpy as np
from numpy.typing import NDArray

from dedup.relations.alignment import TermColumns
from dedup.text.tables import I64, U8, U64
from dedup.text.tokens import Columns, Tokens

NUMBER: int
NAME: int
SHOWN_SLOTS: int
FORM_FIGURES: np.dtype[np.void]
FACT_SLOT: np.dtype[np.void]

def mark_facts(
    batch: Columns, articles: I64, letters: tuple[U8, U64], number_words: U64, words: TermColumns | None, out: U8
) -> None: ...
def count_facts(
    pairs: I64, buffer: U8, offsets: I64, tokens: Tokens, facts: U8, out: NDArray[np.void], slots: NDArray[np.void]
) -> None: ...
