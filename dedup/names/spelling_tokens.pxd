"""The tokens of a spelling: rows of letters 1..26, what each token is, and the open tables that say so."""

from libc.stdint cimport int8_t, int64_t, uint8_t, uint64_t

from dedup.native.fnv cimport FNV_BASIS, fnv1a
from dedup.native.hashing cimport MIX

cpdef enum:
    WIDTH = 24  # letters of a token that are read
    TOKENS = 8  # tokens of a spelling that are compared
    MOST_READ = 16  # tokens that are read before titles and particles are dropped

cpdef enum:  # roles of tokens; 0 is a token of the name itself
    PARTICLE = 1
    TITLE = 2
    GENERATION = 3
    JOINED = 4
    INITIAL = 5
    EVERYDAY = 6  # titles that begin names of things too (General Electric); read as TITLE, and counted
    CORPORATION = 7  # from here on tokens of the name itself; legal forms, and their short forms
    COMPANY = 8
    LIMITED = 9
    INCORPORATED = 10
    BODY = 11  # nouns of bodies: Party, Force


cdef struct OpenTable:
    const uint64_t *keys  # 0 in an empty slot
    const int8_t *values  # 0 in an empty slot
    uint64_t mask  # slots less one; their number is a power of two


cdef struct Token:
    uint8_t letters[WIDTH]
    int64_t size
    int64_t role
    uint64_t hash


cdef struct Spelling:
    Token tokens[MOST_READ + 1]  # the last one has room for all of them written as one
    int64_t count
    uint64_t whole  # hash of the name without its particles, initials as one token
    bint has_capital
    uint64_t digits  # hash of its numbers, 0 where it has none
    int64_t titles  # that begin names of things too


cdef inline bint is_own(const Token *token) noexcept nogil:
    """Return whether a token belongs to the name itself."""
    return token.role == 0 or token.role == INITIAL or token.role >= CORPORATION


cdef inline bint is_legal_form(const Token *token) noexcept nogil:
    return CORPORATION <= token.role <= INCORPORATED


cdef inline uint64_t mixed(uint64_t value) noexcept nogil:
    """Return the FNV-1a hash of a token's letters with its high bits mixed in."""
    value = (value ^ (value >> 32)) * MIX
    return value ^ (value >> 32)


cdef inline uint64_t hash_of(const uint8_t *letters, int64_t size) noexcept nogil:
    """Return the hash of a row of letters."""
    cdef uint64_t value = FNV_BASIS
    cdef int64_t i
    for i in range(size):
        value = fnv1a(value, letters[i])
    return mixed(value)


cdef inline uint64_t slot_in(const uint64_t *keys, uint64_t mask, uint64_t key) noexcept nogil:
    """Return the slot of a key, or the empty slot where it would be put."""
    cdef uint64_t slot = key & mask
    while keys[slot] != 0 and keys[slot] != key:
        slot = (slot + 1) & mask
    return slot


cdef OpenTable open_table_of(const uint64_t[::1] keys, const int8_t[::1] values) except *
cdef void read_spelling(const uint8_t *text, int64_t size, const OpenTable *roles, Spelling *spelling) noexcept nogil
cdef void join_tokens(Spelling *spelling) noexcept nogil
