"""The runs of words that two versions have in common: the longest common subsequence of their keys.

Bit-parallel (Hyyrö 2004), a machine word for 64 words of a version, with the row of each word of the other kept to go
back by. Where several alignments are as long, the one of rapidfuzz's `Indel.opcodes` is taken.
"""

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.string cimport memset

from dedup.native.scratch cimport scratch

cdef extern from * nogil:
    """
    #include <stdint.h>
    static inline uint64_t add_with_carry(uint64_t a, uint64_t b, uint64_t *carry) {
        uint64_t sum = a + *carry, out = sum < a;
        sum += b;
        *carry = out | (sum < b);
        return sum;
    }
    """
    uint64_t add_with_carry(uint64_t a, uint64_t b, uint64_t *carry)


cdef inline int64_t slot_of(const int32_t *slots, int64_t mask, int32_t key) noexcept nogil:
    """Return the slot that has the key, else the empty one (-1) where it belongs."""
    cdef int64_t slot = (<uint64_t>key * <uint64_t>0x9E3779B97F4A7C15 >> 32) & mask
    while slots[slot] >= 0 and slots[slot] != key:
        slot = (slot + 1) & mask
    return slot


cdef int64_t find_runs(
    const int32_t *one, int64_t n, const int32_t *other, int64_t m, list memory, Run *runs
) except -1:
    """Write the runs that one[:n] and other[:m] have in common, in their order, and return their number.

    There is room for min(n, m) runs. `memory` gets the scratch.
    """
    cdef int64_t head = 0, tail = 0, count = 0, k
    while head < n and head < m and one[head] == other[head]:
        head += 1
    while tail < n - head and tail < m - head and one[n - 1 - tail] == other[m - 1 - tail]:
        tail += 1
    if head:
        runs[0].a, runs[0].b, runs[0].size = 0, 0, head
        count = 1
    if n - head - tail and m - head - tail:
        count = find_middle(one, n - tail, other, m - tail, head, memory, runs, count)
    for k in range(tail):
        count = add_match(runs, count, n - tail + k, m - tail + k)
    return count


cdef inline int64_t add_match(Run *runs, int64_t count, int64_t a, int64_t b) noexcept nogil:
    """Put a shared word at the end of the last run, or begin a run with it; return the number of runs."""
    cdef Run *last = runs + count - 1
    if count and last.a + last.size == a and last.b + last.size == b:
        last.size += 1
        return count
    runs[count].a, runs[count].b, runs[count].size = a, b, 1
    return count + 1


cdef int64_t find_middle(
    const int32_t *one, int64_t n, const int32_t *other, int64_t m, int64_t head, list memory, Run *runs, int64_t count
) except -1:
    """Add the runs of one[head:n] and other[head:m] to the `count` runs that are there; return their number."""
    cdef int64_t width = n - head, height = m - head, cells = (width + 63) // 64, mask = 4
    while mask < 2 * width:
        mask *= 2
    cdef int32_t *slots = <int32_t *>scratch(memory, mask, sizeof(int32_t))
    cdef int64_t *numbers = <int64_t *>scratch(memory, mask, sizeof(int64_t))
    cdef uint64_t *places = <uint64_t *>scratch(memory, width * cells, sizeof(uint64_t))
    cdef uint64_t *rows = <uint64_t *>scratch(memory, height * cells, sizeof(uint64_t))
    cdef uint64_t *above
    cdef uint64_t *row
    cdef uint64_t *match
    cdef uint64_t carry, shared
    cdef int64_t k, j, cell, slot, known = 0, col, line, matched = 0
    memset(slots, 0xFF, mask * sizeof(int32_t))
    mask -= 1
    for k in range(width):
        slot = slot_of(slots, mask, one[head + k])
        if slots[slot] < 0:
            slots[slot], numbers[slot] = one[head + k], known
            memset(places + known * cells, 0, cells * sizeof(uint64_t))
            known += 1
        places[numbers[slot] * cells + (k >> 6)] |= <uint64_t>1 << (k & 63)
    for j in range(height):
        row = rows + j * cells
        above = row - cells
        slot = slot_of(slots, mask, other[head + j])
        match = NULL if slots[slot] < 0 else places + numbers[slot] * cells
        carry = 0
        for cell in range(cells):
            row[cell] = above[cell] if j else ~<uint64_t>0
            if match != NULL:
                shared = row[cell] & match[cell]
                row[cell] = add_with_carry(row[cell], shared, &carry) | (row[cell] - shared)
    # Matches are found from the end.
    cdef int64_t *pairs = <int64_t *>scratch(memory, 2 * min(width, height), sizeof(int64_t))
    col, line = width, height
    while col and line:
        if rows[(line - 1) * cells + ((col - 1) >> 6)] >> ((col - 1) & 63) & 1:
            col -= 1
        else:
            line -= 1
            if not line or rows[(line - 1) * cells + ((col - 1) >> 6)] >> ((col - 1) & 63) & 1:
                col -= 1
                pairs[2 * matched], pairs[2 * matched + 1] = col, line
                matched += 1
    for k in range(matched - 1, -1, -1):
        count = add_match(runs, count, head + pairs[2 * k], head + pairs[2 * k + 1])
    return count


def runs_between(const int32_t[::1] one, const int32_t[::1] other):
    """Return the runs (place in one, place in other, size) of two arrays of numbers from 0 on; for tests."""
    cdef list memory = []
    cdef Run *runs = <Run *>scratch(memory, min(one.shape[0], other.shape[0]), sizeof(Run))
    cdef int64_t count = 0, k
    if one.shape[0] and other.shape[0]:
        count = find_runs(&one[0], one.shape[0], &other[0], other.shape[0], memory, runs)
    return [(runs[k].a, runs[k].b, runs[k].size) for k in range(count)]
