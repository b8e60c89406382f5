"""The hash of the words of each line or sentence, and leaving lines out of the columns that are known by their hash
(see `known_lines`)."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

import numpy as np

from dedup.native.hashing cimport MIX
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cdef enum:
    LINE_FEED = 10

HASHED_LINE = np.dtype([("article", np.int64), ("start", np.int64), ("end", np.int64), ("hash", np.uint64)])
KNOWN_RANGE = np.dtype([("article", np.int64), ("begin", np.int64), ("end", np.int64)])


cdef struct HashedLine:
    # A line of an article: [start, end) in bytes of its text, first word to last, and the hash of its words.
    int64_t article
    int64_t start
    int64_t end
    uint64_t hash


cdef struct KnownRange:
    # The known lines of an article: [begin, end) of a table of hashes.
    int64_t article
    int64_t begin
    int64_t end


cdef inline uint64_t mixed_in(uint64_t so_far, uint64_t word) noexcept nogil:
    """Return the hash of a line with one word more."""
    cdef uint64_t h = (so_far ^ word) * MIX
    return h ^ (h >> 29)


cdef inline bint breaks(const uint8_t *text, int64_t begin, int64_t end) noexcept nogil:
    """Return whether a line feed is among the bytes [begin, end) between two words; most words are behind a single
    space."""
    cdef int64_t at
    for at in range(begin, end):
        if text[at] == LINE_FEED:
            return True
    return False


cdef inline int64_t end_of_line(
    const TokenColumns *columns, const uint8_t *begins, int64_t doc, int64_t token, uint64_t *digest
) noexcept nogil:
    """Return the place behind the last word of the line that begins with `token`; digest[0] becomes the hash of the
    line. Where `begins` is given, a line ends before each word that it marks."""
    cdef const uint8_t *text = columns.buffer + columns.offsets[doc]
    cdef int64_t stop = columns.first[doc] + columns.counts[doc]
    cdef uint64_t h = mixed_in(0, columns.hashes[token])
    token += 1
    while token < stop:
        if begins != NULL:
            if begins[token] != 0:
                break
        elif breaks(text, columns.ends[token - 1], columns.starts[token]):
            break
        h = mixed_in(h, columns.hashes[token])
        token += 1
    digest[0] = h
    return token


cdef const uint8_t *marks_of(const uint8_t[::1] begins, Py_ssize_t places) except? NULL:
    if begins is None or places == 0:
        return NULL
    if begins.shape[0] < places:
        raise ValueError("There is no mark for each word.")
    return &begins[0]


def hash_lines(
    const uint8_t[::1] buffer,
    const int64_t[::1] offsets,
    tokens,
    int64_t least,
    int64_t most,
    HashedLine[::1] out,
    const uint8_t[::1] begins=None,
):
    """Write the first `most` lines of `least` words or more of each article, as far as there is room; return their
    number.

    `out` has the type HASHED_LINE. With `begins`, which has 1 for each place of the columns where one begins, sentences
    are written in the place of lines. Raises ValueError where it has too few places.
    """
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef TokenColumns columns = arrays.columns
    cdef const uint8_t *marks = marks_of(begins, arrays.places)
    cdef int64_t token, begin, stop, taken, room = out.shape[0]
    cdef Py_ssize_t doc, found = 0
    cdef uint64_t digest = 0
    with nogil:
        for doc in range(columns.articles):
            token, stop, taken = columns.first[doc], columns.first[doc] + columns.counts[doc], 0
            while token < stop and taken < most:
                begin = token
                token = end_of_line(&columns, marks, doc, begin, &digest)
                if token - begin >= least and found < room:
                    out[found].article, out[found].hash = doc, digest
                    out[found].start, out[found].end = columns.starts[begin], columns.ends[token - 1]
                    found += 1
                    taken += 1
    return found


def leave_out(
    const uint8_t[::1] buffer,
    const int64_t[::1] offsets,
    tokens,
    int64_t least,
    const KnownRange[::1] ranges,
    const uint64_t[::1] table,
):
    """Take the lines of `least` words or more whose hash is in table[begin:end] out of the columns of their article.

    `ranges` has the type KNOWN_RANGE. Raises ValueError where a range is of no article or not inside the table.
    """
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef TokenColumns columns = arrays.columns
    cdef int64_t[::1] counts = tokens.counts
    cdef uint32_t[::1] starts = tokens.starts, ends = tokens.ends
    cdef uint64_t[::1] hashes = tokens.hashes
    cdef int64_t doc, token, begin, stop, kept, low, high, middle, place
    cdef Py_ssize_t row
    cdef uint64_t digest = 0
    for row in range(ranges.shape[0]):
        doc = ranges[row].article
        if not (0 <= doc < columns.articles and 0 <= ranges[row].begin <= ranges[row].end <= table.shape[0]):
            raise ValueError("The known lines are not of these articles.")
    with nogil:
        for row in range(ranges.shape[0]):
            doc = ranges[row].article
            stop = columns.first[doc] + columns.counts[doc]
            token = kept = columns.first[doc]
            while token < stop:
                begin = token
                token = end_of_line(&columns, NULL, doc, begin, &digest)
                low, high = ranges[row].begin, ranges[row].end
                while low < high:
                    middle = (low + high) // 2
                    if table[middle] < digest:
                        low = middle + 1
                    else:
                        high = middle
                if token - begin >= least and low < ranges[row].end and table[low] == digest:
                    continue
                if kept == begin:
                    kept = token
                    continue
                for place in range(begin, token):
                    starts[kept], ends[kept], hashes[kept] = starts[place], ends[place], hashes[place]
                    kept += 1
            counts[doc] = kept - columns.first[doc]
