"""A search for the articles that have the keys of one article, for kernels that look in tails, segments and buckets."""

from libc.stdint cimport int64_t, uint32_t, uint64_t


cdef struct Search:
    const uint64_t *keys  # numbers of KEY_BITS bits
    int64_t size
    int64_t above  # articles with a number larger than this one are looked for
    int64_t most  # articles of one key, the newest
    int64_t *counts  # of each key, the articles found so far
    uint64_t *hits  # place of the key << 32 | article, in the order in which they were found
    int64_t found


cdef inline bint wants(const Search *search, int64_t k, uint32_t article) noexcept nogil:
    """Whether an article that has key `k` is to be taken; where not, older ones are not either."""
    return article > search.above and search.counts[k] < search.most


cdef inline void take(Search *search, int64_t k, uint32_t article) noexcept nogil:
    """Note that an article that is wanted has key `k`. There is room for `most` articles of each key."""
    search.hits[search.found] = (<uint64_t>k << 32) | article
    search.found += 1
    search.counts[k] += 1


cdef class KeySearch:
    cdef Search search
    cdef readonly object keys
    cdef readonly object counts
    cdef object _hits
