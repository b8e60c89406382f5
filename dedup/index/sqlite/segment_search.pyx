"""Segment search: which articles of a segment have a key, in mapped memory or by reading a few hundred bytes at a time.

A mapped file counts as memory of the process wherever it was touched, and the system maps sixteen pages around each
touch: a few looks at an index of a million articles would hold all of it. A read of a cached page costs about as much
as touching an unmapped one.

Both functions return False where the segment is damaged (or cannot be read): nothing that a file holds is used before
it is checked.
"""

import numpy as np

from libc.stdint cimport int64_t, uint16_t, uint32_t

from dedup.native.bits cimport prefetch
from dedup.index.index_keys cimport LOW_BITS
from dedup.index.key_search cimport KeySearch, Search, take, wants
from dedup.index.sqlite.segment_entries cimport Entries, SegmentEntries, find_bucket


cdef extern from *:
    """
    #include <errno.h>
    #ifdef _WIN32
    #define DEDUP_CAN_READ 0 /* there is no read from a place that leaves the file's own place alone */
    static int dedup_read(int file, void *room, int64_t size, int64_t offset) { return 0; }
    #else
    #include <unistd.h>
    #define DEDUP_CAN_READ 1
    /* Whether all `size` bytes from `offset` on were read. */
    static int dedup_read(int file, void *room, int64_t size, int64_t offset) {
        while (size > 0) {
            ssize_t got = pread(file, room, (size_t)size, (off_t)offset);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return 0;
            room = (char *)room + got;
            size -= got;
            offset += got;
        }
        return 1;
    }
    #endif
    """
    const bint C_CAN_READ "DEDUP_CAN_READ"
    bint read_at "dedup_read" (int file, void *room, int64_t size, int64_t offset) noexcept nogil


cdef enum:
    ROOM = 1 << 14  # entries of a bucket that are read; a segment of a million articles has a hundred and forty in one
    AHEAD = 12  # keys whose borders are fetched while others are looked at

CAN_READ = bool(C_CAN_READ)


cdef struct Files:
    # Descriptors, and the byte of `keys` where the lower bits begin.
    int keys
    int articles
    int64_t low_at


cdef inline int64_t end_of_key(const uint16_t *low, int64_t size, uint16_t rest) noexcept nogil:
    """The end of the entries of a bucket whose lower bits are `rest`, or where they would be."""
    cdef int64_t first = 0, last = size, middle
    while first < last:
        middle = (first + last) // 2
        if low[middle] <= rest:
            first = middle + 1
        else:
            last = middle
    return first


def search_mapped(SegmentEntries segment not None, KeySearch asked not None):
    """Add to a search what a segment has that is mapped; return False where it is damaged."""
    cdef bint whole
    with nogil:
        whole = look_up(&segment.entries, &asked.search)
    return whole


cdef bint look_up(const Entries *entries, Search *search) noexcept nogil:
    cdef int64_t k, begin, end, place
    cdef uint16_t rest
    for k in range(search.size):
        if k + AHEAD < search.size:
            prefetch(&entries.directory[search.keys[k + AHEAD] >> LOW_BITS])
        rest = <uint16_t>search.keys[k]
        if not find_bucket(entries, <int64_t>(search.keys[k] >> LOW_BITS), &begin, &end):
            return False
        place = begin + end_of_key(entries.low + begin, end - begin, rest) - 1
        while place >= begin and entries.low[place] == rest and wants(search, k, entries.articles[place]):
            take(search, k, entries.articles[place])
            place -= 1
    return True


def search_files(SegmentEntries segment not None, tuple files, int64_t low_at, KeySearch asked not None):
    """As `search_mapped`, from the descriptors of the files (keys, articles).

    The lower bits begin at byte `low_at` of the first. Of the segment's arrays the directory alone is touched. Of a
    bucket that has more than ROOM entries the first ROOM are looked at.
    Returns False where the segment is damaged, or a file cannot be read.
    """
    cdef Files opened
    opened.low_at = low_at
    opened.keys, opened.articles = files
    cdef uint16_t[::1] low = np.empty(ROOM, np.uint16)
    cdef uint32_t[::1] articles = np.empty(max(1, min(asked.search.most, ROOM)), np.uint32)
    cdef const Entries *entries = &segment.entries
    cdef Search *search = &asked.search
    cdef int64_t k
    cdef bint whole = True
    with nogil:
        for k in range(search.size):
            whole = whole and read_key(entries, &opened, search, k, &low[0], &articles[0])
    return whole


cdef bint read_key(
    const Entries *entries, const Files *files, Search *search, int64_t k, uint16_t *low, uint32_t *articles
) noexcept nogil:
    """Add the articles of key k. `low` has room for ROOM entries, `articles` for as many as a key may have, or ROOM."""
    cdef int64_t begin, end, size, first, last, most, place
    cdef uint16_t rest = <uint16_t>search.keys[k]
    if not find_bucket(entries, <int64_t>(search.keys[k] >> LOW_BITS), &begin, &end):
        return False
    size = min(end - begin, <int64_t>ROOM)
    most = search.most - search.counts[k]
    if size == 0 or most <= 0:
        return True
    if not read_at(files.keys, low, 2 * size, files.low_at + 2 * begin):
        return False
    last = end_of_key(low, size, rest)
    first = last
    while first > 0 and low[first - 1] == rest and last - first < most:
        first -= 1
    if first == last:
        return True
    if not read_at(files.articles, articles, 4 * (last - first), 4 * (begin + first)):
        return False
    place = last - first - 1
    while place >= 0 and wants(search, k, articles[place]):
        take(search, k, articles[place])
        place -= 1
    return True
