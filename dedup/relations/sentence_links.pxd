"""The links of sentences, for the kernel that aligns pairs."""

from libc.stdint cimport int32_t, int64_t

from dedup.relations.sentence_chain cimport Chain


cdef struct SentenceLink:
    # See `alignment.SentenceLink`.
    int32_t start_a
    int32_t end_a
    int32_t start_b
    int32_t end_b
    int32_t cosine


cdef struct Thresholds:
    # See `alignment.LinkThresholds`.
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
    const double *cosines, Linked *a, Linked *b, const Chain *chain, const Thresholds *least, SentenceLink *links,
    int64_t room,
) noexcept nogil
cdef int prepare_links(Linked *article, list memory, int64_t most) except -1
