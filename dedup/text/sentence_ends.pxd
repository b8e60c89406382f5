"""The characters beyond ASCII that end a sentence: those of Unicode's property Sentence_Terminal in the scripts in which
news is written. A full stop of full width is left out, since it is a decimal point as well, and so is the Burmese
U+104A, which is a comma there."""

from libc.stdint cimport int64_t


cdef inline bint ends_sentence_of_a_script(int64_t point) noexcept nogil:
    """Return whether a character from U+0589 on and below U+2000 ends a sentence."""
    if point < 0x0900:
        return (
            point == 0x0589 or 0x061D <= point <= 0x061F or point == 0x06D4  # Armenian, Arabic, Urdu
            or 0x0700 <= point <= 0x0702 or point == 0x07F9  # Syriac, N'Ko
        )
    return (
        point == 0x0964 or point == 0x0965  # danda of all scripts of India
        or point == 0x0F0D or point == 0x0F0E  # Tibetan
        or point == 0x104B or point == 0x17D4 or point == 0x17D5  # Burmese, Khmer
        or point == 0x1362 or point == 0x1367 or point == 0x1368  # Ethiopic
        or point == 0x166E or point == 0x1803 or point == 0x1809  # Canadian syllabics, Mongolian
        or point == 0x1944 or point == 0x1945 or 0x1B5A <= point <= 0x1B5F  # Limbu, Balinese
        or 0x1C7E <= point <= 0x1C7F  # Ol Chiki
    )


cdef inline bint ends_sentence(int64_t point) noexcept nogil:
    """Return whether a character beyond ASCII ends a sentence."""
    if point < 0x0589:
        return False
    if point < 0x2000:
        return ends_sentence_of_a_script(point)
    if point < 0x3000:
        return point == 0x2026 or point == 0x203C or point == 0x203D or 0x2047 <= point <= 0x2049
    return (
        point == 0x3002 or point == 0xFF61 or point == 0xFF01 or point == 0xFF1F
        or point == 0xA4FF or point == 0xA60E or point == 0xA60F or 0xA9C8 <= point <= 0xA9C9
        or point == 0xABEB or point == 0xFE12 or point == 0xFE15 or point == 0xFE16 or point == 0xFE56
        or point == 0xFE57 or 0x11141 <= point <= 0x11143
    )
