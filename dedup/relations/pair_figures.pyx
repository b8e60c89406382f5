"""Kernels that measure pairs of articles by their words: copied passages, and shingles that the articles have in
common."""

from libc.math cimport log1p
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.string cimport memcmp, memset

import numpy as np

from dedup.relations.copied_passages cimport CopiedPassage, PassageSearch, find_passages, index_left, prepare_search
from dedup.relations.shared_shingles cimport ShingleCounts, ShingleScratch, prepare_shingles, shingles_of
from dedup.text.token_arrays cimport TokenArrays, TokenColumns


def _dtype():
    """Return the type of PairFigures, for arrays of numpy."""
    cdef PairFigures nothing
    memset(&nothing, 0, sizeof(PairFigures))
    return np.dtype([(name, np.int64) for name in nothing])  # a struct becomes a dict of its members


PAIR_FIGURES = _dtype()


cdef struct Bound:
    # A `measure.ScoreBound`.
    double base
    double log_word
    double share  # of the shorter text
    double least


cdef struct ArticleWords:
    # The words of an article, as hashes, and whether they are quoted.
    const uint64_t *hashes
    const uint8_t *quoted
    int64_t size


cdef struct Measurer:
    # What is the same for all pairs, and scratch that is kept from pair to pair.
    TokenColumns columns
    const uint8_t *quoted
    int64_t least  # copied words of a passage
    Bound bound
    PassageSearch search
    ShingleScratch shingles
    int64_t indexed  # the article whose seeds are indexed, or -1


cdef inline ArticleWords article_words(const Measurer *here, int64_t article) noexcept nogil:
    cdef ArticleWords found
    cdef int64_t first = here.columns.first[article]
    found.hashes, found.quoted = here.columns.hashes + first, here.quoted + first
    found.size = here.columns.counts[article]
    return found


cdef int prepare(Measurer *here, list memory, const int64_t[:, :] pairs) except -1:
    """Make room for all the pairs. Raises ValueError where a pair names an article that does not exist."""
    cdef int64_t longest = 1, k, a, b
    cdef const TokenColumns *columns = &here.columns
    for k in range(pairs.shape[0]):
        a, b = pairs[k, 0], pairs[k, 1]
        if not (0 <= a < columns.articles and 0 <= b < columns.articles):
            raise ValueError(f"Pair {k} is of articles {a} and {b}, and there are {columns.articles}.")
        longest = max(longest, columns.counts[a], columns.counts[b])
    prepare_search(&here.search, memory, longest)
    prepare_shingles(&here.shingles, memory, longest)
    here.indexed = -1
    for k in range(longest):
        here.search.origins[k] = -1
    return 0


cdef int64_t count_set(const uint8_t *marks, int64_t begin, int64_t end) noexcept nogil:
    """Return how many of marks[begin:end], each 0 or 1, are set."""
    cdef int64_t found = 0, place
    for place in range(begin, end):
        found += marks[place]
    return found


cdef inline bint may_be_copied(const Bound *bound, int64_t copied, int64_t shorter) noexcept nogil:
    """Return whether a pair with so many copied words can reach the least score."""
    cdef double most = bound.base + bound.log_word * log1p(<double>copied) + bound.share * copied / max(1, shorter)
    return not most < bound.least


cdef inline void write_shingles(
    const Measurer *here, const ArticleWords *a, const ArticleWords *b, bint same, PairFigures *figures
) noexcept nogil:
    """Write the shingle counts; where the articles are not the same, search.origins has the words that were copied."""
    cdef const uint64_t *right = b.hashes
    if same:
        right = NULL
    cdef ShingleCounts fives, twos
    fives = shingles_of(a.hashes, a.size, right, b.size, 5, here.search.origins, &here.shingles)
    twos = shingles_of(a.hashes, a.size, right, b.size, 2, here.search.origins, &here.shingles)
    figures.fives_a, figures.fives_b, figures.fives_both = fives.left, fives.right, fives.both
    figures.twos_a, figures.twos_b, figures.twos_both = twos.left, twos.right, twos.both


cdef inline void write_whole(CopiedPassage *passage, int64_t words) noexcept nogil:
    """Write the passage of two articles with the same words."""
    passage.start_a = passage.start_b = 0
    passage.end_a = passage.end_b = passage.copied_words = passage.longest_run = <int32_t>words


