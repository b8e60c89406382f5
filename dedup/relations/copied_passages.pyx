"""Copied passages: runs of words of one text that another has too, wherever they were moved, with small edits inside.

Each word of the second text is looked up with the three behind it among the seeds of the first, and the longest run
that begins there grows on both sides over gaps. No word is used twice.
"""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.stdlib cimport llabs
from libc.string cimport memset

from dedup.native.hashing cimport MIX
from dedup.native.scratch cimport scratch


def _dtype():
    """Return the type of CopiedPassage, for arrays of numpy."""
    cdef CopiedPassage nothing
    memset(&nothing, 0, sizeof(CopiedPassage))
    return np.dtype([(name, np.int32) for name in nothing])  # a struct becomes a dict of its members


COPIED_PASSAGE = _dtype()

cdef enum:
    FEW = 8  # bits of the sieve for each slot: one of sixteen or more is set


cdef inline uint64_t seed_at(const uint64_t *words) noexcept nogil:
    """Return the hash of SEED_WORDS words."""
    cdef uint64_t h = 0
    cdef int k
    for k in range(SEED_WORDS):
        h = (h + words[k]) * MIX
    return h


cdef inline uint64_t slot_for(const PassageSearch *search, uint64_t h) noexcept nogil:
    """Return the slot of a seed, else the free one where it would be put."""
    cdef uint64_t slot = (h ^ (h >> 31)) & search.mask
    while search.heads[slot] >= 0 and search.keys[slot] != h:
        slot = (slot + 1) & search.mask
    return slot


cdef inline uint64_t sieve_bit(const PassageSearch *search, uint64_t h) noexcept nogil:
    """Return the number of a seed's bit in the sieve."""
    return (h >> 32) & (FEW * search.mask + FEW - 1)


