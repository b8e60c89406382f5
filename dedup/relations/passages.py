"""The passages of one pair: copied runs and linked sentences, put together so that what was copied is shown once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.copied_passages import COPIED_WORDS, END_A, END_B, START_A, START_B

# Share of both sentences of a link that one copied passage must hold, to show the link as well
SHOWN_BY_COPY: Final = 0.6


class Row(NamedTuple):
    """Words [a, end_a) of one article that stand for [b, end_b) of the other. `copied` words are the same; a reworded
    row is a pair of linked sentences, alike by `similarity`."""

    a: int
    end_a: int
    b: int
    end_b: int
    copied: int
    reworded: bool
    similarity: float


class Coverage(NamedTuple):
    """Words of each side that lie in passages, and those of them that are quoted."""

    a: int
    b: int
    quoted_a: int
    quoted_b: int


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """The number of places that two spans have in common."""
    return max(0, min(end, other_end) - max(start, other_start))


def put_together(copied: Sequence[Sequence[int]], links: Sequence[Sequence[int]]) -> list[Row]:
    """The rows of one pair, in the order of a, from passage rows (see `copied_passages`) and link rows (see
    `sentence_links`).

    A link that a copied passage shows is left out; a copied passage within both sentences of a link is part of it.
    """
    kept = []
    absorbed: set[int] = set()
    for a, end_a, b, end_b, cosine in links:
        inside = []
        shown = False
        for k, (start_a, stop_a, start_b, stop_b, *_) in enumerate(copied):
            in_a, in_b = overlap(a, end_a, start_a, stop_a), overlap(b, end_b, start_b, stop_b)
            shown = shown or (in_a >= SHOWN_BY_COPY * (end_a - a) and in_b >= SHOWN_BY_COPY * (end_b - b))
            if in_a == stop_a - start_a and in_b == stop_b - start_b:
                inside.append(k)
        if not shown:
            absorbed.update(inside)
            kept.append(Row(a, end_a, b, end_b, sum(copied[k][COPIED_WORDS] for k in inside), True, cosine / 1000))
    rows = [_copied_row(row) for k, row in enumerate(copied) if k not in absorbed]
    return sorted([*rows, *kept])


def _copied_row(row: Sequence[int]) -> Row:
    a, end_a, b, end_b, words = (row[column] for column in (START_A, END_A, START_B, END_B, COPIED_WORDS))
    return Row(a, end_a, b, end_b, words, False, words / max(end_a - a, end_b - b))


def covered(rows: Sequence[Row], quoted_a: NDArray[np.uint8], quoted_b: NDArray[np.uint8]) -> Coverage:
    """What the rows cover; quoted_a and quoted_b tell of each word of the two articles whether it is quoted."""
    in_a, in_b = np.zeros(len(quoted_a), np.bool_), np.zeros(len(quoted_b), np.bool_)
    for row in rows:
        in_a[row.a : row.end_a] = True
        in_b[row.b : row.end_b] = True
    return Coverage(
        int(np.count_nonzero(in_a)),
        int(np.count_nonzero(in_b)),
        int(np.count_nonzero(in_a & (quoted_a != 0))),
        int(np.count_nonzero(in_b & (quoted_b != 0))),
    )


def rewording_shares(whole: Coverage, copied: Coverage, words_a: int, words_b: int) -> tuple[float, float, float]:
    """The figures that tell rewrites from partial reuse (`rewording.SHARES`): the larger and the smaller covered share
    of the two articles, and the larger copied share."""
    shares = whole.a / words_a, whole.b / words_b
    return max(shares), min(shares), max(copied.a / words_a, copied.b / words_b)
