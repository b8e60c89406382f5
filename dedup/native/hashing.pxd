"""Hash mixing, and the open-addressing tables in which kernels of several rooms look hashes up.

A table has a power of two of slots, at most half of them in use; hash 0 marks an empty slot and is never looked for.
"""

from libc.stdint cimport uint8_t, uint64_t

from dedup.native.bits cimport load64


cdef extern from *:
    """
    /* 2**64 over the golden ratio (Knuth's multiplicative hashing). */
    #define DEDUP_GOLDEN ((uint64_t)0x9E3779B97F4A7C15u)
    /* An odd multiplier with well spread bits (from rrmxmx, Evensen 2018). */
    #define DEDUP_MIX ((uint64_t)0xD6E8FEB86659FD93u)
    """
    const uint64_t GOLDEN "DEDUP_GOLDEN"
    const uint64_t MIX "DEDUP_MIX"


cdef inline uint64_t hash_bytes(const uint8_t *text, uint64_t length) noexcept nogil:
    """Return the 64-bit hash of `length` bytes, eight a step; eight bytes behind the end must be readable."""
    cdef uint64_t h, spare
    if length <= 8:
        if length == 0:
            return GOLDEN
        spare = (8 - length) << 3
        h = (((load64(text) << spare) >> spare) ^ (length << 60)) * GOLDEN
        return h ^ (h >> 32)
    h = length * MIX
    while length > 8:
        h = (h ^ load64(text)) * GOLDEN
        h ^= h >> 29
        text += 8
        length -= 8
    h = (h ^ (load64(text) << ((8 - length) << 3))) * GOLDEN
    return h ^ (h >> 32)


cdef inline uint64_t slot_of(const uint64_t *keys, uint64_t mask, uint64_t key) noexcept nogil:
    """Return the slot of `key` in a table of mask + 1 slots, else the empty slot where it would be put."""
    cdef uint64_t slot = (key * GOLDEN >> 20) & mask
    while keys[slot] != key and keys[slot] != 0:
        slot = (slot + 1) & mask
    return slot


cdef inline bint holds(const uint64_t *keys, uint64_t mask, uint64_t key) noexcept nogil:
    """Return whether `key` is in the table; 0 never is."""
    return keys[slot_of(keys, mask, key)] == key and key != 0
