"""Bands: keys of a few slots of a signature each, and the pairs of articles that share a key."""

import numpy as np

from libc.stdint cimport int64_t, uint32_t, uint64_t

from dedup.native.hashing cimport MIX

cdef extern from *:
    """
    #define DEDUP_EMPTY_SLOT 0xFFFFFFFFu
    """
    const uint32_t EMPTY_SLOT "DEDUP_EMPTY_SLOT"

EMPTY = EMPTY_SLOT  # a slot of a text without words


def band_keys(const uint32_t[:, ::1] signatures, int64_t rows, int64_t bands):
    """Return the 32-bit key of each band of `rows` slots, shape (bands, articles).

    It is 0 for an empty text, which is never a candidate.
    """
    cdef Py_ssize_t articles = signatures.shape[0], slots = signatures.shape[1], d, band, p
    cdef const uint32_t *row
    cdef uint32_t all_slots
    cdef uint64_t h
    if rows < 0 or bands < 0 or bands * rows > slots:
        raise ValueError("The bands have more slots than the signatures.")
    keys = np.empty((bands, articles), np.uint32)
    cdef uint32_t[:, ::1] out = keys
    if slots == 0:
        keys[:] = 0
        return keys
    with nogil:
        for d in range(articles):
            row = &signatures[d, 0]
            all_slots = EMPTY_SLOT
            for p in range(slots):
                all_slots &= row[p]
            for band in range(bands):
                h = <uint64_t>(band + 1)
                for p in range(rows):
                    h = (h ^ row[p]) * MIX
                    h ^= h >> 29
                row += rows
                h >>= 32
                out[band, d] = 0 if all_slots == EMPTY_SLOT else <uint32_t>(h if h else 1)
    return keys


def pairs_of_buckets(const uint64_t[::1] entries, int64_t full, int64_t most, uint64_t[::1] out):
    """Write the pairs (smaller << 32 | larger) of articles that share a key, from sorted entries (key << 32 | article).

    Buckets of up to `full` articles give all their pairs; a larger one links each article with the first and with its
    neighbour, which keeps the growth linear; one of more than `most` gives none. Key 0 is passed over.
    Returns the number of pairs; only as many as `out` has room for are written.
    """
    cdef Py_ssize_t size = entries.shape[0], room = out.shape[0], found = 0, begin = 0, end, stop, i, j
    cdef uint64_t key, low, high
    with nogil:
        while begin < size:
            key = entries[begin] >> 32
            end = begin + 1
            while end < size and entries[end] >> 32 == key:
                end += 1
            if key != 0 and 1 < end - begin <= most:
                for i in range(begin, end):
                    low = <uint32_t>entries[i]
                    stop = end if end - begin <= full or i == begin else min(end, i + 2)
                    for j in range(i + 1, stop):
                        high = <uint32_t>entries[j]
                        if low != high:
                            if found < room:
                                out[found] = (low << 32) | high
                            found += 1
            begin = end
    return found


def repeated_values(const uint64_t[::1] values, int64_t least):
    """Return the distinct values that occur at least `least` times in a sorted array."""
    cdef Py_ssize_t size = values.shape[0], found = 0, begin = 0, end
    repeated = np.empty(size, np.uint64)
    cdef uint64_t[::1] out = repeated
    with nogil:
        while begin < size:
            end = begin + 1
            while end < size and values[end] == values[begin]:
                end += 1
            if end - begin >= least:
                out[found] = values[begin]
                found += 1
            begin = end
    return repeated[:found]
