"""What the alignment needs of the articles of a block: the term of each word, and whether it begins a sentence or is quoted."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dedup.relations import alignment
from dedup.text import segments
from dedup.text.tables import I64, U8
from dedup.text.terms import F64, I32, NAME, NUMBER, UNKNOWN, Terms
from dedup.text.tokens import Tokens

NAME_SHARE: Final = 0.15  # of its weight that a name or a number keeps where wording counts: reports of one event share these anyway


class Words(NamedTuple):
    """terms and flags (of `alignment`) stand by place of the token columns; weights, wording and classes by term."""

    terms: I32
    flags: U8
    weights: F64
    wording: F64
    classes: U8


def words_of(buffer: U8, offsets: I64, tokens: Tokens, quoted: U8, terms: Terms) -> Words:
    """The columns of all articles in a packed buffer; `quoted` are those of `quotations.quoted_words`."""
    found = terms.find(buffer, offsets, tokens)
    flags = np.where(segments.token_flags(buffer, offsets, tokens) & segments.SENTENCE, alignment.SENTENCE, 0).astype(np.uint8)
    flags |= np.where(quoted, alignment.QUOTED, 0).astype(np.uint8)
    named = terms.classes & (NAME | NUMBER | UNKNOWN) != 0
    return Words(found, flags, terms.weights, np.where(named, NAME_SHARE * terms.weights, terms.weights), terms.classes)
