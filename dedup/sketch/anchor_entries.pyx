"""Anchor entries: pairs of rare stems of one sentence as (anchor << 32 | article), and the pairs of articles they give.

An anchor is a 32-bit hash of the hashes of both stems, in any order; never 0.
"""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t

from dedup.native.hashing cimport GOLDEN
from dedup.sketch.notes cimport is_noted_twice, is_power_of_two, note
from dedup.text.token_arrays cimport TokenArrays, TokenColumns


cpdef enum:
    RAREST = 8  # stems of a sentence that are paired
    MOST_ANCHORS = 1 << 14  # of one article


cdef extern from *:
    """
    #define DEDUP_LEAST_WEIGHT 2.0
    """
    const double C_LEAST_WEIGHT "DEDUP_LEAST_WEIGHT"


FACTOR = GOLDEN  # of the hashes of anchors and of the digests of articles
LEAST_WEIGHT = C_LEAST_WEIGHT  # of a stem, in nats: one that is in less than 8 of 100 articles


cdef struct RareStems:
    # The stems of one sentence, the rarest first; of equally rare ones the larger hash first.
    int64_t count
    double weights[RAREST]
    uint32_t hashes[RAREST]


cdef struct AnchorSet:
    # The anchors of one article: an open-addressing table of more slots than it has anchors. A slot holds
    # (round << 32 | anchor); one of another round than the article's is empty.
    uint64_t *slots
    uint64_t mask
    uint64_t round
    int64_t count


cdef inline uint64_t anchor_of(uint32_t one, uint32_t other) noexcept nogil:
    cdef uint64_t h = ((<uint64_t>min(one, other) << 32) | max(one, other)) * GOLDEN
    h ^= h >> 29
    h = (h * GOLDEN) >> 32
    return h if h else 1


cdef inline bint add_anchor(AnchorSet *anchors, uint64_t anchor) noexcept nogil:
    """Add an anchor; return whether it is new and there was room for it."""
    cdef uint64_t own = (anchors.round << 32) | anchor, slot = anchor & anchors.mask
    if anchors.count == MOST_ANCHORS:
        return False
    while anchors.slots[slot] >> 32 == anchors.round:
        if anchors.slots[slot] == own:
            return False
        slot = (slot + 1) & anchors.mask
    anchors.slots[slot] = own
    anchors.count += 1
    return True


cdef inline void add_stem(RareStems *rare, double weight, uint32_t stem) noexcept nogil:
    """Enter a stem in its place, unless it is there or the sentence has RAREST rarer ones."""
    cdef int64_t at = 0, k
    if rare.count == RAREST and weight < rare.weights[RAREST - 1]:
        return
    while at < rare.count and (rare.weights[at] > weight or (rare.weights[at] == weight and rare.hashes[at] > stem)):
        at += 1
    if at == RAREST or (at < rare.count and rare.hashes[at] == stem):
        return
    rare.count = min(<int64_t>RAREST, rare.count + 1)
    for k in range(rare.count - 1, at, -1):
        rare.weights[k], rare.hashes[k] = rare.weights[k - 1], rare.hashes[k - 1]
    rare.weights[at], rare.hashes[at] = weight, stem


