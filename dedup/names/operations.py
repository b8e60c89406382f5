"""The operations of an alignment in Python, for evidence and conventions: what is asked of few pairs."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.names.graphemes import GRAPHEMES
from dedup.names.spelling_alignment import align_tokens
from dedup.names.spelling_tokens import WIDTH
from dedup.names.tables import row_of, tables
from dedup.names.weights import PLACES

CHANGE: Final = 0.7  # price of an operation that changes something, beside its weight


class Operation(NamedTuple):
    """Two graphemes that stand for one sound; an empty one where a letter is left out."""

    place: str
    one: str
    other: str


@cache
def _plain_weights() -> NDArray[np.float32]:
    """The weights less a price for each operation that changes something: of alignments nearly as good the plainest is
    told."""
    weights: NDArray[np.float32] = tables().weights - np.float32(CHANGE)
    every = np.arange(len(GRAPHEMES))
    weights[:, every, every] += np.float32(CHANGE)
    return weights


def align(a: str, b: str) -> tuple[Operation, ...]:
    """The best alignment of two tokens given in letters a-z.

    >>> [(o.one, o.other) for o in align("hachd", "hashd") if o.one != o.other]
    [('ch', 'sh')]
    """
    out = np.zeros((2 * WIDTH, 3), np.int32)
    _, count = align_tokens(row_of(a), row_of(b), tables().trie, _plain_weights(), out)
    return tuple(
        Operation(PLACES[place], GRAPHEMES[one], GRAPHEMES[other])
        for place, one, other in reversed(out[:count].tolist())
    )
