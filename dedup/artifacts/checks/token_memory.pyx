"""Remembers the tokens of texts that checks of single words found harmless, and finds those of a text that are not
among them: one walk for all checks.

A token is what is between spaces of ASCII. Those of ASCII that have a capital or a digit, names and numbers for the
most part, are none of the words that are looked for. The memory is a table of 62-bit hashes, so that a text is read in
one pass over its bytes. Two tokens of one hash are taken for one another; among 100,000 tokens and the words of an
article that happens once in 10**10 articles.
"""

from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memset

import numpy as np

from dedup.native.fnv cimport FNV_BASIS, fnv1a
from dedup.native.hashing cimport GOLDEN

cdef enum:
    MOST_CHECKS = 2  # each has a bit of a slot
    BITS = (1 << MOST_CHECKS) - 1


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
    token.end, token.hash = at, token.hash & ~<uint64_t>BITS
    token.is_name = marked and most < 128
    return token


cdef inline uint64_t slot_of(const uint64_t *slots, uint64_t mask, uint64_t key) noexcept nogil:
    """Return the slot of a token, or the free slot where it would be put."""
    cdef uint64_t slot = (key * GOLDEN >> 20) & mask
    while slots[slot] != 0 and slots[slot] & ~<uint64_t>BITS != key:
        slot = (slot + 1) & mask
    return slot


cdef class TokenMemory:
    """Keeps at most `most` tokens, each with the checks that found it harmless: one more, and all are forgotten."""

    cdef uint64_t[::1] slots  # hash and bits of a token; 0 where one is free
    cdef uint64_t mask
    cdef uint64_t every  # the bits of all checks
    cdef int64_t most
    cdef int64_t count

    def __init__(self, int64_t most, int64_t checks):
        """Raises ValueError where `most` is not positive, or where there are no checks or too many."""
        if most < 1:
            raise ValueError(f"A memory keeps one token or more, not {most}.")
        if not 1 <= checks <= MOST_CHECKS:
            raise ValueError(f"A memory is of 1 to {MOST_CHECKS} checks, not of {checks}.")
        self.slots = np.zeros(1 << (2 * int(most)).bit_length(), np.uint64)
        self.mask = self.slots.shape[0] - 1
        self.every = (1 << checks) - 1
        self.most = most

    def __len__(self):
        return self.count

    def unknown(self, bytes text not None):
        """Return the tokens of a text that are no names and that not all checks found harmless, by place; one that
        comes again is there again."""
        cdef const uint8_t *read = text
        cdef int64_t size = len(text), at = 0
        cdef Token token
        cdef list found = []
        while at < size:
            if is_space(read[at]):
                at += 1
                continue
            token = token_at(read, at, size)
            if not token.is_name and self.slots[slot_of(&self.slots[0], self.mask, token.hash)] & BITS != self.every:
                found.append(text[at:token.end])
            at = token.end
        return found

    def remember(self, bytes token not None, int64_t check):
        """Remember that a check, from 0 on, found a token harmless. Raises ValueError where there is no such check."""
        cdef const uint8_t *read = token
        cdef uint64_t key = token_at(read, 0, len(token)).hash, slot
        if not (0 <= check < MOST_CHECKS and self.every >> check & 1):
            raise ValueError(f"The memory has no check {check}.")
        slot = slot_of(&self.slots[0], self.mask, key)
        if self.slots[slot] == 0:
            if self.count >= self.most:
                memset(&self.slots[0], 0, self.slots.shape[0] * sizeof(uint64_t))
                self.count = 0
                slot = slot_of(&self.slots[0], self.mask, key)
            self.count += 1
        self.slots[slot] |= key | <uint64_t>1 << check
