"""MinHash signatures of articles, by the affine32 scheme of datasketch 2: each shingle hash is mixed, and slot p keeps the minimum of
(a[p] * h + b[p]) mod 2**32.
"""

import numpy as np

from libc.stdint cimport int64_t, uint32_t, uint64_t

from dedup.native.simd cimport simd
from dedup.sketch.notes cimport is_power_of_two
from dedup.sketch.shingles cimport hash_shingles, longest_article
from dedup.text.token_arrays cimport TokenArrays, TokenColumns


cdef struct Permutations:
    const uint32_t *a  # odd factors
    const uint32_t *b  # summands
    int64_t width  # the number of slots


cdef inline void write_signature(uint32_t *shingles, int64_t count, const Permutations *permutations, uint32_t *row) noexcept nogil:
    """Write one signature; the shingles are overwritten by their mixes."""
    simd.premix(shingles, count)
    simd.minhash(shingles, count, permutations.a, permutations.b, permutations.width, row)


def signature_of(const uint32_t[::1] shingles, permutations):
    """Return the signature of these shingles; that of none has 2**32 - 1 in each slot."""
    cdef const uint32_t[::1] a = permutations[0], b = permutations[1]
    if a.shape[0] < 1 or b.shape[0] != a.shape[0]:
        raise ValueError("There must be as many factors as summands, and one at least.")
    mixed, row = np.array(shingles, np.uint32), np.empty(a.shape[0], np.uint32)
    cdef uint32_t[::1] hashes = mixed, out = row
    cdef Permutations drawn = Permutations(a=&a[0], b=&b[0], width=a.shape[0])
    write_signature(&hashes[0] if hashes.shape[0] else NULL, hashes.shape[0], &drawn, &out[0])
    return row


def sketch_articles(tokens, tuple part, int64_t width, permutations, uint32_t[:, ::1] out):
    """Write the signatures of the articles [begin, end) = `part` to their rows of `out`, shape (articles, slots).

    `width` are the words of a shingle, `permutations` the arrays (a, b).
    """
    _sketch(tokens, part, width, None, 0, permutations, out)


def sketch_uncommon(tokens, tuple part, int64_t width, const uint32_t[::1] seen, int64_t most, permutations, uint32_t[:, ::1] out):
    """As `sketch_articles`, without the shingles that occur more than `most` times by the counters of `count_shingles`.

    An article that is left with no shingle gets the empty signature.
    """
    if not is_power_of_two(seen.shape[0]):
        raise ValueError("The number of counters must be a power of two.")
    _sketch(tokens, part, width, seen, most, permutations, out)


cdef _sketch(
    tokens, tuple part, int64_t width, const uint32_t[::1] seen, int64_t most, permutations, uint32_t[:, ::1] out
):
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns columns = arrays.columns
    cdef const uint32_t[::1] a = permutations[0], b = permutations[1]
    cdef Py_ssize_t begin = part[0], end = part[1], d
    cdef const uint32_t *counters = NULL
    cdef uint32_t mask = 0
    cdef int64_t count, kept, i
    if width < 1 or a.shape[0] < 1 or b.shape[0] != a.shape[0] or out.shape[1] != a.shape[0]:
        raise ValueError("Signatures need shingles of a word at least, and as many slots as factors and summands.")
    if not 0 <= begin <= end <= min(columns.articles, out.shape[0]):
        raise ValueError("The articles are not all in the columns and in the signatures.")
    if begin == end:
        return
    if seen is not None:
        counters = &seen[0]
        mask = <uint32_t>(seen.shape[0] - 1)
    cdef Permutations drawn = Permutations(a=&a[0], b=&b[0], width=a.shape[0])
    cdef uint32_t[::1] room = np.empty(longest_article(&columns, begin, end) + 1, np.uint32)
    cdef uint32_t *shingles = &room[0]
    with nogil:
        for d in range(begin, end):
            count = hash_shingles(columns.hashes + columns.first[d], columns.counts[d], width, shingles)
            if counters is not NULL:
                kept = 0
                for i in range(count):
                    shingles[kept] = shingles[i]
                    kept += counters[shingles[i] & mask] <= most
                count = kept
            write_signature(shingles, count, &drawn, &out[d, 0])
