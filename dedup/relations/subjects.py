"""Subjects: whether two notices are of two companies, because each begins with the name of another."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.relations.heads import count_head_words
from dedup.text.tables import I64, hash_tokens
from dedup.text.tokens import Columns

LEAD: Final = 6  # words of a body within which a company's name ends with its legal form
NOTICE: Final = 150  # words; a longer article has several subjects
LEGAL_FORMS: Final = (
    "ab", "ag", "asa", "bancorp", "bhd", "bv", "co", "company", "corp", "corporation", "gmbh", "holding", "holdings",
    "inc", "incorporated", "kk", "limited", "llc", "lp", "ltd", "nv", "oyj", "plc", "pte", "pty", "sa", "se", "spa",
)  # fmt: skip
"""Words that end a company's name, in the order of the alphabet."""


@cache
def _legal_forms() -> frozenset[int]:
    return frozenset(hash_tokens(LEGAL_FORMS).tolist())


class SubjectColumns:
    """The company with whose name the body of each article of a batch begins."""

    def __init__(self, batch: Columns) -> None:
        self._batch = batch
        self._first: dict[int, int] = {}

    def _first_word(self, article: int) -> int:
        """Return the place of the first word of a company's name with which a body begins, or -1."""
        if article not in self._first:
            batch, tokens = self._batch, self._batch.tokens
            own = tokens.of(article)
            head = own.start + count_head_words(batch.buffer, batch.offsets, tokens, article)
            lead = tokens.hashes[head + 1 : min(head + LEAD, own.stop)]
            self._first[article] = -1 if _legal_forms().isdisjoint(lead.tolist()) else head
        return self._first[article]

    def are_others(self, pairs: I64, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return of the chosen rows of pairs whether each article begins with a company that the other does not name;
        shape (pairs,)."""
        others = np.zeros(len(pairs), np.bool_)
        tokens = self._batch.tokens
        for row in np.flatnonzero(chosen).tolist():
            a, b = pairs[row].tolist()
            first_a, first_b = self._first_word(a), self._first_word(b)
            if first_a >= 0 and first_b >= 0:
                others[row] = not (
                    np.any(tokens.hashes[tokens.of(b)] == tokens.hashes[first_a])
                    or np.any(tokens.hashes[tokens.of(a)] == tokens.hashes[first_b])
                )
        return others
