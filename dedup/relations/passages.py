"""The passages of one pair: copied runs and linked sentences, put together so that what was copied is shown once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.alignment import SentenceLink
from dedup.relations.measure import CopiedPassage

# Share of both sentences of a link that one copied passage must hold, to show the link as well
SHOWN_BY_COPY: Final = 0.6
MOST_TOLD: Final = 2  # times its own words that a sentence can say of another article


class AlignedPassage(NamedTuple):
    """Words [a, end_a) of one article that correspond to [b, end_b) of the other.

    `copied` words are the same. A reworded passage is a pair of linked sentences; `similarity` is their cosine.
    """

    a: int
    end_a: int
    b: int
    end_b: int
    copied: int
    reworded: bool
    similarity: float


class Coverage(NamedTuple):
    """The number of words of each side that are in passages, and of those that are quoted."""

    a: int
    b: int
    quoted_a: int
    quoted_b: int


class PairPassages(NamedTuple):
    """The passages of one pair, what they cover, what copied passages alone cover, and the words of its articles."""

    passages: list[AlignedPassage]
    whole: Coverage
    copied: Coverage
    words: tuple[int, int]


def put_together(copied: Sequence[CopiedPassage], links: Sequence[SentenceLink]) -> list[AlignedPassage]:
    """Return the passages of one pair, in the order of a.

    A link that a copied passage shows is left out; a copied passage within both sentences of a link is part of it.
    """
    kept = []
    absorbed: set[int] = set()
    by_place = sorted((copy.start_a, copy.end_a, copy.start_b, copy.end_b, k) for k, copy in enumerate(copied))
    ends = list(accumulate((end for _, end, _, _, _ in by_place), max))  # furthest end of the copies up to each
    for link in links:
        a, end_a, b, end_b, cosine = link
        least_a, least_b = SHOWN_BY_COPY * (end_a - a), SHOWN_BY_COPY * (end_b - b)
        inside = []
        shown = False
        for start, end, start_b, stop_b, k in by_place[bisect_right(ends, a) :]:
            if start >= end_a:
                break
            in_a = min(end, end_a) - max(start, a)
            in_b = min(stop_b, end_b) - max(start_b, b)
            shown = shown or (in_a >= least_a and in_b >= least_b)
            if in_a == end - start and in_b == stop_b - start_b:
                inside.append(k)
        if not shown:
            absorbed.update(inside)
            words = sum(copied[k].copied_words for k in inside)
            kept.append(AlignedPassage(a, end_a, b, end_b, words, True, cosine / 1000))
    return sorted([*(_as_aligned(copy) for k, copy in enumerate(copied) if k not in absorbed), *kept])


def _as_aligned(copy: CopiedPassage) -> AlignedPassage:
    longer = max(copy.end_a - copy.start_a, copy.end_b - copy.start_b)
    share = copy.copied_words / longer
    return AlignedPassage(copy.start_a, copy.end_a, copy.start_b, copy.end_b, copy.copied_words, False, share)


def bounded_links(links: Sequence[SentenceLink]) -> list[SentenceLink]:
    """Return the links in the same order without those of sentences that are linked to too much: a sentence covers at
    most MOST_TOLD times its own words of the other article, the closest links first.

    A sentence that says what every report says ("A man was shot") is close to each sentence of another one.
    """
    told_by_a: dict[int, int] = {}
    told_by_b: dict[int, int] = {}
    kept: set[int] = set()
    for k in sorted(range(len(links)), key=lambda k: (-links[k].cosine, links[k])):
        link = links[k]
        size_a, size_b = link.end_a - link.start_a, link.end_b - link.start_b
        by_a = told_by_a.get(link.start_a, 0) + size_b
        by_b = told_by_b.get(link.start_b, 0) + size_a
        if (link.start_a not in told_by_a or by_a <= MOST_TOLD * size_a) and (
            link.start_b not in told_by_b or by_b <= MOST_TOLD * size_b
        ):
            told_by_a[link.start_a], told_by_b[link.start_b] = by_a, by_b
            kept.add(k)
    return [link for k, link in enumerate(links) if k in kept]


def count_covered(
    passages: Sequence[AlignedPassage], quoted_a: NDArray[np.uint8], quoted_b: NDArray[np.uint8]
) -> Coverage:
    """Return how many words the passages cover, each counted once.

    quoted_a and quoted_b say of each word of the two articles whether it is quoted.
    """
    in_a, in_b = np.zeros(len(quoted_a), np.bool_), np.zeros(len(quoted_b), np.bool_)
    for passage in passages:
        in_a[passage.a : passage.end_a] = True
        in_b[passage.b : passage.end_b] = True
    return Coverage(
        int(np.count_nonzero(in_a)),
        int(np.count_nonzero(in_b)),
        int(np.count_nonzero(in_a & (quoted_a != 0))),
        int(np.count_nonzero(in_b & (quoted_b != 0))),
    )


def rewriting_shares(whole: Coverage, copied: Coverage, words_a: int, words_b: int) -> tuple[float, float, float]:
    """Return what separates rewrites from partial reuse (`rewrite_model.SHARES`): the larger and the smaller covered
    share of the two articles, and the larger copied share."""
    shares = whole.a / words_a, whole.b / words_b
    return max(shares), min(shares), max(copied.a / words_a, copied.b / words_b)
