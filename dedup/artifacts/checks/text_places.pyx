"""Finds, in one pass each, the few places of a text that a check has to look at.

All take and return code points. A text may have any: surrogates, NULs, and letters without spaces between them.
"""

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    const void *PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, const void *data, Py_ssize_t index) nogil
    bint Py_UNICODE_ISSPACE(Py_UCS4 point) nogil
    bint Py_UNICODE_ISALNUM(Py_UCS4 point) nogil


cdef struct Points:  # the code points of a string
    int kind
    const void *data
    Py_ssize_t size


cdef inline Points points_of(str text) noexcept:
    return Points(PyUnicode_KIND(text), PyUnicode_DATA(text), len(text))


cdef inline Py_UCS4 point_at(const Points *text, Py_ssize_t at) noexcept nogil:
    """Return the code point at a place, 0 beyond the end."""
    return PyUnicode_READ(text.kind, text.data, at) if at < text.size else 0


cdef inline bint is_small(Py_UCS4 point) noexcept nogil:
    return 97 <= point <= 122


cdef inline bint is_capital(Py_UCS4 point) noexcept nogil:
    return 65 <= point <= 90


cdef inline bint is_same(const Points *text, Py_ssize_t one, Py_ssize_t other, Py_ssize_t size) noexcept nogil:
    """Return whether the same `size` code points are at two places; False where one of them is outside the text."""
    cdef Py_ssize_t n
    if one < 0 or other < 0 or one + size > text.size or other + size > text.size:
        return False
    for n in range(size):
        if PyUnicode_READ(text.kind, text.data, one + n) != PyUnicode_READ(text.kind, text.data, other + n):
            return False
    return True


cdef inline bint is_of_word(Py_UCS4 point) noexcept nogil:
    """Return whether a code point of ASCII is a letter or a digit."""
    return is_small(point) or is_capital(point) or 48 <= point <= 57


def capitals_inside(str text not None, str beginning not None):
    """Return where a capital of ASCII is behind two small letters of ASCII or more, unless a capital, a digit or one of
    the marks of `beginning` is before these."""
    cdef Points points = points_of(text)
    cdef Py_UCS4 point, before = 0
    cdef Py_ssize_t at, small = 0  # letters in a row
    cdef list found = []
    for at in range(points.size):
        point = PyUnicode_READ(points.kind, points.data, at)
        if is_small(point):
            small += 1
            continue
        if small >= 2 and is_capital(point) and not is_of_word(before) and before not in beginning:
            found.append(at)
        small, before = 0, point
    return found


cdef inline bint is_french(const Points *text, Py_ssize_t at, Py_UCS4 point) noexcept nogil:
    """Return whether letters as French writes them begin here: "ch", "dj", "Ch", "Dj", "Mou"."""
    if point == c"c" or point == c"C":
        return point_at(text, at + 1) == c"h"
    if point == c"d" or point == c"D":
        return point_at(text, at + 1) == c"j"
    return point == c"M" and point_at(text, at + 1) == c"o" and point_at(text, at + 2) == c"u"


cdef inline Py_ssize_t begin_of_word(const Points *text, Py_ssize_t at, Py_ssize_t longest) noexcept nogil:
    """Return where the letters, digits and "_" before a place begin, at most `longest` before it."""
    cdef Py_ssize_t begin = at
    cdef Py_UCS4 point
    while begin > 0 and at - begin < longest:
        point = PyUnicode_READ(text.kind, text.data, begin - 1)
        if not Py_UNICODE_ISALNUM(point) and point != c"_":
            break
        begin -= 1
    return begin


def french_letters(str text not None, Py_ssize_t longest):
    """Return (begin, at) of each "ch", "dj", "Ch", "Dj" or "Mou" at `at` in a word that begins at `begin`, at most
    `longest` before, with a capital of Latin-1."""
    cdef Points points = points_of(text)
    cdef Py_UCS4 first
    cdef Py_ssize_t at, begin
    cdef list found = []
    for at in range(points.size):
        if is_french(&points, at, PyUnicode_READ(points.kind, points.data, at)):
            begin = begin_of_word(&points, at, longest)
            first = PyUnicode_READ(points.kind, points.data, begin)
            if is_capital(first) or 0xC0 <= first <= 0xDE:
                found.append((begin, at))
    return found


def repeated_items(str text not None, Py_ssize_t longest):
    """Return where ", " is before an item of at most `longest` code points, without comma or space, that ", " and the
    same code points are behind."""
    cdef Points points = points_of(text)
    cdef Py_ssize_t at, end, begin
    cdef Py_UCS4 point
    cdef list found = []
    for at in range(points.size - 1):
        if PyUnicode_READ(points.kind, points.data, at) != c"," or point_at(&points, at + 1) != c" ":
            continue
        begin = end = at + 2
        while end < points.size and end - begin <= longest:
            point = PyUnicode_READ(points.kind, points.data, end)
            if point == c"," or point == c" ":
                break
            end += 1
        if point_at(&points, end) == c"," and point_at(&points, end + 1) == c" " and begin < end <= begin + longest:
            if is_same(&points, begin, end + 2, end - begin):
                found.append(at)
    return found


cdef struct Token:
    Py_ssize_t begin
    Py_ssize_t end


cdef inline Token token_behind(const Points *text, Py_ssize_t at, Py_ssize_t stop) noexcept nogil:
    """Return what is between spaces from `at` on, up to `stop`; nothing where there are but spaces."""
    cdef Token token
    while at < stop and Py_UNICODE_ISSPACE(PyUnicode_READ(text.kind, text.data, at)):
        at += 1
    token.begin = at
    while at < stop and not Py_UNICODE_ISSPACE(PyUnicode_READ(text.kind, text.data, at)):
        at += 1
    token.end = at
    return token


cdef bint is_before(const Points *text, Py_ssize_t at, Token token, str edges):
    """Return whether a token, without the `edges` at its end, may be before `at`."""
    while token.end > token.begin and PyUnicode_READ(text.kind, text.data, token.end - 1) in edges:
        token.end -= 1
    return is_same(text, at - (token.end - token.begin), token.begin, token.end - token.begin)


def repeats_around(str text not None, str conjunction not None, str edges not None, Py_ssize_t longest):
    """Return (before, start, end) of the conjunctions that may have the same words before and behind them: those where
    the first or the second of the words behind is the last one before. A word that is all of `edges` counts for any.

    `before` is where the conjunction before ends, and the words before begin.

    The words behind are those of the `longest` code points behind a conjunction.
    """
    cdef Points points = points_of(text)
    cdef Py_ssize_t size = len(conjunction), at = text.find(conjunction), end = 0, before
    cdef Token first, second
    cdef list found = []
    while at >= 0:
        before, end = end, at + size
        first = token_behind(&points, end, min(points.size, end + longest))
        second = token_behind(&points, first.end, min(points.size, end + longest))
        if first.end > first.begin and (
            is_before(&points, at, first, edges) or (second.end > second.begin and is_before(&points, at, second, edges))
        ):
            found.append((before, at, end))
        at = text.find(conjunction, end)
    return found
