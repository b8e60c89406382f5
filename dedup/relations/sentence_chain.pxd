"""The best chain of sentences, for the kernel that aligns pairs."""

from libc.stdint cimport int64_t

cpdef enum:
    NEAR = 2  # sentences: links that follow one another within it make one run


cdef struct Link:
    int64_t i, j  # sentences of a and of b


cdef struct ChainFeatures:
    double total  # the logarithm of the sum of gains
    double share  # the sum by sentence of the shorter article
    double run  # the logarithm of the best run
    double best  # link
    double best_three  # mean
    double mean


cdef double best_chain(const double *gains, int64_t n, int64_t m, double *best) noexcept nogil
cdef int64_t trace_chain(const double *gains, int64_t n, int64_t m, const double *best, Link *chain) noexcept nogil
cdef void describe_chain(
    const double *gains, int64_t n, int64_t m, double total, const Link *chain, int64_t count, ChainFeatures *found
) noexcept nogil
cdef int64_t longest_run(const Link *chain, int64_t count) noexcept nogil
