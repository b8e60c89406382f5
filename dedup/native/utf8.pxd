"""UTF-8: characters of a packed buffer, read without a check of their form; three bytes behind the last one must be
readable."""

from libc.stdint cimport int64_t, uint8_t, uint64_t

from dedup.native.bits cimport count_ones, load64


cdef inline uint64_t char_length(uint64_t lead) noexcept nogil:
    """Return the number of bytes of the character that begins with the byte `lead`."""
    if lead < 0xC0:
        return 1
    if lead < 0xE0:
        return 2
    return 3 if lead < 0xF0 else 4


cdef inline uint64_t code_point(uint64_t quad, uint64_t length) noexcept nogil:
    """Return the code point of the character of `length` bytes that are the lowest of `quad`."""
    if length == 1:
        return quad & 0x7F
    if length == 2:
        return ((quad & 0x1F) << 6) | ((quad >> 8) & 0x3F)
    if length == 3:
        return ((quad & 0xF) << 12) | (((quad >> 8) & 0x3F) << 6) | ((quad >> 16) & 0x3F)
    return ((quad & 7) << 18) | (((quad >> 8) & 0x3F) << 12) | (((quad >> 16) & 0x3F) << 6) | ((quad >> 24) & 0x3F)


cdef struct Character:
    int64_t point  # the code point; the byte itself where no character begins
    int64_t size  # in bytes


cdef inline Character read_character(const uint8_t *text) noexcept nogil:
    """Return the character at `text`."""
    cdef Character found
    cdef int64_t lead = text[0], tail
    if lead < 0xC0:
        found.point, found.size = lead, 1
        return found
    if lead < 0xE0:
        found.point, found.size = ((lead & 0x1F) << 6) | (text[1] & 0x3F), 2
        return found
    tail = (<int64_t>(text[1] & 0x3F) << 6) | (text[2] & 0x3F)
    if lead < 0xF0:
        found.point, found.size = ((lead & 0xF) << 12) | tail, 3
        return found
    found.point, found.size = ((lead & 7) << 18) | (tail << 6) | (text[3] & 0x3F), 4
    return found


cdef inline bint is_lower(int64_t point) noexcept nogil:
    """Return whether a code point is a lower-case letter of Latin, Greek or Cyrillic."""
    return 97 <= point <= 122 or 0xDF <= point < 0x250 or 0x3B1 <= point < 0x3CA or 0x430 <= point < 0x460


cdef inline int64_t count_characters(const uint8_t *text, const uint8_t *stop) noexcept nogil:
    """Return the number of characters that begin in [text, stop); seven bytes behind it must be readable."""
    cdef uint64_t tails
    cdef int64_t count = stop - text
    while text < stop:
        tails = load64(text)
        tails = (tails & ~(tails << 1)) & <uint64_t>0x8080808080808080  # the bytes 10......
        if stop - text < 8:
            tails &= (<uint64_t>1 << (8 * (stop - text))) - 1
        count -= <int64_t>count_ones(tails)
        text += 8
    return count
