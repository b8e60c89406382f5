"""Finds where a text may say that two names are one."""

from libc.stdint cimport int64_t, uint8_t, uint64_t

from dedup.text.token_arrays cimport TokenArrays, TokenColumns
from dedup.text.token_flags cimport CAPITAL

cdef enum:
    LONGEST_SHORT = 10  # bytes of an acronym
    GLOSS_GAP = 5  # bytes between a name and the one in brackets behind it: a space, perhaps a quotation mark

cdef enum MarkKind:
    NONE
    ACRONYM  # a short word with two capitals, alone in brackets
    MARK  # "known", "aka" and the like
    GLOSS  # a bracket and the capitalised word behind it, where one is before it too


cdef struct Marks:
    const uint64_t *hashes
    int64_t count
    uint64_t either  # "or"


cdef bint has_capitals(const uint8_t *text, int64_t begin, int64_t end) noexcept nogil:
    """Return whether two bytes of a word or more are capitals of ASCII."""
    cdef int64_t capitals = 0, at
    for at in range(begin, end):
        capitals += 65 <= text[at] <= 90
    return capitals > 1


cdef inline bint is_mark(uint64_t key, const Marks *marks) noexcept nogil:
    cdef int64_t i
    for i in range(marks.count):
        if marks.hashes[i] == key:
            return True
    return False


cdef MarkKind link_at(
    const TokenColumns *columns, const uint8_t *flags, int64_t doc, int64_t place, const Marks *marks
) noexcept nogil:
    """Return what kind of link a word may be of."""
    cdef const uint8_t *text = columns.buffer + columns.offsets[doc]
    cdef int64_t begin = columns.starts[place], end = columns.ends[place], ahead
    if flags[place] & CAPITAL:
        if begin == 0 or text[begin - 1] != 40:
            return NONE
        if text[end] == 41 and end - begin <= LONGEST_SHORT:
            return ACRONYM if has_capitals(text, begin, end) else NONE
        if place == columns.first[doc] or not flags[place - 1] & CAPITAL:
            return NONE
        return GLOSS if begin - <int64_t>columns.ends[place - 1] <= GLOSS_GAP else NONE
    if not is_mark(columns.hashes[place], marks):
        return NONE
    if columns.hashes[place] != marks.either:
        return MARK
    # ", or" between two capitals, the second perhaps behind a particle or "the"
    if place == columns.first[doc] or begin < 2 or text[begin - 2] != 44 or not flags[place - 1] & CAPITAL:
        return NONE
    ahead = min(place + 2, columns.first[doc] + columns.counts[doc] - 1)
    return MARK if (flags[ahead] | flags[ahead - 1]) & CAPITAL else NONE


def find_links(
    columns, const uint8_t[::1] flags, const uint64_t[::1] marks, uint64_t either, int64_t most, int64_t[:, ::1] out
):
    """Write rows (article, begin, end) of the places where two names may be linked, in bytes of the article.

    Such are a short word with two capitals alone in brackets, brackets included; a bracket and the capitalised word
    behind it, where one is before it too; and each of the words `marks` (hashes), of which `either` counts only behind
    a comma and a capitalised word. At most `most` of an article. Return their number; of them only as many as `out` has
    rows are written.
    """
    cdef TokenArrays arrays = TokenArrays(columns.tokens, columns.buffer, columns.offsets)
    cdef TokenColumns batch = arrays.columns
    cdef int64_t doc, place, held, found = 0
    cdef Marks words
    cdef MarkKind link
    cdef const uint8_t *flag = &flags[0] if flags.shape[0] else NULL
    if flags.shape[0] != arrays.places or out.shape[1] != 3:
        raise ValueError("The flags or the rows have a wrong shape.")
    words.hashes, words.count, words.either = &marks[0] if marks.shape[0] else NULL, marks.shape[0], either
    with nogil:
        for doc in range(batch.articles):
            held = 0
            for place in range(batch.first[doc], batch.first[doc] + batch.counts[doc]):
                link = link_at(&batch, flag, doc, place, &words)
                if link == NONE or held == most:
                    continue
                if found < out.shape[0]:
                    out[found, 0] = doc
                    out[found, 1] = <int64_t>batch.starts[place] - (link != MARK)
                    out[found, 2] = <int64_t>batch.ends[place] + (link == ACRONYM)
                found += 1
                held += 1
    return found
