"""Kernels that measure pairs of articles by their words: copied passages, and the shingles that the articles have in common."""

from libc.math cimport log1p
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.string cimport memcmp

from dedup.relations.copied_passages cimport (
    COPIED_WORDS, END_A, END_B, LONGEST_RUN, PASSAGE_COLUMNS, QUOTED_A, QUOTED_B, START_A, START_B, PassageSearch, find_passages,
    index_left, prepare_search,
)
from dedup.relations.shared_shingles cimport ShingleCounts, ShingleScratch, prepare_shingles, shingles_of
from dedup.text.token_arrays cimport TokenArrays, TokenColumns


cdef struct Bound:
    double base
    double log_word
    double share
    double least


cdef int64_t longest_of(const int64_t[:, :] pairs, const TokenColumns *columns) noexcept nogil:
    """The number of words of the longest article; -1 where a pair names one that does not exist."""
    cdef int64_t longest = 1, k, side
    for k in range(pairs.shape[0]):
        for side in range(2):
            if not 0 <= pairs[k, side] < columns.articles:
                return -1
            longest = max(longest, columns.counts[pairs[k, side]])
    return longest


cdef int64_t count_set(const uint8_t *marks, int64_t begin, int64_t end) noexcept nogil:
    """How many of marks[begin:end], each 0 or 1, are set."""
    cdef int64_t found = 0, place
    for place in range(begin, end):
        found += marks[place]
    return found


cdef inline bint may_be_copied(const Bound *bound, int64_t copied, int64_t shorter) noexcept nogil:
    """Whether a pair with so many copied words can reach the least score."""
    return not bound.base + bound.log_word * log1p(<double>copied) + bound.share * copied / max(1, shorter) < bound.least


cdef inline void write_shingles(
    int64_t *figures, const uint64_t *left, int64_t n, const uint64_t *right, int64_t m, const int32_t *origins, const ShingleScratch *room
) noexcept nogil:
    """Write the figures of shingles; see `shingles_of`."""
    cdef ShingleCounts fives = shingles_of(left, n, right, m, 5, origins, room)
    cdef ShingleCounts twos = shingles_of(left, n, right, m, 2, origins, room)
    figures[FIVES_A], figures[FIVES_B], figures[FIVES_BOTH] = fives.left, fives.right, fives.both
    figures[TWOS_A], figures[TWOS_B], figures[TWOS_BOTH] = twos.left, twos.right, twos.both


cdef int64_t compare(
    const int64_t[:, :] pairs, const TokenColumns *columns, const uint8_t *quoted, int64_t least, const Bound *bound,
    PassageSearch *search, const ShingleScratch *room, int64_t[:, ::1] figures, int32_t[:, ::1] passages, int64_t *passages_used,
) noexcept nogil:
    """See `compare_pairs`."""
    cdef int64_t k, a, b, n, m, found, copied, p, used = 0, indexed = -1, free
    cdef const uint64_t *left
    cdef const uint64_t *right
    cdef const uint8_t *quoted_a
    cdef const uint8_t *quoted_b
    cdef int64_t *row
    cdef int32_t *passage
    cdef bint same
    for k in range(pairs.shape[0]):
        a, b = pairs[k, 0], pairs[k, 1]
        n, m = columns.counts[a], columns.counts[b]
        left, right = columns.hashes + columns.first[a], columns.hashes + columns.first[b]
        free = passages.shape[0] - used
        passage = &passages[used, 0] if free else NULL
        same = n == m and n > 0 and memcmp(left, right, n * sizeof(uint64_t)) == 0
        if same:
            found = 1
            if free:
                passage[START_A] = passage[START_B] = 0
                passage[END_A] = passage[END_B] = passage[COPIED_WORDS] = passage[LONGEST_RUN] = <int32_t>n
        else:
            if a != indexed:
                index_left(search, left, n)
                indexed = a
            found = find_passages(search, right, m, least, passage, free)
        if found > free:
            passages_used[0] = used
            return k
        row = &figures[k, 0]
        row[WORDS_A], row[WORDS_B] = n, m
        row[FIRST_PASSAGE], row[PASSAGES], row[SAME] = used, found, same
        quoted_a, quoted_b = quoted + columns.first[a], quoted + columns.first[b]
        copied = 0
        for p in range(found):
            copied += passage[COPIED_WORDS]
            passage[QUOTED_A] = <int32_t>count_set(quoted_a, passage[START_A], passage[END_A])
            passage[QUOTED_B] = <int32_t>count_set(quoted_b, passage[START_B], passage[END_B])
            passage += PASSAGE_COLUMNS
        used += found
        if same:
            write_shingles(row, left, n, NULL, m, NULL, room)
        elif may_be_copied(bound, copied, min(n, m)):
            write_shingles(row, left, n, right, m, search.origins, room)
    passages_used[0] = used
    return pairs.shape[0]


