import numpy as np
from numpy.typing import NDArray

from dedup.text.language_model import LanguageModel
from dedup.text.tables import I64, U8, U64
from dedup.text.tokens import Tokens

def count_features(buffer: U8, begins: I64, ends: I64, model: LanguageModel, scores: NDArray[np.float32]) -> None: ...
def find_english(tokens: Tokens, most: int, common: U64, share: float, kinds: int, out: NDArray[np.bool_]) -> None: ...
