"""Nearest: the articles of the index that share most keys with one article; these are verified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numba import uint64

from dedup.prefilter.keys import BAND, Sketch
from dedup.prefilter.segment import FULL, KEPT, Segment, look_up
from dedup.prefilter.tail import Tail
from dedup.text.jit import kernel
from dedup.text.tables import I64, U64

NEAREST: Final = (
    16  # articles that are verified; of the labelled pairs one derived pair in 25 has more than 8 that are nearer, one in 700 more than 16
)
WEIGHTS: Final = np.array([3, 2, 1], np.int64)  # of a band, a shingle and a pair of rare stems in common, as evidence of a relation
LEAST: Final = 2  # weight in common that makes a candidate: one band, one shingle or two pairs of rare stems


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


def nearest(sketch: Sketch, tail: Tail, segments: Sequence[Segment], above: int) -> list[int]:
    """The numbers of at most NEAREST articles with a number larger than `above`, the nearest first; segments stand by rising number."""
    counts: I64 = np.zeros(sketch.keys.size, np.int64)
    hits: U64 = np.empty(sketch.keys.size * KEPT, np.uint64)
    found = tail.look_up(sketch.keys, above, KEPT, counts, hits, 0)
    for s in reversed(segments):
        if s.listed.last > above:
            found = int(look_up(sketch.keys, s.directory, s.low, s.articles, above, KEPT, counts, hits, found))
    if not found:
        return []
    articles, scores = np.empty(found, np.int64), np.empty(found, np.int64)
    held = int(score(hits[:found], counts, sketch.kinds, WEIGHTS, FULL, BAND, LEAST, articles, scores))
    order = np.lexsort((-articles[:held], -scores[:held]))[:NEAREST]
    chosen: list[int] = articles[order].tolist()
    return chosen
