"""Bucket entries: which articles have a key, in the bytes of buckets that Redis gives, and which entries are useless.

An entry is the lower bits of its key (2 bytes) and the number of the article (4), both little-endian; those of a bucket
are in the order of the articles.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t

from dedup.index.index_keys cimport LOW_BITS
from dedup.index.key_search cimport KeySearch, Search, take, wants


cpdef enum:
    ENTRY = 6  # bytes


cdef inline uint32_t low_of(const uint8_t *entry) noexcept nogil:
    return entry[0] | <uint32_t>entry[1] << 8


cdef inline uint32_t article_of(const uint8_t *entry) noexcept nogil:
    return entry[2] | <uint32_t>entry[3] << 8 | <uint32_t>entry[4] << 16 | <uint32_t>entry[5] << 24


def search_buckets(
    const uint8_t[::1] held, const int64_t[::1] borders, const int64_t[::1] places, KeySearch asked not None
):
    """Add to a search what buckets have: that of key k is held[borders[p] : borders[p + 1]], where p = places[k].

    Returns False where a bucket is not inside `held`, or not made of whole entries.
    """
    cdef const uint8_t *bytes = &held[0] if held.shape[0] else NULL
    cdef int64_t buckets = borders.shape[0] - 1, k, begin, end
    cdef bint whole = places.shape[0] >= asked.search.size
    with nogil:
        for k in range(asked.search.size if whole else 0):
            if not 0 <= places[k] < buckets:
                whole = False
                break
            begin, end = borders[places[k]], borders[places[k] + 1]
            if not 0 <= begin <= end <= held.shape[0] or (end - begin) % ENTRY:
                whole = False
                break
            search_bucket(bytes + begin, end - begin, &asked.search, k)
    return whole


cdef void search_bucket(const uint8_t *bucket, int64_t size, Search *search, int64_t k) noexcept nogil:
    cdef uint32_t rest = <uint32_t>(search.keys[k] & ((1 << LOW_BITS) - 1))
    cdef int64_t at = size - ENTRY
    while at >= 0 and wants(search, k, article_of(bucket + at)):
        if low_of(bucket + at) == rest:
            take(search, k, article_of(bucket + at))
        at -= ENTRY


def living(const uint8_t[::1] bucket, int64_t lowest, int most, uint8_t[::1] seen, uint8_t[::1] alive):
    """Write which entries of a bucket may be of use: not below `lowest`, and among the newest `most` of their key.

    `seen` has a zero for each value of the lower bits, and has again afterwards. Returns how many are of use.
    """
    cdef int64_t entries = alive.shape[0], place, count = 0
    cdef const uint8_t *entry
    if bucket.shape[0] != ENTRY * entries or seen.shape[0] != 1 << LOW_BITS or not 0 <= most < 256:
        raise ValueError("The bucket is not made of whole entries, or there is no room to count them.")
    if entries == 0:
        return 0
    with nogil:
        for place in range(entries - 1, -1, -1):
            entry = &bucket[ENTRY * place]
            alive[place] = article_of(entry) >= lowest and seen[low_of(entry)] < most
            if alive[place]:
                seen[low_of(entry)] += 1
                count += 1
        for place in range(entries):
            seen[low_of(&bucket[ENTRY * place])] = 0
    return count
