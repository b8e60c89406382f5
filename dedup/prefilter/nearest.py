"""Nearest: the articles of the index that share most keys with one article; these are verified."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any, Final

import numpy as np
from numba import uint64

from dedup.prefilter.keys import BAND, Sketch
from dedup.prefilter.segment import FULL, KEPT, Segment
from dedup.prefilter.tail import Tail
from dedup.text.jit import kernel
from dedup.text.tables import I64, U64

NEAREST: Final = 12  # articles that are verified; of the relations in the labelled set of pairs one in 200 is with one that is not so near
WEIGHTS: Final = np.array([3, 2, 1], np.int64)  # of a band, a shingle and a pair of rare stems in common, as evidence of a relation
LEAST: Final = 2  # weight in common that makes a candidate in a small index: one band, one shingle or two pairs of rare stems
SMALL: Final = 5_000  # articles of such an index; each time it grows fourfold, chance makes about four times as many pairs of one weight
LOOKED_UP: Final = 4 * NEAREST  # articles whose rows may be asked for, since some were taken out and have keys still
_GROWN: Final = 4  # ... and a quarter of them have one more, so that with LEAST growing by one an article has as many candidates as before


def least_weight(articles: int) -> int:
    """The weight in common that makes a candidate in an index of so many articles.

    Of the derived pairs of the labelled sets 0.3 and 0 of 100 are lost with 3, 0.7 and 0 with 4, 1.1 and 0.2 with 5, 1.7 and 0.2 with 6.

    >>> [least_weight(n) for n in (10, 5_000, 10_000, 100_000, 1_000_000)]
    [2, 2, 3, 5, 6]
    """
    least = LEAST
    while articles > SMALL:
        articles //= _GROWN
        least += 1
    return least


@kernel
def score(hits: Any, counts: Any, kinds: Any, weights: Any, full: Any, band: Any, least: Any, articles: Any, scores: Any) -> Any:
    """Add up what each article shares, from hits (place of the key << 32 | article); returns the number of candidates.

    Of a key that more than `full` articles have, the hits of a band count, the newest `full` of them, those of other kinds do not.
    """
    turned = np.empty(hits.size, np.uint64)
    for i in range(hits.size):
        turned[i] = hits[i] << uint64(32) | hits[i] >> uint64(32)
    turned.sort()
    found = 0
    begin = 0
    while begin < turned.size:
        article = turned[begin] >> uint64(32)
        total = 0
        end = begin
        while end < turned.size and turned[end] >> uint64(32) == article:
            k = turned[end] & uint64(0xFFFFFFFF)
            if kinds[k] == band or counts[k] <= full:
                total += weights[kinds[k]]
            end += 1
        if total >= least:
            articles[found], scores[found] = article, total
            found += 1
        begin = end
    return found


def nearest(sketch: Sketch, tail: Tail, segments: Sequence[Segment], above: int, least: int, helper: Executor | None = None) -> list[int]:
    """The numbers of at most LOOKED_UP articles with a number larger than `above`, the nearest first.

    They have a weight of at least `least` in common with the one that is sketched; segments stand by rising number. A `helper` looks half
    of the keys up meanwhile: a large segment is waited for, key by key.
    """
    asked = [s for s in reversed(segments) if s.listed.last > above]
    if helper is None or not any(s.is_read for s in asked):
        return ranked(sketch, *_look_up(sketch.keys, tail, asked, above), least)
    half = sketch.keys.size // 2
    other = helper.submit(_look_up, sketch.keys[half:], tail, asked, above)
    counts, hits = _look_up(sketch.keys[:half], tail, asked, above)
    more, behind = other.result()
    return ranked(sketch, np.concatenate([counts, more]), np.concatenate([hits, behind + np.uint64(half << 32)]), least)


def _look_up(keys: U64, tail: Tail, segments: Sequence[Segment], above: int) -> tuple[I64, U64]:
    """The counts of the keys, and their hits, in segments by falling number."""
    counts: I64 = np.zeros(keys.size, np.int64)
    hits: U64 = np.empty(keys.size * KEPT, np.uint64)
    found = tail.look_up(keys, above, KEPT, counts, hits, 0)
    for s in segments:
        found = s.look_up(keys, above, counts, hits, found)
    return counts, hits[:found]


def ranked(sketch: Sketch, counts: I64, hits: U64, least: int) -> list[int]:
    """The numbers of at most LOOKED_UP articles, the nearest first, from the hits of all keys and their counts (see `segment.look_up`)."""
    if not hits.size:
        return []
    articles, scores = np.empty(hits.size, np.int64), np.empty(hits.size, np.int64)
    held = int(score(hits, counts, sketch.kinds, WEIGHTS, FULL, BAND, least, articles, scores))
    order = np.lexsort((-articles[:held], -scores[:held]))[:LOOKED_UP]
    chosen: list[int] = articles[order].tolist()
    return chosen
