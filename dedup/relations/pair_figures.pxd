"""What is measured of a pair of articles by its words."""

from libc.stdint cimport int64_t


cdef struct PairFigures:
    int64_t fives_a  # different shingles of five words
    int64_t fives_b
    int64_t fives_both
    int64_t twos_a
    int64_t twos_b
    int64_t twos_both
    int64_t words_a
    int64_t words_b
    int64_t first_passage  # its place among the passages
    int64_t passages  # their number
    int64_t same  # 1 where the articles have the same words
