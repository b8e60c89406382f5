"""Index keys: numbers of KEY_BITS bits from hashes of bands, shingles and anchors, and which ones an article gets."""

import numpy as np

from libc.stdint cimport uint8_t, uint32_t, uint64_t

from dedup.native.hashing cimport GOLDEN, MIX


cdef bint fit_key_bits(const uint64_t *keys, Py_ssize_t size) noexcept nogil:
    cdef uint64_t bits = 0
    cdef Py_ssize_t k
    for k in range(size):
        bits |= keys[k]
    return bits >> KEY_BITS == 0


def are_keys(const uint64_t[::1] values):
    """Return whether all values are numbers of KEY_BITS bits: a larger one names a bucket that is not there."""
    return fit_key_bits(&values[0], values.shape[0]) if values.shape[0] else True


cdef inline uint64_t mixed(uint64_t value, uint64_t kind) noexcept nogil:
    """A key from a 32-bit hash and the number of its kind or band."""
    cdef uint64_t h = (value | (kind << 32)) * GOLDEN
    h = (h ^ (h >> 32)) * MIX
    h = (h ^ (h >> 29)) * GOLDEN
    return h >> (64 - KEY_BITS)


cdef inline uint64_t spread(uint64_t key) noexcept nogil:
    """Another key from a key."""
    cdef uint64_t h = key * MIX
    return ((h ^ (h >> 32)) * GOLDEN) >> (64 - KEY_BITS)


cdef _ranks(const uint64_t[::1] entries, uint64_t kind):
    """The hashes of the entries hash << 32 | article, mixed and sorted."""
    ranks = np.empty(entries.shape[0], np.uint64)
    cdef uint64_t[::1] out = ranks
    cdef Py_ssize_t i
    with nogil:
        for i in range(entries.shape[0]):
            out[i] = mixed(entries[i] >> 32, 1000 + kind)
    ranks.sort()
    return ranks


def choose_keys(
    const uint32_t[::1] bands,
    const uint64_t[::1] shingles,
    const uint64_t[::1] anchors,
    Py_ssize_t most_shingles,
    Py_ssize_t most_anchors,
):
    """Return (keys, kinds) of an article: of its bands, and of the shingles and the anchors with the smallest hashes.

    bands are the keys of `band_keys`; 0, which is that of an empty text, gives none. shingles and anchors are entries
    hash << 32 | article; of equal ones one is taken.
    """
    most_shingles, most_anchors = max(0, most_shingles), max(0, most_anchors)
    cdef const uint64_t[::1] of_shingles = _ranks(shingles, SHINGLE), of_anchors = _ranks(anchors, ANCHOR)
    cdef Py_ssize_t found = 0, k
    cdef Py_ssize_t room = bands.shape[0] + min(shingles.shape[0], most_shingles) + min(anchors.shape[0], most_anchors)
    keys, kinds = np.empty(room, np.uint64), np.empty(room, np.uint8)
    cdef uint64_t[::1] keys_out = keys
    cdef uint8_t[::1] kinds_out = kinds
    for k in range(bands.shape[0]):
        if bands[k] != 0:
            keys_out[found], kinds_out[found] = mixed(bands[k], <uint64_t>k), BAND
            found += 1
    found = _take_smallest(of_shingles, most_shingles, SHINGLE, keys_out, kinds_out, found)
    found = _take_smallest(of_anchors, most_anchors, ANCHOR, keys_out, kinds_out, found)
    return keys[:found], kinds[:found]


cdef Py_ssize_t _take_smallest(
    const uint64_t[::1] ranks, Py_ssize_t most, uint8_t kind, uint64_t[::1] keys, uint8_t[::1] kinds, Py_ssize_t found
) noexcept:
    """Append the keys of the `most` smallest distinct ranks; return the number of keys then."""
    cdef Py_ssize_t taken = 0, i = 0
    while i < ranks.shape[0] and taken < most:
        if i == 0 or ranks[i] != ranks[i - 1]:
            # Small keys would crowd the first buckets of a segment, so the rank and the key are two hashes.
            keys[found], kinds[found] = spread(ranks[i]), kind
            found += 1
            taken += 1
        i += 1
    return found
