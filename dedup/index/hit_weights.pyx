"""Hit weights: how much evidence of a relation each article gives that has keys in common with one article."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from dedup.native.hashing cimport slot_of
from dedup.index.index_keys cimport BAND


def candidates_of(
    const uint64_t[::1] hits,
    const int64_t[::1] counts,
    const uint8_t[::1] kinds,
    const int64_t[::1] weights,
    int64_t full,
    int64_t least,
):
    """Return weight << 32 | article, in any order, of each article whose hits weigh at least `least`, and at least 1.

    hits and counts are those of a `KeySearch`. A hit weighs weights[kind of its key]. Of a key that more than `full`
    articles have, the hits of a band count, those of other kinds do not.
    Raises ValueError where a hit is of no key.
    """
    cdef Py_ssize_t size = hits.shape[0], keys = counts.shape[0], i
    cdef uint64_t slots = 16, mask, slot, k, article
    cdef int64_t found = 0
    cdef bint whole = kinds.shape[0] == keys
    for i in range(kinds.shape[0]):
        whole = whole and kinds[i] < weights.shape[0]
    for i in range(size):
        whole = whole and hits[i] >> 32 < <uint64_t>keys
    if not whole:
        raise ValueError("The hits, the keys and the weights do not fit one another.")
    while slots < <uint64_t>(2 * size):
        slots *= 2
    mask = slots - 1
    # By slot: the article plus one, 0 where there is none, and its weight.
    cdef uint64_t[::1] articles = np.zeros(slots, np.uint64)
    cdef int64_t[::1] sums = np.zeros(slots, np.int64)
    candidates = np.empty(min(<Py_ssize_t>slots, size), np.uint64)
    cdef uint64_t[::1] out = candidates
    with nogil:
        for i in range(size):
            k, article = hits[i] >> 32, <uint64_t><uint32_t>hits[i] + 1
            if kinds[k] == BAND or counts[k] <= full:
                slot = slot_of(&articles[0], mask, article)
                articles[slot] = article
                sums[slot] += weights[kinds[k]]
        for slot in range(slots):
            if articles[slot] != 0 and sums[slot] >= least:
                out[found] = (<uint64_t>sums[slot] << 32) | (articles[slot] - 1)
                found += 1
    return candidates[:found]
