"""Signatures to and from datasketch, so that users can move sketches between the two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from dedup.errors import FormatError
from dedup.sketch.signatures import SCHEME, SEED, permutations
from dedup.text.tables import U32

if TYPE_CHECKING:
    from datasketch import MinHash


def to_datasketch(signatures: U32, *, seed: int = SEED) -> list[MinHash]:
    """The rows of `signatures` as datasketch MinHash objects of scheme affine32, which can be compared and indexed with
    their own."""
    from datasketch import MinHash

    rows = np.atleast_2d(signatures)
    drawn = permutations(rows.shape[1], seed)
    own = np.stack([drawn.a, drawn.b])
    return [MinHash(hashvalues=row, permutations=own, seed=seed, scheme=SCHEME) for row in rows]


def from_datasketch(sketches: Iterable[MinHash], *, seed: int = SEED) -> U32:
    """Signatures, shape (number of sketches, num_perm), of datasketch MinHash objects.

    Raises FormatError where a sketch has another scheme, seed or width than the first one is asked to have: such
    signatures would compare without an error and mean nothing.
    """
    rows: list[U32] = []
    for number, sketch in enumerate(sketches):
        if sketch.scheme != SCHEME or sketch.seed != seed:
            raise FormatError(
                f"Sketch {number} has scheme {sketch.scheme!r} and seed {sketch.seed}; "
                f"make it with MinHash(scheme={SCHEME!r}, seed={seed})."
            )
        if rows and sketch.num_perm != rows[0].size:
            raise FormatError(
                f"Sketch {number} has {sketch.num_perm} slots and the first has {rows[0].size}; make all with one num_perm."
            )
        rows.append(np.asarray(sketch.hashvalues, np.uint32))
    return np.stack(rows) if rows else np.empty((0, 0), np.uint32)
