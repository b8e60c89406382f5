"""The best chain of sentences: those of both articles in the same order, so that the sum of their gains is largest."""

import numpy as np

from libc.math cimport log1p
from libc.stdint cimport int64_t
from libc.string cimport memset


cdef double best_chain(const double *gains, int64_t n, int64_t m, double *best) noexcept nogil:
    """Return the largest sum of positive gains over cells that ascend in both directions.

    `gains` has n rows of m columns; best[i * (m + 1) + j] becomes the sum for the first i sentences of a and the first j of b.
    """
    cdef int64_t i, j
    cdef double value, gain, linked
    cdef double *above = best
    cdef double *row
    memset(best, 0, (m + 1) * sizeof(double))
    for i in range(n):
        row = above + m + 1
        row[0] = value = 0.0
        for j in range(m):
            gain = gains[j]
            value = above[j + 1] if above[j + 1] > value else value
            if gain > 0.0:
                linked = above[j] + gain
                value = linked if linked > value else value
            row[j + 1] = value
        gains += m
        above = row
    return above[m]


cdef int64_t trace_chain(const double *gains, int64_t n, int64_t m, const double *best, Link *chain) noexcept nogil:
    """Write the links of the chain that `best_chain` found, from its end to its beginning; return their number.

    Where two ways are as good, a shorter text a goes before a shorter b, and both before a link.
    """
    cdef int64_t i = n, j = m, count = 0
    cdef double value, gain
    cdef const double *row
    cdef const double *above
    while i > 0 and j > 0:
        row, above = best + i * (m + 1), best + (i - 1) * (m + 1)
        gain = gains[(i - 1) * m + j - 1]
        value = row[j - 1] if row[j - 1] > above[j] else above[j]
        if gain > 0.0 and above[j - 1] + gain > value:
            i -= 1
            j -= 1
            chain[count].i, chain[count].j = i, j
            count += 1
        elif row[j - 1] > above[j]:
            j -= 1
        else:
            i -= 1
    return count


cdef inline bint follows(const Link *chain, int64_t k) noexcept nogil:
    """Whether link k is near the one before it."""
    return k > 0 and chain[k - 1].i - chain[k].i <= NEAR and chain[k - 1].j - chain[k].j <= NEAR


cdef void describe_chain(
    const double *gains, int64_t n, int64_t m, double total, const Link *chain, int64_t count, ChainFeatures *found
) noexcept nogil:
    """Write the features of a chain whose gains add up to `total`."""
    cdef double run = 0, best_run = 0, first = 0, second = 0, third = 0, gain
    cdef int64_t k
    for k in range(count):
        gain = gains[chain[k].i * m + chain[k].j]
        run = run + gain if follows(chain, k) else gain
        best_run = max(best_run, run)
        if gain > first:
            first, second, third = gain, first, second
        elif gain > second:
            second, third = gain, second
        elif gain > third:
            third = gain
    found.total, found.share = log1p(total), total / max(1, min(n, m))
    found.run, found.best = log1p(best_run), first
    found.best_three, found.mean = (first + second + third) / 3, total / max(1, count)


cdef int64_t longest_run(const Link *chain, int64_t count) noexcept nogil:
    """Return the number of links of the longest run of the chain."""
    cdef int64_t longest = 0, length = 0, k
    for k in range(count):
        length = length + 1 if follows(chain, k) else 1
        longest = max(longest, length)
    return longest


# For tests of the single steps:


def chain_of(const double[:, ::1] gains):
    """Return the sum of the best chain, and its links (sentence of a, sentence of b) from its end to its beginning."""
    cdef int64_t n = gains.shape[0], m = gains.shape[1], count
    cdef double[:, ::1] best = np.empty((n + 1, m + 1))
    cdef int64_t[:, ::1] cells = np.empty((min(n, m), 2), np.int64)
    cdef double total = best_chain(&gains[0, 0], n, m, &best[0, 0])
    count = trace_chain(&gains[0, 0], n, m, &best[0, 0], <Link *>&cells[0, 0])
    return total, [(cells[k, 0], cells[k, 1]) for k in range(count)]


def features_of(const double[:, ::1] gains, double total, chain):
    """Return the features of a chain, links as `chain_of` gives them: a dict in the order of ChainFeatures, and its longest run."""
    cdef int64_t[:, ::1] cells = np.array([*chain, (0, 0)], np.int64)
    cdef ChainFeatures found
    describe_chain(&gains[0, 0], gains.shape[0], gains.shape[1], total, <Link *>&cells[0, 0], len(chain), &found)
    return found, longest_run(<Link *>&cells[0, 0], len(chain))
