"""Tail chains: which of the newest articles have a key, in memory."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

from dedup.index.index_keys cimport BUCKETS, LOW_BITS, fit_key_bits
from dedup.index.key_search cimport KeySearch, Search, take, wants

cdef enum:
    FIRST_ROOM = 1 << 14


cdef class Chains:
    """Entries (key, article) by the bucket of the key, each bucket a chain with the newest entry first.

    There are as many chains as a full tail has entries; their heads take 4 MB.
    """

    cdef int32_t[::1] heads  # by bucket, the newest entry; -1 where it has none
    cdef int32_t[::1] following  # by entry, the next older one of its bucket; -1 behind the oldest
    cdef uint64_t[::1] held
    cdef uint32_t[::1] owners
    cdef Py_ssize_t used

    def __cinit__(self):
        self.heads = np.full(BUCKETS, -1, np.int32)
        self._make_room(FIRST_ROOM)

    def __len__(self):
        return self.used

    def enter(self, const uint64_t[::1] keys, uint32_t article):
        """Enter an article, which is newer than those before, under its keys.

        Raises ValueError where one has more bits than a key has.
        """
        cdef Py_ssize_t size = keys.shape[0], k
        cdef int32_t *head
        if size == 0:
            return
        if not fit_key_bits(&keys[0], size):
            raise ValueError("An article is entered under a number that is no key of the index.")
        self.reserve(size)
        for k in range(size):
            head = &self.heads[keys[k] >> LOW_BITS]
            self.held[self.used], self.owners[self.used], self.following[self.used] = keys[k], article, head[0]
            head[0] = <int32_t>self.used
            self.used += 1

    cpdef reserve(self, Py_ssize_t entries):
        """Make room for so many more entries, and as many again where there was none: memory is copied seldom."""
        if self.used + entries > self.held.shape[0]:
            self._make_room(2 * (self.used + entries))

    def look_up(self, KeySearch asked not None):
        """Add to a search what the tail has."""
        cdef Search *search = &asked.search
        cdef int64_t k
        cdef int32_t place
        with nogil:
            for k in range(search.size):
                place = self.heads[search.keys[k] >> LOW_BITS]
                while place >= 0 and wants(search, k, self.owners[place]):
                    if self.held[place] == search.keys[k]:
                        take(search, k, self.owners[place])
                    place = self.following[place]

    cdef _make_room(self, Py_ssize_t room):
        if room >> 31:
            raise MemoryError("The tail has two thousand million entries; nobody writes segments.")
        columns = (np.empty(room, np.int32), np.empty(room, np.uint64), np.empty(room, np.uint32))
        if self.used:
            columns[0][: self.used], columns[1][: self.used], columns[2][: self.used] = (
                self.following[: self.used], self.held[: self.used], self.owners[: self.used]
            )
        self.following, self.held, self.owners = columns
