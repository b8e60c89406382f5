"""What speaks against two names being one, or for it, beside the features: bits, and what finds them."""

from libc.stdint cimport int64_t, uint8_t

from dedup.names.lexicon_index cimport LexiconIndex
from dedup.names.spelling_tokens cimport Token

cdef enum:
    OTHER_NUMBERS = 1  # both have numbers, and not the same
    ONE_NUMBER = 2  # one has a number
    OTHER_SEX = 4  # the given names are a man's and a woman's
    MAYBE_OTHER_SEX = 8  # they may be
    TITLE_OF_ONE = 16  # one is a title and what the other is alone
    SHORT = 32  # tokens that differ have so few letters that these show little
    INITIALS_OF = 64  # one is the initials of the other
    OTHER_NAME = 128  # a word of one is known as another name than the word in its place: Austrian and Australian
    MORE_OF_BODY = 256  # both are bodies, and one has a word more: Liberal Party, Liberal Democratic Party


cdef int64_t doubts_of_given(const Token *one, const Token *other, const LexiconIndex *sexes) noexcept nogil
cdef bint is_short(const Token *one, const Token *other) noexcept nogil
cdef int64_t is_other_name(const Token *one, const Token *other, const LexiconIndex *apart) noexcept nogil
cdef bint is_initials_of(const uint8_t *short, int64_t size, const uint8_t *text, int64_t length) noexcept nogil
