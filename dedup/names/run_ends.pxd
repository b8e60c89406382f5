"""The end of a run of capitalised words: the words of an article as runs are read from them, and the classes of words that
matter within a run."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from dedup.native.hashing cimport slot_of
from dedup.text.token_flags cimport CAPITAL, NUMBER, SENTENCE

cdef enum:
    ORDINAL = 5  # bytes of an ordinal number, at most: 105th

cdef enum Gap:  # what is between two words
    OTHER
    SPACE
    HYPHEN
    APOSTROPHE
    DOT
    AMPERSAND

cpdef enum:  # classes of words that matter within a run, bits
    PARTICLE = 1
    OWNER = 2
    CONTRACTED = 4
    BEFORE_HYPHEN = 8
    OF = 16
    THE = 32
    SAYS = 64
    PLACED = 128
    TIED_ARTICLE = 256
    AND = 512
    BODY = 1024  # nouns of bodies: what is before "and" or an apostrophe may belong to them
    DOTTED = 2048  # abbreviations whose full stop is part of the name
    LEADING = 4096  # abbreviations that begin a name: St. Louis
    TAKES_NUMBER = 8192  # Channel 4
    TAKES_ORDINAL = 16384  # 2nd Avenue
    SECOND = 32768  # the second half of a name with "and": Bosnia and Herzegovina
    ON = 65536
    TAKES_ON = 131072  # Committee on Foreign Relations
    ELIDED = 262144  # Côte d'Ivoire
    RELATION = 524288  # what a person is, before a name: the chairman Jane Doe
    AREA = 1048576  # what a town is in, behind a comma: Akron, Ohio
    WHO = 2097152
    BRANDED = 8388608  # whose owner's s is part of the name: Moody's
    TAIL = 16777216  # a noun in lower case that belongs to the town before it: Baghdad airport
    BEFORE_TAIL = 33554432
    LOOSELY_PLACED = 4194304  # "of" and others, before persons too

cdef struct Article:
    const uint8_t *text
    int64_t first  # place of its first token in the columns below
    int64_t last  # place behind its last token
    const uint32_t *starts
    const uint32_t *ends
    const uint64_t *hashes
    const uint8_t *flags


cdef struct WordClasses:
    const uint64_t *keys
    const uint32_t *bits
    uint64_t mask


cdef inline Gap gap_before(const Article *article, int64_t place) noexcept nogil:
    """Return what is between a word and the one before it; a line feed within a sentence is a space."""
    cdef int64_t size = <int64_t>article.starts[place] - <int64_t>article.ends[place - 1]
    cdef const uint8_t *gap = article.text + article.ends[place - 1]
    if size == 1:
        if gap[0] == 32 or (gap[0] == 10 and not article.flags[place] & SENTENCE):
            return SPACE
        if gap[0] == 38:
            return AMPERSAND
        if gap[0] == 45:
            return HYPHEN
        if gap[0] == 39 or gap[0] == 96:
            return APOSTROPHE
        return DOT if gap[0] == 46 else OTHER
    if size == 2:
        if gap[0] == 0xC2 and gap[1] == 0xA0:
            return SPACE
        if gap[0] == 46 and (gap[1] == 32 or (gap[1] == 10 and not article.flags[place] & SENTENCE)):
            return DOT
        return OTHER
    if size == 3:
        if gap[0] == 0xE2 and gap[1] == 0x80:
            if gap[2] == 0x98 or gap[2] == 0x99:  # single quotation marks
                return APOSTROPHE
            return HYPHEN if 0x90 <= gap[2] <= 0x92 else OTHER
        return AMPERSAND if gap[0] == 32 and gap[1] == 38 and gap[2] == 32 else OTHER
    return OTHER


cdef inline uint32_t class_of(const Article *article, int64_t place, const WordClasses *classes) noexcept nogil:
    """Return the bits of a word, 0 where it is in no class."""
    cdef uint64_t key = article.hashes[place], slot = slot_of(classes.keys, classes.mask, key)
    return classes.bits[slot] if classes.keys[slot] == key else 0


cdef inline bint is_capital(const Article *article, int64_t place) noexcept nogil:
    return article.flags[place] & CAPITAL != 0


cdef inline int64_t length_of(const Article *article, int64_t place) noexcept nogil:
    return <int64_t>article.ends[place] - <int64_t>article.starts[place]


cdef inline bint is_ordinal(const Article *article, int64_t place) noexcept nogil:
    """Return whether a number ends in a letter: 2nd, 105th."""
    cdef int64_t size = length_of(article, place)
    cdef uint8_t last = article.text[article.ends[place] - 1]
    return article.flags[place] & NUMBER and 2 < size <= ORDINAL and 97 <= last <= 122



cdef int64_t end_of_run(const Article *article, int64_t begin, const WordClasses *classes) noexcept nogil
