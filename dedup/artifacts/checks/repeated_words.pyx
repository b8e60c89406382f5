"""Decides in one pass over a text whether it may have a loop; nearly none has, and only those are read in Python."""

from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memset

from dedup.native.fnv cimport FNV_PRIME

cdef enum:
    SPACE = 32
    LINE_FEED = 10
    TIMES = 5  # that fewer words than the shortest must be said
    RING = 16  # the last words that are kept: a power of two, as dividing by another number takes most of the time


cdef struct Line:
    uint64_t[RING] codes  # of the last words
    int64_t[RING] run  # by distance: how many words in a row are each the word so far before them
    int64_t words


cdef inline bint add_word(Line *line, uint64_t code, int64_t shortest, int64_t longest) noexcept nogil:
    """Add a word to a line; True where the line may now have a loop."""
    cdef int64_t apart
    for apart in range(1, min(shortest - 1, line.words) + 1):
        line.run[apart] = line.run[apart] + 1 if line.codes[(line.words - apart) & (RING - 1)] == code else 0
        if line.run[apart] >= (TIMES - 1) * apart:
            return True
    for apart in range(shortest, min(longest, line.words) + 1):
        line.run[apart] = line.run[apart] + 1 if line.codes[(line.words - apart) & (RING - 1)] == code else 0
        if line.run[apart] >= apart - 1:
            return True
    line.codes[line.words & (RING - 1)] = code
    line.words += 1
    return False


cdef bint search(const uint8_t *text, int64_t size, int64_t shortest, int64_t longest) noexcept nogil:
    cdef Line line
    cdef int64_t place = 0
    cdef uint64_t code = 0
    cdef uint8_t byte
    cdef bint inside = False
    memset(&line, 0, sizeof(Line))
    while place <= size:
        byte = text[place] if place < size else LINE_FEED
        if byte > SPACE:
            inside = True
            if byte == 0xE2 and place + 2 < size and text[place + 1] == 0x80:  # curly quotation marks, dashes
                place += 3
                continue
            if byte >= 128 or 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122:
                code = (code ^ byte) * FNV_PRIME
        elif inside:
            if add_word(&line, code, shortest, longest):
                return True
            inside, code = False, 0
        if byte == LINE_FEED and line.words:
            memset(&line, 0, sizeof(Line))
        place += 1
    return False


def may_loop(const uint8_t[::1] text, int64_t shortest, int64_t longest):
    """Return whether a line of `text` (UTF-8) repeats `shortest` to `longest` words at once, up to one word of them, or
    says fewer words five times.

    Words are compared by their letters, digits and what is beyond ASCII; other marks are left out. `longest` is less
    than 16.
    """
    cdef bint found
    cdef const uint8_t *bytes = &text[0] if text.shape[0] else NULL
    if shortest < 1 or longest >= RING:
        raise ValueError(f"Loops of 1 to {RING - 1} words are found, not of {shortest} to {longest}.")
    with nogil:
        found = search(bytes, text.shape[0], shortest, longest)
    return found
