"""What the words of each line hash to, and leaving lines out of the columns that are known by their hash (see `lines`)."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from dedup.native.hashing cimport MIX
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cdef enum:
    LINE_FEED = 10


cdef inline uint64_t mixed_in(uint64_t so_far, uint64_t word) noexcept nogil:
    """The hash of a line with one word more."""
    cdef uint64_t h = (so_far ^ word) * MIX
    return h ^ (h >> 29)


cdef inline bint breaks(const uint8_t *text, int64_t begin, int64_t end) noexcept nogil:
    """Whether a line feed is among the bytes [begin, end) between two words; most words are behind a single space."""
    cdef int64_t at
    for at in range(begin, end):
        if text[at] == LINE_FEED:
            return True
    return False


cdef inline int64_t end_of_line(const TokenColumns *columns, int64_t doc, int64_t token, uint64_t *digest) noexcept nogil:
    """The place behind the last word of the line that begins with `token`; digest[0] becomes the hash of the line."""
    cdef const uint8_t *text = columns.buffer + columns.offsets[doc]
    cdef int64_t stop = columns.first[doc] + columns.counts[doc]
    cdef uint64_t h = mixed_in(0, columns.hashes[token])
    token += 1
    while token < stop and not breaks(text, columns.ends[token - 1], columns.starts[token]):
        h = mixed_in(h, columns.hashes[token])
        token += 1
    digest[0] = h
    return token


def hash_lines(
    const uint8_t[::1] buffer, const int64_t[::1] offsets, tokens, int64_t least, int64_t most, int64_t[:, ::1] rows, uint64_t[::1] out
):
    """See `lines.lines_of`: the first `most` lines of `least` words or more of each article; returns the number of lines."""
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef TokenColumns columns = arrays.columns
    cdef int64_t token, begin, stop, taken, room = min(rows.shape[0], out.shape[0])
    cdef Py_ssize_t doc, found = 0
    cdef uint64_t digest = 0
    if room and rows.shape[1] < 3:
        raise ValueError("A row of a line has three columns.")
    with nogil:
        for doc in range(columns.articles):
            token, stop, taken = columns.first[doc], columns.first[doc] + columns.counts[doc], 0
            while token < stop and taken < most:
                begin = token
                token = end_of_line(&columns, doc, begin, &digest)
                if token - begin >= least and found < room:
                    rows[found, 0], rows[found, 1], rows[found, 2] = doc, columns.starts[begin], columns.ends[token - 1]
                    out[found] = digest
                    found += 1
                    taken += 1
    return found


def leave_out(
    const uint8_t[::1] buffer, const int64_t[::1] offsets, tokens, int64_t least, const int64_t[:, ::1] places, const uint64_t[::1] table
):
    """Take the lines out of the columns whose hash is in table[begin:end], for rows (article, begin, end) of `places`."""
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef TokenColumns columns = arrays.columns
    cdef int64_t[::1] counts = tokens.counts
    cdef uint32_t[::1] starts = tokens.starts, ends = tokens.ends
    cdef uint64_t[::1] hashes = tokens.hashes
    cdef int64_t doc, token, begin, stop, kept, low, high, middle, place
    cdef Py_ssize_t row
    cdef uint64_t digest = 0
    for row in range(places.shape[0]):
        if not (0 <= places[row, 0] < columns.articles and 0 <= places[row, 1] <= places[row, 2] <= table.shape[0]):
            raise ValueError("The known lines are not of these articles.")
    with nogil:
        for row in range(places.shape[0]):
            doc = places[row, 0]
            stop = columns.first[doc] + columns.counts[doc]
            token = kept = columns.first[doc]
            while token < stop:
                begin = token
                token = end_of_line(&columns, doc, begin, &digest)
                low, high = places[row, 1], places[row, 2]
                while low < high:
                    middle = (low + high) // 2
                    if table[middle] < digest:
                        low = middle + 1
                    else:
                        high = middle
                if token - begin >= least and low < places[row, 2] and table[low] == digest:
                    continue
                if kept == begin:
                    kept = token
                    continue
                for place in range(begin, token):
                    starts[kept], ends[kept], hashes[kept] = starts[place], ends[place], hashes[place]
                    kept += 1
            counts[doc] = kept - columns.first[doc]
