"""Which sentences of two articles are linked: those of the best chain, and beyond it those most alike to one
another."""

from libc.math cimport sqrt
from libc.stdint cimport int32_t, int64_t
from libc.string cimport memset

import numpy as np

from dedup.native.scratch cimport scratch
from dedup.relations.sentence_chain cimport Chain, Link

cdef extern from *:
    """
    #define DEDUP_CONTAINED_FLOOR 30.0
    """
    const double _CONTAINED_FLOOR "DEDUP_CONTAINED_FLOOR"

# Squared weight in common from which a sentence may be a part of another: a rare name, or some rare words.
CONTAINED_FLOOR = _CONTAINED_FLOOR


def _dtype():
    """Return the type of SentenceLink, for arrays of numpy."""
    cdef SentenceLink nothing
    memset(&nothing, 0, sizeof(SentenceLink))
    return np.dtype([(name, np.int32) for name in nothing])  # a struct becomes a dict of its members


SENTENCE_LINK = _dtype()


cdef int prepare_links(Linked *article, list memory, int64_t most) except -1:
    """Make room for articles of up to `most` sentences; `memory` keeps it."""
    article.best = <double *>scratch(memory, most, sizeof(double))
    article.nearest = <int64_t *>scratch(memory, most, sizeof(int64_t))
    article.partners = <int64_t *>scratch(memory, most, sizeof(int64_t))
    return 0


cdef void find_nearest(const double *cosines, Linked *a, Linked *b) noexcept nogil:
    """Find for each sentence the one of the other article that is most alike to it."""
    cdef int64_t i, j, nearest
    cdef double best, cosine
    for j in range(b.count):
        b.best[j], b.nearest[j] = cosines[j], 0
    for i in range(a.count):
        best, nearest = cosines[0], 0
        for j in range(b.count):
            cosine = cosines[j]
            if cosine > best:
                best, nearest = cosine, j
            if cosine > b.best[j]:
                b.best[j], b.nearest[j] = cosine, i
        a.best[i], a.nearest[i] = best, nearest
        cosines += b.count


cdef inline bint is_beside(int64_t partner, int64_t place) noexcept nogil:
    return partner >= 0 and (partner - place == 1 or place - partner == 1)


cdef inline bint are_linked(
    double cosine, const Linked *a, int64_t i, const Linked *b, int64_t j, bint mutual, const Thresholds *least
) noexcept nogil:
    """Return whether sentences that the chain does not link are linked all the same; `mutual`: each is the other's
    nearest."""
    cdef double common = cosine * sqrt(a.norms[i] * b.norms[j])
    if common >= _CONTAINED_FLOOR and common >= least.contained * min(a.norms[i], b.norms[j]):
        return True
    if cosine >= least.again:
        return True
    if cosine >= least.chained and (is_beside(b.partners[j], i) or is_beside(a.partners[i], j)):
        return True
    return mutual and cosine >= least.crossed and a.partners[i] < 0 and b.partners[j] < 0


cdef inline void write_link(
    double cosine, const Linked *a, int64_t i, const Linked *b, int64_t j, SentenceLink *link
) noexcept nogil:
    link.start_a, link.end_a = <int32_t>a.begins[i], <int32_t>a.begins[i + 1]
    link.start_b, link.end_b = <int32_t>b.begins[j], <int32_t>b.begins[j + 1]
    link.cosine = <int32_t>(1000 * cosine + 0.5)


cdef int64_t find_links(
    const double *cosines, Linked *a, Linked *b, const Chain *chain, const Thresholds *least, SentenceLink *links,
    int64_t room,
) noexcept nogil:
    """Write the links of the sentences of two articles, at most `room`; return their number.

    The chain links sentences that are alike by least.chained. Beyond it, a sentence may be linked to the one of the
    other article that is nearest to it (see `find_nearest`, which comes first), in any of four cases: the chain links a
    neighbour of one to the other (one sentence rendered by two), from least.chained; each is nearest to the other and
    the chain links neither (told in another order), from least.crossed; in whatever case (told a second time), from
    least.again; or one is a part of the other (two sentences made one): they have CONTAINED_FLOOR in common, and
    least.contained of the lighter one.
    """
    cdef int64_t k, i, j, found = 0, m = b.count
    cdef double cosine
    for i in range(a.count):
        a.partners[i] = -1
    for j in range(m):
        b.partners[j] = -1
    for k in range(chain.count):
        i, j = chain.links[k].i, chain.links[k].j
        cosine = cosines[i * m + j]
        if cosine >= least.chained:
            a.partners[i], b.partners[j] = j, i
            if found < room:
                write_link(cosine, a, i, b, j, links + found)
            found += 1
    for i in range(a.count):
        j = a.nearest[i]
        cosine = cosines[i * m + j]
        if a.partners[i] != j and are_linked(cosine, a, i, b, j, b.nearest[j] == i, least):
            if found < room:
                write_link(cosine, a, i, b, j, links + found)
            found += 1
    for j in range(m):
        i = b.nearest[j]
        if b.partners[j] == i or a.nearest[i] == j:
            continue  # linked by the chain, or met from i already
        cosine = cosines[i * m + j]
        if are_linked(cosine, a, i, b, j, False, least):
            if found < room:
                write_link(cosine, a, i, b, j, links + found)
            found += 1
    return found


# For tests of the single steps:


def nearest_of(const double[:, ::1] cosines):
    """Return for each sentence of a, and of b, its largest cosine."""
    cdef list memory = []
    cdef Linked a, b
    a.count, b.count = cosines.shape[0], cosines.shape[1]
    prepare_links(&a, memory, a.count)
    prepare_links(&b, memory, b.count)
    find_nearest(&cosines[0, 0], &a, &b)
    return [a.best[i] for i in range(a.count)], [b.best[j] for j in range(b.count)]


def links_of(const double[:, ::1] cosines, cells, begins, norms, thresholds, SentenceLink[::1] out):
    """Fill `out` with links and return their number; `cells` are those of the chain, `begins` and `norms` are pairs: of
    a, and of b."""
    cdef list memory = []
    cdef Linked a, b
    cdef Thresholds limits
    cdef Chain chain
    cdef const int64_t[::1] begins_a = begins[0], begins_b = begins[1]
    cdef const double[::1] norms_a = norms[0], norms_b = norms[1]
    a.count, b.count = cosines.shape[0], cosines.shape[1]
    prepare_links(&a, memory, a.count)
    prepare_links(&b, memory, b.count)
    a.begins, b.begins, a.norms, b.norms = &begins_a[0], &begins_b[0], &norms_a[0], &norms_b[0]
    limits.chained, limits.crossed, limits.again, limits.contained = thresholds
    find_nearest(&cosines[0, 0], &a, &b)
    chain.count, chain.links = len(cells), <Link *>scratch(memory, len(cells), sizeof(Link))
    for k, (i, j) in enumerate(cells):
        chain.links[k].i, chain.links[k].j = i, j
    cdef SentenceLink *links = &out[0] if out.shape[0] else NULL
    return find_links(&cosines[0, 0], &a, &b, &chain, &limits, links, out.shape[0])
