"""The tables that kernels read: character classes, and hash tables from token hashes to small numbers; and the types of
arrays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.hash_table import add_slots, find_slots
from dedup.text.packing import pack
from dedup.text.tokenizing import hash_strings

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

_FIRST_SLOTS: Final = 1 << 10
_CHUNK: Final = 1 << 23
"""Entries that are kept together, 64 MB: a block of this size goes back to the system when it is freed."""


@cache
def character_classes() -> U8:
    """Return the class of each code point (separator, word, single, extend), shape (0x200000,); made by
    training/unicode_classes.py.

    What four broken bytes can spell beyond the last code point is a separator.
    """
    table = json.loads(files("dedup.text").joinpath("unicode_classes.json").read_bytes())
    firsts, kinds = np.array(table["runs"], np.int64).T
    classes = np.zeros(0x200000, np.uint8)
    classes[:0x110000] = np.repeat(kinds.astype(np.uint8), np.diff(firsts, append=0x110000))
    return classes


def hash_tokens(tokens: Sequence[str]) -> U64:
    """Return the hashes that the token pass gives to these folded tokens."""
    buffer, offsets = pack(tokens)
    out = np.empty(len(tokens), np.uint64)
    hash_strings(buffer, offsets, out)
    return out


def run_begins(values: NDArray[Any]) -> I64:
    """Return where each run of equal values begins; in a sorted array these are the places of the distinct values.

    >>> run_begins(np.array([3, 3, 5, 8, 8])).tolist(), run_begins(np.array([])).tolist()
    ([0, 2, 3], [])
    """
    begins = np.empty(values.size, np.bool_)
    begins[:1] = True
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def hash_set(words: Iterable[str]) -> U64:
    """Return an open-addressing table of the words' hashes for kernels that only ask whether a word is in it."""
    table = HashTable()
    table.add(hash_tokens(sorted(words)))
    return table.keys


def repeated_runs(values: NDArray[Any]) -> tuple[I64, I64]:
    """Return where each run of two or more equal values begins, and how many they are.

    >>> [column.tolist() for column in repeated_runs(np.array([3, 3, 5, 8, 8, 8]))]
    [[0, 3], [2, 3]]
    """
    as_before = np.zeros(values.size + 1, np.bool_)
    np.equal(values[1:], values[:-1], out=as_before[1:-1])
    begins = np.flatnonzero(as_before[1:] & ~as_before[:-1])
    return begins, np.flatnonzero(as_before[:-1] & ~as_before[1:]) - begins + 1


class Entries:
    """Entries of 64 bits that are collected bit by bit and never in memory twice."""

    def __init__(self, chunk: int = _CHUNK) -> None:
        self._chunk = chunk
        self._chunks: list[U64] = []
        self._room = 0

    def __len__(self) -> int:
        return self._chunk * len(self._chunks) - self._room

    def add(self, values: U64) -> None:
        """Take some more."""
        while values.size:
            if not self._room:
                self._chunks.append(np.empty(self._chunk, np.uint64))
                self._room = self._chunk
            some, values = values[: self._room], values[self._room :]
            begin = self._chunk - self._room
            self._chunks[-1][begin : begin + some.size] = some
            self._room -= some.size

    def take(self) -> U64:
        """Return all in their order, which are given up here."""
        whole = np.empty(len(self), np.uint64)
        end, size = whole.size, self._chunk - self._room
        while self._chunks:
            whole[end - size : end] = self._chunks.pop()[:size]
            end, size = end - size, self._chunk
        self._room = 0
        return whole


class HashTable:
    """Numbers 64-bit hashes in the order in which they are first added; look-ups and additions run in kernels."""

    def __init__(self) -> None:
        self.keys: U64 = np.zeros(_FIRST_SLOTS, np.uint64)
        self.values: I64 = np.zeros(_FIRST_SLOTS, np.int64)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def find(self, hashes: U64) -> I64:
        """Return the number of each hash, -1 where it was never added."""
        out = np.empty(hashes.size, np.int64)
        find_slots(hashes, self.keys, self.values, out)
        return out

    def ordered_keys(self) -> U64:
        """Return the hashes by their numbers."""
        used = self.keys != 0
        out = np.empty(self._size, np.uint64)
        out[self.values[used]] = self.keys[used]
        return out

    def add(self, hashes: U64) -> None:
        """Number the hashes that are new. A hash of 0, which marks an empty slot, is never produced by the token
        pass."""
        while 2 * (self._size + hashes.size) > self.keys.size:
            self._grow()
        self._size = int(add_slots(hashes, self._size, self.keys, self.values))

    def _grow(self) -> None:
        keys, values = self.keys, self.values
        order = np.argsort(values[keys != 0], kind="stable")
        self.keys = np.zeros(4 * keys.size, np.uint64)
        self.values = np.zeros(4 * keys.size, np.int64)
        add_slots(keys[keys != 0][order], 0, self.keys, self.values)