def compare_pairs(const int64_t[:, :] pairs, tokens, const uint8_t[::1] quoted, int64_t least, bound, measured):
    """Measure each pair of articles (rows of `pairs`, numbers in the token columns); return (pairs done, passage rows used).

    `quoted` has 1 for each place of the columns whose word is quoted. A passage has at least `least` copied words. `measured` has the
    arrays that are filled: `figures`, shape (pairs, FIGURES), and `passages`, shape (room, PASSAGE_COLUMNS). Fewer pairs than asked are
    done where `passages` is full. `bound` is (base, a log word, a share of the shorter text, least): of a pair whose copied words cannot
    reach the least score no shingles are counted. Raises ValueError where the arrays do not fit one another.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns columns = arrays.columns
    cdef int64_t[:, ::1] figures = measured.figures
    cdef int32_t[:, ::1] passages = measured.passages
    cdef Bound limit
    cdef PassageSearch search
    cdef ShingleScratch room
    cdef list held = []
    cdef int64_t done, used = 0, longest = longest_of(pairs, &columns)
    limit.base, limit.log_word, limit.share, limit.least = bound
    if longest < 0 or pairs.shape[1] != 2 or quoted.shape[0] < arrays.places:
        raise ValueError("The pairs, the quoted words and the token columns are not of the same articles.")
    if figures.shape[0] < pairs.shape[0] or figures.shape[1] != FIGURES or passages.shape[1] != PASSAGE_COLUMNS:
        raise ValueError(f"There are no {FIGURES} figures for each pair, or no {PASSAGE_COLUMNS} columns for passages.")
    prepare_search(&search, held, longest)
    prepare_shingles(&room, held, longest)
    cdef const uint8_t *marks = &quoted[0] if quoted.shape[0] else NULL
    with nogil:
        done = compare(pairs, &columns, marks, least, &limit, &search, &room, figures, passages, &used)
    return done, used


def count_pair_shingles(const int64_t[:, :] pairs, tokens, int64_t[:, ::1] figures):
    """Fill in the figures of shingles, for pairs whose shingles `compare_pairs` did not count.

    Raises ValueError where the arrays do not fit one another.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns columns = arrays.columns
    cdef ShingleScratch room
    cdef list held = []
    cdef PassageSearch search
    cdef int64_t k, a, b, longest = longest_of(pairs, &columns)
    if longest < 0 or pairs.shape[1] != 2 or figures.shape[0] < pairs.shape[0] or figures.shape[1] != FIGURES:
        raise ValueError("The pairs, their figures and the token columns do not fit one another.")
    prepare_shingles(&room, held, longest)
    prepare_search(&search, held, longest)
    with nogil:
        for k in range(longest):
            search.origins[k] = -1
        for k in range(pairs.shape[0]):
            a, b = pairs[k, 0], pairs[k, 1]
            write_shingles(
                &figures[k, 0], columns.hashes + columns.first[a], columns.counts[a], columns.hashes + columns.first[b], columns.counts[b],
                search.origins, &room,
            )
