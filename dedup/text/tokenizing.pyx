"""The token pass: UTF-8 bytes -> word tokens with byte offsets and 64-bit hashes.

A text is classified 64 bytes at a time (`native.simd`). A text in a script without spaces goes through a scalar pass
that gives the same tokens. Every buffer has SPARE bytes behind its end, since blocks and words are read whole.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

import numpy as np

from dedup.native.bits cimport load64, trailing_zeros
from dedup.native.hashing cimport hash_bytes
from dedup.native.simd cimport simd
from dedup.native.utf8 cimport char_length, code_point
from dedup.text.token_arrays cimport TokenPlace

cpdef enum:
    SPARE = 256  # readable bytes behind the texts of a buffer
    SEPARATOR = 0  # the classes of characters; made by training/unicode_classes.py
    WORD = 1
    SINGLE = 2  # a token by itself: a character of a script without spaces
    EXTEND = 3  # belongs to what is before it
    INVISIBLE = 4  # the same, and shows nothing
    GARBLED = 1  # what a text is suspected of: it holds mojibake
    HIDDEN = 2  # it has invisible characters behind letters
    SPACED = 4  # most of its words are single letters, as in "L O N D O N"

cdef enum:
    BLOCK = 64  # bytes that are classified at a time
    FEWEST_SPACED = 20  # letters of a text that is written with spaces between them
    LOOKED_AHEAD = 320  # items of scratch beyond the longest text
    NON_JOINER = 0x200C
    JOINER = 0x200D
    BEYOND_CYRILLIC = 0xD6  # first byte of the characters from U+0580 on, whose scripts may need joiners


cdef struct Scratch:  # of the longest text
    uint8_t *lower  # the text in ASCII lower case
    uint64_t *words  # of each block the bits of bytes that may belong to words
    uint64_t *odd  # of each block the bits of bytes that are not ASCII
    uint32_t *borders  # start, end, start, end ... of the tokens
    uint32_t *foreign  # the places of characters in tokens that are not ASCII


cdef struct FoundWords:
    int64_t tokens  # -1 where the text is in a script without spaces
    int64_t foreign
    int suspect  # GARBLED, HIDDEN


cdef inline bint is_mojibake(uint64_t quad) noexcept nogil:
    """Return whether a character U+00C0..U+00FF is followed by a UTF-8 tail byte that was read as Latin-1 or
    Windows-1252.

    Accented letters of names ("Tomáš", "né\\u00a0à") are left alone. Only the lead characters count with which
    mojibake of Latin, Greek, Cyrillic, Arabic, Hebrew, CJK text, punctuation and emoji begins, the common ones only
    before a C1 or Latin-1 character.
    """
    cdef uint64_t second = (quad >> 8) & 0xFF, third = (quad >> 16) & 0xFF, fourth = (quad >> 24) & 0xFF
    cdef bint tail = third == 0xC2 or third == 0xC5 or third == 0xC6 or third == 0xCB
    if second == 0x82 or second == 0x83:
        return tail or (third == 0xE2 and (fourth == 0x82 or fourth == 0x80))
    if second == 0x90 or second == 0x91 or second == 0x98 or second == 0x99 or second == 0xB0:
        return tail
    if 0xA2 <= second <= 0xAF:
        return (third == 0xC2 and fourth < 0xA0) or (second == 0xA2 and third == 0xE2 and fourth == 0x82)
    return False


cdef inline bint hides(const uint8_t *text, uint64_t at, uint64_t point) noexcept nogil:
    """Return whether the invisible character at text[at], behind a letter, is no part of how the word is written."""
    if point != NON_JOINER and point != JOINER:
        return True
    at -= 1
    while at and (text[at] & 0xC0) == 0x80:
        at -= 1
    return text[at] < BEYOND_CYRILLIC


cdef FoundWords find_words(
    const uint8_t *text, uint64_t length, const uint8_t *classes, Scratch *scratch
) noexcept nogil:
    """Write the borders of the tokens of a text, and the places of the characters in them that are not ASCII."""
    cdef FoundWords found
    cdef uint64_t at, bit, quad, lead, size, bits, word, odd, edges, before, point, carry = 0, pending = 0
    cdef uint8_t kind
    cdef uint32_t *border = scratch.borders
    cdef uint32_t *foreign = scratch.foreign
    cdef uint64_t block = 0
    found.suspect = 0
    simd.classify(text, (length + BLOCK - 1) // BLOCK, scratch.lower, scratch.words, scratch.odd)
    at = 0
    while at < length:
        word, odd = scratch.words[block] & ~pending, scratch.odd[block]
        block += 1
        pending = 0
        if length - at < BLOCK:
            bits = (<uint64_t>1 << (length - at)) - 1
            word &= bits
            odd &= bits
        while odd:
            bit = trailing_zeros(odd)
            quad = load64(text + at + bit)
            lead = quad & 0xFF
            if lead < 0xC0:
                odd &= odd - 1
                continue
            size = char_length(lead)
            bits = ((<uint64_t>1 << size) - 1) << bit
            odd &= ~bits
            if lead == 0xC3 and is_mojibake(quad):
                found.suspect |= GARBLED
            point = code_point(quad, size)
            kind = classes[point]
            if kind == SINGLE:
                found.tokens, found.foreign = -1, foreign - scratch.foreign
                return found
            if kind >= EXTEND:
                before = (word >> (bit - 1)) & 1 if bit else carry
                if before and kind == INVISIBLE and hides(text, at + bit, point):
                    found.suspect |= HIDDEN
                kind = WORD if before else SEPARATOR
            if kind == WORD:
                foreign[0] = <uint32_t>(at + bit)
                foreign += 1
            else:
                word &= ~bits
                if bit + size > BLOCK:
                    pending = (<uint64_t>1 << (bit + size - BLOCK)) - 1
        edges = word ^ ((word << 1) | carry)
        carry = word >> 63
        while edges:
            border[0] = <uint32_t>(at + trailing_zeros(edges))
            border += 1
            edges &= edges - 1
        at += BLOCK
    if (border - scratch.borders) & 1:
        border[0] = <uint32_t>length
        border += 1
    found.tokens, found.foreign = (border - scratch.borders) >> 1, foreign - scratch.foreign
    return found


cdef FoundWords find_words_scalar(
    const uint8_t *text, uint64_t length, const uint8_t *classes, Scratch *scratch
) noexcept nogil:
    """`find_words` for any script: a character of a script without spaces is a token, with the marks that follow it."""
    cdef FoundWords found
    cdef uint64_t at = 0, quad, lead, size, point
    cdef int kind, opened = SEPARATOR
    found.tokens, found.foreign, found.suspect = 0, 0, 0
    while at < length:
        quad = load64(text + at)
        lead = quad & 0xFF
        size = char_length(lead)
        if lead == 0xC3 and is_mojibake(quad):
            found.suspect |= GARBLED
        point = code_point(quad, size)
        kind = classes[point]
        if kind >= EXTEND:
            if opened and kind == INVISIBLE and hides(text, at, point):
                found.suspect |= HIDDEN
            kind = opened
        elif kind != opened or kind == SINGLE:
            if opened:
                scratch.borders[2 * found.tokens + 1] = <uint32_t>at
                found.tokens += 1
            if kind:
                scratch.borders[2 * found.tokens] = <uint32_t>at
        opened = kind
        if opened and size > 1:
            scratch.foreign[found.foreign] = <uint32_t>at
            found.foreign += 1
        at += size
    if opened:
        scratch.borders[2 * found.tokens + 1] = <uint32_t>length
        found.tokens += 1
    return found


cdef int64_t note_foreign(
    FoundWords found, const Scratch *scratch, int64_t at, int64_t doc, TokenPlace *places
) noexcept nogil:
    """Write the place of each token of a text that has a character beyond ASCII; return their number."""
    cdef int64_t i = 0, k, noted = 0
    cdef const uint32_t *borders = scratch.borders
    for k in range(found.foreign):
        if i == found.tokens:  # the rest is in the last token; the borders behind it are those of an earlier text
            break
        while borders[2 * i + 1] <= scratch.foreign[k]:
            i += 1
        if scratch.foreign[k] >= borders[2 * i]:
            places[noted].place, places[noted].article = at + i, doc
            noted += 1
            i += 1
    return noted


def tokenize(
    const uint8_t[::1] buffer,
    const int64_t[::1] offsets,
    Py_ssize_t begin,
    Py_ssize_t end,
    const uint8_t[::1] classes,
    tokens,
    TokenPlace[::1] odd,
):
    """Fill the token columns of the articles [begin, end) of a packed buffer, without gaps from tokens.first[begin] on.

    The tokens of article d are at tokens.first[d] and behind: byte offsets in the article, hashes of the
    ASCII-lower-case bytes. `odd`, of type TOKEN_PLACE, gets from tokens.first[begin] on the tokens with a character
    that is not ASCII, whose hash is not yet that of their folded form. tokens.suspect[d] becomes what the article is
    suspected of (GARBLED, HIDDEN, SPACED). Returns the number of odd tokens. Raises ValueError where the columns have no room for the tokens
    that the texts may have.
    """
    cdef int64_t[::1] first = tokens.first, counts = tokens.counts
    cdef uint32_t[::1] starts = tokens.starts, ends = tokens.ends
    cdef uint64_t[::1] hashes = tokens.hashes
    cdef uint8_t[::1] suspect = tokens.suspect
    cdef int64_t longest = 0, at, i, letters, noted = 0
    cdef Py_ssize_t doc
    cdef uint64_t start, stop
    cdef const uint8_t *text
    cdef const uint32_t *borders
    cdef FoundWords found
    cdef Scratch scratch
    if begin >= end:
        return 0
    if begin < 0 or end > counts.shape[0] or end >= offsets.shape[0] or offsets[end] + SPARE > buffer.shape[0]:
        raise ValueError("The texts are not inside the buffer.")
    for doc in range(begin, end):
        longest = max(longest, offsets[doc + 1] - offsets[doc])
    at = first[begin]
    if at < 0 or at + (offsets[end] - offsets[begin]) // 2 + end - begin > min(hashes.shape[0], odd.shape[0]):
        raise ValueError("The token columns are too short for the texts.")
    cdef uint8_t[::1] lower = np.empty(longest + LOOKED_AHEAD, np.uint8)
    cdef uint32_t[::1] border_room = np.empty(longest + LOOKED_AHEAD, np.uint32)
    cdef uint32_t[::1] foreign_room = np.empty(longest // 2 + BLOCK, np.uint32)
    cdef uint64_t[:, ::1] masks = np.empty((2, longest // BLOCK + 2), np.uint64)
    scratch.lower, scratch.borders, scratch.foreign = &lower[0], &border_room[0], &foreign_room[0]
    scratch.words, scratch.odd = &masks[0, 0], &masks[1, 0]
    borders = scratch.borders
    with nogil:
        for doc in range(begin, end):
            text = &buffer[0] + offsets[doc]
            found = find_words(text, offsets[doc + 1] - offsets[doc], &classes[0], &scratch)
            if found.tokens < 0:
                found = find_words_scalar(text, offsets[doc + 1] - offsets[doc], &classes[0], &scratch)
            suspect[doc] = found.suspect
            first[doc] = at
            counts[doc] = found.tokens
            letters = 0
            for i in range(found.tokens):
                start, stop = borders[2 * i], borders[2 * i + 1]
                starts[at + i], ends[at + i] = <uint32_t>start, <uint32_t>stop
                hashes[at + i] = hash_bytes(scratch.lower + start, stop - start)
                letters += stop - start == 1 or (stop - start == 2 and text[start] >= 0xC0)
            if letters >= FEWEST_SPACED and 2 * letters > found.tokens:
                suspect[doc] |= SPACED
            if found.foreign:
                noted += note_foreign(found, &scratch, at, doc, &odd[first[begin] + noted])
            at += found.tokens
    return noted


def hash_strings(const uint8_t[::1] buffer, const int64_t[::1] offsets, uint64_t[::1] out):
    """Write the token hash of packed string i, taken as it is, to out[i].

    Shapes: (bytes,), (strings + 1,), (strings,).
    """
    cdef Py_ssize_t i
    if out.shape[0] and (offsets.shape[0] <= out.shape[0] or offsets[out.shape[0]] + 8 > buffer.shape[0]):
        raise ValueError("The strings are not inside the buffer.")
    with nogil:
        for i in range(out.shape[0]):
            out[i] = hash_bytes(&buffer[0] + offsets[i], offsets[i + 1] - offsets[i])


def code_points_before(const uint8_t[::1] buffer, int64_t length, const int64_t[::1] positions, int64_t[::1] out):
    """Write the number of characters that begin before byte positions[i] of `buffer` to out[i].

    The positions are in any order; `length` bytes of the buffer are in use. Raises ValueError for a position beyond
    them.
    """
    cdef int64_t blocks = length // BLOCK + 1
    cdef Py_ssize_t i
    if length < 0 or BLOCK * blocks > buffer.shape[0] or out.shape[0] < positions.shape[0]:
        raise ValueError("The buffer has no spare bytes behind the texts.")
    for i in range(positions.shape[0]):
        if not 0 <= positions[i] <= length:
            raise ValueError(f"Byte {positions[i]} is not inside the texts.")
    if positions.shape[0] == 0:
        return
    cdef int64_t[::1] before = np.empty(blocks, np.int64)
    with nogil:
        simd.count_before(&buffer[0], blocks, &before[0], &positions[0], positions.shape[0], &out[0])


def drop_tokens(tokens, const int64_t[::1] docs, const int64_t[::1] span_starts, const int64_t[::1] span_ends):
    """Take the tokens that begin inside a span out of the columns.

    Spans are byte offsets in article docs[i], sorted by (article, start). Raises ValueError where there is no such
    article.
    """
    cdef int64_t[::1] first = tokens.first, counts = tokens.counts
    cdef uint32_t[::1] starts = tokens.starts, ends = tokens.ends
    cdef uint64_t[::1] hashes = tokens.hashes
    cdef Py_ssize_t i = 0, last, spans = docs.shape[0]
    cdef int64_t doc, kept, token
    if span_starts.shape[0] != spans or span_ends.shape[0] != spans:
        raise ValueError("Each span has an article, a start and an end.")
    for i in range(spans):
        if not 0 <= docs[i] < counts.shape[0]:
            raise ValueError(f"There is no article {docs[i]}.")
    i = 0
    with nogil:
        while i < spans:
            doc = docs[i]
            last = i
            while last < spans and docs[last] == doc:
                last += 1
            kept = first[doc]
            for token in range(first[doc], first[doc] + counts[doc]):
                while i < last and span_ends[i] <= starts[token]:
                    i += 1
                if i < last and starts[token] >= span_starts[i]:
                    continue
                starts[kept], ends[kept], hashes[kept] = starts[token], ends[token], hashes[token]
                kept += 1
            counts[doc] = kept - first[doc]
            i = last
