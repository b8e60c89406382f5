"""The best chain of sentences, for the kernel that aligns pairs."""

from libc.stdint cimport int64_t

cpdef enum:
    NEAR = 2  # sentences: links that follow one another within it make one run


cdef struct Link:
    int64_t i, j  # sentences of a and of b


cdef struct Chain:
    double total  # sum of gains
    int64_t count
    Link *links  # from the end of the chain to its beginning


cdef struct ChainFeatures:
    double weight  # the logarithm of the sum of gains
    double share  # the sum by sentence of the shorter article
    double run  # the logarithm of the best run
    double best  # link
    double best_three  # mean
    double mean


cdef void find_chain(const double *gains, int64_t n, int64_t m, double *best, Chain *chain) noexcept nogil
cdef void describe_chain(
    const double *gains, int64_t n, int64_t m, const Chain *chain, ChainFeatures *found
) noexcept nogil
cdef int64_t longest_run(const Chain *chain) noexcept nogil
