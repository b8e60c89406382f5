"""The flags of single tokens, for kernels that ask for those of some articles alone."""

from libc.stdint cimport int64_t, uint8_t, uint64_t

from dedup.text.token_arrays cimport TokenColumns


cdef struct Letters:
    const uint8_t *capital  # by code point
    int64_t points
    const uint64_t *short  # hashes of abbreviations
    uint64_t mask


cdef Letters letters_of(const uint8_t[::1] capital, const uint64_t[::1] short) except *
cdef uint8_t flags_of(const TokenColumns *columns, int64_t doc, int64_t token, const Letters *letters) noexcept nogil
