"""Splits spellings into tokens, and hashes tokens and whole names.

A spelling is ASCII. Apostrophes and full stops are dropped, and all else that is no letter separates tokens. Titles and
particles are dropped unless nothing else is left; `abd` and `abu` join the next token, with an article between them
too, and `din` or `allah` the token before.
"""

from libc.stdint cimport int8_t, int64_t, uint8_t, uint64_t

import numpy as np

from dedup.names.spelling_tokens cimport (
    EVERYDAY, INITIAL, JOINED, MOST_READ, PARTICLE, TITLE, TOKENS, WIDTH, OpenTable, Spelling, Token, hash_of, is_own, mixed, slot_in,
)
from dedup.native.fnv cimport FNV_BASIS, fnv1a
from dedup.native.hashing cimport MIX


cdef OpenTable open_table_of(const uint64_t[::1] keys, const int8_t[::1] values) except *:
    """Return the table of two arrays. Raises ValueError where their length is no power of two, or not the same."""
    cdef OpenTable table
    _check_slots(keys, values.shape[0])
    table.keys, table.values, table.mask = &keys[0], &values[0], <uint64_t>keys.shape[0] - 1
    return table


cdef int _check_slots(const uint64_t[::1] keys, Py_ssize_t values) except -1:
    if keys.shape[0] == 0 or keys.shape[0] & (keys.shape[0] - 1) or values != keys.shape[0]:
        raise ValueError(f"An open table has 2**n slots and as many values, not {keys.shape[0]} and {values}.")
    return 0


cdef bint is_tail(const Token *token) noexcept nogil:
    """Return whether a token is the second half of a compound: din, deen, dine, dyn."""
    if token.size < 3 or token.size > 4 or token.letters[0] != 4:
        return False
    return token.letters[token.size - 1] == 14 or (token.size == 4 and token.letters[3] == 5 and token.letters[2] == 14)


cdef inline bint is_rank_behind(const Token *token) noexcept nogil:
    """Return whether a title is written behind names too: Khan Sahib, Smith MD; none of the surnames among titles has
    fewer than four letters."""
    return token.size < 4


cdef int64_t keep_tokens(Token *tokens, int64_t count) noexcept nogil:
    """Drop titles and particles where something else is left, join what is one name; return the number of tokens.

    A title behind all else is a surname (Stephen King).
    """
    cdef int64_t names = 0, kept = 0, t, i, seen = 0
    cdef bint joining = False, tail
    cdef Token *token
    cdef Token *last = tokens
    for t in range(count):
        names += is_own(&tokens[t])
    for t in range(count):
        token = &tokens[t]
        seen += is_own(token)
        if token.role == TITLE and names and seen == names and not is_rank_behind(token):
            token.role = 0
        if names and (token.role == TITLE or token.role == PARTICLE):
            continue
        tail = kept > 0 and token.role == 0 and last.role == 0 and is_tail(token)
        if (joining or tail) and token.role == 0:
            for i in range(min(token.size, WIDTH - last.size)):
                last.letters[last.size] = token.letters[i]
                last.size += 1
            last.hash = hash_of(last.letters, last.size)
            joining = False
            continue
        if kept >= TOKENS:
            break
        joining = token.role == JOINED and t + 1 < count
        last = &tokens[kept]
        if kept < t:
            last[0] = token[0]
        if last.role == JOINED:
            last.role = 0
        kept += 1
    return kept


cdef void hash_whole(Spelling *spelling) noexcept nogil:
    """Fill the hash of the whole name; initials side by side count as one token (J. D. Vance, JD Vance)."""
    cdef uint64_t value = FNV_BASIS
    cdef int64_t t, i
    cdef const Token *token
    spelling.whole = FNV_BASIS
    for t in range(spelling.count):
        token = &spelling.tokens[t]
        for i in range(token.size):
            value = fnv1a(value, token.letters[i])
        if token.role != INITIAL or t + 1 == spelling.count or spelling.tokens[t + 1].role != INITIAL:
            spelling.whole = (spelling.whole * MIX) ^ mixed(value)
            value = FNV_BASIS


