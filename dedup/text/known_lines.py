"""Lines that are known by the hash of their words, and leaving them out of a batch."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.text.line_hashes import HASHED_LINE, KNOWN_RANGE, hash_lines, leave_out
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


def lines_of(buffer: U8, offsets: I64, tokens: Tokens, most: int) -> NDArray[np.void]:
    """Return the first `most` lines of each article that have LEAST_WORDS words or more in the columns.

    Shape (lines,), of type HASHED_LINE: `article`, `start` and `end` in bytes of its text (first word to last), and the
    `hash` of the folded words alone, whatever is between them.
    """
    lines = np.empty(int(np.minimum(tokens.counts // LEAST_WORDS, most).sum()), HASHED_LINE)
    return lines[: hash_lines(buffer, offsets, tokens, LEAST_WORDS, most, lines)]


def drop_lines(buffer: U8, offsets: I64, tokens: Tokens, numbers: I64, known: KnownLines) -> None:
    """Take the known lines out of the columns; numbers[n] is the number that `known` has for article n of the
    columns."""
    if not known.places:
        return
    ranges = [(n, *known.places[number]) for n, number in enumerate(numbers.tolist()) if number in known.places]
    if ranges:
        leave_out(buffer, offsets, tokens, LEAST_WORDS, np.array(ranges, KNOWN_RANGE), known.table)
