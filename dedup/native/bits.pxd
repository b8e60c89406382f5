"""Bit tricks: see portable.h."""

from libc.stdint cimport uint8_t, uint64_t


cdef extern from "portable.h" nogil:
    uint64_t load64 "dedup_load64" (const uint8_t *address)
    void prefetch "dedup_prefetch" (const void *address)
    uint64_t trailing_zeros "dedup_trailing_zeros" (uint64_t value)
    uint64_t count_ones "dedup_count_ones" (uint64_t value)
