"""Lines: what the words of each line of a batch hash to, and leaving lines out that are known by their hash."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numba import uint64

from dedup.text.jit import inlined, kernel
from dedup.text.tables import I64, U8, U64
from dedup.text.tokens import Tokens

LEAST_WORDS: Final = 4  # a shorter line ("He was 75.", "Thank you.") returns by chance
_MIX: Final = 0xD6E8FEB86659FD93


class KnownLines(NamedTuple):
    """Lines to leave out: those of article n are `table[begin:end]`, sorted hashes, with (begin, end) = places[n].

    Articles that are not in `places` have none. Shape of table: (lines,).
    """

    table: U64
    places: dict[int, tuple[int, int]]


NO_LINES: Final = KnownLines(np.empty(0, np.uint64), {})


class Lines(NamedTuple):
    """Lines of LEAST_WORDS words or more: row (article, start, end) in bytes of its text, first word to last, and the hash of the words.

    Shapes: (lines, 3) and (lines,).
    """

    rows: I64
    hashes: U64


@inlined
def mixed_in(so_far: Any, word: Any) -> Any:
    """The hash of a line with one word more."""
    h = (so_far ^ word) * uint64(_MIX)
    return h ^ (h >> uint64(29))


@inlined
def breaks(buffer: Any, begin: Any, end: Any) -> Any:
    """Whether a line feed stands in the bytes [begin, end); most words stand behind a single space."""
    found = buffer[begin] == 10  # a word's first byte, which is no line feed, where nothing stands between
    for at in range(begin + 1, end):
        found = found or buffer[at] == 10
    return found


@kernel
def hash_lines(
    buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, least: Any, most: Any, rows: Any, out: Any
) -> Any:
    """See `lines_of`; returns the number of lines."""
    found = 0
    for doc in range(counts.size):
        base = offsets[doc]
        stop = first[doc] + counts[doc]
        token = first[doc]
        taken = 0
        while token < stop and taken < most:
            begin = token
            h = mixed_in(uint64(0), hashes[token])
            token += 1
            while token < stop and not breaks(buffer, base + np.int64(ends[token - 1]), base + np.int64(starts[token])):
                h = mixed_in(h, hashes[token])
                token += 1
            if token - begin >= least:
                rows[found, 0], rows[found, 1], rows[found, 2] = doc, starts[begin], ends[token - 1]
                out[found] = h
                found += 1
                taken += 1
    return found


@kernel
def leave_out(
    buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, least: Any, places: Any, table: Any
) -> Any:
    """Take the lines out of the columns whose hash stands in table[begin:end], for rows (article, begin, end) of `places`."""
    for row in range(places.shape[0]):
        doc = places[row, 0]
        base = offsets[doc]
        stop = first[doc] + counts[doc]
        token = kept = first[doc]
        while token < stop:
            begin = token
            h = mixed_in(uint64(0), hashes[token])
            token += 1
            while token < stop and not breaks(buffer, base + np.int64(ends[token - 1]), base + np.int64(starts[token])):
                h = mixed_in(h, hashes[token])
                token += 1
            low, high = places[row, 1], places[row, 2]
            while low < high:
                middle = (low + high) // 2
                if table[middle] < h:
                    low = middle + 1
                else:
                    high = middle
            if token - begin >= least and low < places[row, 2] and table[low] == h:
                continue
            if kept == begin:
                kept = token
                continue
            for place in range(begin, token):
                starts[kept], ends[kept], hashes[kept] = starts[place], ends[place], hashes[place]
                kept += 1
        counts[doc] = kept - first[doc]
    return 0


def lines_of(buffer: U8, offsets: I64, tokens: Tokens, most: int) -> Lines:
    """The first `most` lines of each article that have LEAST_WORDS words or more, counting the words that the columns hold.

    A line's hash is that of its folded words alone, whatever stands between them.
    """
    room = int(np.minimum(tokens.counts // LEAST_WORDS, most).sum())
    rows, hashes = np.empty((room, 3), np.int64), np.empty(room, np.uint64)
    found = hash_lines(
        buffer, offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, LEAST_WORDS, most, rows, hashes
    )
    return Lines(rows[:found], hashes[:found])


def drop_lines(buffer: U8, offsets: I64, tokens: Tokens, numbers: I64, known: KnownLines) -> None:
    """Take the known lines out of the columns; numbers[n] is the number that `known` has for article n of the columns."""
    if not known.places:
        return
    places = [(n, *known.places[number]) for n, number in enumerate(numbers.tolist()) if number in known.places]
    if places:
        leave_out(
            buffer, offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, LEAST_WORDS,
            np.array(places, np.int64), known.table,
        )  # fmt: skip
