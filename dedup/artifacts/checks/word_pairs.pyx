"""Finds the pairs of neighbouring words of a text that are in a set of pairs, in one pass over its bytes.

Words are runs of ASCII letters in any case, and neighbours are one byte apart. The set is an open table of 64-bit
hashes, of a power of two of slots, 0 where one is free. Two pairs of one hash are taken for one another; among 30,000
pairs and the words of an article that happens once in 10**12 articles.

Most pairs of a text are not in the set. A map of bits, much smaller than the table, says so of nine in ten without a
look at the table, which is too large for the processor's caches.
"""

from functools import lru_cache

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint64_t

from dedup.native.fnv cimport FNV_BASIS, fnv1a
from dedup.native.hashing cimport GOLDEN, MIX


cdef enum:
    BITS_EACH = 4  # bits of the map for a slot


cdef struct Words:  # as they are read from a text
    const uint8_t *text
    int64_t size
    int64_t begin  # of the last word
    int64_t end
    uint64_t hash
    int64_t count
    int64_t pair  # where the pair of the last two words begins, -1 where they are no neighbours
    uint64_t pair_hash


cdef inline bint is_letter(uint8_t byte) noexcept nogil:
    return 97 <= (byte | 32) <= 122 and byte >= 65


cdef inline uint64_t pair_of(uint64_t first, uint64_t second) noexcept nogil:
    """Return the hash of a pair, never 0, from those of its words."""
    cdef uint64_t value = (first * GOLDEN) ^ second
    value = (value ^ (value >> 32)) * MIX
    return (value ^ (value >> 32)) | 1


cdef inline bint next_word(Words *words) noexcept nogil:
    """Read the next word; False at the end of the text."""
    cdef int64_t at = words.end, begin
    cdef uint64_t value = FNV_BASIS
    while at < words.size and not is_letter(words.text[at]):
        at += 1
    begin = at
    while at < words.size and is_letter(words.text[at]):
        value = fnv1a(value, words.text[at] | 32)
        at += 1
    if at == begin:
        return False
    words.pair = -1
    if words.count and words.end + 1 == begin:
        words.pair = words.begin
        words.pair_hash = pair_of(words.hash, value)
    words.begin, words.end, words.hash = begin, at, value
    words.count += 1
    return True


cdef Words words_of(const uint8_t[::1] text) noexcept:
    cdef Words words
    words.text, words.size = &text[0] if text.shape[0] else NULL, text.shape[0]
    words.begin = words.end = words.count = 0
    words.hash = words.pair_hash = 0
    words.pair = -1
    return words


cdef inline uint64_t slot_in(const uint64_t *slots, uint64_t mask, uint64_t key) noexcept nogil:
    """Return the slot of a pair, or the free slot where it would be put."""
    cdef uint64_t slot = (key >> 1) & mask
    while slots[slot] != 0 and slots[slot] != key:
        slot = (slot + 1) & mask
    return slot


cdef int _check_slots(const uint64_t[::1] slots) except -1:
    if slots.shape[0] == 0 or slots.shape[0] & (slots.shape[0] - 1):
        raise ValueError(f"A set of pairs has a power of two of slots, not {slots.shape[0]}.")
    return 0


def add_pairs(const uint8_t[::1] text, uint64_t[::1] slots):
    """Add all pairs of neighbouring words of `text` to a set that stays partly empty."""
    cdef Words words = words_of(text)
    cdef uint64_t mask = <uint64_t>slots.shape[0] - 1
    _check_slots(slots)
    while next_word(&words):
        if words.pair >= 0:
            slots[slot_in(&slots[0], mask, words.pair_hash)] = words.pair_hash


def add_products(
    const uint8_t[::1] firsts, const uint8_t[::1] seconds, uint64_t[::1] slots, const uint64_t[::1] left_out
):
    """Add each pair of a word of `firsts` and a word of `seconds` to a set that stays partly empty, but for the pairs
    of the set `left_out`."""
    cdef Words first = words_of(firsts), second
    cdef uint64_t mask = <uint64_t>slots.shape[0] - 1, left_mask = <uint64_t>left_out.shape[0] - 1, pair
    _check_slots(slots)
    _check_slots(left_out)
    while next_word(&first):
        second = words_of(seconds)
        while next_word(&second):
            pair = pair_of(first.hash, second.hash)
            if left_out[slot_in(&left_out[0], left_mask, pair)] == 0:
                slots[slot_in(&slots[0], mask, pair)] = pair


cdef inline uint64_t bit_of(uint64_t key, uint64_t mask) noexcept nogil:
    """Return the place of a pair in the map of bits: by other bits of the hash than its slot."""
    return (key >> 32) & mask


def bits_of(const uint64_t[::1] slots):
    """Return the map of bits of a set: BITS_EACH for a slot, eight in each byte."""
    _check_slots(slots)
    made = np.zeros(max(1, slots.shape[0] * BITS_EACH // 8), np.uint8)
    cdef uint8_t[::1] bits = made
    cdef uint64_t mask = <uint64_t>bits.shape[0] * 8 - 1, place
    cdef Py_ssize_t n
    for n in range(slots.shape[0]):
        if slots[n] != 0:
            place = bit_of(slots[n], mask)
            bits[place >> 3] |= <uint8_t>(1 << (place & 7))
    return made


cdef class WordPairs:
    """The pairs of neighbouring words of a text, each with its hash and where it begins: read once, for all sets.

    `words` is the number of words of the text.
    """

    cdef readonly int64_t words
    cdef int64_t count
    cdef int64_t[::1] starts
    cdef uint64_t[::1] hashes

    def __init__(self, str text not None):
        cdef const uint8_t[::1] read = text.encode("ascii", "replace")  # one byte for each code point
        cdef Words words = words_of(read)
        self.starts = np.empty(read.shape[0] // 2 + 1, np.int64)
        self.hashes = np.empty(read.shape[0] // 2 + 1, np.uint64)
        while next_word(&words):
            if words.pair >= 0:
                self.starts[self.count], self.hashes[self.count] = words.pair, words.pair_hash
                self.count += 1
        self.words = words.count

    def find(self, const uint64_t[::1] slots, const uint8_t[::1] bits, Py_ssize_t most):
        """Return where pairs of a set begin, in code points, `most` of them at the most.

        `bits` are those of `slots` (see `bits_of`).
        """
        cdef uint64_t mask = <uint64_t>slots.shape[0] - 1, bit_mask = <uint64_t>bits.shape[0] * 8 - 1, place
        cdef Py_ssize_t n
        cdef list found = []
        _check_slots(slots)
        if bits.shape[0] != max(1, slots.shape[0] * BITS_EACH // 8):
            raise ValueError(f"These are no bits of {slots.shape[0]} slots.")
        for n in range(self.count):
            place = bit_of(self.hashes[n], bit_mask)
            if bits[place >> 3] >> (place & 7) & 1 and slots[slot_in(&slots[0], mask, self.hashes[n])] == self.hashes[n]:
                if len(found) >= most:
                    break
                found.append(self.starts[n])
        return found


@lru_cache(maxsize=1)  # several checks ask for the same text in turn
def pairs_of(text):
    """Return the pairs of words of a text."""
    return WordPairs(text)
