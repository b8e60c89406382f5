"""Kernels that mark the words of an article that are somebody else's: quotations, and posts of social networks that
pages embed."""

from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.string cimport memcmp, memset

import numpy as np

from dedup.relations.sentence_cosines cimport QUOTED
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cpdef enum:
    POST_WORDS = 90  # before the signature of an embedded post, within its line, at most: 280 characters and the name

cdef enum:
    SPARE = 2  # bytes behind the last text that may be read

cdef enum OpenMark:  # what the marks before a place have opened
    NOTHING
    BY_DOUBLE  # a straight or curly mark
    BY_LOW
    BY_GUILLEMET
    BY_CORNER
    BY_WHITE_CORNER


cdef inline bint is_digit(uint8_t byte) noexcept nogil:
    return 48 <= byte <= 57


cdef inline OpenMark after_mark(const uint8_t *text, int64_t at, OpenMark opened) noexcept nogil:
    """What is open behind the byte text[at], if `opened` is before it."""
    cdef uint8_t byte = text[at], mark
    if byte == b'"':
        if opened == NOTHING:
            return NOTHING if at > 0 and is_digit(text[at - 1]) else BY_DOUBLE
        return NOTHING if opened <= BY_LOW else opened
    if byte == 0xC2:
        if text[at + 1] == 0xAB and opened == NOTHING:
            return BY_GUILLEMET
        return NOTHING if text[at + 1] == 0xBB and opened == BY_GUILLEMET else opened
    if byte == 0xE2 and text[at + 1] == 0x80:
        mark = text[at + 2]
        if mark == 0x9C:
            return BY_DOUBLE if opened == NOTHING else NOTHING if opened == BY_LOW else opened
        if mark == 0x9D and opened <= BY_LOW:
            return NOTHING
        return BY_LOW if mark == 0x9E and opened == NOTHING else opened
    if byte == 0xE3 and text[at + 1] == 0x80:
        mark = text[at + 2]
        if opened == NOTHING and (mark == 0x8C or mark == 0x8E):
            return BY_CORNER if mark == 0x8C else BY_WHITE_CORNER
        if (mark == 0x8D and opened == BY_CORNER) or (mark == 0x8F and opened == BY_WHITE_CORNER):
            return NOTHING
    return opened


cdef inline bint signs_post(const uint8_t *text, int64_t start, int64_t end) noexcept nogil:
    """Whether the word text[start:end] is the handle in "(@handle)", or is in a link that embedded posts end with."""
    if start >= 2 and text[start - 1] == b'@' and text[start - 2] == b'(':
        return text[end] == b')'
    if start < 4 or text[start - 1] != b'.':
        return False
    if text[end] == b'.' and end - start == 7:  # pic.twitter.com
        return memcmp(text + start - 4, b"pic", 3) == 0 and memcmp(text + start, b"tw", 2) == 0
    if text[end] == b'/' and end - start == 2:  # //t.co/, not //t.me/
        return memcmp(text + start - 4, b"//t", 3) == 0 and memcmp(text + start, b"co", 2) == 0
    return False


cdef void mark_words(
    const uint8_t *text, const uint32_t *starts, const uint32_t *ends, int64_t words, uint8_t *marks
) noexcept nogil:
    """Write 1 to marks[i] where word i, the bytes starts[i] to ends[i] of `text`, is inside quotation marks or in an
    embedded post, else 0.

    Straight marks open and close by turns, the others by their shape; what one kind opened, another does not close, but
    straight and curly marks are mixed. Single marks are left out since they are apostrophes too. A line feed closes
    what a paragraph left open, and a straight mark behind a digit opens nothing (5'10"). A post is the line up to its
    signature, "(@handle)" or a link of Twitter, at most POST_WORDS words.
    """
    cdef OpenMark opened = NOTHING
    cdef int64_t at = 0, line = 0, i, first
    cdef uint8_t byte
    for i in range(words):
        if i > 0:
            at = max(at, <int64_t>ends[i - 1])  # no mark is inside a word
        while at < starts[i]:
            byte = text[at]
            if byte >= 0xC2 or byte == b'"':
                opened = after_mark(text, at, opened)
            elif byte == b'\n':
                opened, line = NOTHING, i
            at += 1
        marks[i] = opened != NOTHING
        if signs_post(text, starts[i], ends[i]):
            first = max(line, i - POST_WORDS)
            memset(marks + first, 1, i + 1 - first)


def quoted_words(const uint8_t[::1] buffer, const int64_t[::1] offsets, tokens):
    """Return 1 for each place of the token columns whose word is quoted, else 0; places that no article uses hold
    anything.

    Raises ValueError where there are no spare bytes behind the last text.
    """
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef TokenColumns columns = arrays.columns
    cdef Py_ssize_t d
    cdef int64_t first
    cdef const uint8_t *text
    if buffer.shape[0] < offsets[columns.articles] + SPARE:
        raise ValueError(f"The buffer has less than {SPARE} bytes behind the last text.")
    marks = np.empty(arrays.places, np.uint8)
    cdef uint8_t[::1] out = marks
    if not out.shape[0]:
        return marks
    with nogil:
        for d in range(columns.articles):
            first = columns.first[d]
            text = columns.buffer + columns.offsets[d]
            mark_words(text, columns.starts + first, columns.ends + first, columns.counts[d], &out[first])
    return marks


def count_marked(const uint8_t[::1] marks, const int64_t[:] begins, const int64_t[:] ends, int64_t[:] out):
    """Write to out[k] how many of marks[begins[k] : ends[k]] are set. Raises ValueError where a span is not inside the
    marks."""
    cdef Py_ssize_t k
    cdef int64_t place, found, size = marks.shape[0]
    cdef const uint8_t *mark
    if not begins.shape[0] == ends.shape[0] == out.shape[0]:
        raise ValueError("There are not as many begins as ends and counts.")
    for k in range(begins.shape[0]):
        if begins[k] < ends[k] and (begins[k] < 0 or ends[k] > size):
            raise ValueError(f"The words from {begins[k]} to {ends[k]} are not among {size}.")
    if not size:
        for k in range(begins.shape[0]):
            out[k] = 0
        return
    mark = &marks[0]
    with nogil:
        for k in range(begins.shape[0]):
            found = 0
            for place in range(begins[k], ends[k]):
                found += mark[place]
            out[k] = found


def join_flags(tokens, const uint8_t[::1] quoted, uint8_t[::1] flags):
    """Put the QUOTED bit of each word, for which `quoted` has 1, beside its other flags. Raises ValueError where places
    are missing."""
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns columns = arrays.columns
    cdef Py_ssize_t d
    cdef int64_t place, first, last
    if quoted.shape[0] < arrays.places or flags.shape[0] < arrays.places:
        raise ValueError("There are not as many flags as places.")
    if not flags.shape[0]:
        return
    cdef const uint8_t *mark = &quoted[0]
    cdef uint8_t *flag = &flags[0]
    with nogil:
        for d in range(columns.articles):
            first, last = columns.first[d], columns.first[d] + columns.counts[d]
            for place in range(first, last):
                flag[place] |= mark[place] * QUOTED
