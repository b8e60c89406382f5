"""What the alignment needs of the articles of a block: the term of each word, and whether it begins a sentence or is
quoted."""

from __future__ import annotations

from typing import Final, NamedTuple

from dedup.relations.quotation_marks import join_flags
from dedup.text import segments
from dedup.text.tables import I32, I64, U8
from dedup.text.terms import F64, NAME, NUMBER, UNKNOWN, Terms
from dedup.text.tokens import Tokens

# Of its weight that a name or a number keeps where wording counts: reports of one event share these anyway
NAME_SHARE: Final = 0.15


class Words(NamedTuple):
    """Columns: terms and flags (SENTENCE and QUOTED of `sentence_cosines`) by place of the token columns; weights,
    wording and classes by term."""

    terms: I32
    flags: U8
    weights: F64
    wording: F64
    classes: U8


def words_of(buffer: U8, offsets: I64, tokens: Tokens, quoted: U8, terms: Terms) -> Words:
    """The columns of all articles in a packed buffer; `quoted` are those of `quotations.quoted_words`."""
    found = terms.find(buffer, offsets, tokens)
    flags = segments.sentence_begins(buffer, offsets, tokens)
    join_flags(tokens, quoted, flags)
    return Words(found, flags, terms.weights, terms.lessened(NAME | NUMBER | UNKNOWN, NAME_SHARE), terms.classes)


def with_canonical_names(words: Words, terms: Terms) -> Words:
    """The same words, where all spellings of a rare name are one term (see `Terms.canonical`)."""
    if not terms.canonical.size:
        return words
    # Places that no article uses hold anything
    return words._replace(terms=terms.canonical.take(words.terms, mode="clip"))
