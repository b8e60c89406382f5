"""The words of one version as columns, for the kernels that align versions."""

from libc.stdint cimport int32_t, uint32_t

cpdef enum:
    # Of a word wherever it is written:
    CONTENT = 1  # it says something by itself
    CAPITAL = 2
    ACRONYM = 4
    NUMBER = 8  # it begins with a digit
    NUMERAL = 16  # it is a number, in figures or spelled
    DENIES = 32
    SAYS = 64  # a verb of saying
    CALENDAR_WORD = 128  # a day, a month, a part of the day
    AND = 256
    # Of a word at its place:
    FIRST = 512  # it begins a sentence, a line or a quotation
    QUOTED = 1024  # it is between quotation marks
    SAYS_BEHIND = 2048  # it begins a quotation with a verb of saying


cdef class WordColumns:
    cdef readonly Py_ssize_t size
    cdef const int32_t[::1] keys
    cdef const int32_t[::1] forms
    cdef const int32_t[::1] quotations
    cdef const uint32_t[::1] signs
