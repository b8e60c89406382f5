"""Candidate pairs: articles that share an LSH band of a sketch, or several rare shingles. Every pair is verified
afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from dedup.sketch.bands import band_keys, pairs_of_buckets, repeated_values
from dedup.sketch.minhash import sketch_uncommon
from dedup.sketch.shingles import count_shingles, note_shingles, rare_shingles
from dedup.sketch.signatures import COPY_WORDS, REWRITE_WORDS, permutations, sketch_tokens
from dedup.text.tables import I64, U8, U32, U64, Entries, run_begins
from dedup.text.tokens import Columns, in_threads, split_evenly

BANDS: Final = 42
# 42 bands of 3 propose a pair of Jaccard 0.5 with probability 0.996, of 0.3 with 0.68, of 0.05 with 0.005
ROWS: Final = 3
SLOTS: Final = BANDS * ROWS
FULL_BUCKET: Final = 24  # articles that share a key and give all their pairs; more are linked in a star and a chain
FULL_POSTING: Final = 8  # the same for a rare shingle
SHARED_SHINGLES: Final = 2  # rare shingles in common that make a pair a candidate
WINDOW: Final = 4  # of the winnowing: a run of 8 words in common keeps a shingle of 5
# Occurrences an article from which a 2-gram says nothing (it would make pairs grow quadratically)
COMMON_SHARE: Final = 0.01
COMMON_FLOOR: Final = 50  # occurrences: in a small set no 2-gram is common
RARE_MOST: Final = 100  # occurrences up to which a shingle still proposes pairs
_ODD: Final = np.random.RandomState(2).randint(0, 1 << 62, SLOTS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
NO_LIMIT: Final = 1 << 62
# Small enough for the processor's cache; shared counters fill up in step with COMMON_SHARE
PAIR_COUNTERS: Final = 1 << 20
_REPLACED: Final = 1 << 18  # entries at a time whose articles are replaced by their places
_FEWEST_NOTES: Final = 1 << 20
_MOST_NOTES: Final = 1 << 26


def digests_of(signatures: U32) -> U64:
    """Return a number of each signature, shape (articles, SLOTS), by which full buckets order articles."""
    return signatures @ _ODD


def most_occurrences(articles: int) -> int:
    """Return how often a 2-gram may occur in so many articles and still say something."""
    return max(COMMON_FLOOR, int(COMMON_SHARE * articles))


class Bands:
    """Band keys of one sketch for all articles, collected batch by batch."""

    def __init__(self) -> None:
        self._keys: list[U32] = []
        self._digests: list[U64] = []

    def add(self, signatures: U32) -> None:
        """Take the signatures, shape (articles, SLOTS), of the next articles."""
        self._digests.append(digests_of(signatures))
        self._keys.append(band_keys(signatures, ROWS, BANDS))

    def order(self) -> I64:
        """Return the article numbers in an order that depends on the texts and not on the input; in it, full buckets
        link neighbours."""
        return np.argsort(np.concatenate([np.empty(0, np.uint64), *self._digests]), kind="stable")

    def pairs(self, jobs: int = 1) -> U64:
        """Return the distinct pairs, smaller << 32 | larger, that share a band, sorted. The keys are freed."""
        if not self._keys:
            return np.empty(0, np.uint64)
        keys = np.concatenate(self._keys, axis=1)
        self._keys.clear()
        order = self.order()
        places = places_in(order)

        def band(row: U32) -> Callable[[], U64]:
            return lambda: bucket_pairs(
                np.sort((row.astype(np.uint64) << np.uint64(32)) | places), FULL_BUCKET, NO_LIMIT
            )

        return numbered(distinct(in_threads(jobs, [band(row) for row in keys])), order)


def places_in(order: I64) -> U64:
    """Return the place of each article in an order."""
    places = np.empty(order.size, np.uint64)
    places[order] = np.arange(order.size, dtype=np.uint64)
    return places


def numbered(pairs: U64, order: I64) -> U64:
    """Return pairs of places in an order as pairs of article numbers, smaller << 32 | larger, sorted."""
    one, other = (
        order[(pairs >> np.uint64(32)).astype(np.int64)],
        order[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)],
    )
    return np.sort(
        (np.minimum(one, other).astype(np.uint64) << np.uint64(32)) | np.maximum(one, other).astype(np.uint64)
    )


def bucket_pairs(entries: U64, full: int, most: int) -> U64:
    """Return the pairs of sorted entries key << 32 | article; see `pairs_of_buckets`."""
    out = np.empty(4096 + entries.size // 4, np.uint64)
    found = pairs_of_buckets(entries, full, most, out)
    if found > out.size:
        out = np.empty(found, np.uint64)
        pairs_of_buckets(entries, full, most, out)
    return out[:found]


def distinct(pieces: list[U64]) -> U64:
    """Return the sorted distinct values of several arrays."""
    if not pieces:
        return np.empty(0, np.uint64)
    values = np.sort(np.concatenate(pieces))
    return values[run_begins(values)]


class CopyCandidates:
    """Candidates for copies: word 5-gram MinHash alone, one pass."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs
        self._bands = Bands()

    def add(self, batch: Columns) -> None:
        """Sketch the next batch."""
        self._bands.add(sketch_tokens(batch.tokens, COPY_WORDS, SLOTS, jobs=self._jobs))

    def pairs(self) -> U64:
        """Return candidate pairs of article numbers, smaller << 32 | larger, sorted."""
        return self._bands.pairs(self._jobs)


