"""Hashes of the word n-grams of a text, for kernels of this room."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

from dedup.text.token_arrays cimport TokenColumns


cdef int64_t hash_shingles(const uint64_t *words, int64_t count, int64_t width, uint32_t *out) noexcept nogil
cdef int64_t longest_article(const TokenColumns *columns, Py_ssize_t begin, Py_ssize_t end) noexcept nogil