cdef int prepare_search(PassageSearch *search, list memory, int64_t longest) except -1:
    """Give the search room for texts of up to `longest` words; `memory` keeps it."""
    cdef int64_t slots = 8
    while slots < 2 * longest:
        slots *= 2
    search.left.used = <uint8_t *>scratch(memory, longest, sizeof(uint8_t))
    search.right.used = <uint8_t *>scratch(memory, longest, sizeof(uint8_t))
    search.origins = <int32_t *>scratch(memory, longest, sizeof(int32_t))
    search.chain = <int32_t *>scratch(memory, longest, sizeof(int32_t))
    search.keys = <uint64_t *>scratch(memory, slots, sizeof(uint64_t))
    search.heads = <int32_t *>scratch(memory, slots, sizeof(int32_t))
    search.sieve = <uint64_t *>scratch(memory, slots, FEW // 8)
    return 0


cdef void index_left(PassageSearch *search, const uint64_t *words, int64_t size) noexcept nogil:
    """Index the seeds of `left`, once for all the texts that it is compared with."""
    cdef int64_t i, slots = 8
    cdef uint64_t h, slot, bit
    search.left.words, search.left.size = words, size
    while slots < 2 * size:
        slots *= 2
    search.mask = slots - 1
    memset(search.heads, 0xFF, slots * sizeof(int32_t))
    memset(search.sieve, 0, slots * FEW // 8)
    for i in range(size - SEED_WORDS, -1, -1):  # from the end, so that a chain begins with the first place
        h = seed_at(words + i)
        bit = sieve_bit(search, h)
        search.sieve[bit >> 6] |= <uint64_t>1 << (bit & 63)
        slot = slot_for(search, h)
        search.chain[i] = search.heads[slot]
        search.heads[slot] = <int32_t>i
        search.keys[slot] = h


cdef inline bint is_free_match(const Text *left, int64_t i, const Text *right, int64_t j) noexcept nogil:
    """Return whether left[i] and right[j] are inside the texts, the same word and unused."""
    return (
        0 <= i < left.size and 0 <= j < right.size and left.words[i] == right.words[j]
        and not left.used[i] and not right.used[j]
    )


cdef struct Run:
    int64_t i, j  # one step behind the last copied word
    int64_t copied
    int64_t longest


cdef inline bint cross_gap(const Text *left, const Text *right, Run *run, int64_t step) noexcept nogil:
    """Move behind the smallest gap where two words match, or one if the gap is of at most one word a side; False if
    there is none."""
    cdef int64_t total, over, under, i, j
    for total in range(1, 2 * GAP_WORDS + 1):
        for over in range(max(0, total - GAP_WORDS), min(<int64_t>GAP_WORDS, total) + 1):
            under = total - over
            i, j = run.i + step * over, run.j + step * under
            if not is_free_match(left, i, right, j):
                continue
            if (over <= 1 and under <= 1) or is_free_match(left, i + step, right, j + step):
                run.i, run.j = i, j
                return True
    return False


cdef inline Run grow(
    const Text *left, const Text *right, int64_t i, int64_t j, int64_t step, int32_t *origins
) noexcept nogil:
    """Follow a copied run from left[i], right[j] in the direction `step` over gaps; origins[j] = i for each copied
    word."""
    cdef Run run
    cdef int64_t begin, length
    run.i, run.j, run.copied, run.longest = i, j, 0, 0
    while True:
        begin = run.i
        while is_free_match(left, run.i, right, run.j):
            origins[run.j] = <int32_t>run.i
            run.i += step
            run.j += step
        length = step * (run.i - begin)
        run.copied += length
        run.longest = max(run.longest, length)
        if not cross_gap(left, right, &run, step):
            return run


cdef inline int64_t longest_match(const PassageSearch *search, int64_t j, uint64_t h, int64_t expected) noexcept nogil:
    """Return the place of left where the longest unused run begins that right has at j, the nearest to `expected` of
    several; -1 for none.

    `h` is the seed at j. The words of right from j on are unused, since passages are found in the order of right.
    """
    cdef const Text *left = &search.left
    cdef const Text *right = &search.right
    cdef int64_t best = -1, best_length = SEED_WORDS - 1, i = search.heads[slot_for(search, h)], tries = 0, n, most
    while i >= 0 and tries < CHAIN:
        n, most = 0, min(left.size - i, right.size - j)
        while n < most and left.words[i + n] == right.words[j + n] and not left.used[i + n]:
            n += 1
        if n > best_length or (n == best_length and best >= 0 and llabs(i - expected) < llabs(best - expected)):
            best, best_length = i, n
        i = search.chain[i]
        tries += 1
    return best


cdef int64_t find_passages(
    PassageSearch *search, const uint64_t *words, int64_t size, int64_t least, CopiedPassage *passages, int64_t room
) noexcept nogil:
    """Write the passages of `words` copied from the indexed text, each of at least `least` copied words, in the order
    of `words`, without their quoted words.

    Returns the number of passages; at most `room` of them are written.
    """
    cdef int64_t found = 0, j = 0, expected = 0, best, copied
    cdef uint64_t h, bit
    cdef Run forth, back
    cdef CopiedPassage *passage
    cdef Text *left = &search.left
    cdef Text *right = &search.right
    right.words, right.size = words, size
    memset(left.used, 0, left.size)
    memset(right.used, 0, size)
    memset(search.origins, 0xFF, size * sizeof(int32_t))
    if left.size < SEED_WORDS:
        return 0
    while j + SEED_WORDS <= size:
        h = seed_at(words + j)
        bit = sieve_bit(search, h)
        if not (search.sieve[bit >> 6] >> (bit & 63)) & 1:
            j += 1
            continue
        best = longest_match(search, j, h, expected)
        if best < 0:
            j += 1
            continue
        forth = grow(left, right, best, j, 1, search.origins)
        back = grow(left, right, best - 1, j - 1, -1, search.origins)
        memset(left.used + back.i + 1, 1, forth.i - back.i - 1)
        memset(right.used + back.j + 1, 1, forth.j - back.j - 1)
        expected, j = forth.i, forth.j
        copied = forth.copied + back.copied
        if copied >= least:
            if found < room:
                passage = passages + found
                passage.start_a, passage.end_a = <int32_t>(back.i + 1), <int32_t>forth.i
                passage.start_b, passage.end_b = <int32_t>(back.j + 1), <int32_t>forth.j
                passage.copied_words = <int32_t>copied
                passage.longest_run = <int32_t>max(forth.longest, back.longest)
            found += 1
    return found


def copied_passages(const uint64_t[::1] left, const uint64_t[::1] right, int64_t least, CopiedPassage[::1] out):
    """Find the passages of `right` copied from `left` (hashes of words), each with at least `least` copied words.

    They are written to `out`, shape (room,) and type COPIED_PASSAGE, in the order of right, without their quoted words.
    Returns the number of passages, which may be more than there is room for, and for each word of right the word of
    left that it was copied from, or -1.
    """
    cdef list memory = []
    cdef PassageSearch search
    cdef int64_t found
    prepare_search(&search, memory, max(left.shape[0], right.shape[0]))
    origins = np.empty(right.shape[0], np.int32)
    cdef int32_t[::1] written = origins
    if right.shape[0]:
        search.origins = &written[0]
    cdef const uint64_t *one = &left[0] if left.shape[0] else NULL
    cdef const uint64_t *other = &right[0] if right.shape[0] else NULL
    cdef CopiedPassage *passages = &out[0] if out.shape[0] else NULL
    with nogil:
        index_left(&search, one, left.shape[0])
        found = find_passages(&search, other, right.shape[0], least, passages, out.shape[0])
    return found, origins
