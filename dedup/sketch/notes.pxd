"""Notes: for each of many hashes, in two bits, whether it came once or again; two that share a place are taken for one.

Hash h has bits 2 * (h mod 4) and the next of the byte notes[h / 4 mod size]; the size is a power of two, `mask` one
less.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t


cdef inline void note(uint8_t *notes, uint64_t mask, uint64_t hash) noexcept nogil:
    """Note that a hash came: 0 becomes 1, and that 3."""
    cdef uint8_t *place = notes + ((hash >> 2) & mask)
    cdef uint32_t once = <uint32_t>1 << (<int>(hash & 3) * 2)
    place[0] |= <uint8_t>(once | ((place[0] & once) << 1))


cdef inline bint is_noted_twice(const uint8_t *notes, uint64_t mask, uint64_t hash) noexcept nogil:
    """Return whether a hash came more than once."""
    return (notes[(hash >> 2) & mask] >> (<int>(hash & 3) * 2 + 1)) & 1


cdef inline bint is_power_of_two(Py_ssize_t size) noexcept nogil:
    """Return whether a table of this size has a mask."""
    return size > 0 and size & (size - 1) == 0
