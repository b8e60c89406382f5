"""Which words of an article are somebody else's: quotations, and posts of social networks that pages embed."""

from __future__ import annotations

import numpy as np

from dedup.relations.quotation_marks import mark_articles
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens


def quoted_words(buffer: U8, offsets: I64, tokens: Tokens) -> U8:
    """Return 1 for each place of the token columns whose word is quoted, else 0; places that no article uses hold
    anything."""
    out = np.empty(tokens.starts.size, np.uint8)
    mark_articles(buffer, offsets, tokens, out)
    return out
