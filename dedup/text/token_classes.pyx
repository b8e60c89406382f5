"""Paragraphs, sentences and classes of words, as one flag byte a token (see `sentences`)."""

from libc.stdint cimport int64_t, uint8_t, uint64_t

from dedup.native.hashing cimport holds
from dedup.native.utf8 cimport Character, is_lower, read_character
from dedup.text.sentence_ends cimport ends_sentence
from dedup.text.token_arrays cimport TokenArrays, TokenColumns
from dedup.text.token_flags cimport CAPITAL, CAPITALS, NUMBER, PARAGRAPH, SENTENCE

cdef enum:  # what is between two words
    NOTHING = 0
    END_OF_SENTENCE = 1
    END_OF_LINE = 2
    FULL_STOP_ALONE = -1  # right behind the word: perhaps an abbreviation's


cdef inline bint is_capital(const Letters *letters, int64_t point) noexcept nogil:
    return point < letters.points and letters.capital[point] != 0


cdef int break_behind(const uint8_t *text, int64_t begin, int64_t end) noexcept nogil:
    """Return what the bytes [begin, end) between two words mean."""
    cdef int ended = NOTHING
    cdef int64_t at = begin, point
    cdef Character character
    while at < end:
        character = read_character(text + at)
        point = character.point
        if point == 10:
            return END_OF_LINE
        if point == 33 or point == 63 or ends_sentence(point):
            ended = END_OF_SENTENCE
        elif point == 46 and ended == NOTHING:
            ended = FULL_STOP_ALONE if at == begin else END_OF_SENTENCE
        elif ended == FULL_STOP_ALONE and (point == 34 or point == 0x201D or point == 0x2019):
            ended = END_OF_SENTENCE  # a full stop inside the quotation marks is no abbreviation's
        at += character.size
    return ended


cdef inline bint is_abbreviation(const TokenColumns *columns, int64_t token, const Letters *letters) noexcept nogil:
    """Return whether a token is a single letter or a word whose full stop ends no sentence."""
    return columns.ends[token] - columns.starts[token] == 1 or holds(letters.short, letters.mask, columns.hashes[token])


cdef uint8_t flags_of(const TokenColumns *columns, int64_t doc, int64_t token, const Letters *letters) noexcept nogil:
    cdef const uint8_t *text = columns.buffer + columns.offsets[doc]
    cdef int64_t start = columns.starts[token], at = start, end = columns.ends[token]
    cdef int flags = 0, upper = 0, letter_count = 0, before
    cdef bint cased = True, is_upper
    cdef uint8_t lead = text[start]
    cdef Character character
    while at < end:
        character = read_character(text + at)
        is_upper = is_capital(letters, character.point)
        if at == start:
            cased = is_upper or not is_lower(character.point)
            if is_upper:
                flags |= CAPITAL
        upper += is_upper
        letter_count += not 48 <= character.point <= 57
        at += character.size
    if upper > 1 and upper == letter_count:
        flags |= CAPITALS
    if 48 <= lead <= 57:
        flags |= NUMBER
    if token == columns.first[doc]:
        return flags | PARAGRAPH | SENTENCE
    before = break_behind(text, columns.ends[token - 1], start)
    if before == END_OF_LINE:
        flags |= PARAGRAPH | SENTENCE
    elif cased and before != NOTHING:
        if before != FULL_STOP_ALONE or not is_abbreviation(columns, token - 1, letters):
            flags |= SENTENCE
    return flags


cdef bint begins_sentence(
    const TokenColumns *columns, int64_t doc, int64_t token, const Letters *letters
) noexcept nogil:
    """Return whether `flags_of` has SENTENCE; most words are behind a single space, which decides at once."""
    cdef const uint8_t *text = columns.buffer + columns.offsets[doc]
    cdef int64_t begin, end, point
    cdef int before
    if token == columns.first[doc]:
        return True
    begin, end = columns.ends[token - 1], columns.starts[token]
    if end - begin == 1 and text[begin] == 32:
        return False
    before = break_behind(text, begin, end)
    if before == NOTHING or before == END_OF_LINE:
        return before == END_OF_LINE
    point = read_character(text + end).point
    if not is_capital(letters, point) and is_lower(point):
        return False
    return not (before == FULL_STOP_ALONE and is_abbreviation(columns, token - 1, letters))


cdef Letters letters_of(const uint8_t[::1] capital, const uint64_t[::1] short) except *:
    cdef Letters letters
    if capital.shape[0] == 0 or short.shape[0] == 0 or short.shape[0] & (short.shape[0] - 1):
        raise ValueError("A hash table has a power of two of slots.")
    letters.capital, letters.points = &capital[0], capital.shape[0]
    letters.short, letters.mask = &short[0], short.shape[0] - 1
    return letters


def flag_tokens(
    const uint8_t[::1] buffer,
    const int64_t[::1] offsets,
    tokens,
    const uint8_t[::1] capital,
    const uint64_t[::1] short,
    uint8_t[::1] out,
):
    """Write the flags of each token to out[place]; see `sentences.token_flags`."""
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef TokenColumns own = arrays.columns
    cdef Letters letters = letters_of(capital, short)
    cdef Py_ssize_t doc, token
    if out.shape[0] < arrays.places:
        raise ValueError("There is no room for the flags.")
    with nogil:
        for doc in range(own.articles):
            for token in range(own.first[doc], own.first[doc] + own.counts[doc]):
                out[token] = flags_of(&own, doc, token, &letters)


def mark_sentences(
    const uint8_t[::1] buffer,
    const int64_t[::1] offsets,
    tokens,
    const uint8_t[::1] capital,
    const uint64_t[::1] short,
    uint8_t[::1] out,
):
    """Write 1 to out[place] where a sentence begins, as `flag_tokens` has it, else 0."""
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef TokenColumns own = arrays.columns
    cdef Letters letters = letters_of(capital, short)
    cdef Py_ssize_t doc, token
    if out.shape[0] < arrays.places:
        raise ValueError("There is no room for the flags.")
    with nogil:
        for doc in range(own.articles):
            for token in range(own.first[doc], own.first[doc] + own.counts[doc]):
                out[token] = begins_sentence(&own, doc, token, &letters)
