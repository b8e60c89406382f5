"""Which words of two articles are copied, one bit a word: only words that both have in a copied passage count, and the
gaps that a passage bridges do not."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memcmp, memset

from dedup.native.scratch cimport scratch
from dedup.relations.copied_passages cimport CopiedPassage, PassageSearch, find_passages, index_left, prepare_search
from dedup.text.token_arrays cimport TokenArrays


cdef inline void set_bit(uint8_t *bits, int64_t word) noexcept nogil:
    bits[word >> 3] |= <uint8_t>(1 << (word & 7))


cdef inline bint has_bit(const uint8_t *bits, int64_t word) noexcept nogil:
    return (bits[word >> 3] >> (word & 7)) & 1


cdef inline void set_first(uint8_t *bits, int64_t words) noexcept nogil:
    """Set the bits of the first words."""
    memset(bits, 0xFF, words >> 3)
    if words & 7:
        bits[words >> 3] |= <uint8_t>((1 << (words & 7)) - 1)


cdef void mark_passages(
    PassageSearch *search, const uint64_t *words, int64_t size, int64_t least, CopiedPassage *passages,
    uint8_t *left_bits, uint8_t *right_bits, int64_t shift,
) noexcept nogil:
    """Set the bits of the words that `words` has from the indexed text, in passages of at least `least` copied words.

    `words` begin at word `shift` of their article. There is room for a passage every `least` words.
    """
    cdef int64_t found = find_passages(search, words, size, least, passages, size // least + 1), k, j
    for k in range(found):
        for j in range(passages[k].start_b, passages[k].end_b):
            if search.origins[j] >= 0:
                set_bit(right_bits, shift + j)
                set_bit(left_bits, search.origins[j])


cdef void mark_pair(
    PassageSearch *search, const uint64_t *words, int64_t size, int64_t least, CopiedPassage *passages,
    uint8_t *left_bits, uint8_t *right_bits,
) noexcept nogil:
    """Set the bits of the words that an article has from the indexed one; what it repeats counts each time."""
    cdef int64_t begin = 0, end
    mark_passages(search, words, size, least, passages, left_bits, right_bits, 0)
    while begin < size:
        if has_bit(right_bits, begin):
            begin += 1
            continue
        end = begin
        while end < size and not has_bit(right_bits, end):
            end += 1
        if least <= end - begin < size:
            mark_passages(search, words + begin, end - begin, least, passages, left_bits, right_bits, begin)
        begin = end


def mark_copied_words(const int64_t[:, ::1] pairs, tokens, const int64_t[::1] least, const int64_t[:, ::1] places):
    """Return the bits of the words that the two articles of each pair (numbers in the columns) have in common, in
    copied passages of at least least[k] words in pair k.

    The bits of word w of one side of pair k are in byte places[k, side] + w // 8, the lowest first. Raises ValueError
    where the arrays do not fit one another.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef list memory = []
    cdef PassageSearch search
    cdef int64_t k, side, article, longest = 1, total = 0, left, right, indexed = -1, n, m
    cdef const uint64_t *one
    cdef const uint64_t *other
    if pairs.shape[1] != 2 or places.shape[1] != 2 or places.shape[0] != pairs.shape[0]:
        raise ValueError("There are no two articles, or no two places, for each pair.")
    if least.shape[0] != pairs.shape[0]:
        raise ValueError("There is no least number of copied words for each pair.")
    for k in range(pairs.shape[0]):
        if least[k] < 1:
            raise ValueError(f"Pair {k} asks for passages of {least[k]} words.")
        for side in range(2):
            article = pairs[k, side]
            if not 0 <= article < arrays.columns.articles or places[k, side] < 0:
                raise ValueError(f"Pair {k} names article {article}, and there are {arrays.columns.articles}.")
            longest = max(longest, arrays.columns.counts[article])
            total = max(total, places[k, side] + (arrays.columns.counts[article] + 7) // 8)
    bits = np.zeros(total, np.uint8)
    if total == 0:
        return bits
    cdef uint8_t[::1] written = bits
    cdef CopiedPassage *passages = <CopiedPassage *>scratch(memory, longest + 1, sizeof(CopiedPassage))
    prepare_search(&search, memory, longest)
    with nogil:
        for k in range(pairs.shape[0]):
            left, right = pairs[k, 0], pairs[k, 1]
            n, m = arrays.columns.counts[left], arrays.columns.counts[right]
            if n == 0 or m == 0:
                continue
            one = arrays.columns.hashes + arrays.columns.first[left]
            other = arrays.columns.hashes + arrays.columns.first[right]
            if n == m and memcmp(one, other, n * sizeof(uint64_t)) == 0:
                set_first(&written[places[k, 0]], n)
                set_first(&written[places[k, 1]], n)
                continue
            if left != indexed:
                index_left(&search, one, n)
                indexed = left
            mark_pair(&search, other, m, least[k], passages, &written[places[k, 0]], &written[places[k, 1]])
    return bits
