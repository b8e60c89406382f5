"""The flag that `mark_title_case` adds to those of `token_flags`."""

cdef enum:
    TITLE_CASE = 32  # of a word in a line that is written in title case, where a capital letter means nothing
