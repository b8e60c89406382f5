"""What spellings are compared by, as pointers: see name_tables.pyx."""

from libc.stdint cimport int32_t, uint8_t, uint64_t

from dedup.names.lexicon_index cimport LexiconIndex
from dedup.names.spelling_alignment cimport Weights
from dedup.names.spelling_tokens cimport OpenTable


cpdef enum:
    FEATURES = 21  # of two names (see name_features.pxd)


cdef struct Prices:  # log-odds, in the order of alignment.json
    double bias  # of an alignment
    double alignment  # what its weight is multiplied by
    double known[5]  # what the lexicon knows, from UNKNOWN on
    double endings  # that differ
    double token_same  # from here on names of one token are one name
    double token_different  # up to here they are two
    double name_same  # the same of names of several tokens
    double name_different


cdef struct NameModel:  # quadratic
    double means[FEATURES + 1]  # and one that is not used
    double scales[FEATURES + 1]
    double linear[FEATURES]
    double intercept
    double products[FEATURES][FEATURES + 1]


cdef struct KnownNames:
    const uint64_t *keys  # hashes of whole names, 0 in an empty slot
    const int32_t *numbers  # of the hand-kept name in each slot
    const uint8_t *acronym  # whether the slot is of an acronym
    uint64_t mask


cdef struct NameTables:
    Weights weights
    LexiconIndex lexicon
    LexiconIndex sexes  # of given names: line 0 is of men, line 1 of women
    LexiconIndex apart  # words of which two that are in no common line are two names
    OpenTable roles
    OpenTable endings
    KnownNames whole
    const Prices *prices
    const NameModel *model


cdef class NameTableArrays:
    """Keeps the arrays of the tables alive, and checks that they fit one another."""

    cdef NameTables tables
    cdef tuple _held
