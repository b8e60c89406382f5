"""The runs of words that two versions have in common, for the kernel that finds the edits between these."""

from libc.stdint cimport int32_t, int64_t


cdef struct Run:
    int64_t a, b, size  # words that both have, from a and b on


cdef int64_t find_runs(
    const int32_t *one, int64_t n, const int32_t *other, int64_t m, list memory, Run *runs
) except -1
