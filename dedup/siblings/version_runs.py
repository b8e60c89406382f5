"""The runs of words of each version, by which it is a witness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from dedup.siblings.change import PHRASE, RUN_BITS
from dedup.siblings.version_words import VersionWords
from dedup.text.tables import I32, I64

LOOKED_AT: Final = 40_000
"""Characters of a version whose runs are looked at."""


class VersionRuns:
    """The runs of one to PHRASE keys of each version, and of PHRASE words as written; `run_number` numbers them."""

    def __init__(self, words: Callable[[str], VersionWords]) -> None:
        self._words = words
        self._runs: dict[str, frozenset[int]] = {}

    def __getitem__(self, article: str) -> frozenset[int]:
        if article not in self._runs:
            words = self._words(article)
            _, end = words.within(0, LOOKED_AT)
            runs = [_numbered(words.keys[:end], size) for size in range(1, PHRASE + 1)]
            self._runs[article] = frozenset(np.concatenate([*runs, -_numbered(words.forms[:end], PHRASE)]).tolist())
        return self._runs[article]

    def has(self, article: str, runs: frozenset[int]) -> bool:
        """Return whether the version has one of these runs."""
        return not runs.isdisjoint(self[article])

    def carries(self, article: str, passage: bytes) -> bool:
        """Return whether the version has these keys, four bytes each, in this order."""
        words = self._words(article)
        _, end = words.within(0, LOOKED_AT)
        keys = words.keys[:end].tobytes()
        place = keys.find(passage)
        while place >= 0 and place % words.keys.itemsize:
            place = keys.find(passage, place + 1)
        return place >= 0


def _numbered(words: I32, size: int) -> I64:
    """Return the numbers of all runs of this size."""
    found = np.zeros(max(0, words.size - size + 1), np.int64)
    for k in range(size):
        found = (found << RUN_BITS) + words[k : k + found.size] + 1
    return found
