"""The operations of an alignment as records, for evidence and conventions, which few pairs need."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.names.alignment_weights import PLACES
from dedup.names.graphemes import GRAPHEMES
from dedup.names.spelling_alignment import align_tokens
from dedup.names.spelling_tables import row_of, spelling_tables
from dedup.names.spelling_tokens import WIDTH

CHANGE: Final = 0.7  # price of an operation that changes something, beside its weight


class Operation(NamedTuple):
    """Two graphemes for one sound; an empty one where a letter is left out."""

    place: str
    one: str
    other: str


@cache
def _plain_weights() -> NDArray[np.float32]:
    """Return the weights less a price for each operation that changes something, so that the plainest of alignments
    nearly as good is reported."""
    weights: NDArray[np.float32] = spelling_tables().weights - np.float32(CHANGE)
    every = np.arange(len(GRAPHEMES))
    weights[:, every, every] += np.float32(CHANGE)
    return weights


def align(a: str, b: str) -> tuple[Operation, ...]:
    """Return the operations of the best alignment of two tokens given in letters a-z.

    >>> [(o.one, o.other) for o in align("hachd", "hashd") if o.one != o.other]
    [('ch', 'sh')]
    """
    out = np.zeros((2 * WIDTH, 3), np.int32)
    _, count = align_tokens(row_of(a), row_of(b), spelling_tables().trie, _plain_weights(), out)
    return tuple(
        Operation(PLACES[place], GRAPHEMES[one], GRAPHEMES[other])
        for place, one, other in reversed(out[:count].tolist())
    )
