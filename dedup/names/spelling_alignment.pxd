"""The alignment of two tokens grapheme by grapheme: see spelling_alignment.pyx."""

from libc.stdint cimport int16_t, int64_t, uint8_t

from dedup.names.spelling_tokens cimport WIDTH

cpdef enum:
    LONGEST = 4  # letters of a grapheme
    LETTERS = 27  # letters and nothing, the base of the numbers that the trie is looked up by

cdef enum:
    CELLS = WIDTH + 1  # places before, between and behind letters


cdef struct Grapheme:
    int16_t number
    uint8_t letters
    uint8_t place


cdef struct Graphemes:  # of one token: `counts[i]` of them begin at letter i, the shortest first
    uint8_t counts[CELLS]
    Grapheme found[CELLS][LONGEST]


cdef struct Weights:
    const int16_t *trie  # up to four letters in base 27 -> grapheme, 0 where there is none
    const float *values  # shape (4, graphemes, graphemes)
    int64_t graphemes


cdef struct Alignment:  # by letters read of the first token, letters read of the second, and what came last
    float best[CELLS][CELLS][3]
    uint8_t back[CELLS][CELLS][3]


cdef Weights weights_of(const int16_t[::1] trie, const float[:, :, ::1] values) except *
cdef void read_graphemes(const uint8_t *letters, int64_t size, const int16_t *trie, Graphemes *graphemes) noexcept nogil
cdef double align(
    const Graphemes *first, int64_t n, const Graphemes *second, int64_t m, const Weights *weights, Alignment *alignment
) noexcept nogil
