"""What the gaps between the words that two articles have in common show (see `forms`)."""

from libc.stdint cimport int32_t, int64_t


cdef struct FormFigures:
    int64_t words_a
    int64_t words_b
    int64_t matched  # words of both, in the same order
    int64_t matched_facts  # facts among them
    int64_t runs  # runs of matched words that follow one another in both
    int64_t facts_a  # words that are facts
    int64_t facts_b
    int64_t fact_slots  # places where both have a fact, and not the same
    int64_t plain_slots  # other places where both have words, and not the same
    int64_t respelled  # words of both that differ by a letter or so
    int64_t kept_facts  # runs of facts among the matched words
    int64_t own_numbers  # different numbers of one article that the other lacks, of the side with fewer
    int64_t own_names  # the same of names
    int64_t distinct_facts  # different facts of the side with fewer
    int64_t numbers_a  # different numbers of a
    int64_t numbers_b
    int64_t names_a  # different names of a
    int64_t names_b
    int64_t shown  # rows of `slots` in use


cdef struct FactSlot:
    # Words [start_a, end_a) of a and [start_b, end_b) of b.
    int32_t start_a
    int32_t end_a
    int32_t start_b
    int32_t end_b
