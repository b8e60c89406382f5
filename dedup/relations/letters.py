"""Scripts without spaces, in which each letter is a word: such letters say nothing of what sentences have in common, so
that copied words alone relate these articles."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.relations.block import Block
from dedup.text.tables import I64

_LOOKED_AT: Final = 32  # words of an article of which half must be single letters


def are_letters(block: Block, rows: I64) -> NDArray[np.bool_]:
    """Return for each article of a block whether its words are single letters (Chinese, Japanese, Thai, Lao, Burmese,
    Khmer, by their first bytes in UTF-8); False for those that are in none of the rows of pairs. Shape (articles,)."""
    articles = np.unique(rows)
    articles = articles[block.tokens.counts[articles] > 0]  # without a word no token's place may be read
    looked_at = np.arange(_LOOKED_AT)[None, :] * block.tokens.counts[articles][:, None] // _LOOKED_AT
    begins = block.offsets[articles][:, None] + block.tokens.starts[block.tokens.first[articles][:, None] + looked_at]
    one, two = block.buffer[begins], block.buffer[np.minimum(begins + 1, len(block.buffer) - 1)]
    letters = ((one >= 0xE3) & (one <= 0xE9)) | ((one == 0xE0) & (two >= 0xB8) & (two <= 0xBB))
    letters |= (one == 0xE1) & ((two <= 0x82) | (two == 0x9E) | (two == 0x9F))
    out = np.zeros(len(block.numbers), np.bool_)
    out[articles] = letters.sum(axis=1) * 2 > _LOOKED_AT
    return out
