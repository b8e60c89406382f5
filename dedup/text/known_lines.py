"""Lines: what the words of each line of a batch hash to, and leaving lines out that are known by their hash."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dedup.text.line_hashes import hash_lines, leave_out
from dedup.text.tables import I64, U8, U64
from dedup.text.tokens import Tokens

LEAST_WORDS: Final = 4  # a shorter line ("He was 75.", "Thank you.") returns by chance


class KnownLines(NamedTuple):
    """Lines to leave out: those of article n are `table[begin:end]`, sorted hashes, with (begin, end) = places[n].

    Articles that are not in `places` have none. Shape of table: (lines,).
    """

    table: U64
    places: dict[int, tuple[int, int]]


NO_LINES: Final = KnownLines(np.empty(0, np.uint64), {})


class Lines(NamedTuple):
    """Lines of LEAST_WORDS words or more: row (article, start, end) in bytes of its text, first word to last, and the
    hash of the words.

    Shapes: (lines, 3) and (lines,).
    """

    rows: I64
    hashes: U64


def lines_of(buffer: U8, offsets: I64, tokens: Tokens, most: int) -> Lines:
    """The first `most` lines of each article that have LEAST_WORDS words or more, counting the words that the columns
    hold.

    A line's hash is that of its folded words alone, whatever stands between them.
    """
    room = int(np.minimum(tokens.counts // LEAST_WORDS, most).sum())
    rows, hashes = np.empty((room, 3), np.int64), np.empty(room, np.uint64)
    found = hash_lines(buffer, offsets, tokens, LEAST_WORDS, most, rows, hashes)
    return Lines(rows[:found], hashes[:found])


def drop_lines(buffer: U8, offsets: I64, tokens: Tokens, numbers: I64, known: KnownLines) -> None:
    """Take the known lines out of the columns; numbers[n] is the number that `known` has for article n of the columns."""
    if not known.places:
        return
    places = [(n, *known.places[number]) for n, number in enumerate(numbers.tolist()) if number in known.places]
    if places:
        leave_out(buffer, offsets, tokens, LEAST_WORDS, np.array(places, np.int64), known.table)
