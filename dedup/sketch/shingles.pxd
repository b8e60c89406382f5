"""Hashes of the word n-grams of a text, for kernels of this room."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

from dedup.text.token_arrays cimport TokenArrays, TokenColumns


cdef class Shingler:
    cdef TokenColumns columns
    cdef uint32_t *shingles
    cdef TokenArrays _arrays
    cdef int64_t _width

    cdef int64_t of(self, Py_ssize_t article) noexcept nogil
