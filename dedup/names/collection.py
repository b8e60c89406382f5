"""Mentions: where the names of a corpus stand, gathered batch by batch as distinct runs of capitalised words and their articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from dedup.names import run_kernels as kernels
from dedup.names.links import Link, links_in
from dedup.names.runs import Part, parts_of
from dedup.names.words import class_table
from dedup.text.background import background
from dedup.text.columns import Columns
from dedup.text.segments import token_flags
from dedup.text.tables import I64, U32, U64, HashTable, hash_tokens
from dedup.text.terms import stems_of

COUNTERS: Final = 1 << 22  # of cases by word hash: 16 MB each; two words share one with probability 0.06 among 250,000
LONGEST_RUN: Final = 200  # bytes of a run that is looked at; a longer one is no name
BACKGROUND: Final = 4  # occurrences in lower or upper case that the background table counts for
MOST_RUNS: Final = 1 << 26


class Run(NamedTuple):
    """A distinct run: its text, whether it begins a sentence, and how often it stands where."""

    text: str
    at_start: bool


class Mentions:
    """Takes the columns of a scan; afterwards `runs` are the distinct runs, and `rows` say which article holds which how often."""

    def __init__(self) -> None:
        self._table = HashTable()
        self.runs: list[Run] = []
        self._rows: list[I64] = []
        self._spoken: dict[int, int] = {}
        self._placed: dict[int, int] = {}
        self.links: list[tuple[int, Link]] = []
        self._lower: U32 = np.zeros(COUNTERS, np.uint32)
        self._capital: U32 = np.zeros(COUNTERS, np.uint32)
        self._ordinary: dict[str, bool] = {}
        self._runs_out: I64 = np.empty((1 << 16, 4), np.int64)
        self._keys: U64 = np.empty(1 << 16, np.uint64)
        self.articles = 0

    def add(self, columns: Columns) -> None:
        """Take the next batch."""
        buffer, offsets, tokens = columns
        flags = token_flags(buffer, offsets, tokens)
        kernels.count_cases(tokens.first, tokens.counts, tokens.hashes, flags, self._lower, self._capital)
        found, keys = self._find(columns, flags)
        if found.shape[0]:
            self._take(columns, found, keys)
        for article, link in links_in(columns, flags):
            self.links.append((self.articles + article, link))
        self.articles += offsets.size - 1

    def _find(self, columns: Columns, flags: np.ndarray) -> tuple[I64, U64]:
        buffer, offsets, tokens = columns
        table, classes = class_table()
        while True:
            number = kernels.find_runs(
                buffer, offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, flags, table, classes,
                self._runs_out, self._keys,
            )  # fmt: skip
            if number <= self._keys.size:
                return self._runs_out[:number], self._keys[:number]
            self._runs_out, self._keys = np.empty((2 * number, 4), np.int64), np.empty(2 * number, np.uint64)

    def _take(self, columns: Columns, found: I64, keys: U64) -> None:
        short = found[:, 2] - found[:, 1] <= LONGEST_RUN
        found, keys = found[short], keys[short]
        known = len(self._table)
        _, where = np.unique(keys, return_index=True)
        self._table.add(keys[np.sort(where)])
        numbers = self._table.find(keys)
        fresh = np.full(len(self._table) - known, -1, np.int64)
        new = np.flatnonzero(numbers >= known)
        fresh[numbers[new[::-1]] - known] = new[::-1]
        base = columns.offsets[found[fresh, 0]]
        for begin, end, bits in zip((base + found[fresh, 1]).tolist(), (base + found[fresh, 2]).tolist(), found[fresh, 3].tolist(), strict=True):
            self.runs.append(Run(bytes(columns.buffer[begin:end]).decode("utf-8", "replace"), bool(bits & kernels.AT_START)))
        for bit, counted in ((kernels.SPEAKS, self._spoken), (kernels.IN_PLACE, self._placed)):
            chosen, count = np.unique(numbers[(found[:, 3] & bit) != 0], return_counts=True)
            for number, times in zip(chosen.tolist(), count.tolist(), strict=True):
                counted[number] = counted.get(number, 0) + times
        pairs, count = np.unique(numbers << 32 | (found[:, 0] + self.articles), return_counts=True)
        self._rows.append(np.stack([pairs >> 32, pairs & 0xFFFFFFFF, count], 1))

    def rows(self) -> I64:
        """(run, article, count), sorted."""
        rows = np.concatenate(self._rows) if self._rows else np.empty((0, 3), np.int64)
        return rows[np.lexsort((rows[:, 1], rows[:, 0]))]

    def spoken(self, run: int) -> int:
        """How often a verb of saying stands beside a run."""
        return self._spoken.get(run, 0)

    def placed(self, run: int) -> int:
        """How often a preposition of place stands before a run."""
        return self._placed.get(run, 0)

    def ordinary(self, word: str) -> bool:
        """Whether a folded word is mostly written in lower case, in these articles and in news at large."""
        known = self._ordinary.get(word)
        if known is None:
            slot = int(hash_tokens([word])[0] >> np.uint64(8)) & (COUNTERS - 1)
            lower, capital = int(self._lower[slot]), int(self._capital[slot])
            table = background()
            named = table.capitalised(stems_of([word])[0])
            if named is not None:
                lower, capital = lower + BACKGROUND * (not named), capital + BACKGROUND * named
            known = self._ordinary[word] = lower > capital
        return known

    def parts(self) -> Iterator[list[Part]]:
        """The names in each run, in the order of `runs`.

        A run that begins a sentence is taken whole where the same words stand within one elsewhere ("Supreme Court"), else without the
        ordinary words that it begins with.
        """
        inside: set[tuple[str, ...]] = set()
        found: list[list[Part]] = []
        for run in self.runs:
            parts = parts_of(run.text, False, self.ordinary)
            found.append(parts)
            if not run.at_start:
                inside.update(part.key for part in parts)
        for run, parts in zip(self.runs, found, strict=True):
            if not run.at_start:
                yield parts
                continue
            strict = parts_of(run.text, True, self.ordinary)
            yield parts if len(parts) == len(strict) and all(p.key in inside for p in parts) else strict
