"""Remembers the tokens of texts that need no second look, and finds those of a text that are not among them.

A token is what is between spaces of ASCII. Those of ASCII that have a capital or a digit, names and numbers for the
most part, are none of the words that are looked for. The memory is a table of 64-bit hashes, so that a text is read in one pass
over its bytes. Two tokens of one hash are taken for one another; among 100,000 tokens and the words of an article that
happens once in 10**11 articles.
"""

from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memset

import numpy as np

from dedup.native.fnv cimport FNV_BASIS, fnv1a
from dedup.native.hashing cimport holds, slot_of


cdef inline bint is_space(uint8_t byte) noexcept nogil:
    """Return whether `str.split` splits at this byte of ASCII."""
    return byte == 32 or 9 <= byte <= 13 or 28 <= byte <= 31


cdef struct Token:
    int64_t end
    uint64_t hash
    bint is_name  # or a number


cdef inline Token token_at(const uint8_t *text, int64_t at, int64_t size) noexcept nogil:
    """Return the token that begins at `at`."""
    cdef Token token
    cdef uint8_t byte, most = 0
    cdef bint marked = False
    token.hash = FNV_BASIS
    while at < size and not is_space(text[at]):
        byte = text[at]
        token.hash = fnv1a(token.hash, byte)
        most |= byte
        marked |= (<uint8_t>(byte - 65) < 26) | (<uint8_t>(byte - 48) < 10)
        at += 1
    token.end, token.hash = at, token.hash if token.hash else 1
    token.is_name = marked and most < 128
    return token


cdef class TokenMemory:
    """Keeps at most `most` tokens: one more, and all are forgotten."""

    cdef uint64_t[::1] keys
    cdef uint64_t mask
    cdef int64_t most
    cdef int64_t count

    def __init__(self, int64_t most):
        """Raises ValueError where `most` is not positive."""
        if most < 1:
            raise ValueError(f"A memory keeps one token or more, not {most}.")
        self.keys = np.zeros(1 << (2 * int(most)).bit_length(), np.uint64)
        self.mask = self.keys.shape[0] - 1
        self.most = most

    def __len__(self):
        return self.count

    def unknown(self, bytes text not None):
        """Return the tokens of a text that are neither names nor remembered, by place; one that comes again is there
        again."""
        cdef const uint8_t *read = text
        cdef int64_t size = len(text), at = 0
        cdef Token token
        cdef list found = []
        while at < size:
            if is_space(read[at]):
                at += 1
                continue
            token = token_at(read, at, size)
            if not token.is_name and not holds(&self.keys[0], self.mask, token.hash):
                found.append(text[at:token.end])
            at = token.end
        return found

    def remember(self, bytes token not None):
        """Remember a token."""
        cdef const uint8_t *read = token
        cdef uint64_t key = token_at(read, 0, len(token)).hash
        if holds(&self.keys[0], self.mask, key):
            return
        if self.count >= self.most:
            memset(&self.keys[0], 0, self.keys.shape[0] * sizeof(uint64_t))
            self.count = 0
        self.keys[slot_of(&self.keys[0], self.mask, key)] = key
        self.count += 1
