"""What a text changes in an earlier one of nearly the same words: a correction, an update."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dedup.relations.copied_passages import COPIED_PASSAGE, copied_passages
from dedup.relations.measure import LEAST_COPIED
from dedup.text.corpus import Corpus

MOST_CHANGES: Final = 100  # that are listed
SHOWN: Final = 300  # code points of a side that are shown


class Change(NamedTuple):
    """Words of an earlier text and those that take their place in a later one, [start, end) in code points of the later
    text as read; one side is empty where words were only added or left out."""

    old: str
    new: str
    start: int
    end: int


def changed_words(corpus: Corpus, article: int, earlier: Corpus, other: int) -> list[Change]:
    """Return what an article of a corpus changes in another one, in its own order; at most MOST_CHANGES.

    Words that only moved are no change.
    """
    words, older = corpus.tokens.of(article), earlier.tokens.of(other)
    _, origins = copied_passages(
        earlier.tokens.hashes[older], corpus.tokens.hashes[words], LEAST_COPIED, np.empty(0, COPIED_PASSAGE)
    )
    gaps = gaps_between(origins.tolist(), older.stop - older.start)
    if not gaps:
        return []
    new_text, old_text = _Words(corpus, article), _Words(earlier, other)
    return [
        Change(old_text.shown(i, end_i), new_text.shown(j, end_j), *new_text.span(j, end_j))
        for i, end_i, j, end_j in gaps[:MOST_CHANGES]
    ]


def gaps_between(origins: list[int], size: int) -> list[tuple[int, int, int, int]]:
    """Return the words [i, end_i) of the earlier text and [j, end_j) of the later one between two copied words that
    follow one another in both; `origins` has for each later word the earlier one, or -1."""
    copied = set(origins)
    gaps = []
    i = j = 0
    for at, origin in enumerate([*origins, size]):
        if origin < 0:
            continue
        old = i  # words that are copied elsewhere only moved
        while old < origin and old not in copied:
            old += 1
        if at > j or old > i:
            gaps.append((i, old, j, at))
        i, j = origin + 1, at + 1
    return gaps


class _Words:
    """The words of one text, as they are written."""

    def __init__(self, corpus: Corpus, article: int) -> None:
        begin, end = corpus.offsets[article : article + 2].tolist()
        self._text = bytes(corpus.buffer[begin:end])
        self._is_ascii = self._text.isascii()
        place = corpus.tokens.of(article)
        self._starts, self._ends = corpus.tokens.starts[place], corpus.tokens.ends[place]
        mended = corpus.repaired.get(article)
        self._to_raw = None if mended is None else mended.to_raw

    def _bytes(self, first: int, last: int) -> tuple[int, int]:
        if first < last:
            return int(self._starts[first]), int(self._ends[last - 1])
        at = int(self._starts[first]) if first < len(self._starts) else len(self._text)
        return at, at

    def shown(self, first: int, last: int) -> str:
        """Return the words [first, last), cut."""
        begin, end = self._bytes(first, last)
        return self._text[begin : min(end, begin + 4 * SHOWN)].decode("utf-8", "ignore")[:SHOWN]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the words [first, last) as code points of the text as read."""
        begin, end = self._bytes(first, last)
        if not self._is_ascii:
            begin, end = (len(self._text[:at].decode("utf-8", "ignore")) for at in (begin, end))
        return (begin, end) if self._to_raw is None else (int(self._to_raw[begin]), int(self._to_raw[end]))
