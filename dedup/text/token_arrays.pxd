"""The token columns of a batch (see `text.tokens`) as pointers, for kernels."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t


cdef struct TokenColumns:
    Py_ssize_t articles
    const uint8_t *buffer  # all texts in UTF-8, with SPARE readable bytes behind the last one
    const int64_t *offsets  # text d is buffer[offsets[d] : offsets[d + 1]]
    const int64_t *first  # the tokens of article d are at first[d] .. first[d] + counts[d]
    const int64_t *counts
    const uint32_t *starts  # byte offsets in the article's text
    const uint32_t *ends
    const uint64_t *hashes


cdef struct TokenPlace:
    # A token: its place in the columns, and the article that it is in.
    int64_t place
    int64_t article


cdef class TokenArrays:
    """Keeps the arrays of the columns alive, and checks that they fit one another."""

    cdef TokenColumns columns
    cdef readonly Py_ssize_t places  # of the columns
    cdef tuple _kept
