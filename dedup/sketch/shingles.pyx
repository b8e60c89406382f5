"""Shingles: 32-bit hashes of the word n-grams of texts, winnowed, counted, and noted where they occur again.

A shingle is a polynomial in FACTOR modulo 2**32 over the lower halves of its token hashes. A text that has fewer words
than a shingle is one shingle, whose first coefficient is the number of its words.
"""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc

from dedup.native.simd cimport SHINGLE_FACTOR, simd
from dedup.sketch.notes cimport is_noted_twice, is_power_of_two, note
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

FACTOR = SHINGLE_FACTOR


cdef int64_t hash_shingles(const uint64_t *words, int64_t count, int64_t width, uint32_t *out) noexcept nogil:
    """Write the shingles of a text to `out`, which has room for `count`, and for one; return their number."""
    cdef uint32_t hash = <uint32_t>count
    cdef int64_t i
    if count == 0:
        return 0
    if count >= width:
        simd.shingle(words, count, width, out)
        return count - width + 1
    for i in range(count):
        hash = hash * SHINGLE_FACTOR + <uint32_t>words[i]
    out[0] = hash
    return 1


cdef int64_t longest_article(const TokenColumns *columns) noexcept nogil:
    """Return the most tokens that one article has."""
    cdef int64_t longest = 0
    cdef Py_ssize_t d
    for d in range(columns.articles):
        longest = max(longest, columns.counts[d])
    return longest


cdef int64_t winnow_hashes(uint32_t *shingles, int64_t count, int64_t window) noexcept nogil:
    """See `winnow`; in place. Return the number that is kept."""
    cdef int64_t kept = 0, best = -1, end, low, i
    cdef bint fresh
    if window <= 1 or count == 0:
        return count
    window = min(window, count)
    for end in range(count):
        low = max(0, end - window + 1)
        fresh = True
        if best < low:
            best = low
            for i in range(low + 1, end + 1):
                if shingles[i] < shingles[best]:
                    best = i
        elif shingles[end] < shingles[best]:
            best = end
        else:
            fresh = False
        if (fresh and end + 1 >= window) or end + 1 == window:
            shingles[kept] = shingles[best]
            kept += 1
    return kept


cdef class Shingler:
    """Hashes the shingles of one article of a batch after the other into the same memory."""

    def __cinit__(self, tokens, int64_t width):
        self._arrays = TokenArrays(tokens)
        if width < 1:
            raise ValueError("A shingle has at least one word.")
        self.columns = self._arrays.columns
        self._width = width
        self.shingles = <uint32_t *>malloc((longest_article(&self.columns) + 1) * sizeof(uint32_t))
        if self.shingles is NULL:
            raise MemoryError()

    def __dealloc__(self):
        free(self.shingles)

    cdef int64_t of(self, Py_ssize_t article) noexcept nogil:
        cdef const uint64_t *words = self.columns.hashes + self.columns.first[article]
        return hash_shingles(words, self.columns.counts[article], self._width, self.shingles)


def shingle_hashes(const uint64_t[::1] hashes, int64_t width):
    """Return the shingles, of `width` words each, of one text that has these token hashes."""
    if width < 1:
        raise ValueError("A shingle has at least one word.")
    found = np.empty(hashes.shape[0] + 1, np.uint32)
    cdef uint32_t[::1] out = found
    return found[: hash_shingles(&hashes[0] if hashes.shape[0] else NULL, hashes.shape[0], width, &out[0])]


def winnow(const uint32_t[::1] shingles, int64_t window):
    """Return the smallest of each `window` consecutive shingles, each once for its place.

    Two texts that share window + width - 1 words running keep one shingle of them in common (Schleimer et al. 2003).
    """
    kept = np.array(shingles, np.uint32)
    cdef uint32_t[::1] out = kept
    return kept[: winnow_hashes(&out[0] if out.shape[0] else NULL, out.shape[0], window)]


def count_shingles(tokens, int64_t width, uint32_t[::1] seen):
    """Add one to seen[h mod size] for each occurrence of a shingle h; the size is a power of two.

    A counter is shared by the shingles that fall on it, so it never says too little.
    """
    cdef Shingler shingler = Shingler(tokens, width)
    cdef uint32_t mask = <uint32_t>(seen.shape[0] - 1)
    cdef int64_t count, i
    cdef Py_ssize_t d
    if not is_power_of_two(seen.shape[0]):
        raise ValueError("The number of counters must be a power of two.")
    cdef uint32_t *counters = &seen[0]
    cdef const uint32_t *shingles = shingler.shingles
    with nogil:
        for d in range(shingler.columns.articles):
            count = shingler.of(d)
            for i in range(count):
                counters[shingles[i] & mask] += 1


def note_shingles(tokens, int64_t width, int64_t window, uint8_t[::1] notes):
    """Note each winnowed shingle (see notes.pxd)."""
    cdef Shingler shingler = Shingler(tokens, width)
    cdef uint64_t mask = <uint64_t>(notes.shape[0] - 1)
    cdef int64_t count, i
    cdef Py_ssize_t d
    if not is_power_of_two(notes.shape[0]):
        raise ValueError("The number of notes must be a power of two.")
    cdef uint8_t *noted = &notes[0]
    cdef uint32_t *shingles = shingler.shingles
    with nogil:
        for d in range(shingler.columns.articles):
            count = winnow_hashes(shingles, shingler.of(d), window)
            for i in range(count):
                note(noted, mask, shingles[i])


def rare_shingles(tokens, uint64_t article, int64_t width, int64_t window, const uint8_t[::1] notes):
    """Return the entries (shingle << 32 | article) of the winnowed shingles that were noted twice, but for shingle 0.

    `article` is the number of the first article of the batch.
    """
    cdef Shingler shingler = Shingler(tokens, width)
    cdef uint64_t mask = <uint64_t>(notes.shape[0] - 1)
    cdef int64_t total = 0, found = 0, count, i
    cdef uint32_t shingle
    cdef uint64_t[::1] out
    cdef Py_ssize_t d
    if not is_power_of_two(notes.shape[0]):
        raise ValueError("The number of notes must be a power of two.")
    for d in range(shingler.columns.articles):
        total += shingler.columns.counts[d]
    entries = np.empty(total, np.uint64)  # an article has no more shingles than words
    out = entries
    with nogil:
        for d in range(shingler.columns.articles):
            count = winnow_hashes(shingler.shingles, shingler.of(d), window)
            for i in range(count):
                shingle = shingler.shingles[i]
                if shingle != 0 and is_noted_twice(&notes[0], mask, shingle):
                    out[found] = (<uint64_t>shingle << 32) | (article + <uint64_t>d)
                    found += 1
    return entries[:found]
