"""Finds all literals in one pass over the texts of a batch (Aho and Corasick 1975).

The automaton reads bytes as classes: all bytes that no literal has are class 0, and an ASCII letter is of one class
with its capital. A step leads to the row of the next state, so that one addition finds the step after it.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t
from libc.string cimport memset

import numpy as np


cdef struct Ending:  # of a state
    int32_t first  # a literal that ends there, -1 for none
    int32_t link  # the state of the next shorter ending that is a literal, 0 for none
    uint16_t right  # the kinds of bytes that may be behind one of the literals that end there


cdef struct Literal:
    int32_t size  # bytes
    int32_t points  # code points that begin in it
    int32_t following  # another literal that ends where this one does, -1 for none
    uint16_t left  # the kinds of bytes that may be before it
    uint16_t right  # and behind it
    int32_t folded  # whether its ASCII letters may be in either case


cdef struct Search:
    const uint8_t *classes  # of the 256 bytes
    const int32_t *steps  # steps[row + class]: the row of the next state, or ~state where a literal ends
    int64_t width  # classes; the row of a state is its number * width
    const Ending *endings
    const Literal *literals
    const uint8_t *text  # of the literals
    const int64_t *places  # literal k is text[places[k] : places[k + 1]]
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


cdef struct Trie:  # the automaton while it is built
    int32_t *steps  # shape (states, width): the next state
    int64_t width
    int64_t states
    int32_t *first  # as in `Ending`
    int32_t *link
    int32_t *following  # as in `Literal`
    int32_t *fail  # of each state: that of its longest ending that begins a literal
    int32_t *order  # the states by depth


cdef void add_literal(Trie *trie, int32_t k, const uint8_t *text, int64_t size, const uint8_t *classes) noexcept nogil:
    """Add the states of a literal."""
    cdef int32_t *step
    cdef int64_t at = 0, i
    for i in range(size):
        step = &trie.steps[at * trie.width + classes[text[i]]]
        if step[0] == 0:
            memset(&trie.steps[trie.states * trie.width], 0, trie.width * sizeof(int32_t))
            trie.first[trie.states] = -1
            step[0] = <int32_t>trie.states
            trie.states += 1
        at = step[0]
    trie.following[k] = trie.first[at]
    trie.first[at] = k


cdef void fill_steps(Trie *trie) noexcept nogil:
    """Fill the links, and the steps that lead back to shorter endings, by depth."""
    cdef int64_t head = 0, tail = 1, state, column
    cdef int32_t *row
    cdef const int32_t *shorter  # the row of the state's longest ending
    trie.fail[0] = trie.order[0] = trie.link[0] = 0
    while head < tail:
        state = trie.order[head]
        head += 1
        row, shorter = &trie.steps[state * trie.width], &trie.steps[trie.fail[state] * trie.width]
        if state:
            trie.link[state] = trie.fail[state] if trie.first[trie.fail[state]] >= 0 else trie.link[trie.fail[state]]
        for column in range(trie.width):
            if row[column]:
                trie.fail[row[column]] = shorter[column] if state else 0
                trie.order[tail] = row[column]
                tail += 1
            elif state:
                row[column] = shorter[column]


cdef void number_rows(Trie *trie) noexcept nogil:
    """Replace each step by the row that it leads to, or by the complement of the state where a literal ends in it."""
    cdef int64_t at
    cdef int32_t *known = trie.order  # not needed any more: what replaces each state
    for at in range(trie.states):
        known[at] = ~<int32_t>at if trie.first[at] >= 0 or trie.link[at] > 0 else <int32_t>(at * trie.width)
    for at in range(trie.states * trie.width):
        trie.steps[at] = known[trie.steps[at]]


def build_automaton(const uint8_t[::1] text, const int64_t[::1] places, const uint8_t[::1] classes, Py_ssize_t width):
    """Build the automaton of the literals text[places[k] : places[k + 1]] over `width` classes of bytes.

    Return (steps, first, link, following), shapes (states, width), (states,), (states,), (literals,): see `Search`,
    `Ending`, `Literal`.
    """
    cdef Py_ssize_t literals = places.shape[0] - 1, most = 1, k
    cdef Trie trie
    if literals < 0 or places[0] < 0 or places[literals] > text.shape[0] or classes.shape[0] != 256:
        raise ValueError("The literals are not inside their text, or there are not 256 classes.")
    for k in range(literals):
        if places[k + 1] < places[k]:
            raise ValueError(f"Literal {k} ends before it begins.")
        most += places[k + 1] - places[k]
    for k in range(256):
        if classes[k] >= width:
            raise ValueError(f"Byte {k} is of class {classes[k]}, and there are {width} classes.")
    if most * width >= 2**31:
        raise ValueError(f"The automaton of {most - 1} bytes of literals is too large.")
    steps, first, link = np.empty((most, width), np.int32), np.empty(most, np.int32), np.empty(most, np.int32)
    following, scratch = np.empty(literals, np.int32), np.empty((2, most), np.int32)
    cdef int32_t[:, ::1] steps_out = steps, scratch_out = scratch
    cdef int32_t[::1] first_out = first, link_out = link, following_out = following
    trie.steps, trie.width, trie.states = &steps_out[0, 0], width, 1
    trie.first, trie.link, trie.following = &first_out[0], &link_out[0], &following_out[0] if literals else NULL
    trie.fail, trie.order = &scratch_out[0, 0], &scratch_out[1, 0]
    with nogil:
        memset(trie.steps, 0, width * sizeof(int32_t))
        trie.first[0] = -1
        for k in range(literals):
            add_literal(&trie, <int32_t>k, &text[places[k]], places[k + 1] - places[k], &classes[0])
        fill_steps(&trie)
        number_rows(&trie)
    # Literals share their beginnings: half of the room stays untouched, and what is untouched takes no memory.
    return steps[: trie.states], first[: trie.states], link[: trie.states], following


cdef inline bint matches(
    const uint8_t *buffer, int64_t start, int64_t begin, int64_t stop, int64_t k, const Search *search
) noexcept nogil:
    """Return whether literal k, whose letters are at `start` in some case, counts there in the article [begin,
    stop)."""
    cdef const Literal *literal = &search.literals[k]
    cdef int64_t end = start + literal.size, i
    cdef const uint8_t *letters
    if not (search.kinds[buffer[end]] if end < stop else search.edge) & literal.right:
        return False
    if not (search.kinds[buffer[start - 1]] if start > begin else search.edge) & literal.left:
        return False
    if not literal.folded:
        letters = search.text + search.places[k]
        for i in range(literal.size):
            if buffer[start + i] != letters[i]:
                return False
    return True


cdef bint open_window(int64_t article, int64_t use, Window window, OpenWindows *opened, Rows *out) noexcept nogil:
    """Open a window of a use, or widen the last one where both touch; False where there is no room for the last one."""
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


cdef inline int64_t code_points_in(const uint8_t *buffer, int64_t begin, int64_t stop) noexcept nogil:
    """Return the number of code points that begin in buffer[begin:stop]."""
    cdef int64_t count = 0, at
    for at in range(begin, stop):
        count += buffer[at] & 0xC0 != 0x80
    return count


cdef bint search_article(
    const uint8_t *buffer, int64_t begin, int64_t stop, int64_t article, const Search *search, OpenWindows *opened,
    Rows *out,
) noexcept nogil:
    """Write the windows of an article; False where there was no room for all of them."""
    cdef int64_t row = 0, points = 0, counted = begin, at = begin, j, size, use
    cdef int32_t step, state, k
    cdef Window window
    opened.count = 0
    while at < stop:
        step = search.steps[row + search.classes[buffer[at]]]
        at += 1
        if step >= 0:
            row = step
            continue
        state = ~step
        row = state * search.width
        if not (search.kinds[buffer[at]] if at < stop else search.edge) & search.endings[state].right:
            continue
        while state > 0:
            k = search.endings[state].first
            state = search.endings[state].link
            while k >= 0:
                size = search.literals[k].size
                if matches(buffer, at - size, begin, stop, k, search):
                    points += code_points_in(buffer, counted, at)
                    counted = at
                    for j in range(search.use_first[k], search.use_first[k + 1]):
                        use = search.uses[j]
                        window.low = max(0, points - search.literals[k].points - search.reach[use])
                        window.high = points + search.reach[use]
                        if not open_window(article, use, window, opened, out):
                            return False
                k = search.literals[k].following
    for j in range(opened.count):
        if not write_window(article, opened.touched[j], opened, out):
            return False
    return True


cdef uint16_t kinds_behind(int64_t state, const Ending *endings, const Literal *literals) noexcept nogil:
    """Return the kinds of bytes that may be behind one of the literals that end in a state."""
    cdef uint16_t kinds = 0
    cdef int32_t k
    while state > 0:
        k = endings[state].first
        while k >= 0:
            kinds |= literals[k].right
            k = literals[k].following
        state = endings[state].link
    return kinds


cdef class LiteralSearch:
    """Literals and what they are looked for, checked once and then searched for in many batches.

    `automaton` and `literals` are the Automaton and the LiteralArrays of `literal_finder`. Raises ValueError where
    their arrays do not fit one another.
    """

    cdef Search search
    cdef Py_ssize_t uses
    cdef tuple _held

    def __cinit__(self, automaton, literals):
        cdef const uint8_t[::1] classes = automaton.classes
        cdef const int32_t[:, ::1] steps = automaton.steps
        cdef const int32_t[::1] link = automaton.link, first = automaton.first, following = automaton.following
        cdef const uint8_t[::1] text = literals.text, folded = literals.folded
        cdef const int64_t[::1] places = literals.places, use_first = literals.use_first, uses = literals.uses
        cdef const int64_t[::1] reach = literals.reach
        cdef const uint16_t[::1] left = literals.left, right = literals.right, kinds = literals.kinds
        cdef Py_ssize_t count = folded.shape[0], states = steps.shape[0], k
        cdef Ending *ending
        cdef Literal *literal
        if not 0 < states == link.shape[0] == first.shape[0] or classes.shape[0] != 256 or kinds.shape[0] != 256:
            raise ValueError("The arrays of the automaton do not fit one another.")
        if places.shape[0] != count + 1 or use_first.shape[0] != count + 1:
            raise ValueError("The literals have other places or uses.")
        if not count == following.shape[0] == left.shape[0] == right.shape[0]:
            raise ValueError("The arrays of the literals do not fit one another.")
        if places[0] < 0 or places[count] > text.shape[0] or use_first[count] > uses.shape[0]:
            raise ValueError("The literals or their uses are not inside their arrays.")
        for k in range(count):
            if places[k] > places[k + 1]:
                raise ValueError(f"Literal {k} ends before it begins.")
        for k in range(uses.shape[0]):
            if not 0 <= uses[k] < reach.shape[0]:
                raise ValueError(f"Use {uses[k]} has no reach.")
        cdef uint8_t[::1] endings = np.empty(states * sizeof(Ending), np.uint8)
        cdef uint8_t[::1] records = np.empty((count + 1) * sizeof(Literal), np.uint8)
        for k in range(states):
            ending = <Ending *>&endings[0] + k
            ending.first, ending.link = first[k], link[k]
        for k in range(count):
            literal = <Literal *>&records[0] + k
            literal.size, literal.following = <int32_t>(places[k + 1] - places[k]), following[k]
            literal.points = <int32_t>code_points_in(&text[0], places[k], places[k + 1]) if text.shape[0] else 0
            literal.left, literal.right, literal.folded = left[k], right[k], folded[k]
        for k in range(states):
            ending = <Ending *>&endings[0] + k
            ending.right = kinds_behind(k, <const Ending *>&endings[0], <const Literal *>&records[0])
        self.search.classes, self.search.steps, self.search.width = &classes[0], &steps[0, 0], steps.shape[1]
        self.search.endings, self.search.literals = <const Ending *>&endings[0], <const Literal *>&records[0]
        self.search.text, self.search.places = &text[0] if text.shape[0] else NULL, &places[0]
        self.search.kinds, self.search.edge, self.search.use_first = &kinds[0], literals.edge, &use_first[0]
        if uses.shape[0]:
            self.search.uses, self.search.reach = &uses[0], &reach[0]
        self.uses = reach.shape[0]
        self._held = (automaton, literals, endings.base, records.base)

    def find(self, const uint8_t[::1] buffer, const int64_t[::1] offsets, Py_ssize_t begin, int64_t[:, ::1] rows):
        """Write rows (article, use, start, end), in code points, where each use is to be tried in the articles from
        `begin` on.

        A literal counts where a byte of the right kinds is before and behind it, and opens the window [start - reach,
        end + reach] of each of its uses; windows of one use that touch are one. Return the next article, before which
        `rows` was too short, and the number of rows.
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
            if not 0 <= offsets[article] <= offsets[article + 1] <= buffer.shape[0]:
                raise ValueError(f"The text of article {article} is not inside the buffer.")
        opened.windows, opened.article, opened.touched = <Window *>&windows[0, 0], &holder[0], &touched[0]
        out.rows, out.room, out.filled = <Row *>&rows[0, 0], rows.shape[0], 0
        article = begin
        with nogil:
            while article < articles and search_article(
                texts, offsets[article], offsets[article + 1], article, &self.search, &opened, &out
            ):
                kept = out.filled
                article += 1
        return article, kept
