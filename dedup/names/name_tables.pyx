"""Keeps the tables that spellings are compared by as pointers, checked once, for code without the interpreter lock."""

from libc.stdint cimport int8_t, int16_t, int32_t, uint8_t, uint64_t

from dedup.names.lexicon_index cimport lexicon_index_of
from dedup.names.name_tables cimport FEATURES, NameModel, Prices
from dedup.names.spelling_alignment cimport weights_of
from dedup.names.spelling_tokens cimport OpenTable, open_table_of


cdef OpenTable _open_table(table) except *:
    cdef const uint64_t[::1] keys = table.keys
    cdef const int8_t[::1] values = table.values
    return open_table_of(keys, values)


cdef class NameTableArrays:
    """The arrays of `spelling_tables.SpellingTables`. Raises ValueError where they do not fit one another."""

    def __cinit__(self, tables):
        cdef const int16_t[::1] trie = tables.trie
        cdef const float[:, :, ::1] weights = tables.weights
        cdef const uint64_t[::1] keys = tables.whole.keys
        cdef const int32_t[::1] numbers = tables.whole.numbers
        cdef const uint8_t[::1] acronym = tables.whole.acronym
        cdef const double[::1] prices = tables.prices
        cdef const double[:, ::1] model = tables.names
        if not 0 < keys.shape[0] == numbers.shape[0] == acronym.shape[0] or keys.shape[0] & (keys.shape[0] - 1):
            raise ValueError("The table of hand-kept names has no power of two of slots, or lacks values.")
        if prices.shape[0] * sizeof(double) != sizeof(Prices):
            raise ValueError(f"There are {prices.shape[0]} prices, not {sizeof(Prices) // sizeof(double)}.")
        if model.shape[0] != 3 + FEATURES or model.shape[1] != FEATURES + 1:
            raise ValueError(f"The model of names of several words has the shape {model.shape[0]} by {model.shape[1]}.")
        self.tables.weights = weights_of(trie, weights)
        if not 0 <= tables.trie.min() <= tables.trie.max() < weights.shape[1]:
            raise ValueError(f"The trie has a grapheme beyond the {weights.shape[1]} that have weights.")
        self.tables.lexicon = lexicon_index_of(tables.lexicon)
        self.tables.sexes = lexicon_index_of(tables.sexes)
        self.tables.apart = lexicon_index_of(tables.apart)
        self.tables.roles = _open_table(tables.roles)
        self.tables.endings = _open_table(tables.endings)
        self.tables.whole.keys, self.tables.whole.mask = &keys[0], <uint64_t>keys.shape[0] - 1
        self.tables.whole.numbers, self.tables.whole.acronym = &numbers[0], &acronym[0]
        self.tables.prices = <const Prices *>&prices[0]
        self.tables.model = <const NameModel *>&model[0, 0]
        self._held = (tables,)