cdef void read_spelling(const uint8_t *text, int64_t size, const OpenTable *roles, Spelling *spelling) noexcept nogil:
    """Split `size` bytes of `text` into tokens."""
    cdef int64_t count = 0, length = 0, at
    cdef uint64_t value = FNV_BASIS
    cdef uint8_t char, before = 0
    cdef Token *token = spelling.tokens
    spelling.has_capital = False
    spelling.digits = 0
    spelling.titles = 0
    for at in range(size + 1):
        char = text[at] if at < size else 32
        if 65 <= char <= 90:
            spelling.has_capital = True
            char += 32
        if 48 <= char <= 57:
            if not spelling.digits or not 48 <= before <= 57:
                spelling.digits = fnv1a(spelling.digits if spelling.digits else FNV_BASIS, 32)
            spelling.digits = fnv1a(spelling.digits, char)
        before = char
        if 97 <= char <= 122:
            if length < WIDTH and count < MOST_READ:
                token.letters[length] = char - 96
                length += 1
                value = fnv1a(value, char - 96)
        elif char != 39 and char != 96 and char != 46 and length:  # apostrophes and full stops are dropped
            token.size, token.hash = length, mixed(value)
            token.role = roles.values[slot_in(roles.keys, roles.mask, token.hash)]
            if token.role == EVERYDAY:
                token.role = TITLE
                spelling.titles += 1
            if length == 1 and token.role == 0:
                token.role = INITIAL
            count += 1
            token += 1
            length, value = 0, FNV_BASIS
    spelling.count = keep_tokens(spelling.tokens, count)
    hash_whole(spelling)


cdef void join_tokens(Spelling *spelling) noexcept nogil:
    """Write all tokens as one behind the others."""
    cdef Token *joined = &spelling.tokens[MOST_READ]
    cdef int64_t t, i
    joined.size = 0
    for t in range(spelling.count):
        for i in range(min(spelling.tokens[t].size, WIDTH - joined.size)):
            joined.letters[joined.size] = spelling.tokens[t].letters[i]
            joined.size += 1


def hash_letters(const uint8_t[::1] row):
    """Return the hash of a token given as letters 1..26."""
    return hash_of(&row[0] if row.shape[0] else NULL, row.shape[0])


def find_slot(const uint64_t[::1] keys, uint64_t key):
    """Return the slot of a key in an open table, or the empty slot where it would be put."""
    _check_slots(keys, keys.shape[0])
    return slot_in(&keys[0], <uint64_t>keys.shape[0] - 1, key)


def split_spelling(const uint8_t[::1] text, roles):
    """Return the tokens of one spelling in letters a-z; `roles` is the table of roles."""
    cdef const uint64_t[::1] keys = roles.keys
    cdef const int8_t[::1] values = roles.values
    cdef OpenTable table = open_table_of(keys, values)
    cdef Spelling spelling
    cdef Token *token
    read_spelling(&text[0] if text.shape[0] else NULL, text.shape[0], &table, &spelling)
    found = []
    for t in range(spelling.count):
        token = &spelling.tokens[t]
        found.append("".join([chr(96 + token.letters[i]) for i in range(token.size)]))
    return found


def whole_hashes(const uint8_t[::1] text, Py_ssize_t count, roles):
    """Return the hash of the whole name on each of the first `count` lines of `text`."""
    cdef const uint64_t[::1] keys = roles.keys
    cdef const int8_t[::1] values = roles.values
    cdef OpenTable table = open_table_of(keys, values)
    cdef Spelling spelling
    cdef Py_ssize_t line = 0, begin = 0, at
    hashes = np.zeros(count, np.uint64)
    cdef uint64_t[::1] out = hashes
    with nogil:
        for at in range(text.shape[0]):
            if text[at] == 10 and line < count:
                read_spelling(&text[begin], at - begin, &table, &spelling)
                out[line] = spelling.whole
                line += 1
                begin = at + 1
    return hashes
