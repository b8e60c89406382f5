"""Heads: headline, date and byline above the body of an article, which are each outlet's own."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens

HEAD_WORDS: Final = 20  # a longer line is a paragraph
SENTENCE_WORDS: Final = 6  # a line that ends like a sentence and has more words is one
HEAD_LINES: Final = 6
HEAD_SHARE: Final = 0.3  # of the article; what would take more is no head but a list
_HEAD_BYTES: Final = 3_000  # of an article that are searched for a head
_SENTENCE_ENDS: Final = tuple(mark.encode() for mark in (".", "!", "?", '"', *"”」…।۔؟。｡！？။។"))
DATA_NUMBERS: Final = 2  # numbers of a line without a year from which it is a line of a table
_NUMBER: Final = re.compile(rb"\d+")
_DATED: Final = re.compile(rb"(?<!\d)(?:19|20)\d\d(?!\d)")


def count_head_words(buffer: U8, offsets: I64, tokens: Tokens, article: int) -> int:
    """Return the number of words above the body of an article: headline, date and byline.

    These are short lines at the top that are no sentences or hold a year, and no lines of a table; each ends with a
    line feed.
    """
    begin, end = offsets[article : article + 2].tolist()
    text = bytes(buffer[begin : min(end, begin + _HEAD_BYTES)])
    starts = tokens.starts[tokens.of(article)]
    at = words = 0
    for line in text.split(b"\n")[:-1][:HEAD_LINES]:
        own = int(np.searchsorted(starts, at + len(line))) - words
        bare = line.strip()
        data = words > 0 and not _DATED.search(bare) and len(_NUMBER.findall(bare)) >= DATA_NUMBERS
        sentence = bare.endswith(_SENTENCE_ENDS) and own > SENTENCE_WORDS and not _DATED.search(bare)
        if own > HEAD_WORDS or sentence or data:
            break
        words += own
        at += len(line) + 1
    return words if words <= HEAD_SHARE * len(starts) else 0
