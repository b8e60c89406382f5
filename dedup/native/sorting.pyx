"""The sorting of `sorting.pxd`, for tests."""

from libc.stdint cimport int64_t, uint64_t

from dedup.native.scratch cimport scratch
from dedup.native.sorting cimport sort_keys, sort_spread_keys


def sort_array(uint64_t[::1] keys, int bits=0):
    """Sort an array; with `bits`, by spreading it first (see `sort_spread_keys`)."""
    cdef list memory = []
    cdef int64_t count = keys.shape[0]
    cdef uint64_t *room = <uint64_t *>scratch(memory, count, sizeof(uint64_t))
    if count == 0:
        return
    if bits:
        sort_spread_keys(&keys[0], count, bits, room)
    else:
        sort_keys(&keys[0], count)
