"""A segment as pointers, for kernels."""

from libc.stdint cimport int64_t, uint16_t, uint32_t


cdef struct Entries:
    const uint32_t *directory  # the entries of bucket b are at directory[b] .. directory[b + 1]; BUCKETS + 1 of them
    const uint16_t *low  # the lower bits of the keys, rising in each bucket
    const uint32_t *articles  # the numbers of the articles, rising for each key
    int64_t size


cdef inline bint find_bucket(const Entries *entries, int64_t bucket, int64_t *begin, int64_t *end) noexcept nogil:
    """Set where the entries of a bucket are; return whether that is inside the segment.

    Its file may be damaged, or be changed while it is in use.
    """
    begin[0], end[0] = entries.directory[bucket], entries.directory[bucket + 1]
    return begin[0] <= end[0] <= entries.size


cdef class SegmentEntries:
    cdef Entries entries
    cdef readonly object directory
    cdef readonly object low
    cdef readonly object articles
