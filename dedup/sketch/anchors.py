"""Candidate pairs by rare anchors: two rare stems that stand in one sentence, found again in a sentence of another article.

A reworded sentence keeps its names, numbers and rare words, so two articles that share a few sentences in other words share several such
pairs of stems, however long the rest of them is.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import uint8, uint64

from dedup.text import segments
from dedup.text.columns import Columns
from dedup.text.jit import inlined, kernel
from dedup.text.tables import I64, U8, U64
from dedup.text.terms import Terms

MIX = 0x9E3779B97F4A7C15
RAREST: Final = 8  # stems of a sentence that are paired
LEAST_WEIGHT: Final = 2.0  # of a stem, in nats: one that stands in less than 8 of 100 articles
FULL: Final = 24  # articles that share an anchor and give all their pairs; more give none, which keeps the growth linear
LEAST_SHARED: Final = 2  # anchors in common that make a pair a candidate
NEAREST: Final = 10  # candidates of one article that are kept, those with the most anchors in common first
MOST_ANCHORS: Final = 1 << 14  # of one article
MOST_PAIRS: Final = 1 << 24  # held at a time while anchors in common are counted: 128 MB and as much to sort them
_FEWEST_NOTES: Final = 1 << 20
_MOST_NOTES: Final = 1 << 28


@inlined
def join(one: Any, other: Any) -> Any:
    """One 32-bit hash of two, in any order; never 0."""
    h = (uint64(min(one, other)) << uint64(32) | uint64(max(one, other))) * uint64(MIX)
    h ^= h >> uint64(29)
    return max(uint64(1), (h * uint64(MIX)) >> uint64(32))


@inlined
def is_new(key: Any, doc: Any, keys: Any, owners: Any) -> Any:
    """Whether the table did not hold `key` for this article yet; it does from now on. The table has more slots than an article anchors."""
    slot = key & uint64(keys.size - 1)
    while owners[slot] == doc and keys[slot] != key:
        slot = (slot + uint64(1)) & uint64(keys.size - 1)
    fresh = owners[slot] != doc
    keys[slot], owners[slot] = key, doc
    return fresh


@kernel
def sentence_anchors(first: Any, counts: Any, terms: Any, begins: Any, weights: Any, hashes: Any, article: Any, out: Any) -> Any:
    """Entries (anchor << 32 | number of the article), each anchor once an article; `article` is the number of the first of the batch.

    begins tells of each place whether a sentence begins there; weights and hashes stand by term. Returns the number of entries;
    only out.size are written.
    """
    best = np.empty(RAREST, np.float64)
    rare = np.empty(RAREST, np.uint32)
    keys = np.zeros(2 * MOST_ANCHORS, np.uint64)
    owners = np.full(2 * MOST_ANCHORS, -1, np.int64)
    found = 0
    for doc in range(counts.size):
        held = 0
        own_found = 0
        end = first[doc] + counts[doc]
        for place in range(first[doc], end + 1):
            if place == end or (begins[place] and place > first[doc]):
                for i in range(held):
                    for j in range(i):
                        anchor = join(rare[i], rare[j])
                        if own_found < MOST_ANCHORS and is_new(anchor, doc, keys, owners):
                            own_found += 1
                            if found < out.size:
                                out[found] = anchor << uint64(32) | uint64(article + doc)
                            found += 1
                held = 0
            if place == end:
                break
            weight, stem = weights[terms[place]], hashes[terms[place]]
            if weight < LEAST_WEIGHT or (held == RAREST and weight < best[held - 1]):
                continue
            at = 0
            while at < held and (best[at] > weight or (best[at] == weight and rare[at] > stem)):
                at += 1
            if at == RAREST or (at < held and rare[at] == stem):
                continue
            held = min(RAREST, held + 1)
            for k in range(held - 1, at, -1):
                best[k], rare[k] = best[k - 1], rare[k - 1]
            best[at], rare[at] = weight, stem
    return found


@kernel
def note_anchors(entries: Any, seen: Any) -> Any:
    """Note once and twice in how many articles each anchor stands: bits 2 * (h mod 4) of the byte seen[h / 4 mod size]."""
    mask = uint64(seen.size - 1)
    for i in range(entries.size):
        h = entries[i] >> uint64(32)
        slot = (h >> uint64(2)) & mask
        shift = (h & uint64(3)) * uint64(2)
        held = (uint64(seen[slot]) >> shift) & uint64(3)
        seen[slot] |= uint8((((held << uint64(1)) | uint64(1)) & uint64(3)) << shift)  # 0 becomes 1, and that 3
    return 0


@kernel
def keep_noted(entries: Any, seen: Any, out: Any) -> Any:
    """Copy the entries whose anchor was noted twice; returns their number."""
    mask = uint64(seen.size - 1)
    found = 0
    for i in range(entries.size):
        h = entries[i] >> uint64(32)
        if (uint64(seen[(h >> uint64(2)) & mask]) >> ((h & uint64(3)) * uint64(2))) & uint64(2):
            out[found] = entries[i]
            found += 1
    return found


@kernel
def drop_useless(entries: Any, full: Any) -> Any:
    """Move the entries of anchors that stand in two to `full` articles to the front, in place and in order; returns their number."""
    kept = 0
    begin = 0
    while begin < entries.size:
        key = entries[begin] >> uint64(32)
        end = begin + 1
        while end < entries.size and entries[end] >> uint64(32) == key:
            end += 1
        if 1 < end - begin <= full:
            for i in range(begin, end):
                entries[kept] = entries[i]
                kept += 1
        begin = end
    return kept


@kernel
def pairs_in(entries: Any, first: Any, last: Any, out: Any) -> Any:
    """Pairs of articles that share an anchor, smaller << 32 | larger, from sorted entries; of articles [first, last) with later ones.

    Returns their number; only out.size are written.
    """
    found = 0
    begin = 0
    while begin < entries.size:
        key = entries[begin] >> uint64(32)
        end = begin + 1
        while end < entries.size and entries[end] >> uint64(32) == key:
            end += 1
        for i in range(begin, end):
            low = entries[i] & uint64(0xFFFFFFFF)
            if first <= low < last:
                for j in range(i + 1, end):
                    if found < out.size:
                        out[found] = (low << uint64(32)) | (entries[j] & uint64(0xFFFFFFFF))
                    found += 1
        begin = end
    return found


@kernel
def digest(entries: Any, article: Any, out: Any) -> Any:
    """Add up the anchors of each article, from number `article` on: what tells articles apart whatever their order in the input."""
    for i in range(entries.size):
        out[(entries[i] & uint64(0xFFFFFFFF)) - uint64(article)] += (entries[i] >> uint64(32)) * uint64(MIX)
    return 0


@kernel
def keep_nearest(pairs: Any, shared: Any, articles: Any, nearest: Any, kept: Any) -> Any:
    """kept[k] = whether pair k is among the `nearest` of one of its articles by anchors shared; pairs stand by falling `shared`."""
    used = np.zeros(articles, np.int32)
    for k in range(pairs.size):
        a, b = pairs[k] >> uint64(32), pairs[k] & uint64(0xFFFFFFFF)
        kept[k] = used[a] < nearest or used[b] < nearest
        used[a] += 1
        used[b] += 1
    return 0


class AnchorCandidates:
    """Candidates by rare anchors, over two passes: the first notes which anchors stand in two articles, the second posts these."""

    def __init__(self, terms: Terms, expected_bytes: int | None = None) -> None:
        """`terms` are those of the scan; `expected_bytes` of text size the notes: too few only cost needless postings, never a pair."""
        self._terms = terms
        notes = _MOST_NOTES if expected_bytes is None else min(_MOST_NOTES, max(_FEWEST_NOTES, 1 << (expected_bytes // 6).bit_length()))
        self._seen: U8 = np.zeros(notes, np.uint8)
        self._again = 0
        self._room: U64 = np.empty(1 << 16, np.uint64)
        self._entries: list[U64] = []
        self._digests: list[U64] = []

    def add(self, batch: Columns) -> None:
        """First pass over the next batch."""
        note_anchors(self.anchors(batch), self._seen)

    def add_again(self, batch: Columns) -> None:
        """Second pass over the next batch, in the same order."""
        entries = self.anchors(batch, self._again)
        digests = np.zeros(batch.tokens.counts.size, np.uint64)
        digest(entries, self._again, digests)
        self._digests.append(digests)
        out = np.empty(entries.size, np.uint64)
        self._entries.append(out[: int(keep_noted(entries, self._seen, out))].copy())
        self._again += batch.tokens.counts.size

    def anchors(self, batch: Columns, article: int = 0) -> U64:
        """Entries anchor << 32 | number of the article, `article` for the first of the batch; valid until the next call."""
        buffer, offsets, tokens = batch
        terms = self._terms.find(buffer, offsets, tokens)
        begins = segments.sentence_begins(buffer, offsets, tokens)
        while True:
            found = int(
                sentence_anchors(
                    tokens.first,
                    tokens.counts,
                    terms,
                    begins,
                    self._terms.weights,
                    self._terms.hashes,
                    article,
                    self._room,
                )
            )
            if found <= self._room.size:
                return self._room[:found]
            self._room = np.empty(found + found // 4, np.uint64)

    def pairs(self) -> U64:
        """Candidate pairs of article numbers, smaller << 32 | larger, sorted. The notes and entries are given up."""
        self._seen = self._seen[:0]
        entries = np.empty(sum(piece.size for piece in self._entries), np.uint64)
        at = 0
        while self._entries:  # piece by piece, so that they are never held twice
            piece = self._entries.pop()
            entries[at : at + piece.size] = piece
            at += piece.size
        entries.sort()
        entries = entries[: int(drop_useless(entries, FULL))]
        runs = [self._shared(entries, first, last) for first, last in self._parts(entries)]
        pairs, shared = (np.concatenate(columns) for columns in zip(*runs, strict=True)) if runs else (entries[:0], np.empty(0, np.int64))
        digests = np.concatenate([*self._digests, np.zeros(1, np.uint64)])
        sides = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        ties = (digests[sides[0]] + digests[sides[1]]) * np.uint64(MIX)
        order = np.lexsort((ties, -shared))
        kept = np.empty(pairs.size, np.bool_)
        keep_nearest(pairs[order], shared[order], self._again, NEAREST, kept)
        return np.sort(pairs[order][kept])

    def _parts(self, entries: U64) -> list[tuple[int, int]]:
        """The articles in runs [first, last) of about MOST_PAIRS pairs: so many are held at a time."""
        whole = int(pairs_in(entries, 0, self._again, entries[:0]))
        step = max(1, self._again // (whole // MOST_PAIRS + 1))
        return [(first, min(first + step, self._again)) for first in range(0, self._again, step)] if whole else []

    def _shared(self, entries: U64, first: int, last: int) -> tuple[U64, I64]:
        """The pairs of articles [first, last) with later ones that share enough anchors, and how many."""
        out = np.empty(int(pairs_in(entries, first, last, entries[:0])), np.uint64)
        pairs_in(entries, first, last, out)
        out.sort()
        begins = np.flatnonzero(np.diff(out, prepend=out[:1] ^ np.uint64(1))) if out.size else np.empty(0, np.int64)
        shared = np.diff(begins, append=out.size)
        enough = shared >= LEAST_SHARED
        return out[begins[enough]], shared[enough]
