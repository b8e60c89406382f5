"""The furniture of a batch: a kernel picks the lines that are worth a look, and `furniture` looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from dedup.records import Furniture
from dedup.text import furniture
from dedup.text import furniture_rules as rules
from dedup.text.candidate_lines import HINTS, HOPELESS, REPEATED, LineFinder
from dedup.text.furniture_match import opening_phrases
from dedup.text.hash_table import MIX
from dedup.text.tables import I64, U8, U64, HashTable, hash_set, hash_tokens
from dedup.text.tokens import Tokens


class LineTables(NamedTuple):
    """What `candidate_lines.LineFinder` looks words up in; its docstring describes each table."""

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
    """A hash table of single words and of pairs of words."""
    pairs = [p.split() for p in sorted(phrases) if " " in p]
    table = HashTable()
    table.add(hash_tokens(sorted(p for p in phrases if " " not in p)))
    table.add(
        hash_tokens([first for first, _ in pairs]) * np.uint64(MIX) ^ hash_tokens([second for _, second in pairs])
    )
    return table


@cache
def line_finder() -> LineFinder:
    """The finder with the tables of the furniture rules."""
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


class FurnitureFinder:
    """Finds the furniture of one batch after the other, in the same memory."""

    def __init__(self) -> None:
        self._rows: I64 = np.empty((4096, 4), np.int64)

    def __call__(self, texts: Sequence[str], buffer: U8, offsets: I64, tokens: Tokens) -> dict[int, list[Furniture]]:
        """The spans of furniture by article number, for the articles that hold any."""
        found: dict[int, list[Furniture]] = {}
        for article, rows in groupby(self.lines(buffer, offsets, tokens), itemgetter(0)):
            spans, hopeless, repeats = [], [], False
            for _, start, end, why in rows:
                spans.append((start, end))
                hopeless.append(why == HOPELESS)
                repeats = repeats or why == REPEATED
            if repeats:
                marked = furniture.find_furniture(texts[article])
            elif len(spans) == 1 and hopeless[0]:
                continue
            else:
                marked = furniture.find_furniture(texts[article], spans, hopeless)
            if marked:
                found[article] = marked
        return found

    def lines(self, buffer: U8, offsets: I64, tokens: Tokens) -> list[list[int]]:
        """The rows (article, start, end, why) of `LineFinder.find`."""
        while True:
            count = line_finder().find(buffer, offsets, tokens, self._rows)
            if count <= len(self._rows):
                rows: list[list[int]] = self._rows[:count].tolist()
                return rows
            self._rows = np.empty((2 * count, 4), np.int64)
