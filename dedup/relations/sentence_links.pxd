"""The links of sentences, for the kernel that aligns pairs."""

from libc.stdint cimport int32_t, int64_t

from dedup.relations.sentence_chain cimport Chain

cpdef enum:  # the columns of a link: words [start, end) of a and of b, the cosine in thousandths
    LINK_START_A
    LINK_END_A
    LINK_START_B
    LINK_END_B
    LINK_COSINE
    LINK_COLUMNS


cdef struct Least:
    # See `alignment.Least`.
    double chained
    double crossed
    double again
    double contained


cdef struct Linked:
    # The sentences of one article, as far as links need them.
    int64_t count
    const int64_t *begins
    const double *norms
    double *best  # the largest cosine of each sentence
    int64_t *nearest  # the sentence of the other article that has it, the first of several
    int64_t *partners  # the sentence that the chain links it to, or -1


cdef void find_nearest(const double *cosines, Linked *a, Linked *b) noexcept nogil
cdef int64_t find_links(
    const double *cosines, Linked *a, Linked *b, const Chain *chain, const Least *least, int32_t *rows, int64_t room
) noexcept nogil
cdef int prepare_links(Linked *article, list held, int64_t most) except -1
