"""Python strings -> UTF-8, one behind the other in one buffer."""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

from dedup.native.bits cimport trailing_zeros


cdef extern from "Python.h":
    const char *PyUnicode_AsUTF8AndSize(object text, Py_ssize_t *size) except NULL
    bint PyUnicode_IS_ASCII(object text)
    int PyUnicode_KIND(object text)
    const void *PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)

cdef enum:
    LONGEST = 4  # bytes of a character
    WHOLE = 16  # code points that are written at a time, also where fewer are in use

ctypedef fused unit:
    uint8_t
    uint16_t
    uint32_t


cdef extern from "narrow.h" nogil:
    uint64_t narrow16_8 "dedup_narrow16_8" (const uint8_t *units, uint8_t *out)
    uint64_t narrow16_16 "dedup_narrow16_16" (const uint16_t *units, uint8_t *out)
    uint64_t narrow16_32 "dedup_narrow16_32" (const uint32_t *units, uint8_t *out)


cdef inline uint8_t *store_character(uint8_t *out, uint32_t point) noexcept nogil:
    """Write one code point in UTF-8 over four bytes, "?" for a surrogate; return the place behind those in use."""
    cdef uint32_t quad
    if point < 0x80:
        out[0] = point
        return out + 1
    if point < 0x800:
        quad = 0x80C0 | (point >> 6) | ((point & 0x3F) << 8)
        memcpy(out, &quad, 4)
        return out + 2
    if point < 0x10000:
        if 0xD800 <= point < 0xE000:
            out[0] = 63
            return out + 1
        quad = 0x8080E0 | (point >> 12) | (((point >> 6) & 0x3F) << 8) | ((point & 0x3F) << 16)
        memcpy(out, &quad, 4)
        return out + 3
    quad = <uint32_t>0x808080F0 | (point >> 18) | (((point >> 12) & 0x3F) << 8)
    quad |= (((point >> 6) & 0x3F) << 16) | ((point & 0x3F) << 24)
    memcpy(out, &quad, 4)
    return out + 4


cdef uint8_t *encode_units(const unit *units, Py_ssize_t length, uint8_t *out) noexcept nogil:
    """Write `length` code points of one width in UTF-8; return the place behind them. Runs of ASCII go 16 at a time."""
    cdef Py_ssize_t at = 0
    cdef uint64_t odd, plain
    while at < length:
        while at + WHOLE <= length:
            if unit is uint8_t:
                odd = narrow16_8(units + at, out)
            elif unit is uint16_t:
                odd = narrow16_16(units + at, out)
            else:
                odd = narrow16_32(units + at, out)
            if odd:
                plain = trailing_zeros(odd)
                at += plain
                out += plain
                break
            at += WHOLE
            out += WHOLE
        while at < length and units[at] >= 128:
            out = store_character(out, units[at])
            at += 1
        while at + WHOLE > length > at and units[at] < 128:
            out[0] = units[at]
            out += 1
            at += 1
    return out


def encode_strings(list strings, Py_ssize_t first, uint8_t[::1] buffer, Py_ssize_t room, int64_t[::1] ends):
    """Write the strings, from number `first` on, into the first `room` bytes of `buffer`, the first of them at
    ends[first].

    The buffer has 16 bytes more than `room`. ends[i + 1] becomes the place behind string i. A lone surrogate becomes
    "?". Returns the number of the first string that may find no room, or the number of strings. Raises TypeError for
    what is no string.
    """
    cdef Py_ssize_t i, size, at
    cdef const char *source
    cdef const void *units
    cdef uint8_t *out
    cdef int kind
    if (
        ends.shape[0] != len(strings) + 1
        or room > buffer.shape[0] - WHOLE
        or not 0 <= first <= len(strings)
        or not 0 <= ends[first] <= room
    ):
        raise ValueError("The strings and the buffer do not fit each other.")
    at = ends[first]
    for i in range(first, len(strings)):
        text = strings[i]
        if not isinstance(text, str):
            raise TypeError(f"texts are strings, not {type(text).__name__}")
        size = PyUnicode_GET_LENGTH(text)
        if PyUnicode_IS_ASCII(text):
            if size > room - at:
                return i
            source = PyUnicode_AsUTF8AndSize(text, &size)  # the characters themselves: nothing is encoded or kept
            if size:
                memcpy(&buffer[at], source, size)
            at += size
        else:
            kind = PyUnicode_KIND(text)
            if size > (room - at) // min(kind + 1, LONGEST):
                return i
            units, out = PyUnicode_DATA(text), &buffer[at]
            if kind == 1:
                out = encode_units[uint8_t](<const uint8_t *>units, size, out)
            elif kind == 2:
                out = encode_units[uint16_t](<const uint16_t *>units, size, out)
            else:
                out = encode_units[uint32_t](<const uint32_t *>units, size, out)
            at = out - &buffer[0]
        ends[i + 1] = at
    return len(strings)