class ReuseCandidates:
    """Candidates for edited and partial reuse, over two passes: the first counts how often each shingle occurs, the
    second sketches 2-grams without the common ones (`add_again`) and posts rare 5-grams."""

    def __init__(self, jobs: int = 1, expected_bytes: int | None = None) -> None:
        """`expected_bytes` is the size of all text, by which the notes on 5-grams are sized: too few notes only cost
        needless postings, never a pair."""
        self._jobs = jobs
        self._articles = 0
        self._again = 0
        self._bands = Bands()
        self._two_grams: U32 = np.zeros(PAIR_COUNTERS, np.uint32)
        notes = (
            _MOST_NOTES
            if expected_bytes is None
            else min(_MOST_NOTES, max(_FEWEST_NOTES, 1 << (expected_bytes // 16).bit_length()))
        )
        self._five_grams: U8 = np.zeros(notes, np.uint8)
        self._entries = Entries()

    def add(self, batch: Columns) -> None:
        """Make the first pass over the next batch."""
        tokens = batch.tokens
        self._articles += tokens.counts.size
        in_threads(
            self._jobs,
            [
                lambda: count_shingles(tokens, REWRITE_WORDS, self._two_grams),
                lambda: note_shingles(tokens, COPY_WORDS, WINDOW, self._five_grams),
            ],
        )

    def add_again(self, batch: Columns) -> None:
        """Make the second pass over the next batch, in the same order."""
        tokens = batch.tokens
        most = most_occurrences(self._articles)
        drawn = permutations(SLOTS, 1)
        signatures = np.empty((tokens.counts.size, SLOTS), np.uint32)

        def part(begin: int, end: int) -> Callable[[], Any]:
            return lambda: sketch_uncommon(
                tokens, (begin, end), REWRITE_WORDS, self._two_grams, most, drawn, signatures
            )

        in_threads(self._jobs, [part(begin, end) for begin, end in split_evenly(tokens.counts + 1, self._jobs)])
        self._bands.add(signatures)
        self._entries.add(rare_shingles(tokens, self._again, COPY_WORDS, WINDOW, self._five_grams))
        self._again += tokens.counts.size

    def pairs(self) -> U64:
        """Return candidate pairs of both kinds, smaller << 32 | larger, sorted. The counters and entries are
        freed."""
        self._five_grams = self._five_grams[:0]
        order = self._bands.order()
        entries = self._entries.take()
        places = places_in(order)
        for first in range(0, entries.size, _REPLACED):
            some = entries[first : first + _REPLACED]
            some[:] = (some & np.uint64(0xFFFFFFFF00000000)) | places[(some & np.uint64(0xFFFFFFFF)).astype(np.int64)]
        entries.sort()
        shared = numbered(bucket_pairs(entries, FULL_POSTING, RARE_MOST), order)
        return distinct([self._bands.pairs(self._jobs), repeated_values(shared, SHARED_SHINGLES)])


def as_rows(pairs: U64) -> I64:
    """Return pairs as rows (smaller, larger), shape (pairs, 2)."""
    return np.stack([pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)], 1).astype(np.int64)
