"""Aligns two tokens grapheme by grapheme: a weighted edit distance (Ristad and Yianilos 1998) whose operations pair up
to four letters.

The weight of an operation is the log-likelihood ratio that its two graphemes stand for one sound in two spellings of
one name: at the beginning, inside, at the end of both tokens, or at places that differ. Grapheme 0 is nothing, so that
weights[.., g, 0] is a deletion.
"""

from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t

from dedup.names.spelling_alignment cimport LETTERS, LONGEST, Alignment, Grapheme, Graphemes, Weights
from dedup.names.spelling_tokens cimport WIDTH

cdef enum:  # places of a grapheme in its token
    FIRST = 0
    INSIDE = 1
    LAST = 2
    MIXED = 3  # of an operation whose graphemes are at different places

cdef enum:  # what came last
    PAIRED = 0
    DELETED = 1
    INSERTED = 2
    KINDS = 3

cdef enum:
    STEP = LONGEST + 1
    LONGEST_LOST = 2  # letters left out at once

cdef enum:
    NEVER = -1000000000  # the weight of what no alignment reaches


cdef Weights weights_of(const int16_t[::1] trie, const float[:, :, ::1] values) except *:
    """Return the trie and weights of two arrays. Raises ValueError where they do not fit one another."""
    cdef Weights weights
    if trie.shape[0] != LETTERS ** LONGEST:
        raise ValueError(f"The trie has {trie.shape[0]} numbers, not {LETTERS ** LONGEST}.")
    if values.shape[0] != MIXED + 1 or not 0 < values.shape[1] == values.shape[2]:
        raise ValueError("The weights have a wrong shape.")
    weights.trie, weights.values, weights.graphemes = &trie[0], &values[0, 0, 0], values.shape[1]
    return weights


cdef void read_graphemes(
    const uint8_t *letters, int64_t size, const int16_t *trie, Graphemes *graphemes
) noexcept nogil:
    """Find the graphemes that begin at each letter of a token."""
    cdef int64_t i, k, code
    cdef int16_t number
    cdef uint8_t count
    cdef Grapheme *found
    for i in range(size):
        code = count = 0
        for k in range(1, min(LONGEST, size - i) + 1):
            code = code * LETTERS + letters[i + k - 1]
            number = trie[code]
            if number > 0:
                found = &graphemes.found[i][count]
                found.number, found.letters = number, <uint8_t>k
                found.place = FIRST if i == 0 else (LAST if i + k == size else INSIDE)
                count += 1
        graphemes.counts[i] = count
    graphemes.counts[size] = 0


cdef inline uint8_t step_back(int64_t k, int64_t p, uint8_t came) noexcept nogil:
    """Return a step back over k letters of the first token and p of the second to what came before."""
    return <uint8_t>((k * STEP + p) * KINDS + came)


cdef double align(
    const Graphemes *first, int64_t n, const Graphemes *second, int64_t m, const Weights *weights, Alignment *alignment
) noexcept nogil:
    """Return the weight of the best alignment of two tokens of n and m letters, and fill `alignment`.

    A deletion and an insertion never follow one another: together they would be a substitution at a price that was
    learned for something else.
    """
    cdef int64_t i, j, k, p, c, d
    cdef int64_t graphemes = weights.graphemes
    cdef uint8_t came, came_before_deletion, came_before_insertion
    cdef float top, gain, before_deletion, before_insertion
    cdef float *cell
    cdef float *target
    cdef const Grapheme *one
    cdef const Grapheme *other
    cdef const float *here  # the weights of a grapheme at its place
    cdef const float *elsewhere  # the weights of the same grapheme with another at a different place
    for i in range(n + 1):
        for j in range(m + 1):
            cell = alignment.best[i][j]
            cell[PAIRED] = cell[DELETED] = cell[INSERTED] = NEVER
    alignment.best[0][0][PAIRED] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            cell = alignment.best[i][j]
            came, top = PAIRED, cell[PAIRED]
            if cell[DELETED] > top:
                came, top = DELETED, cell[DELETED]
            if cell[INSERTED] > top:
                came, top = INSERTED, cell[INSERTED]
            if top <= NEVER:
                continue
            came_before_deletion = PAIRED if cell[PAIRED] >= cell[DELETED] else DELETED
            came_before_insertion = PAIRED if cell[PAIRED] >= cell[INSERTED] else INSERTED
            before_deletion, before_insertion = cell[came_before_deletion], cell[came_before_insertion]
            for c in range(first.counts[i]):
                one = &first.found[i][c]
                k = one.letters
                here = weights.values + (one.place * graphemes + one.number) * graphemes
                elsewhere = weights.values + (MIXED * graphemes + one.number) * graphemes
                for d in range(second.counts[j]):
                    other = &second.found[j][d]
                    p = other.letters
                    gain = top + (here if one.place == other.place else elsewhere)[other.number]
                    target = &alignment.best[i + k][j + p][PAIRED]
                    if gain > target[0]:
                        target[0] = gain
                        alignment.back[i + k][j + p][PAIRED] = step_back(k, p, came)
                if k <= LONGEST_LOST:
                    gain = before_deletion + here[0]
                    target = &alignment.best[i + k][j][DELETED]
                    if gain > target[0]:
                        target[0] = gain
                        alignment.back[i + k][j][DELETED] = step_back(k, 0, came_before_deletion)
            for d in range(second.counts[j]):
                other = &second.found[j][d]
                p = other.letters
                if p <= LONGEST_LOST:
                    gain = before_insertion + weights.values[other.place * graphemes * graphemes + other.number]
                    target = &alignment.best[i][j + p][INSERTED]
                    if gain > target[0]:
                        target[0] = gain
                        alignment.back[i][j + p][INSERTED] = step_back(0, p, came_before_insertion)
    cell = alignment.best[n][m]
    return max(max(cell[PAIRED], cell[DELETED]), cell[INSERTED])


