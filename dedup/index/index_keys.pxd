"""What a key of the index is; see `keys`. These names are integers in Python too."""

from libc.stdint cimport uint64_t


cpdef enum:
    KEY_BITS = 36  # of 1.5e8 keys, as a million articles have, two in a thousand meet one of another meaning
    LOW_BITS = 16  # of a key that an entry holds; the upper ones name its bucket
    BUCKETS = 1 << (KEY_BITS - LOW_BITS)


cpdef enum:  # the kinds
    BAND = 0
    SHINGLE = 1
    ANCHOR = 2


cdef bint fit_key_bits(const uint64_t *keys, Py_ssize_t size) noexcept nogil
