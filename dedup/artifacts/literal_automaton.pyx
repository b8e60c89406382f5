"""Finds all literals of the rules in one pass over the texts of a batch (Aho and Corasick 1975).

The automaton reads bytes as classes: all bytes that no literal has are class 0, and an ASCII letter is of one class with its capital.
A step leads to where the row of the next state begins, so that one addition finds the next step.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t

import numpy as np


cdef struct Automaton:
    const uint8_t *classes  # of the 256 bytes
    const int32_t *steps  # steps[row + class]: where the row of the next state begins, or its complement where a literal ends in it
    int64_t width  # classes; the row of state s begins at s * width
    const int32_t *link  # of each state: that of the next shorter ending that is a literal, 0 for none
    const int32_t *first  # a literal that ends in each state, -1 for none
    const int32_t *following  # another literal that ends where literal k does, -1 for none


cdef struct Literals:
    const uint8_t *text
    const int64_t *places  # literal k is text[places[k] : places[k + 1]]
    const uint8_t *folded  # whether its ASCII letters may be in either case
    const uint16_t *left  # the kinds of bytes that may be before it
    const uint16_t *right  # and behind it
    const uint16_t *kinds  # of the 256 bytes, a bit each
    uint16_t edge  # the kind of the beginning and the end of an article
    const int64_t *use_first  # the uses of literal k are uses[use_first[k] : use_first[k + 1]]
    const int64_t *uses
    const int64_t *reach  # of each use, in code points


cdef struct Window:
    int64_t low
    int64_t high


cdef struct OpenWindows:  # of one article: the last window of each use, which the next literal may still widen
    Window *windows  # of each use
    int64_t *article  # the last article in which each use has a window
    int64_t *touched  # the uses that have one in this article
    int64_t count  # of these


cdef struct Row:
    int64_t article
    int64_t use
    int64_t low
    int64_t high


cdef struct Rows:
    Row *rows
    int64_t filled
    int64_t room


cdef int64_t build(
    const uint8_t[::1] text, const int64_t[::1] places, const uint8_t[::1] classes, int32_t[:, ::1] steps, int32_t[::1] link,
    int32_t[::1] first, int32_t[::1] following, int32_t[:, ::1] scratch,
) noexcept nogil:
    """See `build_automaton`; `scratch` has two rows with a column for each state."""
    cdef int64_t width = steps.shape[1], states = 1, at, place, column, k, state, head = 0, tail = 1
    cdef int32_t step
    cdef int32_t[::1] fail = scratch[0], queue = scratch[1]
    steps[0, :] = 0
    first[0] = -1
    for k in range(places.shape[0] - 1):
        at = 0
        for place in range(places[k], places[k + 1]):
            column = classes[text[place]]
            if steps[at, column] == 0:
                steps[states, :] = 0
                first[states] = -1
                steps[at, column] = <int32_t>states
                states += 1
            at = steps[at, column]
        following[k] = first[at]
        first[at] = <int32_t>k
    fail[0] = queue[0] = link[0] = 0
    while head < tail:
        state = queue[head]
        head += 1
        if state:
            link[state] = fail[state] if first[fail[state]] >= 0 else link[fail[state]]
        for column in range(width):
            step = steps[state, column]
            if step:
                fail[step] = steps[fail[state], column] if state else 0
                queue[tail] = step
                tail += 1
            elif state:
                steps[state, column] = steps[fail[state], column]
    for state in range(states):
        for column in range(width):
            step = steps[state, column]
            steps[state, column] = <int32_t>(step * width)
            if first[step] >= 0 or link[step] > 0:
                steps[state, column] = ~steps[state, column]
    return states


def build_automaton(const uint8_t[::1] text, const int64_t[::1] places, const uint8_t[::1] classes, Py_ssize_t width):
    """Build the automaton of the literals text[places[k] : places[k + 1]] over `width` classes of bytes.

    Return (steps, link, first, following), shapes (states, width), (states,), (states,), (literals,): see `Automaton`.
    """
    cdef Py_ssize_t most = 1, k
    if places.shape[0] == 0 or places[0] < 0 or places[places.shape[0] - 1] > text.shape[0] or classes.shape[0] != 256:
        raise ValueError("The literals are not inside their text, or there are not 256 classes.")
    for k in range(places.shape[0] - 1):
        if places[k + 1] < places[k]:
            raise ValueError(f"Literal {k} ends before it begins.")
        most += places[k + 1] - places[k]
    for k in range(256):
        if classes[k] >= width:
            raise ValueError(f"Byte {k} is of class {classes[k]}, and there are {width} classes.")
    if most * width >= 2**31:
        raise ValueError(f"The automaton of {most - 1} bytes of literals is too large.")
    steps, link, first = np.empty((most, width), np.int32), np.empty(most, np.int32), np.empty(most, np.int32)
    following = np.empty(places.shape[0] - 1, np.int32)
    states = build(text, places, classes, steps, link, first, following, np.empty((2, most), np.int32))
    return steps[:states].copy(), link[:states].copy(), first[:states].copy(), following


cdef bint matches(const uint8_t *buffer, int64_t start, int64_t begin, int64_t stop, int64_t k, const Literals *literals) noexcept nogil:
    """Whether literal k, whose letters are at `start` in some case, counts there in the article [begin, stop)."""
    cdef int64_t size = literals.places[k + 1] - literals.places[k], i
    cdef const uint8_t *letters = literals.text + literals.places[k]
    cdef uint16_t before = literals.kinds[buffer[start - 1]] if start > begin else literals.edge
    cdef uint16_t behind = literals.kinds[buffer[start + size]] if start + size < stop else literals.edge
    if not (before & literals.left[k] and behind & literals.right[k]):
        return False
    if not literals.folded[k]:
        for i in range(size):
            if buffer[start + i] != letters[i]:
                return False
    return True


cdef bint open_window(int64_t article, int64_t use, Window window, OpenWindows *opened, Rows *out) noexcept nogil:
    """Open a window of a use, or widen the last one where both touch; False where there is no room to write the last one."""
    cdef Window *last = &opened.windows[use]
    if opened.article[use] != article:
        opened.article[use] = article
        opened.touched[opened.count] = use
        opened.count += 1
    elif window.low <= last.high:
        last.low, last.high = min(window.low, last.low), window.high
        return True
    elif not write_window(article, use, opened, out):
        return False
    last[0] = window
    return True


cdef bint write_window(int64_t article, int64_t use, const OpenWindows *opened, Rows *out) noexcept nogil:
    """Write the last window of a use; False where there is no room."""
    cdef Row *row = &out.rows[out.filled]
    if out.filled == out.room:
        return False
    row.article, row.use, row.low, row.high = article, use, opened.windows[use].low, opened.windows[use].high
    out.filled += 1
    return True


cdef bint search_article(
    const uint8_t *buffer, int64_t begin, int64_t stop, int64_t article, const Automaton *automaton, const Literals *literals,
    OpenWindows *opened, Rows *out,
) noexcept nogil:
    """Write the windows of an article; False where there was no room for all of them."""
    cdef int64_t row = 0, ending, points = 0, at, j, size, reach
    cdef int32_t k
    cdef Window window
    cdef const int32_t *steps = automaton.steps
    cdef const uint8_t *classes = automaton.classes
    opened.count = 0
    for at in range(begin, stop):
        points += buffer[at] & 0xC0 != 0x80
        row = steps[row + classes[buffer[at]]]
        if row >= 0:
            continue
        row = ~row
        ending = row // automaton.width
        while ending > 0:
            k = automaton.first[ending]
            ending = automaton.link[ending]
            while k >= 0:
                size = literals.places[k + 1] - literals.places[k]
                if matches(buffer, at + 1 - size, begin, stop, k, literals):
                    for j in range(literals.use_first[k], literals.use_first[k + 1]):
                        reach = literals.reach[literals.uses[j]]
                        window.low, window.high = max(0, points - size - reach), points + reach
                        if not open_window(article, literals.uses[j], window, opened, out):
                            return False
                k = automaton.following[k]
    for j in range(opened.count):
        if not write_window(article, opened.touched[j], opened, out):
            return False
    return True


cdef class LiteralSearch:
    """Literals and what they are looked for, checked once and then searched for in many batches.

    `automaton` and `literals` are those of `literal_filter`. Raises ValueError where their arrays do not fit one another.
    """

    cdef Automaton automaton
    cdef Literals literals
    cdef Py_ssize_t uses
    cdef tuple _held

    def __cinit__(self, automaton, literals):
        cdef const uint8_t[::1] classes = automaton.classes
        cdef const int32_t[:, ::1] steps = automaton.steps
        cdef const int32_t[::1] link = automaton.link, first = automaton.first, following = automaton.following
        cdef const uint8_t[::1] text = literals.text, folded = literals.folded
        cdef const int64_t[::1] places = literals.places, use_first = literals.use_first, uses = literals.uses, reach = literals.reach
        cdef const uint16_t[::1] left = literals.left, right = literals.right, kinds = literals.kinds
        cdef Py_ssize_t count = folded.shape[0], k
        if not steps.shape[0] == link.shape[0] == first.shape[0] or classes.shape[0] != 256 or kinds.shape[0] != 256:
            raise ValueError("The arrays of the automaton do not fit one another.")
        if not count == following.shape[0] == left.shape[0] == right.shape[0] == places.shape[0] - 1 == use_first.shape[0] - 1:
            raise ValueError("The arrays of the literals do not fit one another.")
        if places[count] > text.shape[0] or use_first[count] > uses.shape[0]:
            raise ValueError("The literals or their uses are not inside their arrays.")
        for k in range(uses.shape[0]):
            if not 0 <= uses[k] < reach.shape[0]:
                raise ValueError(f"Use {uses[k]} has no reach.")
        self.automaton.classes, self.automaton.steps, self.automaton.width = &classes[0], &steps[0, 0], steps.shape[1]
        self.automaton.link, self.automaton.first = &link[0], &first[0]
        self.literals.text, self.literals.places = &text[0] if text.shape[0] else NULL, &places[0]
        self.literals.kinds, self.literals.edge, self.literals.use_first = &kinds[0], literals.edge, &use_first[0]
        if count:
            self.automaton.following, self.literals.folded = &following[0], &folded[0]
            self.literals.left, self.literals.right = &left[0], &right[0]
        if uses.shape[0]:
            self.literals.uses, self.literals.reach = &uses[0], &reach[0]
        self.uses = reach.shape[0]
        self._held = (automaton, literals)

    def find(self, const uint8_t[::1] buffer, const int64_t[::1] offsets, Py_ssize_t begin, int64_t[:, ::1] rows):
        """Write rows (article, use, start, end), in code points, where each use is to be tried in the articles from `begin` on.

        A literal counts where a byte of the right kinds is before and behind it, and opens the window [start - reach, end + reach] of
        each of its uses; windows of one use that touch are one. Return the next article, before which `rows` was too short, and the
        number of rows.
        """
        cdef Py_ssize_t articles = offsets.shape[0] - 1, article
        cdef int64_t kept = 0
        cdef const uint8_t *texts = &buffer[0] if buffer.shape[0] else NULL
        cdef int64_t[:, ::1] windows = np.empty((self.uses + 1, 2), np.int64)
        cdef int64_t[::1] holder = np.full(self.uses + 1, -1, np.int64), touched = np.empty(self.uses + 1, np.int64)
        cdef OpenWindows opened
        cdef Rows out
        if rows.shape[0] == 0 or rows.shape[1] != 4 or begin < 0:
            raise ValueError("Windows are written as rows of four from an article on.")
        for article in range(articles):
            if offsets[article] < 0 or offsets[article + 1] < offsets[article] or offsets[article + 1] > buffer.shape[0]:
                raise ValueError(f"The text of article {article} is not inside the buffer.")
        opened.windows, opened.article, opened.touched = <Window *>&windows[0, 0], &holder[0], &touched[0]
        out.rows, out.room, out.filled = <Row *>&rows[0, 0], rows.shape[0], 0
        article = begin
        with nogil:
            while article < articles and search_article(
                texts, offsets[article], offsets[article + 1], article, &self.automaton, &self.literals, &opened, &out
            ):
                kept = out.filled
                article += 1
        return article, kept
