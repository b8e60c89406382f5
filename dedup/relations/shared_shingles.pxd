"""The shingles of two texts, for the kernel that measures pairs."""

from libc.stdint cimport int32_t, int64_t, uint64_t


cdef struct ShingleScratch:
    uint64_t *table
    int32_t *slots  # of the shingles of left


cdef struct ShingleCounts:
    int64_t left, right, both


cdef int prepare_shingles(ShingleScratch *room, list memory, int64_t longest) except -1
cdef ShingleCounts shingles_of(
    const uint64_t *left, int64_t n, const uint64_t *right, int64_t m, int64_t width, const int32_t *origins,
    const ShingleScratch *room,
) noexcept nogil
