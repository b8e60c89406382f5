"""Sorting of 64-bit keys; the C library's sort calls a function for each comparison."""

from libc.stdint cimport int64_t, uint64_t
from libc.string cimport memset

cdef enum:
    FEW = 16  # keys that are sorted by insertion
    SPREADS = 256  # by the highest byte of hashes
    WORTH_SPREADING = 48  # keys; fewer are sorted sooner than SPREADS counters are set to nothing


cdef inline void sort_keys(uint64_t *keys, int64_t count) noexcept nogil:
    """Sort keys, the smaller ones first: quicksort (Hoare 1961), and insertion of the last few."""
    cdef uint64_t middle, key
    cdef int64_t i, j
    while count > FEW:
        middle = max(min(keys[0], keys[count - 1]), min(max(keys[0], keys[count - 1]), keys[count // 2]))
        i, j = -1, count
        while True:
            i += 1
            while keys[i] < middle:
                i += 1
            j -= 1
            while keys[j] > middle:
                j -= 1
            if i >= j:
                break
            keys[i], keys[j] = keys[j], keys[i]
        if j + 1 <= count - j - 1:  # the larger part goes on in the loop, so that the stack stays short
            sort_keys(keys, j + 1)
            keys += j + 1
            count -= j + 1
        else:
            sort_keys(keys + j + 1, count - j - 1)
            count = j + 1
    for i in range(1, count):
        key = keys[i]
        j = i
        while j > 0 and keys[j - 1] > key:
            keys[j] = keys[j - 1]
            j -= 1
        keys[j] = key


cdef inline void sort_spread_keys(uint64_t *keys, int64_t count, int bits, uint64_t *room) noexcept nogil:
    """Sort keys of so many `bits` (8 to 64) of which the highest are a hash: they are spread by their highest byte, and
    few are left in each part. `room` is for as many keys."""
    cdef int64_t begins[SPREADS + 1]
    cdef int64_t k, first
    cdef int shift = bits - 8, part
    if count < WORTH_SPREADING:
        sort_keys(keys, count)
        return
    memset(begins, 0, sizeof(begins))
    for k in range(count):
        begins[(keys[k] >> shift & (SPREADS - 1)) + 1] += 1
        room[k] = keys[k]
    for part in range(SPREADS):
        begins[part + 1] += begins[part]
    for k in range(count):
        part = room[k] >> shift & (SPREADS - 1)
        keys[begins[part]] = room[k]
        begins[part] += 1
    first = 0
    for part in range(SPREADS):  # where a part began now the next one does
        if begins[part] - first > 1:
            sort_keys(keys + first, begins[part] - first)
        first = begins[part]