cdef uint64_t slots_for(int64_t tokens) noexcept nogil:
    """Return the size of the table for an article: a word is in (RAREST - 1) / 2 pairs at most, and half of it stays
    empty."""
    cdef int64_t anchors = min(<int64_t>MOST_ANCHORS, tokens * (RAREST - 1) // 2)
    cdef uint64_t slots = 16
    while slots < <uint64_t>(2 * anchors + 2):
        slots *= 2
    return slots


def sentence_anchors(
    tokens,
    const int32_t[::1] terms,
    const uint8_t[::1] begins,
    const double[::1] weights,
    const uint32_t[::1] hashes,
    uint64_t article,
    uint64_t[::1] out,
):
    """Write the entries of a batch, each anchor once an article, as far as `out` has room; return their number in all.

    By place: `terms`, the number of the term, and `begins`, whether a sentence begins there. By term: `weights` and
    `hashes`.
    `article` is the number of the first article of the batch.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns columns = arrays.columns
    cdef Py_ssize_t room = out.shape[0], found = 0, place, end, d, i, j
    cdef int64_t longest = 0, known = weights.shape[0]
    cdef RareStems rare
    cdef AnchorSet anchors
    cdef uint64_t anchor
    cdef int32_t term
    if terms.shape[0] < arrays.places or begins.shape[0] < arrays.places or hashes.shape[0] != known:
        raise ValueError("The terms do not fit the token columns.")
    for d in range(columns.articles):
        longest = max(longest, columns.counts[d])
    cdef uint64_t[::1] slots = np.zeros(slots_for(longest), np.uint64)
    anchors.slots, anchors.mask, anchors.round = &slots[0], <uint64_t>slots.shape[0] - 1, 0
    if arrays.places == 0 or known == 0:
        return 0
    cdef const int32_t *term_of = &terms[0]
    cdef const uint8_t *begins_at = &begins[0]
    cdef const double *weight_of = &weights[0]
    cdef const uint32_t *hash_of = &hashes[0]
    cdef uint64_t *entry = &out[0] if room else NULL
    with nogil:
        for d in range(columns.articles):
            anchors.round += 1
            anchors.count = 0
            rare.count = 0
            end = columns.first[d] + columns.counts[d]
            for place in range(columns.first[d], end + 1):
                if place == end or begins_at[place]:
                    for i in range(rare.count):
                        for j in range(i):
                            anchor = anchor_of(rare.hashes[i], rare.hashes[j])
                            if add_anchor(&anchors, anchor):
                                if found < room:
                                    entry[found] = (anchor << 32) | (article + <uint64_t>d)
                                found += 1
                    rare.count = 0
                if place == end:
                    break
                term = term_of[place]
                if 0 <= term < known and weight_of[term] >= C_LEAST_WEIGHT:
                    add_stem(&rare, weight_of[term], hash_of[term])
    return found


def note_anchors(const uint64_t[::1] entries, uint8_t[::1] notes):
    """Note each anchor (see notes.pxd); since an article has it once, one that is noted twice is in two articles."""
    cdef uint64_t mask = <uint64_t>(notes.shape[0] - 1)
    cdef Py_ssize_t size = entries.shape[0], i
    if not is_power_of_two(notes.shape[0]):
        raise ValueError("The number of notes must be a power of two.")
    cdef uint8_t *noted = &notes[0]
    cdef const uint64_t *entry = &entries[0] if size else NULL
    with nogil:
        for i in range(size):
            note(noted, mask, entry[i] >> 32)


def keep_noted(const uint64_t[::1] entries, const uint8_t[::1] notes):
    """Return the entries whose anchor was noted twice."""
    cdef uint64_t mask = <uint64_t>(notes.shape[0] - 1)
    cdef Py_ssize_t size = entries.shape[0], found = 0, i
    if not is_power_of_two(notes.shape[0]):
        raise ValueError("The number of notes must be a power of two.")
    kept = np.empty(size + 1, np.uint64)
    cdef uint64_t[::1] out = kept
    cdef uint64_t *last = &out[0]
    cdef const uint8_t *noted = &notes[0]
    cdef const uint64_t *entry = &entries[0] if size else NULL
    with nogil:
        for i in range(size):  # without a branch, which would be foreseen in half of the cases only
            last[found] = entry[i]
            found += is_noted_twice(noted, mask, entry[i] >> 32)
    return kept[:found]


def drop_useless(uint64_t[::1] entries, int64_t full):
    """Move the entries of anchors that are in two to `full` articles to the front, in order; return their number."""
    cdef Py_ssize_t size = entries.shape[0], kept = 0, begin = 0, end, i
    with nogil:
        while begin < size:
            end = end_of_run(&entries[0], begin, size)
            if 1 < end - begin <= full:
                for i in range(begin, end):
                    entries[kept] = entries[i]
                    kept += 1
            begin = end
    return kept


def pairs_in(const uint64_t[::1] entries, uint64_t first, uint64_t last, uint64_t[::1] out):
    """Write the pairs, smaller << 32 | larger, of articles [first, last) with later ones that share an anchor.

    The entries are sorted. Returns the number of pairs; only as many as `out` has room for are written.
    """
    cdef Py_ssize_t size = entries.shape[0], room = out.shape[0], found = 0, begin = 0, end, i, j
    cdef uint64_t low
    with nogil:
        while begin < size:
            end = end_of_run(&entries[0], begin, size)
            for i in range(begin, end):
                low = <uint32_t>entries[i]
                if first <= low < last:
                    if found + end - i - 1 <= room:
                        for j in range(i + 1, end):
                            out[found + j - i - 1] = (low << 32) | <uint32_t>entries[j]
                    else:
                        for j in range(i + 1, i + 1 + room - found):
                            out[found + j - i - 1] = (low << 32) | <uint32_t>entries[j]
                    found += end - i - 1
            begin = end
    return found


cdef inline Py_ssize_t end_of_run(const uint64_t *entries, Py_ssize_t begin, Py_ssize_t size) noexcept nogil:
    """Return the end of the run of entries, from `begin` on, that have one anchor."""
    cdef uint64_t anchor = entries[begin] >> 32
    begin += 1
    while begin < size and entries[begin] >> 32 == anchor:
        begin += 1
    return begin


def add_digests(const uint64_t[::1] entries, uint64_t article, uint64_t[::1] digests):
    """Add up the anchors of each article, from number `article` on: the order of the input changes nothing."""
    cdef Py_ssize_t size = entries.shape[0], i = 0
    cdef uint64_t own, total
    cdef uint32_t number
    with nogil:
        while i < size:
            number, total = <uint32_t>entries[i], 0
            while i < size and <uint32_t>entries[i] == number:  # an article's entries mostly follow one another
                total += entries[i] >> 32
                i += 1
            own = number - article
            if own < <uint64_t>digests.shape[0]:
                digests[own] += total * GOLDEN


def keep_nearest(const uint64_t[::1] pairs, int64_t articles, int64_t nearest):
    """Return for each pair whether it is among the first `nearest` of one of its articles.

    The pairs with most anchors in common come first.
    `articles` is larger than every number in the pairs.
    """
    cdef Py_ssize_t size = pairs.shape[0], k
    cdef uint64_t a, b, most = <uint64_t>articles
    kept = np.zeros(size, np.bool_)
    if size == 0 or articles <= 0:
        return kept
    cdef uint8_t[::1] kept_out = kept
    cdef int32_t[::1] rooms = np.full(articles, nearest, np.int32)
    cdef const uint64_t *pair = &pairs[0]
    cdef uint8_t *out = &kept_out[0]
    cdef int32_t *room = &rooms[0]  # for so many pairs of each article; below 0 where the other one had room
    with nogil:
        for k in range(size):
            a, b = pair[k] >> 32, <uint32_t>pair[k]
            if a < most and b < most and (room[a] > 0 or room[b] > 0):
                out[k] = True
                room[a] -= 1
                room[b] -= 1
    return kept
