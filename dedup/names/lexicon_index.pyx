"""Indexes the lexicon: which words (forms) are in which of its lines."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

import numpy as np

from dedup.names.lexicon_index cimport LexiconIndex
from dedup.names.spelling_tokens cimport WIDTH, mixed, slot_in
from dedup.native.fnv cimport FNV_BASIS, fnv1a


cdef LexiconIndex lexicon_index_of(lexicon) except *:
    """Return the index of a `spelling_tables.Lexicon`. Raises ValueError where its arrays do not fit one another."""
    cdef const uint64_t[::1] keys = lexicon.keys
    cdef const int32_t[::1] values = lexicon.values
    cdef const int64_t[::1] offsets = lexicon.offsets
    cdef const int32_t[::1] lines = lexicon.lines
    cdef LexiconIndex index
    cdef Py_ssize_t i
    if not 0 < keys.shape[0] == values.shape[0] or keys.shape[0] & (keys.shape[0] - 1) or offsets.shape[0] == 0:
        raise ValueError("The lexicon's arrays do not fit one another.")
    for i in range(values.shape[0]):
        if values[i] < 0 or values[i] >= max(1, offsets.shape[0] - 1):
            raise ValueError(f"The lexicon has {offsets.shape[0] - 1} forms, and one is numbered {values[i]}.")
    for i in range(offsets.shape[0]):
        if offsets[i] < 0 or offsets[i] > lines.shape[0]:
            raise ValueError(f"The lines of form {i} are not inside the lexicon's.")
    index.keys, index.values, index.mask = &keys[0], &values[0], <uint64_t>keys.shape[0] - 1
    index.offsets, index.lines, index.entries = &offsets[0], &lines[0] if lines.shape[0] else NULL, lexicon.entries
    return index


cdef struct WordsRead:
    int32_t forms
    Py_ssize_t words


cdef WordsRead read_words(
    const uint8_t[::1] text, uint64_t[::1] keys, int32_t[::1] values, int32_t[:, ::1] words, int64_t[::1] starts
) noexcept nogil:
    """Number the distinct words of `text` in an open table; write (form, line) of each word, and where lines begin."""
    cdef uint64_t value = FNV_BASIS, key, slot, mask = <uint64_t>keys.shape[0] - 1
    cdef Py_ssize_t at, size = 0
    cdef int32_t line = 0
    cdef WordsRead read
    read.forms = read.words = 0
    starts[0] = 0
    for at in range(text.shape[0]):
        if text[at] > 96:
            if size < WIDTH:
                value = fnv1a(value, text[at] - 96)
                size += 1
            continue
        if size:
            key = mixed(value)
            slot = slot_in(&keys[0], mask, key)
            if keys[slot] == 0:
                keys[slot], values[slot] = key, read.forms
                read.forms += 1
            words[read.words, 0], words[read.words, 1] = values[slot], line
            read.words += 1
            size, value = 0, FNV_BASIS
        if text[at] == 10:
            line += 1
            starts[line] = at + 1
    return read


cdef void sort_lines(
    const int32_t[:, ::1] words, Py_ssize_t count, int64_t[::1] offsets, int32_t[::1] lines
) noexcept nogil:
    """Sort the lines of the words by form: those of form f are from offsets[f] on. `offsets` is zero before."""
    cdef Py_ssize_t w
    for w in range(count):
        offsets[words[w, 0] + 2] += 1
    for w in range(2, offsets.shape[0]):
        offsets[w] += offsets[w - 1]
    for w in range(count):
        lines[offsets[words[w, 0] + 1]] = words[w, 1]
        offsets[words[w, 0] + 1] += 1


def index_lines(const uint8_t[::1] text):
    """Index a text of lower case letters, spaces and line feeds, in which one of these is behind each word.

    Return (keys, values, offsets, lines, starts): an open table of the words' hashes with their numbers; word n is in
    the lines lines[offsets[n] : offsets[n + 1]], in ascending order; line k begins at byte starts[k].
    """
    cdef Py_ssize_t most = 0, breaks = 0, slots = 1, at
    cdef WordsRead read
    for at in range(text.shape[0]):
        breaks += text[at] == 10
        most += text[at] <= 96
    while 2 * slots < 3 * most:  # most words are in one line, so that two thirds of the slots are in use at most
        slots *= 2
    keys, values = np.zeros(slots, np.uint64), np.zeros(slots, np.int32)
    starts, words = np.zeros(breaks + 1, np.int64), np.empty((most, 2), np.int32)
    cdef uint64_t[::1] keys_out = keys
    cdef int32_t[::1] values_out = values
    cdef int64_t[::1] starts_out = starts
    cdef int32_t[:, ::1] words_out = words
    with nogil:
        read = read_words(text, keys_out, values_out, words_out, starts_out)
    offsets, lines = np.zeros(read.forms + 2, np.int64), np.empty(read.words, np.int32)
    cdef int64_t[::1] offsets_out = offsets
    cdef int32_t[::1] lines_out = lines
    with nogil:
        sort_lines(words_out, read.words, offsets_out, lines_out)
    return keys, values, offsets[: read.forms + 1], lines, starts


def form_of(const uint64_t[::1] keys, const int32_t[::1] values, uint64_t key):
    """Return the number of the form with this hash, -1 where the table has none."""
    cdef uint64_t slot = slot_in(&keys[0], <uint64_t>keys.shape[0] - 1, key)
    return values[slot] if keys[slot] == key else -1
