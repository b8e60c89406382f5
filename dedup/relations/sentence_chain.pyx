"""The best chain of sentences: those of both articles in the same order, so that the sum of their gains is largest."""

from libc.math cimport log1p
from libc.stdint cimport int64_t
from libc.string cimport memset

from dedup.native.scratch cimport scratch


cdef double best_chain(const double *gains, int64_t n, int64_t m, double *best) noexcept nogil:
    """Return the largest sum of positive gains over cells that ascend in both directions.

    `gains` has n rows of m columns; best[i * (m + 1) + j] becomes the sum for the first i sentences of a and the first
    j of b.
    """
    cdef int64_t _, j
    cdef double value, gain, linked
    cdef double *above = best
    cdef double *row
    memset(best, 0, (m + 1) * sizeof(double))
    for _ in range(n):
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


cdef void trace_chain(const double *gains, int64_t n, int64_t m, const double *best, Chain *chain) noexcept nogil:
    """Write the links of the chain that `best_chain` found, from its end to its beginning.

    Where two ways are as good, a shorter text a goes before a shorter b, and both before a link.
    """
    cdef int64_t i = n, j = m
    cdef double value, gain
    cdef const double *row
    cdef const double *above
    chain.count = 0
    while i > 0 and j > 0:
        row, above = best + i * (m + 1), best + (i - 1) * (m + 1)
        gain = gains[(i - 1) * m + j - 1]
        value = row[j - 1] if row[j - 1] > above[j] else above[j]
        if gain > 0.0 and above[j - 1] + gain > value:
            i -= 1
            j -= 1
            chain.links[chain.count].i, chain.links[chain.count].j = i, j
            chain.count += 1
        elif row[j - 1] > above[j]:
            j -= 1
        else:
            i -= 1


cdef void find_chain(const double *gains, int64_t n, int64_t m, double *best, Chain *chain) noexcept nogil:
    """Find the best chain; `best` is scratch of (n + 1) * (m + 1) values, and there is room for min(n, m) links."""
    chain.total = best_chain(gains, n, m, best)
    trace_chain(gains, n, m, best, chain)


cdef inline bint follows(const Chain *chain, int64_t k) noexcept nogil:
    """Return whether link k is near the one before it."""
    cdef const Link *link = chain.links + k
    cdef const Link *before = link - 1
    return k > 0 and before.i - link.i <= NEAR and before.j - link.j <= NEAR


cdef void describe_chain(
    const double *gains, int64_t n, int64_t m, const Chain *chain, ChainFeatures *found
) noexcept nogil:
    """Write the features of a chain."""
    cdef double run = 0, best_run = 0, first = 0, second = 0, third = 0, gain
    cdef int64_t k
    for k in range(chain.count):
        gain = gains[chain.links[k].i * m + chain.links[k].j]
        run = run + gain if follows(chain, k) else gain
        best_run = max(best_run, run)
        if gain > first:
            first, second, third = gain, first, second
        elif gain > second:
            second, third = gain, second
        elif gain > third:
            third = gain
    found.weight, found.share = log1p(chain.total), chain.total / max(1, min(n, m))
    found.run, found.best = log1p(best_run), first
    found.best_three, found.mean = (first + second + third) / 3, chain.total / max(1, chain.count)


cdef int64_t longest_run(const Chain *chain) noexcept nogil:
    """Return the number of links of the longest run of the chain."""
    cdef int64_t longest = 0, length = 0, k
    for k in range(chain.count):
        length = length + 1 if follows(chain, k) else 1
        longest = max(longest, length)
    return longest


# For tests of the single steps:


def chain_of(const double[:, ::1] gains):
    """Return the sum of the best chain, and its links (sentence of a, sentence of b) from its end to its beginning."""
    cdef int64_t n = gains.shape[0], m = gains.shape[1]
    cdef list memory = []
    cdef double *best = <double *>scratch(memory, (n + 1) * (m + 1), sizeof(double))
    cdef Chain chain
    chain.links = <Link *>scratch(memory, min(n, m), sizeof(Link))
    find_chain(&gains[0, 0], n, m, best, &chain)
    return chain.total, [(chain.links[k].i, chain.links[k].j) for k in range(chain.count)]


def features_of(const double[:, ::1] gains, double total, links):
    """Return the features of a chain, a dict in the order of ChainFeatures, and its longest run; see `chain_of`."""
    cdef list memory = []
    cdef ChainFeatures found
    cdef Chain chain
    chain.total, chain.count = total, len(links)
    chain.links = <Link *>scratch(memory, chain.count, sizeof(Link))
    for k, (i, j) in enumerate(links):
        chain.links[k].i, chain.links[k].j = i, j
    describe_chain(&gains[0, 0], gains.shape[0], gains.shape[1], &chain, &found)
    return found, longest_run(&chain)
