"""Finds what speaks against two names being one beside the features: sex, other known names, too few letters, initials."""

from libc.stdint cimport int64_t, uint8_t
from libc.string cimport memcmp

from dedup.names.lexicon_index cimport APART, LexiconIndex, form_in, known_of
from dedup.names.name_doubts cimport MAYBE_OTHER_SEX, OTHER_NAME, OTHER_SEX
from dedup.names.spelling_tokens cimport Token

cdef enum:
    MAN = 1
    WOMAN = 2
    FEW = 2  # letters of a token that show little
    FEW_PINYIN = 5  # the same of syllables of which one ends in n and the other in ng


cdef int64_t sexes_of(const LexiconIndex *sexes, const Token *token) noexcept nogil:
    """Return MAN and WOMAN where the lists of given names have a token so; its lines are 0 for men and 1 for women."""
    cdef int64_t form = form_in(sexes, token.hash), found = 0, i
    if form < 0:
        return 0
    for i in range(sexes.offsets[form], sexes.offsets[form + 1]):
        found |= MAN if sexes.lines[i] == 0 else WOMAN
    return found


cdef bint is_womans_form(const Token *man, const Token *woman) noexcept nogil:
    """Return whether a token is another with an ending of women's names: Gabriel and Gabrielle, Carlo and Carla."""
    cdef int64_t size = man.size
    if woman.letters[woman.size - 1] != 1 and woman.letters[woman.size - 1] != 5:  # a, e
        return False
    if woman.size == size and man.letters[size - 1] == 15:  # o
        size -= 1
    if size < 3 or woman.size <= size or woman.size > size + 3:
        return False
    return memcmp(man.letters, woman.letters, size) == 0


cdef inline bint is_i(uint8_t letter) noexcept nogil:
    return letter == 9 or letter == 25  # i, y


cdef int64_t stem_of(const Token *token) noexcept nogil:
    """Return the number of letters before the i or y that a token ends in."""
    cdef int64_t size = token.size
    while size and is_i(token.letters[size - 1]):
        size -= 1
    return size


cdef bint are_one_with_i(const Token *one, const Token *other) noexcept nogil:
    """Return whether two tokens are one but for what they write for the i that they end in."""
    cdef int64_t size = stem_of(one)
    if size == one.size or size != stem_of(other) or size == other.size:
        return False
    return memcmp(one.letters, other.letters, size) == 0


cdef int64_t doubts_of_given(const Token *one, const Token *other, const LexiconIndex *sexes) noexcept nogil:
    """Return the doubt that two given names that are likely spellings of one are a man's and a woman's."""
    cdef int64_t first, second
    if one.role != 0 or other.role != 0 or (one.size == other.size and memcmp(one.letters, other.letters, one.size) == 0):
        return 0
    if are_one_with_i(one, other):
        return 0  # Valerii, Valery
    first, second = sexes_of(sexes, one), sexes_of(sexes, other)
    if (first == MAN and second == WOMAN) or (first == WOMAN and second == MAN):
        return OTHER_SEX
    if is_womans_form(one, other) and second & WOMAN and first & MAN:
        return OTHER_SEX if second == WOMAN else MAYBE_OTHER_SEX
    if is_womans_form(other, one) and first & WOMAN and second & MAN:
        return OTHER_SEX if first == WOMAN else MAYBE_OTHER_SEX
    return 0


cdef bint is_short(const Token *one, const Token *other) noexcept nogil:
    """Return whether two tokens that differ have so few letters that these show little: Li and Lu, Min and Ming."""
    cdef const Token *shorter = one if one.size <= other.size else other
    cdef const Token *longer = other if one.size <= other.size else one
    if one.size == other.size and memcmp(one.letters, other.letters, one.size) == 0:
        return False
    if one.size <= FEW and other.size <= FEW:
        return True
    return (
        longer.size <= FEW_PINYIN and longer.size == shorter.size + 1 and longer.letters[longer.size - 1] == 7
        and shorter.letters[shorter.size - 1] == 14 and memcmp(shorter.letters, longer.letters, shorter.size) == 0
    )


cdef int64_t is_other_name(const Token *one, const Token *other, const LexiconIndex *apart) noexcept nogil:
    """Return the doubt that two words are names of their own that are known apart."""
    if one.hash == other.hash:
        return 0
    return OTHER_NAME if known_of(apart, form_in(apart, one.hash), form_in(apart, other.hash)) == APART else 0


cdef bint is_initials_of(const uint8_t *short, int64_t size, const uint8_t *text, int64_t length) noexcept nogil:
    """Return whether a text in capitals is the first letters of the words of another, of all or of those with a
    capital: GM and General Motors, MBS and Mohammed bin Salman."""
    cdef int64_t at, every = 0, capital = 0
    cdef bint all_words = True, capitals = True
    cdef uint8_t char
    if size < 2 or size > 6:
        return False
    for at in range(size):
        if not 65 <= short[at] <= 90:
            return False
    for at in range(length):
        char = text[at]
        if not (65 <= char <= 90 or 97 <= char <= 122) or (at and text[at - 1] != 32 and text[at - 1] != 45):
            continue
        all_words = all_words and every < size and (char & 0xDF) == short[every]
        every += 1
        if char <= 90:
            capitals = capitals and capital < size and char == short[capital]
            capital += 1
    return (all_words and every == size) or (capitals and capital == size)
