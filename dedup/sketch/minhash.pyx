"""MinHash signatures of articles, by the affine32 scheme of datasketch 2.

Each shingle hash h is mixed, and slot p keeps the minimum of (a[p] * h + b[p]) mod 2**32.
"""

import numpy as np

from libc.stdint cimport int64_t, uint32_t

from dedup.native.simd cimport simd
from dedup.sketch.notes cimport is_power_of_two
from dedup.sketch.shingles cimport Shingler


cdef class Permutations:
    """The odd factors `a` and the summands `b` of the slots.

    Raises ValueError where there are not as many of each, and one at least.
    """

    cdef readonly object a
    cdef readonly object b
    cdef const uint32_t *factors
    cdef const uint32_t *summands
    cdef int64_t slots

    def __cinit__(self, a, b):
        cdef const uint32_t[::1] factors = a, summands = b
        if factors.shape[0] < 1 or summands.shape[0] != factors.shape[0]:
            raise ValueError("There must be as many factors as summands, and one at least.")
        self.a, self.b = a, b
        self.factors, self.summands, self.slots = &factors[0], &summands[0], factors.shape[0]

    cdef void write_signature(self, uint32_t *shingles, int64_t count, uint32_t *row) noexcept nogil:
        """Write one signature; the shingles are overwritten by their mixes."""
        simd.premix(shingles, count)
        simd.minhash(shingles, count, self.factors, self.summands, self.slots, row)


def signature_of(const uint32_t[::1] shingles, Permutations permutations not None):
    """Return the signature of these shingles; that of none has 2**32 - 1 in each slot."""
    mixed, row = np.array(shingles, np.uint32), np.empty(permutations.slots, np.uint32)
    cdef uint32_t[::1] hashes = mixed, out = row
    permutations.write_signature(&hashes[0] if hashes.shape[0] else NULL, hashes.shape[0], &out[0])
    return row


def sketch_articles(tokens, tuple part, int64_t width, Permutations permutations not None, uint32_t[:, ::1] out):
    """Write the signatures of the articles [begin, end) = `part` to their rows of `out`, shape (articles, slots).

    `width` are the words of a shingle.
    """
    _sketch(tokens, part, width, None, 0, permutations, out)


def sketch_uncommon(
    tokens,
    tuple part,
    int64_t width,
    const uint32_t[::1] seen,
    int64_t most,
    Permutations permutations not None,
    uint32_t[:, ::1] out,
):
    """As `sketch_articles`, without the shingles that occur more than `most` times by the counters of `count_shingles`.

    An article that is left with no shingle gets the empty signature.
    """
    if not is_power_of_two(seen.shape[0]):
        raise ValueError("The number of counters must be a power of two.")
    _sketch(tokens, part, width, seen, most, permutations, out)


cdef _sketch(
    tokens,
    tuple part,
    int64_t width,
    const uint32_t[::1] seen,
    int64_t most,
    Permutations permutations,
    uint32_t[:, ::1] out,
):
    cdef Shingler shingler = Shingler(tokens, width)
    cdef Py_ssize_t begin, end, d
    cdef const uint32_t *counters = NULL
    cdef uint32_t mask = 0
    cdef int64_t count, kept, i
    begin, end = part
    if out.shape[1] != permutations.slots:
        raise ValueError("Signatures need as many slots as there are factors and summands.")
    if not 0 <= begin <= end <= min(shingler.columns.articles, out.shape[0]):
        raise ValueError("The articles are not all in the columns and in the signatures.")
    if begin == end:
        return
    if seen is not None:
        counters = &seen[0]
        mask = <uint32_t>(seen.shape[0] - 1)
    cdef uint32_t *shingles = shingler.shingles
    with nogil:
        for d in range(begin, end):
            count = shingler.of(d)
            if counters is not NULL:
                kept = 0
                for i in range(count):
                    shingles[kept] = shingles[i]
                    kept += counters[shingles[i] & mask] <= most
                count = kept
            permutations.write_signature(shingles, count, &out[d, 0])
