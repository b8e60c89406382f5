"""Candidate pairs by rare anchors: two rare stems of one sentence that are in a sentence of another article too.

A reworded sentence keeps its names, numbers and rare words. So two articles that share a few sentences in other words
share several such pairs of stems, however long the articles are.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from dedup.sketch.anchor_entries import (
    FACTOR,
    add_digests,
    drop_useless,
    keep_nearest,
    keep_noted,
    note_anchors,
    pairs_in,
    sentence_anchors,
)
from dedup.text.sentences import sentence_begins
from dedup.text.tables import I64, U8, U64, Entries, repeated_runs
from dedup.text.terms import Terms
from dedup.text.tokens import Columns

# Articles that share an anchor and give all their pairs; more give none, which keeps the growth linear
FULL: Final = 24
LEAST_SHARED: Final = 2  # anchors in common that make a pair a candidate
NEAREST: Final = 10  # candidates of one article that are kept, those with the most anchors in common first
MOST_PAIRS: Final = 1 << 22  # in memory while anchors in common are counted: 32 MB, and three times as much to count
_FEWEST_NOTES: Final = 1 << 20
_MOST_NOTES: Final = 1 << 28


class AnchorCandidates:
    """Candidates by rare anchors, over two passes: the first notes which anchors are in two articles, the second posts
    these."""

    def __init__(self, terms: Terms, expected_bytes: int | None = None) -> None:
        """`terms` are those of the scan. `expected_bytes` is the size of all text, by which the notes are sized: too
        few notes only cost needless postings, never a pair."""
        self._terms = terms
        notes = (
            _MOST_NOTES
            if expected_bytes is None
            else min(_MOST_NOTES, max(_FEWEST_NOTES, 1 << (expected_bytes // 6).bit_length()))
        )
        self._seen: U8 = np.zeros(notes, np.uint8)
        self._again = 0
        self._room: U64 = np.empty(1 << 16, np.uint64)
        self._entries = Entries()
        self._digests: list[U64] = []

    def add(self, batch: Columns) -> None:
        """Make the first pass over the next batch."""
        note_anchors(self.anchors(batch), self._seen)

    def add_again(self, batch: Columns) -> None:
        """Make the second pass over the next batch, in the same order."""
        entries = self.anchors(batch, self._again)
        digests = np.zeros(batch.tokens.counts.size, np.uint64)
        add_digests(entries, self._again, digests)
        self._digests.append(digests)
        self._entries.add(keep_noted(entries, self._seen))
        self._again += batch.tokens.counts.size

    def anchors(self, batch: Columns, article: int = 0) -> U64:
        """Return the entries of a batch, anchor << 32 | number of the article; `article` is the number of the first.

        Valid until the next call.
        """
        buffer, offsets, tokens = batch
        terms = self._terms.find(buffer, offsets, tokens)
        begins = sentence_begins(buffer, offsets, tokens)
        while True:
            found = sentence_anchors(
                tokens, terms, begins, self._terms.weights, self._terms.hashes, article, self._room
            )
            if found <= self._room.size:
                return self._room[:found]
            self._room = np.empty(found + found // 4, np.uint64)

    def pairs(self) -> U64:
        """Return candidate pairs of article numbers, smaller << 32 | larger, sorted. The notes and entries are
        freed."""
        self._seen = self._seen[:0]
        entries = self._entries.take()
        entries.sort()
        pairs, shared = pairs_sharing(entries[: drop_useless(entries, FULL)], self._again)
        digests = np.concatenate([*self._digests, np.zeros(1, np.uint64)])
        sides = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        ties = (digests[sides[0]] + digests[sides[1]]) * np.uint64(FACTOR)
        order = np.lexsort((ties, -shared))
        nearest_first = pairs[order]
        return np.sort(nearest_first[keep_nearest(nearest_first, self._again, NEAREST)])


def pairs_sharing(entries: U64, articles: int) -> tuple[U64, I64]:
    """Return the pairs of the first `articles` articles with later ones that share enough anchors, and how many.

    The entries are sorted. The pairs that share any are in memory for some articles at a time.
    """
    whole = pairs_in(entries, 0, articles, entries[:0])
    step = max(1, articles // (whole // MOST_PAIRS + 1))
    parts = (
        [_sharing(entries, first, min(first + step, articles)) for first in range(0, articles, step)] if whole else []
    )
    if not parts:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    pairs, shared = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return pairs, shared


def _sharing(entries: U64, first: int, last: int) -> tuple[U64, I64]:
    """Return the pairs of articles [first, last) with later ones that share enough anchors, and how many."""
    out = np.empty(pairs_in(entries, first, last, entries[:0]), np.uint64)
    pairs_in(entries, first, last, out)
    out.sort()
    begins, shared = repeated_runs(out)  # LEAST_SHARED are two at least; most pairs share one
    enough = shared >= LEAST_SHARED
    return out[begins[enough]], shared[enough]
