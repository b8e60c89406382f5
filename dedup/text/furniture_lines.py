"""The furniture of a batch: a kernel picks candidate lines, and `furniture` decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.records import Furniture
from dedup.text import furniture
from dedup.text import furniture_rules as rules
from dedup.text.candidate_lines import CANDIDATE_LINE, HINTS, HOPELESS, REPEATED, LineFinder
from dedup.text.furniture_match import opening_phrases
from dedup.text.hash_table import MIX
from dedup.text.tables import I64, U8, U64, HashTable, hash_set, hash_tokens
from dedup.text.tokens import Tokens


class LineTables(NamedTuple):
    """The tables of a `candidate_lines.LineFinder`, whose docstring describes each of them."""

    triggers: U64
    strong: U64
    free: U64
    heads: U64
    openings: U64
    telling: U64
    last_words: U64
    listed: U64
    hints: U8
    symbols: U8


def _table_of(phrases: Iterable[str]) -> HashTable:
    """Return a hash table of single words and of pairs of words."""
    pairs = [p.split() for p in sorted(phrases) if " " in p]
    table = HashTable()
    table.add(hash_tokens(sorted(p for p in phrases if " " not in p)))
    table.add(
        hash_tokens([first for first, _ in pairs]) * np.uint64(MIX) ^ hash_tokens([second for _, second in pairs])
    )
    return table


@cache
def line_finder() -> LineFinder:
    """Return the finder with the tables of the furniture rules."""
    strong = _table_of(furniture.STRONG_TRIGGERS).keys
    hints = np.zeros(HINTS, np.uint8)
    hints[strong[strong != 0] & np.uint64(HINTS - 1)] = 1
    symbols = np.zeros(max(map(ord, furniture.SYMBOLS)) + 1, np.uint8)
    symbols[[ord(symbol) for symbol in furniture.SYMBOLS]] = 1
    tables = LineTables(
        triggers=hash_set(furniture.TRIGGERS),
        strong=strong,
        free=_table_of(furniture.FREE_TRIGGERS).keys,
        heads=hash_set(furniture.head_words()),
        openings=_table_of(opening_phrases()).keys,
        telling=hash_set(rules.TELLING_WORDS),
        last_words=hash_set(rules.LAST_WORDS),
        listed=hash_set(rules.SHARE_WORDS | rules.AGENCY_WORDS | rules.STAMP_WORDS),
        hints=hints,
        symbols=symbols,
    )
    return LineFinder(tables, furniture.MAX_WORDS, furniture.REPEAT_WORDS, 4 * furniture.MAX_LINE)


class CandidateLine(NamedTuple):
    """A line that may be furniture: [start, end) in code points of the text of its article; `why` is LOOK, HOPELESS or
    REPEATED of `candidate_lines`."""

    article: int
    start: int
    end: int
    why: int


class FurnitureFinder:
    """Finds the furniture of one batch after the other, in the same memory."""

    def __init__(self, room: int = 4096) -> None:
        """`room` is the number of candidate lines that there is room for at first; it grows."""
        self._lines: NDArray[np.void] = np.empty(room, CANDIDATE_LINE)

    def __call__(self, texts: Sequence[str], buffer: U8, offsets: I64, tokens: Tokens) -> dict[int, list[Furniture]]:
        """Return the spans of furniture by article number, for the articles that have any."""
        found: dict[int, list[Furniture]] = {}
        for article, group in groupby(self.lines(buffer, offsets, tokens), attrgetter("article")):
            lines = list(group)
            spans = [(line.start, line.end) for line in lines]
            hopeless = [line.why == HOPELESS for line in lines]
            if any(line.why == REPEATED for line in lines):
                marked = furniture.find_furniture(texts[article])
            elif hopeless == [True]:
                continue
            else:
                marked = furniture.find_furniture(texts[article], spans, hopeless)
            if marked:
                found[article] = marked
        return found

    def lines(self, buffer: U8, offsets: I64, tokens: Tokens) -> list[CandidateLine]:
        """Return the lines that may be furniture, article by article."""
        while True:
            count = line_finder().find(buffer, offsets, tokens, self._lines)
            if count <= len(self._lines):
                return [CandidateLine(*line) for line in self._lines[:count].tolist()]
            self._lines = np.empty(2 * count, CANDIDATE_LINE)
