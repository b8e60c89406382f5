"""Exact shingle sets: how many different runs of a few words two texts have, and how many of them in common."""

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.string cimport memset

from dedup.native.hashing cimport MIX
from dedup.native.scratch cimport scratch

# An entry of the table is a hash without its last two bits, which say on which sides the shingle occurs; 0 is free.
cdef extern from *:
    """
    #define DEDUP_IN_LEFT ((uint64_t)1)
    #define DEDUP_IN_RIGHT ((uint64_t)2)
    #define DEDUP_SIDES ((uint64_t)3)
    """
    const uint64_t IN_LEFT "DEDUP_IN_LEFT"
    const uint64_t IN_RIGHT "DEDUP_IN_RIGHT"
    const uint64_t SIDES "DEDUP_SIDES"


cdef int prepare_shingles(ShingleScratch *room, list memory, int64_t longest) except -1:
    """Make room for texts of up to `longest` words each; `memory` keeps it."""
    cdef int64_t size = 1
    while size < 4 * longest + 2:
        size *= 2
    room.table = <uint64_t *>scratch(memory, size, sizeof(uint64_t))
    room.slots = <int32_t *>scratch(memory, longest, sizeof(int32_t))
    return 0


cdef inline uint64_t shingle_hash(const uint64_t *words, int64_t count) noexcept nogil:
    """Return the hash of some words: a polynomial, so that it rolls."""
    cdef uint64_t h = 0
    cdef int64_t k
    for k in range(count):
        h = h * MIX + words[k]
    return h


cdef inline uint64_t slot_for(const uint64_t *table, uint64_t mask, uint64_t h) noexcept nogil:
    """Return the slot of a shingle, else the free one where it would be put."""
    cdef uint64_t slot = (h ^ (h >> 31)) & mask
    while table[slot] and (table[slot] ^ h) > SIDES:
        slot = (slot + 1) & mask
    return slot


cdef inline int64_t places_of(int64_t words, int64_t width) noexcept nogil:
    """Return the number of shingles of a text, repeated ones counted again; a text shorter than a shingle is one."""
    return max(words - width + 1, 1 if words else 0)


cdef ShingleCounts shingles_of(
    const uint64_t *left, int64_t n, const uint64_t *right, int64_t m, int64_t width, const int32_t *origins,
    const ShingleScratch *room,
) noexcept nogil:
    """Return the different shingles of `width` words of left, of right and of both, exact but for hash collisions.

    Where a whole shingle of right was copied from one place of left, as `origins` says (see `copied_passages`), it is
    not looked up again. Where the texts are the same, `right` is NULL.
    """
    cdef ShingleCounts counts
    cdef uint64_t *table = room.table
    cdef int32_t *slots = room.slots
    cdef uint64_t size = 1, mask, h, slot, leaving = 1, entry
    cdef int64_t i, j, run_end = 0
    counts.left = counts.right = counts.both = 0
    while size < <uint64_t>(2 * (n + m) + 2):
        size <<= 1
    memset(table, 0, size * sizeof(uint64_t))
    mask = size - 1
    for _ in range(width):
        leaving *= MIX
    h = shingle_hash(left, min(width, n))
    for i in range(places_of(n, width)):
        if i > 0:
            h = h * MIX + left[i + width - 1] - left[i - 1] * leaving
        slot = slot_for(table, mask, h)
        slots[i] = <int32_t>slot
        if not table[slot]:
            table[slot] = (h & ~SIDES) | IN_LEFT
            counts.left += 1
    if right == NULL:
        counts.right = counts.both = counts.left
        return counts
    for j in range(places_of(m, width)):
        if run_end <= j:
            run_end = j + 1
            while run_end < m and origins[run_end - 1] >= 0 and origins[run_end] == origins[run_end - 1] + 1:
                run_end += 1
        if origins[j] >= 0 and j + width <= run_end:
            slot = <uint64_t>slots[origins[j]]
            entry = table[slot]
        else:
            h = shingle_hash(right + j, min(width, m - j))
            slot = slot_for(table, mask, h)
            entry = table[slot] if table[slot] else h & ~SIDES
        if not entry & IN_RIGHT:
            counts.right += 1
            counts.both += entry & IN_LEFT
            table[slot] = entry | IN_RIGHT
    return counts


def shared_shingles(
    const uint64_t[::1] left, const uint64_t[::1] right, int64_t width, const int32_t[::1] origins=None
):
    """Return how many different shingles of `width` words left, right and both have; the texts are hashes of their
    words.

    `origins`: for each word of right a place of left from which it was copied, or -1. Without it the texts are the
    same. Raises ValueError where it is of another length.
    """
    cdef list memory = []
    cdef ShingleScratch room
    cdef ShingleCounts counts
    cdef const int32_t *came_from = NULL
    cdef const uint64_t *other = NULL
    cdef const uint64_t *words = &left[0] if left.shape[0] else NULL
    cdef uint64_t nothing = 0
    if origins is not None:
        if origins.shape[0] != right.shape[0]:
            raise ValueError("Each word of the second text has one place that it was copied from.")
        other = &right[0] if right.shape[0] else &nothing
        came_from = &origins[0] if right.shape[0] else NULL
    prepare_shingles(&room, memory, max(left.shape[0], right.shape[0]))
    with nogil:
        counts = shingles_of(words, left.shape[0], other, right.shape[0], width, came_from, &room)
    return counts.left, counts.right, counts.both
