"""The articles of the index that share most keys with one article; these are compared with it."""

from __future__ import annotations

from typing import Final

import numpy as np

from dedup.index.hit_weights import candidates_of
from dedup.index.keys import ArticleKeys
from dedup.text.tables import I64, U64

# Articles that are verified; of the relations in the labelled set of pairs one in 200 is with one that is not so near
NEAREST: Final = 12
# Articles that share a key from which it says little: the newest are looked at for a band, none for the other kinds
FULL: Final = 24
KEPT: Final = FULL + 1  # of one key that a merge keeps, the newest; as many show that the key is full
# Of a band, a shingle and a pair of rare stems in common, as evidence of a relation
WEIGHTS: Final = np.array([3, 2, 1], np.int64)
# Weight in common that makes a candidate in a small index: one band, one shingle or two pairs of rare stems
LEAST: Final = 2
# Articles of such an index; each time it grows fourfold, chance makes about four times as many pairs of one weight
SMALL: Final = 5_000
LOOKED_UP: Final = 4 * NEAREST  # articles whose rows may be asked for, since some were taken out and have keys still
# ... and a quarter of them have one more, so that with LEAST growing by one an article has as many candidates as before
_GROWN: Final = 4


def least_weight(articles: int) -> int:
    """Return the weight in common that makes a candidate in an index of so many articles.

    Of the derived pairs of the labelled sets 0.3 and 0 of 100 are lost with 3, 0.7 and 0 with 4, 1.1 and 0.2 with 5,
    1.7 and 0.2 with 6.

    >>> [least_weight(n) for n in (10, 5_000, 10_000, 100_000, 1_000_000)]
    [2, 2, 3, 5, 6]
    """
    least = LEAST
    while articles > SMALL:
        articles //= _GROWN
        least += 1
    return least


def ranked(sketch: ArticleKeys, counts: I64, hits: U64, least: int) -> list[int]:
    """Return the numbers of at most LOOKED_UP articles, the nearest first, from the hits of all keys and their counts
    (see `KeySearch`)."""
    if not hits.size:
        return []
    heaviest = np.sort(candidates_of(hits, counts, sketch.kinds, WEIGHTS, FULL, least))[: -LOOKED_UP - 1 : -1]
    chosen: list[int] = (heaviest & np.uint64(0xFFFFFFFF)).tolist()  # of equally heavy ones the newest first
    return chosen
