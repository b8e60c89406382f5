"""FNV-1a (Fowler, Noll and Vo 1991): a hash that takes one byte after the other."""

from libc.stdint cimport uint64_t


cdef extern from *:
    """
    #define DEDUP_FNV_BASIS ((uint64_t)0xCBF29CE484222325u)
    #define DEDUP_FNV_PRIME ((uint64_t)0x100000001B3u)
    """
    const uint64_t FNV_BASIS "DEDUP_FNV_BASIS"
    const uint64_t FNV_PRIME "DEDUP_FNV_PRIME"


cdef inline uint64_t fnv1a(uint64_t value, uint64_t byte) noexcept nogil:
    """Return the hash of the bytes that `value` is the hash of, and one byte more."""
    return (value ^ byte) * FNV_PRIME
