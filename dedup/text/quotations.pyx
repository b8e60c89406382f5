"""What is quoted: the words inside quotation marks, and posts of social networks that pages embed.

Straight marks open and close by turns, the others by their shape; what one kind opened, another does not close, but
straight and curly marks are mixed. Single marks are left out, since they are apostrophes too. A line feed closes what a
paragraph left open, and a straight mark behind a digit opens nothing (5'10").
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.string cimport memcmp, memset

import numpy as np

from dedup.native.utf8 cimport read_character
from dedup.text.token_arrays cimport TokenArrays, TokenColumns


cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    const void *PyUnicode_DATA(object text)
    uint32_t PyUnicode_READ(int kind, const void *data, Py_ssize_t place) nogil

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


cdef inline OpenMark after_mark(uint32_t mark, uint32_t before, OpenMark opened) noexcept nogil:
    """Return what is open behind a character, if `opened` is before it; `before` is the character before it."""
    if mark == 0x22:  # "
        if opened == NOTHING:
            return NOTHING if 48 <= before <= 57 else BY_DOUBLE
        return NOTHING if opened <= BY_LOW else opened
    if mark == 0x201C:  # “
        return BY_DOUBLE if opened == NOTHING else NOTHING if opened == BY_LOW else opened
    if mark == 0x201D:  # ”
        return NOTHING if opened <= BY_LOW else opened
    if opened == NOTHING:
        if mark == 0x201E:  # „
            return BY_LOW
        if mark == 0xAB:  # «
            return BY_GUILLEMET
        return BY_CORNER if mark == 0x300C else BY_WHITE_CORNER if mark == 0x300E else NOTHING  # 「 and 『
    if mark == 0xBB:  # »
        return NOTHING if opened == BY_GUILLEMET else opened
    if (mark == 0x300D and opened == BY_CORNER) or (mark == 0x300F and opened == BY_WHITE_CORNER):  # 」 and 』
        return NOTHING
    return opened


def quotation_spans(str text not None):
    """Return the spans [start, end), in code points, of what is inside quotation marks, the marks included.

    >>> text = 'He said “no”, and "never".'
    >>> [text[start:end] for start, end in quotation_spans(text)]
    ['“no”', '"never"']
    """
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t at, begin = 0, length = len(text)
    cdef OpenMark opened = NOTHING, now
    cdef uint32_t point, before = 0
    cdef list found = []
    for at in range(length):
        point = PyUnicode_READ(kind, data, at)
        if point == b'\n':
            if opened != NOTHING:
                found.append((begin, at))
            opened = NOTHING
        elif point == 0x22 or point >= 0xAB:
            now = after_mark(point, before, opened)
            if now != opened:
                if opened == NOTHING:
                    begin = at
                else:
                    found.append((begin, at + 1))
                opened = now
        before = point
    if opened != NOTHING:
        found.append((begin, length))
    return found


cdef inline bint signs_post(const uint8_t *text, int64_t start, int64_t end) noexcept nogil:
    """Return whether the word text[start:end] is the handle in "(@handle)", or is in a link that embedded posts end
    with."""
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

    A post is the line up to its signature, "(@handle)" or a link of Twitter, at most POST_WORDS words.
    """
    cdef OpenMark opened = NOTHING
    cdef int64_t at = 0, line = 0, i, first
    cdef uint8_t byte
    for i in range(words):
        if i > 0:
            at = max(at, <int64_t>ends[i - 1])  # no mark is inside a word
        while at < starts[i]:
            byte = text[at]
            if byte == b'"' or byte == 0xC2 or byte == 0xE2 or byte == 0xE3:  # as all the marks begin
                opened = after_mark(<uint32_t>read_character(text + at).point, text[at - 1] if at else 0, opened)
            elif byte == b'\n':
                opened, line = NOTHING, i
            at += 1
        marks[i] = opened != NOTHING
        if signs_post(text, starts[i], ends[i]):
            first = max(line, i - POST_WORDS)
            memset(marks + first, 1, i + 1 - first)


def quoted_words(const uint8_t[::1] buffer, const int64_t[::1] offsets, tokens):
    """Return 1 for each place of the token columns whose word is quoted, else 0; places that no article uses have any
    value.

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
