"""Look-ups and additions of whole columns of hashes in the open-addressing table of `tables.HashTable`."""

from libc.stdint cimport int32_t, int64_t, uint64_t

from dedup.native cimport hashing
from dedup.native.hashing cimport slot_of
from dedup.text.token_arrays cimport TokenArrays, TokenColumns, TokenPlace

cpdef enum:
    ABSENT = -1

MIX = hashing.MIX  # what a pair of words is hashed with: first * MIX ^ second


cdef _check_table(const uint64_t[::1] keys, const int64_t[::1] values):
    if keys.shape[0] == 0 or keys.shape[0] & (keys.shape[0] - 1) or values.shape[0] != keys.shape[0]:
        raise ValueError("A hash table has a power of two of slots, and a value for each.")


def find_slots(const uint64_t[:] wanted, const uint64_t[::1] keys, const int64_t[::1] values, int64_t[::1] out):
    """Write the value of key wanted[i] to out[i], or ABSENT; key 0 marks an empty slot."""
    cdef uint64_t mask = keys.shape[0] - 1, slot
    cdef Py_ssize_t i
    _check_table(keys, values)
    if out.shape[0] < wanted.shape[0]:
        raise ValueError("There is no room for the values.")
    with nogil:
        for i in range(wanted.shape[0]):
            slot = slot_of(&keys[0], mask, wanted[i])
            out[i] = values[slot] if keys[slot] == wanted[i] else ABSENT


def add_slots(const uint64_t[:] new, int64_t first_value, uint64_t[::1] keys, int64_t[::1] values):
    """Add each key of `new` that the table lacks, with values that count up from `first_value`; return the next value.

    The table needs room for all of them: at least one slot stays empty.
    """
    cdef uint64_t mask = keys.shape[0] - 1, slot
    cdef int64_t value = first_value
    cdef Py_ssize_t i
    _check_table(keys, values)
    if first_value + new.shape[0] >= keys.shape[0]:
        raise ValueError("The hash table is full.")
    with nogil:
        for i in range(new.shape[0]):
            slot = slot_of(&keys[0], mask, new[i])
            if keys[slot] != new[i]:
                keys[slot], values[slot] = new[i], value
                value += 1
    return value


def find_terms(
    tokens,
    const uint64_t[::1] keys,
    const int64_t[::1] values,
    const int32_t[::1] terms,
    int32_t[::1] out,
    TokenPlace[::1] unknown,
):
    """Write terms[value] of each token to out[place], ABSENT for those that the table lacks, which go to `unknown`.

    Returns the number of the latter; `unknown` has the type TOKEN_PLACE, and no more are written than it has room for.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns columns = arrays.columns
    cdef uint64_t mask = keys.shape[0] - 1, key, slot
    cdef Py_ssize_t doc, place, missing = 0, room = unknown.shape[0]
    _check_table(keys, values)
    if out.shape[0] < arrays.places:
        raise ValueError("There is no room for the terms.")
    with nogil:
        for doc in range(columns.articles):
            for place in range(columns.first[doc], columns.first[doc] + columns.counts[doc]):
                key = columns.hashes[place]
                slot = slot_of(&keys[0], mask, key)
                if keys[slot] == key:
                    out[place] = terms[values[slot]]
                    continue
                out[place] = ABSENT
                if missing < room:
                    unknown[missing].place, unknown[missing].article = place, doc
                missing += 1
    return missing
