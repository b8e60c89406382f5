"""Key search: the keys of an article, and which articles were found to have them."""

import numpy as np

from libc.stdint cimport int64_t, uint64_t

from dedup.index.index_keys cimport fit_key_bits


cdef class KeySearch:
    """Collects the newest `most` articles with a number larger than `above` that have each key.

    Tails, segments and buckets are asked one after the other, those of the newest articles first.
    counts[k] is the number of articles found that have keys[k].
    Raises ValueError where one of the keys has more bits than a key has.
    """

    def __cinit__(self, keys, int64_t above, int64_t most):
        cdef const uint64_t[::1] held = keys
        cdef int64_t[::1] counts
        cdef uint64_t[::1] hits
        cdef Py_ssize_t size = held.shape[0]
        if most < 0 or size and not fit_key_bits(&held[0], size):
            raise ValueError("What is searched are keys of the index, for a number of articles that is not negative.")
        self.keys, self.counts, self._hits = keys, np.zeros(size, np.int64), np.empty(size * most, np.uint64)
        self.search.size, self.search.above, self.search.most, self.search.found = size, above, most, 0
        if size and most:
            counts, hits = self.counts, self._hits
            self.search.keys, self.search.counts, self.search.hits = &held[0], &counts[0], &hits[0]
        else:
            self.search.size = 0

    @property
    def hits(self):
        """The hits so far: place of the key << 32 | article, the newest article of a key first."""
        return self._hits[: self.search.found]