cdef int64_t trace(
    const Graphemes *first, int64_t n, const Graphemes *second, int64_t m, const Alignment *alignment,
    int32_t[:, ::1] out,
) noexcept nogil:
    """Write the operations of an alignment as rows (place, grapheme, grapheme), the last one first; return how many."""
    cdef int64_t count = 0, i = n, j = m, k, p, c, d
    cdef const float *cell = alignment.best[n][m]
    cdef uint8_t code, kind = PAIRED
    if cell[DELETED] > cell[kind]:
        kind = DELETED
    if cell[INSERTED] > cell[kind]:
        kind = INSERTED
    while i + j > 0:
        code = alignment.back[i][j][kind]
        kind, k, p = code % KINDS, code // KINDS // STEP, code // KINDS % STEP
        i -= k
        j -= p
        out[count, 0], out[count, 1], out[count, 2] = -1, 0, 0
        for c in range(first.counts[i] if k else 0):
            if first.found[i][c].letters == k:
                out[count, 0], out[count, 1] = first.found[i][c].place, first.found[i][c].number
        for d in range(second.counts[j] if p else 0):
            if second.found[j][d].letters == p:
                out[count, 2] = second.found[j][d].number
                if k == 0:
                    out[count, 0] = second.found[j][d].place
                elif out[count, 0] != second.found[j][d].place:
                    out[count, 0] = MIXED
        count += 1
    return count


cdef int _check_letters(const uint8_t[::1] letters) except -1:
    cdef Py_ssize_t i
    for i in range(letters.shape[0]):
        if not 0 < letters[i] < LETTERS:
            raise ValueError(f"{letters[i]} is no letter: a is 1 and z is 26.")
    return 0


def align_tokens(
    const uint8_t[::1] one, const uint8_t[::1] other, const int16_t[::1] trie, const float[:, :, ::1] values,
    int32_t[:, ::1] out,
):
    """Align two tokens given as letters 1..26; return the weight of the best alignment and the number of its
    operations.

    The operations are written to `out`, shape (at least 2 * WIDTH, 3), as rows (place, grapheme, grapheme), the last
    one first.
    """
    cdef int64_t n = one.shape[0], m = other.shape[0]
    cdef Weights weights = weights_of(trie, values)
    cdef Graphemes first, second
    cdef Alignment alignment
    if n > WIDTH or m > WIDTH or out.shape[0] < n + m or out.shape[1] != 3:
        raise ValueError(f"A token has at most {WIDTH} letters, and operations need a row for each letter of both.")
    _check_letters(one)
    _check_letters(other)
    read_graphemes(&one[0] if n else NULL, n, weights.trie, &first)
    read_graphemes(&other[0] if m else NULL, m, weights.trie, &second)
    weight = align(&first, n, &second, m, &weights, &alignment)
    return weight, trace(&first, n, &second, m, &alignment, out)
