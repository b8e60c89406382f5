"""Which forms are in which lines of the lexicon: see lexicon_index.pyx."""

from libc.stdint cimport int32_t, int64_t, uint64_t

from dedup.names.spelling_tokens cimport slot_in

cpdef enum:  # what the lexicon knows of two tokens, in the order of the prices
    UNKNOWN = 0
    ONE_KNOWN = 1
    APART = 2
    BY_NATIVE = 3
    BY_ENTRY = 4


cdef struct LexiconIndex:
    const uint64_t *keys  # hashes of forms, 0 in an empty slot
    const int32_t *values  # the number of the form in each slot
    uint64_t mask
    const int64_t *offsets  # form f is in lines[offsets[f] : offsets[f + 1]], in ascending order
    const int32_t *lines
    int64_t entries  # lines from this one on are entries and hand-kept names, those before native forms and cities


cdef inline int64_t form_in(const LexiconIndex *lexicon, uint64_t key) noexcept nogil:
    """Return the number of the form with this hash, -1 where the lexicon has none."""
    cdef uint64_t slot = slot_in(lexicon.keys, lexicon.mask, key)
    return lexicon.values[slot] if lexicon.keys[slot] == key else -1


cdef inline int64_t known_of(const LexiconIndex *lexicon, int64_t one, int64_t other) noexcept nogil:
    """Return what the lexicon knows of two forms, -1 for one that it does not have."""
    cdef int64_t i, j, found = APART
    if one < 0 or other < 0:
        return ONE_KNOWN if one >= 0 or other >= 0 else UNKNOWN
    i, j = lexicon.offsets[one], lexicon.offsets[other]
    while i < lexicon.offsets[one + 1] and j < lexicon.offsets[other + 1]:
        if lexicon.lines[i] == lexicon.lines[j]:
            if lexicon.lines[i] >= lexicon.entries:
                return BY_ENTRY
            found = BY_NATIVE
            i += 1
            j += 1
        elif lexicon.lines[i] < lexicon.lines[j]:
            i += 1
        else:
            j += 1
    return found


cdef LexiconIndex lexicon_index_of(lexicon) except *
