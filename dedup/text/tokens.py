"""Token columns: where the words of a batch of texts are, and the hashes of their folded forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.text.folding import fold
from dedup.text.tables import I64, U8, U32, U64, HashTable, character_classes, hash_tokens
from dedup.text.tokenizing import tokenize


class Tokens(NamedTuple):
    """The tokens of article d stand at first[d] .. first[d] + counts[d]; `starts` and `ends` are byte offsets in its
    UTF-8 text.

    suspect[d] tells that article d may hold mojibake. Shapes: first, counts, suspect (articles,); starts, ends,
    hashes (places,), of which only the places named by first and counts are in use.
    """

    first: I64
    counts: I64
    starts: U32
    ends: U32
    hashes: U64
    suspect: NDArray[np.bool_]

    def of(self, article: int) -> slice:
        """The places of one article's tokens."""
        at = int(self.first[article])
        return slice(at, at + int(self.counts[article]))


class Columns(NamedTuple):
    """buffer, offsets: texts in UTF-8, packed; tokens: the words of their bodies. Valid as long as the tokens are."""

    buffer: U8
    offsets: I64
    tokens: Tokens


def split_evenly(weights: I64, parts: int) -> list[tuple[int, int]]:
    """Cut articles with these weights (bytes, say) into at most `parts` runs [first, last) of about equal weight."""
    if weights.size == 0:
        return []
    total = np.cumsum(weights)
    cuts = np.searchsorted(total, total[-1] * np.arange(1, parts) / parts) + 1 if parts > 1 else []
    borders = sorted({0, *(min(int(c), weights.size) for c in cuts), weights.size})
    return list(pairwise(borders))


def in_threads(jobs: int, calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run kernels that release the interpreter lock side by side; their results in the order of the calls."""
    if jobs == 1 or len(calls) < 2:
        return [call() for call in calls]
    with ThreadPoolExecutor(min(jobs, len(calls))) as pool:
        return [f.result() for f in [pool.submit(call) for call in calls]]


_KEPT = 1 << 21  # distinct foreign tokens remembered, about 50 MB; a corpus that has more only folds some of them again


class FoldTable:
    """Remembers the folded hash of every distinct non-ASCII token it has seen."""

    def __init__(self) -> None:
        self._raw = HashTable()
        self._folded: U64 = np.empty(0, np.uint64)

    def fold_in_place(self, buffer: U8, text_starts: I64, starts: U32, ends: U32, hashes: U64, odd: I64) -> None:
        """Replace hashes[i] by that of the folded form, for the tokens i in `odd`; text_starts[k] is the place of
        odd[k]'s article."""
        if odd.size == 0:
            return
        if len(self._raw) > _KEPT:
            self.__init__()  # type: ignore[misc]
        raw = hashes[odd]
        numbers = self._raw.find(raw)
        unknown = np.flatnonzero(numbers < 0)
        if unknown.size:
            new, where = np.unique(raw[unknown], return_index=True)
            chosen = unknown[where]
            begins = (text_starts[chosen] + starts[odd[chosen]]).tolist()
            stops = (text_starts[chosen] + ends[odd[chosen]]).tolist()
            text = buffer.data
            tokens = [
                fold(str(text[begin:stop], "utf-8", "replace")) for begin, stop in zip(begins, stops, strict=True)
            ]
            self._raw.add(new)
            self._folded = np.concatenate((self._folded, hash_tokens(tokens)))
            numbers = self._raw.find(raw)
        hashes[odd] = self._folded[numbers]


class Tokenizer:
    """Makes the token columns of one batch after the other in the same memory: the columns of a batch are valid until
    the next call."""

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._folds = FoldTable()
        self._size = 0
        self._columns: tuple[U32, U32, U64, I64] = (
            np.empty(0, np.uint32),
            np.empty(0, np.uint32),
            np.empty(0, np.uint64),
            np.empty((0, 2), np.int64),
        )

    def __call__(self, buffer: U8, offsets: I64) -> Tokens:
        """Tokens of all texts in a packed buffer (see `tables.pack`), furniture included."""
        articles = offsets.size - 1
        size = int(offsets[-1]) // 2 + articles + 64  # no token but its separator is shorter than two bytes
        if size > self._size:
            self._size = size + size // 4
            self._columns = (
                np.empty(self._size, np.uint32),
                np.empty(self._size, np.uint32),
                np.empty(self._size, np.uint64),
                np.empty((self._size, 2), np.int64),
            )
        starts, ends, hashes, odd = self._columns
        first, counts = np.zeros(articles, np.int64), np.zeros(articles, np.int64)
        tokens = Tokens(first, counts, starts, ends, hashes, np.zeros(articles, np.bool_))
        classes = character_classes()
        parts = split_evenly(np.diff(offsets), self.jobs)
        for begin, _ in parts:
            first[begin] = int(offsets[begin]) // 2 + begin

        def part(begin: int, end: int) -> Callable[[], Any]:
            return lambda: tokenize(buffer, offsets, begin, end, classes, tokens, odd)

        foreign = in_threads(self.jobs, [part(begin, end) for begin, end in parts])
        for (begin, _), rows in zip(parts, foreign, strict=True):
            places, owners = odd[first[begin] : first[begin] + rows].T
            self._folds.fold_in_place(buffer, offsets[owners], starts, ends, hashes, places)
        return tokens
