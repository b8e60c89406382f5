"""Token columns: where the words of a batch of texts are, and the hashes of their folded forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.text.folding import fold
from dedup.text.tables import I64, U8, U32, U64, HashTable, character_classes, hash_tokens
from dedup.text.token_arrays import TOKEN_PLACE
from dedup.text.tokenizing import tokenize

_KEPT: Final = 1 << 21  # distinct foreign tokens remembered, about 50 MB; of more some are folded again


class Tokens(NamedTuple):
    """The tokens of article d are at first[d] .. first[d] + counts[d]; `starts` and `ends` are byte offsets in its
    UTF-8 text.

    suspect[d] says what article d may hold: mojibake (GARBLED), invisible characters behind letters (HIDDEN), words
    with spaces between their letters (SPACED). Shapes: first, counts, suspect (articles,); starts, ends, hashes
    (places,), of which only the places named by first and counts are in use.
    """

    first: I64
    counts: I64
    starts: U32
    ends: U32
    hashes: U64
    suspect: U8

    def of(self, article: int) -> slice:
        """Return the places of one article's tokens."""
        at = int(self.first[article])
        return slice(at, at + int(self.counts[article]))

    def copy(self) -> Tokens:
        """Return the same columns in memory of their own."""
        return Tokens(
            self.first.copy(),
            self.counts.copy(),
            self.starts.copy(),
            self.ends.copy(),
            self.hashes.copy(),
            self.suspect.copy(),
        )


class Columns(NamedTuple):
    """The texts of a batch in UTF-8, packed (buffer, offsets), and the words of their bodies (tokens).

    Valid as long as the tokens are.
    """

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
    """Run kernels that release the interpreter lock side by side; return their results in the order of the calls."""
    if jobs == 1 or len(calls) < 2:
        return [call() for call in calls]
    with ThreadPoolExecutor(min(jobs, len(calls))) as pool:
        return [f.result() for f in [pool.submit(call) for call in calls]]


class FoldTable:
    """Folded hashes of tokens that are not ASCII: each distinct token is folded once, whatever the number of
    articles."""

    def __init__(self, fold: Callable[[str], str] = fold, most: int = _KEPT) -> None:
        """`fold` is called for each token that is new; with more than `most` of them the table begins again."""
        self._fold = fold
        self._most = most
        self._raw = HashTable()
        self._folded: U64 = np.empty(0, np.uint64)

    def fold_hashes(self, buffer: U8, offsets: I64, tokens: Tokens, odd: NDArray[np.void]) -> None:
        """Replace the hash of each of the `odd` tokens (of type TOKEN_PLACE) by that of its folded form."""
        if odd.size == 0:
            return
        if len(self._raw) > self._most:
            self._raw, self._folded = HashTable(), np.empty(0, np.uint64)
        places, texts = odd["place"], offsets[odd["article"]]
        raw = tokens.hashes[places]
        numbers = self._raw.find(raw)
        unknown = np.flatnonzero(numbers < 0)
        if unknown.size:
            new, where = np.unique(raw[unknown], return_index=True)
            chosen = unknown[where]
            begins = (texts[chosen] + tokens.starts[places[chosen]]).tolist()
            stops = (texts[chosen] + tokens.ends[places[chosen]]).tolist()
            text = buffer.data
            folded = [
                self._fold(str(text[begin:stop], "utf-8", "replace")) for begin, stop in zip(begins, stops, strict=True)
            ]
            self._raw.add(new)
            self._folded = np.concatenate((self._folded, hash_tokens(folded)))
            numbers = self._raw.find(raw)
        tokens.hashes[places] = self._folded[numbers]


class Tokenizer:
    """Makes the token columns of one batch after the other in the same memory: the columns of a batch are valid until
    the next call."""

    def __init__(self, jobs: int = 1, folds: FoldTable | None = None) -> None:
        self.jobs = jobs
        self._folds = folds or FoldTable()
        self._room(0)

    def _room(self, size: int) -> None:
        self._size = size
        self._starts: U32 = np.empty(size, np.uint32)
        self._ends: U32 = np.empty(size, np.uint32)
        self._hashes: U64 = np.empty(size, np.uint64)
        self._odd: NDArray[np.void] = np.empty(size, TOKEN_PLACE)

    def __call__(self, buffer: U8, offsets: I64) -> Tokens:
        """Return the tokens of all texts in a packed buffer (see `packing.pack`), furniture included."""
        articles = offsets.size - 1
        size = int(offsets[-1]) // 2 + articles + 64  # no token but its separator is shorter than two bytes
        if size > self._size:
            self._room(size + size // 4)
        first, counts = np.zeros(articles, np.int64), np.zeros(articles, np.int64)
        tokens = Tokens(first, counts, self._starts, self._ends, self._hashes, np.zeros(articles, np.uint8))
        odd, classes = self._odd, character_classes()
        parts = split_evenly(np.diff(offsets), self.jobs)
        for begin, _ in parts:
            first[begin] = int(offsets[begin]) // 2 + begin

        def part(begin: int, end: int) -> Callable[[], Any]:
            return lambda: tokenize(buffer, offsets, begin, end, classes, tokens, odd)

        foreign = in_threads(self.jobs, [part(begin, end) for begin, end in parts])
        for (begin, _), count in zip(parts, foreign, strict=True):
            self._folds.fold_hashes(buffer, offsets, tokens, odd[first[begin] : first[begin] + count])
        return tokens