cdef int64_t compare_pair(
    Measurer *here, int64_t left, int64_t right, PairFigures *figures, CopiedPassage *passages, int64_t room
) noexcept nogil:
    """Measure a pair, all but first_passage; return the number of its passages.

    It is not measured where there is too little room for the passages.
    """
    cdef ArticleWords a = article_words(here, left), b = article_words(here, right)
    cdef bint same = a.size == b.size and a.size > 0 and memcmp(a.hashes, b.hashes, a.size * sizeof(uint64_t)) == 0
    cdef int64_t found = 1, copied = 0, _
    if not same:
        if left != here.indexed:
            index_left(&here.search, a.hashes, a.size)
            here.indexed = left
        found = find_passages(&here.search, b.hashes, b.size, here.least, passages, room)
    if found > room:
        return found
    if same:
        write_whole(passages, a.size)
    figures.words_a, figures.words_b, figures.passages, figures.same = a.size, b.size, found, same
    for _ in range(found):
        copied += passages.copied_words
        passages.quoted_a = <int32_t>count_set(a.quoted, passages.start_a, passages.end_a)
        passages.quoted_b = <int32_t>count_set(b.quoted, passages.start_b, passages.end_b)
        passages += 1
    if same or may_be_copied(&here.bound, copied, min(a.size, b.size)):
        write_shingles(here, &a, &b, same, figures)
    return found


def compare_pairs(const int64_t[:, :] pairs, tokens, const uint8_t[::1] quoted, int64_t least, bound, measured):
    """Measure each pair of articles (rows of `pairs`, numbers in the token columns); return (pairs done, passages
    found).

    `quoted` has 1 for each place of the columns whose word is quoted. A passage has at least `least` copied words.
    `measured` has the arrays that are filled: `figures`, zeros of shape (pairs,) and type PAIR_FIGURES, and `passages`,
    shape (room,) and type COPIED_PASSAGE. Fewer pairs than asked are done where `passages` is full. `bound` is a
    `measure.ScoreBound`: of a pair whose copied words cannot reach the least score no shingles are counted. Raises
    ValueError where the arrays do not fit one another.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef PairFigures[::1] figures = measured.figures
    cdef CopiedPassage[::1] passages = measured.passages
    cdef Measurer here
    cdef list memory = []
    cdef int64_t k, found, used = 0, done = 0, room = passages.shape[0]
    cdef CopiedPassage *rows
    if pairs.shape[1] != 2 or quoted.shape[0] < arrays.places:
        raise ValueError("There are no two articles for each pair, or no marks for each word.")
    if figures.shape[0] < pairs.shape[0]:
        raise ValueError("There are no figures for each pair.")
    here.columns, here.least = arrays.columns, least
    here.quoted = &quoted[0] if quoted.shape[0] else NULL
    here.bound.base, here.bound.log_word, here.bound.share, here.bound.least = bound
    prepare(&here, memory, pairs)
    with nogil:
        for k in range(pairs.shape[0]):
            rows = &passages[used] if used < room else NULL
            found = compare_pair(&here, pairs[k, 0], pairs[k, 1], &figures[k], rows, room - used)
            if found > room - used:
                break
            figures[k].first_passage = used
            used += found
            done += 1
    return done, used


def count_pair_shingles(const int64_t[:, :] pairs, tokens, PairFigures[::1] figures):
    """Fill in the shingle counts, for pairs whose shingles `compare_pairs` did not count.

    Raises ValueError where the arrays do not fit one another.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef Measurer here
    cdef ArticleWords a, b
    cdef list memory = []
    cdef int64_t k
    if pairs.shape[1] != 2 or figures.shape[0] < pairs.shape[0]:
        raise ValueError("There are no two articles, or no figures, for each pair.")
    here.columns, here.quoted = arrays.columns, NULL
    prepare(&here, memory, pairs)  # which leaves no word copied
    with nogil:
        for k in range(pairs.shape[0]):
            a, b = article_words(&here, pairs[k, 0]), article_words(&here, pairs[k, 1])
            write_shingles(&here, &a, &b, False, &figures[k])
