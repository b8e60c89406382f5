"""Mentions of a corpus, gathered batch by batch as distinct runs of capitalised words and the articles that hold
them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from dedup.names.capitalised_runs import AT_START, IN_PLACE, IN_TITLE, SPEAKS, count_cases, find_runs, mark_title_case
from dedup.names.links import Link, links_in
from dedup.names.reading import Reading
from dedup.names.words import class_table
from dedup.text.sentences import token_flags
from dedup.text.tables import I32, I64, U8, U32, U64, HashTable
from dedup.text.tokens import Columns

# Of cases by word hash: 16 MB each; two words share one with probability 0.06 among 250,000
MOST_COUNTERS: Final = 1 << 22
FEWEST_COUNTERS: Final = 1 << 16
COUNTERS_A_BYTE: Final = 16  # of text: with words of five letters, two share one with probability 0.01
LONGEST_RUN: Final = 200  # bytes of a run that is looked at; a longer one is no name
FEWEST: Final = 1 << 12  # rows that fit at first


class Run(NamedTuple):
    """A distinct run: its text, whether it begins a sentence, and whether it stands in a heading in title case."""

    text: str
    at_start: bool
    headline: bool


class Found(NamedTuple):
    """Runs of a batch: rows (article, first byte, end byte, bits), and the hash of each run's bytes and bits."""

    rows: I64
    keys: U64


class Mentions:
    """Takes the columns of a scan; afterwards `runs` are the distinct runs, and `rows` say which article holds which
    how often."""

    def __init__(self, expected_bytes: int | None = None) -> None:
        """`expected_bytes` of text size the counters of cases; None where nobody knows how many come."""
        counters = MOST_COUNTERS
        if expected_bytes is not None:
            counters = min(MOST_COUNTERS, max(FEWEST_COUNTERS, 1 << (COUNTERS_A_BYTE * expected_bytes).bit_length()))
        self._table = HashTable()
        self.runs: list[Run] = []
        self._rows: list[I32] = []
        self._spoken: dict[int, int] = {}
        self._placed: dict[int, int] = {}
        self.links: list[tuple[int, Link]] = []
        self._lower: U32 = np.zeros(counters, np.uint32)
        self._capital: U32 = np.zeros(counters, np.uint32)
        self._reading: Reading | None = None
        self._runs_out: I64 = np.empty((FEWEST, 4), np.int64)
        self._keys: U64 = np.empty(FEWEST, np.uint64)
        self.articles = 0

    def add(self, columns: Columns) -> None:
        """Take the next batch."""
        flags = _flags(columns)
        count_cases(columns.tokens, flags, self._lower, self._capital)
        found = self._find(columns, flags)
        if found.keys.size:
            self._take(columns, found)
        for article, link in links_in(columns, flags):
            self.links.append((self.articles + article, link))
        self.articles += columns.offsets.size - 1
        self._reading = None

    def find(self, columns: Columns) -> Found:
        """The runs of a batch, valid until the next batch."""
        return self._find(columns, _flags(columns))

    def _find(self, columns: Columns, flags: U8) -> Found:
        while True:
            number = find_runs(columns, flags, class_table(), self._runs_out, self._keys)
            if number <= self._keys.size:
                found, keys = self._runs_out[:number], self._keys[:number]
                short = found[:, 2] - found[:, 1] <= LONGEST_RUN
                return Found(found[short], keys[short])
            self._runs_out, self._keys = np.empty((2 * number, 4), np.int64), np.empty(2 * number, np.uint64)

    def _take(self, columns: Columns, batch: Found) -> None:
        found, keys = batch
        known = len(self._table)
        _, where = np.unique(keys, return_index=True)
        self._table.add(keys[np.sort(where)])
        numbers = self._table.find(keys)
        fresh = np.full(len(self._table) - known, -1, np.int64)
        new = np.flatnonzero(numbers >= known)
        fresh[numbers[new[::-1]] - known] = new[::-1]
        self.runs.extend(runs_at(columns, found[fresh]))
        for bit, counted in ((SPEAKS, self._spoken), (IN_PLACE, self._placed)):
            chosen, count = np.unique(numbers[(found[:, 3] & bit) != 0], return_counts=True)
            for number, times in zip(chosen.tolist(), count.tolist(), strict=True):
                counted[number] = counted.get(number, 0) + times
        pairs, count = np.unique(numbers << 32 | (found[:, 0] + self.articles), return_counts=True)
        self._rows.append(np.stack([pairs >> 32, pairs & 0xFFFFFFFF, count], 1).astype(np.int32))

    def rows(self) -> I32:
        """(run, article, count), sorted."""
        rows = np.concatenate(self._rows) if self._rows else np.empty((0, 3), np.int32)
        return rows[np.lexsort((rows[:, 1], rows[:, 0]))]

    def spoken(self, run: int) -> int:
        """How often a verb of saying stands beside a run."""
        return self._spoken.get(run, 0)

    def placed(self, run: int) -> int:
        """How often a preposition of place stands before a run."""
        return self._placed.get(run, 0)

    def reading(self) -> Reading:
        """How the runs taken so far are read."""
        if self._reading is None:
            self._reading = Reading(self._lower, self._capital)
            self._reading.learn(self.runs)
        return self._reading


def runs_at(columns: Columns, rows: I64) -> Iterator[Run]:
    """The runs of some rows that `find_runs` wrote."""
    base = columns.offsets[rows[:, 0]]
    bounds = zip((base + rows[:, 1]).tolist(), (base + rows[:, 2]).tolist(), rows[:, 3].tolist(), strict=True)
    for begin, end, bits in bounds:
        text = bytes(columns.buffer[begin:end]).decode("utf-8", "replace")
        yield Run(text, bool(bits & AT_START), bool(bits & IN_TITLE))


def _flags(columns: Columns) -> U8:
    buffer, offsets, tokens = columns
    flags = token_flags(buffer, offsets, tokens)
    mark_title_case(columns, flags)
    return flags
