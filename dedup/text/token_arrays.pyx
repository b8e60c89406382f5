"""The token columns of a batch as pointers: made once a call, checked, and then read by kernels without the interpreter
lock."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

TOKEN_PLACE = np.dtype([("place", np.int64), ("article", np.int64)])  # a TokenPlace, for arrays of numpy


cdef class TokenArrays:
    """The arrays of a `tokens.Columns`, or its tokens alone where no kernel reads the texts.

    Raises ValueError where an article's tokens are not inside the columns, or its text not inside the buffer.
    """

    def __cinit__(self, tokens, const uint8_t[::1] buffer=None, const int64_t[::1] offsets=None):
        cdef const int64_t[::1] first = tokens.first, counts = tokens.counts
        cdef const uint32_t[::1] starts = tokens.starts, ends = tokens.ends
        cdef const uint64_t[::1] hashes = tokens.hashes
        cdef Py_ssize_t articles = counts.shape[0], places = hashes.shape[0], d
        if first.shape[0] != articles or starts.shape[0] != places or ends.shape[0] != places:
            raise ValueError("The token columns have different lengths.")
        for d in range(articles):
            if first[d] < 0 or counts[d] < 0 or first[d] > places - counts[d]:
                raise ValueError(f"The tokens of article {d} are not inside the columns.")
        if buffer is not None:
            if offsets is None or offsets.shape[0] != articles + 1:
                raise ValueError("The texts and the token columns are not of the same articles.")
            for d in range(articles):
                if offsets[d] < 0 or offsets[d + 1] < offsets[d] or offsets[d + 1] > buffer.shape[0]:
                    raise ValueError(f"The text of article {d} is not inside the buffer.")
            self.columns.buffer = &buffer[0] if buffer.shape[0] else NULL
            self.columns.offsets = &offsets[0]
        self.columns.articles = articles
        self.columns.first = &first[0] if articles else NULL
        self.columns.counts = &counts[0] if articles else NULL
        if places:
            self.columns.starts, self.columns.ends, self.columns.hashes = &starts[0], &ends[0], &hashes[0]
        self.places = places
        self._kept = (tokens, None if buffer is None else buffer.base, None if offsets is None else offsets.base)
