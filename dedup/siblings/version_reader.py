"""VersionReader: the words of versions, each text read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dedup.siblings.version_words import VersionWords, WordTypes

LONGEST_VERSION: Final = 200_000
"""Characters of a version that are read, 33,000 words."""
MOST_WORDS: Final = 200_000
"""Words of versions that are in memory when the next article begins; then all are read again. A word takes 50 bytes,
and 300 where the version is a witness."""
MOST_TYPES: Final = 500_000
"""Distinct words that are in memory when the next article begins. A run of words has a number of 21 bits for each."""


class VersionReader:
    """Reads versions by id. It refers to nobody who asks it, so that it is freed with them."""

    def __init__(self, texts: Callable[[str], str]) -> None:
        """`texts` gives the text of an article by id."""
        self._texts = texts
        self._types = WordTypes()
        self._words: dict[str, VersionWords] = {}
        self._held = 0

    @property
    def is_full(self) -> bool:
        """Whether so much is in memory that it should be forgotten before the next article."""
        return self._held > MOST_WORDS or len(self._types) > MOST_TYPES

    def forget(self) -> None:
        """Drop what was read."""
        if len(self._types) > MOST_TYPES:
            self._types = WordTypes()
        self._words = {}
        self._held = 0

    def words(self, article: str) -> VersionWords:
        """Return the words of an article."""
        if article not in self._words:
            found = self._words[article] = VersionWords(self._texts(article)[:LONGEST_VERSION], self._types)
            self._held += len(found)
        return self._words[article]
