"""Segment entries: the arrays of a segment, how sorted entries become these, and what a merge takes out of them."""

import numpy as np

from libc.stdint cimport int64_t, uint16_t, uint32_t, uint64_t

from dedup.index.index_keys cimport BUCKETS, LOW_BITS


cpdef enum:
    ARTICLE_BITS = 28  # entries in memory are key << 28 | article - base


cdef class SegmentEntries:
    """The directory, the lower bits and the article numbers of a segment; see `segment`.

    Nothing is trusted that the arrays hold: each kernel looks whether a bucket is inside them.
    Raises ValueError where the arrays do not have the lengths of a segment.
    """

    def __cinit__(self, const uint32_t[::1] directory, const uint16_t[::1] low, const uint32_t[::1] articles):
        if directory.shape[0] != BUCKETS + 1 or articles.shape[0] != low.shape[0]:
            raise ValueError("The directory, the lower bits and the articles are not of one segment.")
        self.directory, self.low, self.articles = directory.base, low.base, articles.base
        self.entries.directory = &directory[0]
        self.entries.size = low.shape[0]
        if low.shape[0]:
            self.entries.low, self.entries.articles = &low[0], &articles[0]

    def __len__(self):
        return self.entries.size

    def is_whole(self):
        """Return whether the directory begins with 0, never falls, and ends with the number of entries.

        Takes less than a millisecond.
        """
        cdef const uint32_t *directory = self.entries.directory
        cdef bint falls = False
        cdef Py_ssize_t bucket
        with nogil:
            for bucket in range(BUCKETS):
                falls |= directory[bucket] > directory[bucket + 1]
        return not falls and directory[0] == 0 and directory[BUCKETS] == self.entries.size


def gather(
    SegmentEntries segment not None, tuple buckets, int64_t base, int64_t floor, uint64_t[::1] out, Py_ssize_t found
):
    """Append the entries (key << 28 | article - base) of the buckets [first, last) whose article is not below `floor`.

    Returns the number of entries then, -1 where the segment is damaged or has more of them than `out` has room for.
    """
    cdef int64_t first, last, bucket
    first, last = buckets
    if not (0 <= first <= last <= BUCKETS and 0 <= found <= out.shape[0]):
        raise ValueError("There are no such buckets, or there is no such place in the room.")
    with nogil:
        for bucket in range(first, last):
            found = gather_bucket(&segment.entries, bucket, base, floor, out, found)
            if found < 0:
                break
    return found


cdef Py_ssize_t gather_bucket(
    const Entries *entries, int64_t bucket, int64_t base, int64_t floor, uint64_t[::1] out, Py_ssize_t found
) noexcept nogil:
    cdef int64_t begin, end, place, article
    cdef uint64_t key
    if not find_bucket(entries, bucket, &begin, &end) or end - begin > out.shape[0] - found:
        return -1
    for place in range(begin, end):
        article = entries.articles[place]
        if article < base or article - base >> ARTICLE_BITS:
            return -1
        if article >= floor:
            key = (<uint64_t>bucket << LOW_BITS) | entries.low[place]
            out[found] = (key << ARTICLE_BITS) | <uint64_t>(article - base)
            found += 1
    return found


def lay_out(const uint64_t[::1] entries, int64_t kept, int64_t base, uint32_t[::1] directory):
    """Split sorted entries into (lower bits, articles), the newest `kept` of each key.

    They are counted in directory[bucket + 1].
    """
    cdef Py_ssize_t size = entries.shape[0], written = 0, begin = 0, end, place
    cdef uint64_t key
    if directory.shape[0] != BUCKETS + 1 or kept < 1:
        raise ValueError("A directory has a border for each bucket and one more, and an article is kept for each key.")
    low, articles = np.empty(size, np.uint16), np.empty(size, np.uint32)
    cdef uint16_t[::1] low_out = low
    cdef uint32_t[::1] articles_out = articles
    with nogil:
        while begin < size:
            key = entries[begin] >> ARTICLE_BITS
            end = begin + 1
            while end < size and entries[end] >> ARTICLE_BITS == key:
                end += 1
            begin = max(begin, end - kept)
            directory[(key >> LOW_BITS) + 1] += <uint32_t>(end - begin)
            for place in range(begin, end):
                low_out[written] = <uint16_t>key
                articles_out[written] = <uint32_t>((entries[place] & ((1 << ARTICLE_BITS) - 1)) + <uint64_t>base)
                written += 1
            begin = end
    return low[:written], articles[:written]
