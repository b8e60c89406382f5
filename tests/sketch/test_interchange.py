"""Signatures go to datasketch and come back; sketches that do not compare are refused."""

from __future__ import annotations

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH

from dedup.errors import FormatError
from dedup.sketch import from_datasketch, signatures, to_datasketch

TEXTS = [
    "the troops left the city on friday evening after talks",
    "the troops left the town on friday evening after talks",
    "",
    "else",
]


@pytest.mark.parametrize(("num_perm", "seed"), [(128, 1), (64, 7), (1, 3)])
def test_signatures_survive_the_round_trip(num_perm: int, seed: int) -> None:
    rows = signatures(TEXTS, num_perm=num_perm, seed=seed, ngram=2)
    sketches = to_datasketch(rows, seed=seed)
    assert all(s.scheme == "affine32" and s.seed == seed and s.num_perm == num_perm for s in sketches)
    back = from_datasketch(sketches, seed=seed)
    assert back.dtype == np.uint32
    assert (back == rows).all()


def test_their_similarity_is_the_share_of_equal_slots() -> None:
    rows = signatures(TEXTS, ngram=1)
    one, two, empty, other = to_datasketch(rows)
    assert one.jaccard(two) == float((rows[0] == rows[1]).mean())
    assert 0.6 < one.jaccard(two) < 1.0
    assert one.jaccard(other) == float((rows[0] == rows[3]).mean()) < 0.1
    assert empty.is_empty()
    assert not one.is_empty()


def test_datasketch_goes_on_where_we_stopped() -> None:
    """A sketch that was handed over has the permutations of one made there: it can be updated, merged and indexed."""
    ours = to_datasketch(signatures([TEXTS[0]]))[0]
    theirs = MinHash(num_perm=128, seed=1, hashfunc=lambda value: value, scheme="affine32")
    theirs.update(12345)
    merged = ours.copy()
    merged.merge(theirs)
    updated = MinHash(
        hashvalues=ours.hashvalues,
        permutations=ours.permutations,
        seed=1,
        scheme="affine32",
        hashfunc=lambda value: value,
    )
    updated.update(12345)
    assert (merged.hashvalues == updated.hashvalues).all()
    index = MinHashLSH(threshold=0.5, num_perm=128)
    index.insert("kept", ours)
    assert index.query(to_datasketch(signatures([TEXTS[0]]))[0]) == ["kept"]


def test_one_row_is_one_sketch() -> None:
    rows = signatures(TEXTS)
    assert (to_datasketch(rows[0])[0].hashvalues == rows[0]).all()


def test_a_sketch_made_there_is_read() -> None:
    made = MinHash(num_perm=16, seed=9, scheme="affine32")
    made.update(b"word")
    assert (from_datasketch([made], seed=9)[0] == made.hashvalues).all()
    assert from_datasketch([]).shape == (0, 0)


@pytest.mark.parametrize(
    ("sketches", "message"),
    [
        ([MinHash(seed=1, scheme="legacy")], r"Sketch 0 has scheme 'legacy' .* MinHash\(scheme='affine32', seed=1\)"),
        ([MinHash(seed=1, scheme="affine64")], "Sketch 0 has scheme 'affine64'"),
        ([MinHash(seed=1), MinHash(seed=2)], "Sketch 1 has scheme 'affine32' and seed 2"),
        ([MinHash(num_perm=64), MinHash(num_perm=128)], "Sketch 1 has 128 slots and the first has 64"),
    ],
)
def test_sketches_that_do_not_compare_are_refused(sketches: list[MinHash], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        from_datasketch(sketches)
