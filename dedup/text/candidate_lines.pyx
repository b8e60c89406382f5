"""Candidate lines: the lines of a batch that may be furniture, found in one pass over the token columns (see
`furniture`)."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memchr

import numpy as np

from dedup.native.bits cimport load64
from dedup.native.hashing cimport MIX, slot_of
from dedup.native.utf8 cimport char_length, code_point, count_characters
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cpdef enum:
    HINTS = 1 << 14  # bytes of the table of hints: the low bits of a hash choose one
    LOOK = 0  # a candidate
    HOPELESS = 1  # a candidate that can only be furniture because it repeats another line
    REPEATED = 2  # a short line that is no candidate but returns in its article

cdef enum:
    MOST_LINES = 256  # of an article that are compared with one another
    LINE_FEED = 10
    SPACE = 32
    FULL_STOP = 46
    EXCLAMATION = 33
    QUESTION = 63
    BAR = 124
    ELLIPSIS = 0xA680E2  # the three bytes of "…"
    COPYRIGHT = 0xA9C2  # the two bytes of "©"


CANDIDATE_LINE = np.dtype([(name, np.int64) for name in ("article", "start", "end", "why")])


cdef struct CandidateLine:
    # A line that may be furniture: [start, end) in code points, and LOOK, HOPELESS or REPEATED.
    int64_t article
    int64_t start
    int64_t end
    int64_t why


cdef struct Table:
    const uint64_t *keys
    uint64_t mask


cdef struct Tables:
    Table triggers
    Table strong
    Table free
    Table heads
    Table openings
    Table telling
    Table last_words
    Table listed
    const uint8_t *hints
    const uint8_t *symbols
    uint64_t symbol_count


cdef struct Limits:
    int64_t words  # of a line that a trigger alone makes a candidate
    int64_t repeat_words  # of a line that may be a candidate by repeating another
    int64_t bytes  # of any candidate


cdef struct Line:
    const uint8_t *text  # of the article
    int64_t start  # in bytes of the article
    int64_t end
    int64_t first  # its tokens are [first, stop)
    int64_t stop


cdef struct SeenLine:
    uint64_t digest
    int64_t first
    int64_t words


cdef Table table_of(const uint64_t[::1] keys) except *:
    cdef Table table
    if keys.shape[0] == 0 or keys.shape[0] & (keys.shape[0] - 1):
        raise ValueError("A hash table has a power of two of slots.")
    table.keys, table.mask = &keys[0], keys.shape[0] - 1
    return table


cdef inline bint contains(const Table *table, uint64_t key) noexcept nogil:
    return table.keys[slot_of(table.keys, table.mask, key)] == key and key != 0


cdef inline bint ends_sentence(const uint8_t *text) noexcept nogil:
    cdef uint8_t byte = text[0]
    return byte == FULL_STOP or byte == EXCLAMATION or byte == QUESTION or (load64(text) & 0xFFFFFF) == ELLIPSIS


cdef bint begins_as_furniture(
    const TokenColumns *columns, const Line *line, int64_t token, const Table *heads
) noexcept nogil:
    """Return whether the sentence of `token` begins with a word of `heads` or a copyright sign."""
    cdef int64_t at, gap
    cdef bint stop, sign
    while True:
        gap = columns.ends[token - 1] if token > line.first else line.start
        stop = token == line.first
        sign = False
        for at in range(gap, columns.starts[token]):
            stop = stop or ends_sentence(line.text + at)
            sign = sign or (load64(line.text + at) & 0xFFFF) == COPYRIGHT
        if stop:
            return sign or contains(heads, columns.hashes[token])
        token -= 1


cdef bint is_plain_word(const uint8_t *text, const uint8_t *end, bint digits) noexcept nogil:
    """Return whether a token is ASCII letters alone, or with `digits` letters and digits."""
    cdef uint8_t byte
    while text < end:
        byte = text[0]
        if byte >= 128 or byte == 95 or (48 <= byte < 58 and not digits):
            return False
        text += 1
    return True


cdef inline bint is_plain_token(
    const TokenColumns *columns, const uint8_t *text, int64_t token, bint digits
) noexcept nogil:
    return is_plain_word(text + columns.starts[token], text + columns.ends[token], digits)


cdef bint may_be_credit(const uint8_t *text, const uint8_t *end) noexcept nogil:
    """Return whether the bytes [text, end) have ©, phot, imag, pict, gett, capt, or a word that begins "pic"."""
    cdef bint letter_before = False
    cdef uint64_t quad, four, letter
    while text < end:
        quad = load64(text)
        four = <uint32_t>quad | <uint32_t>0x20202020
        if (
            (quad & 0xFFFF) == COPYRIGHT or four == 0x746F6870 or four == 0x67616D69 or four == 0x74636970
            or four == 0x74746567 or four == 0x74706163 or ((four & 0xFFFFFF) == 0x636970 and not letter_before)
        ):
            return True
        letter = four & 0xFF
        letter_before = 97 <= letter < 123
        text += 1
    return False


cdef bint may_be_markup(const uint8_t *text, const uint8_t *end, const Tables *tables) noexcept nogil:
    """Return whether a line begins as a link, markup, hashtags or a desk's code do, or with a space that is not
    ASCII."""
    cdef uint64_t quad, lead, last, point
    while text < end and text[0] <= SPACE:
        text += 1
    while text < end and (end - 1)[0] <= SPACE:
        end -= 1
    quad = load64(text)
    lead, last = quad & 0xFF, (end - 1)[0]
    if lead == 91:  # a bracket
        return last == 93 or last == 41 or last >= 128
    if lead == 45:
        return (quad & 0xFF00) == 0x2D00
    if lead < 128:
        return lead == 60 or lead == 33 or lead == 35
    point = code_point(quad, char_length(lead))
    return not 0x2018 <= point <= 0x201D and (point >= tables.symbol_count or tables.symbols[point] == 0)


cdef bint is_hopeless(const TokenColumns *columns, const Line *line, const Tables *tables) noexcept nogil:
    """Return whether neither a line as a whole nor a sentence of it can be furniture.

    It has two words or more and is no markup; no sentence of it begins with one of the openings (words, or pairs of
    words), no word is a telling one, the last is none of the last words, not all are listed, there is no sign of a
    copyright or of a picture, and where it has a bar the first word is none of the heads. False wherever a letter
    beyond ASCII could matter.
    """
    cdef const uint8_t *text = line.text
    cdef const uint8_t *start = text + line.start
    cdef const uint8_t *end = text + line.end
    cdef int64_t last = line.stop - 1, token, place
    cdef uint64_t h
    cdef bint all_listed = True, begins
    if last <= line.first or may_be_markup(start, end, tables):
        return False
    if contains(&tables.last_words, columns.hashes[last]) or not is_plain_token(columns, text, last, True):
        return False
    for token in range(line.first, line.stop):
        h = columns.hashes[token]
        if contains(&tables.telling, h):
            return False
        if all_listed and not contains(&tables.listed, h):
            all_listed = not is_plain_token(columns, text, token, False)
        begins = token == line.first
        for place in range(line.start if begins else columns.ends[token - 1], columns.starts[token]):
            begins = begins or ends_sentence(text + place)
        if begins:
            if contains(&tables.openings, h) or not is_plain_token(columns, text, token, True):
                return False
            if token < last:
                if not is_plain_token(columns, text, token + 1, True):
                    return False
                if contains(&tables.openings, h * MIX ^ columns.hashes[token + 1]):
                    return False
    if all_listed or (contains(&tables.heads, columns.hashes[line.first]) and memchr(start, BAR, end - start) != NULL):
        return False
    return not may_be_credit(start, end)


cdef bint is_seen(const TokenColumns *columns, const Line *line, SeenLine *seen, int64_t *lines) noexcept nogil:
    """Return whether an earlier line of the article has the same words; the line is among those seen from now on."""
    cdef int64_t words = line.stop - line.first, i, k
    cdef const uint64_t *own = columns.hashes + line.first
    cdef const uint64_t *other
    cdef uint64_t digest = (own[0] * MIX ^ own[words - 1]) + <uint64_t>words
    cdef bint found = False
    for i in range(lines[0]):
        if seen[i].digest == digest and seen[i].words == words and not found:
            other = columns.hashes + seen[i].first
            k = 0
            while k < words and own[k] == other[k]:
                k += 1
            found = k == words
    seen[lines[0]].digest, seen[lines[0]].first, seen[lines[0]].words = digest, line.first, words
    lines[0] += 1
    return found


cdef bint is_triggered(const TokenColumns *columns, const Line *line, const Tables *tables) noexcept nogil:
    """Return whether a trigger among the words of a short line makes it a candidate."""
    cdef int64_t token
    cdef bint triggered = False, free = False
    for token in range(line.first, line.stop):
        triggered = triggered or contains(&tables.triggers, columns.hashes[token])
        free = free or contains(&tables.free, columns.hashes[token])
    return triggered and (free or begins_as_furniture(columns, line, line.first, &tables.heads))


cdef bint is_strongly_triggered(
    const TokenColumns *columns, Line *line, int64_t token, uint64_t pair, const Tables *tables
) noexcept nogil:
    """Return whether the word `token`, which makes `pair` with the one before, makes its line a candidate whatever its
    length."""
    cdef uint64_t h = columns.hashes[token]
    if not (contains(&tables.strong, h) or contains(&tables.strong, pair)):
        return False
    return (
        contains(&tables.free, h) or contains(&tables.free, pair) or contains(&tables.heads, columns.hashes[line.first])
        or begins_as_furniture(columns, line, token, &tables.heads)
    )


cdef bint has_symbol(const Line *line, const Tables *tables) noexcept nogil:
    """Return whether a line begins, behind blanks, with one of the symbols or with minutes and seconds ("0:41 ")."""
    cdef const uint8_t *text = line.text + line.start
    cdef const uint8_t *end = line.text + line.end
    cdef uint64_t point
    while text < end and text[0] <= SPACE:
        text += 1
    if text == end:
        return False
    if is_digit(text[0]):
        return is_timed(text) or (is_digit(text[1]) and is_timed(text + 1))
    point = code_point(load64(text), char_length(text[0]))
    return point < tables.symbol_count and tables.symbols[point] != 0


cdef inline bint is_digit(uint8_t byte) noexcept nogil:
    return 48 <= byte < 58


cdef inline bint is_timed(const uint8_t *text) noexcept nogil:
    """Return whether a digit is followed by a colon, a digit below six, another digit and a blank; what is behind the
    text of an article is padding."""
    return text[1] == 58 and 48 <= text[2] < 54 and is_digit(text[3]) and text[4] == SPACE


cdef int64_t find_in(
    const TokenColumns *columns, int64_t doc, const Tables *tables, const Limits *limits, CandidateLine *out,
    int64_t room,
) noexcept nogil:
    """Write the candidate lines of one article, at most `room`; return their number."""
    cdef SeenLine seen[MOST_LINES]
    cdef Line line
    cdef int64_t length = columns.offsets[doc + 1] - columns.offsets[doc]
    cdef int64_t token = columns.first[doc], stop = columns.first[doc] + columns.counts[doc]
    cdef int64_t lines = 0, counted = 0, characters = 0, found = 0, words
    cdef uint64_t before, h, pair
    cdef const uint8_t *text = columns.buffer + columns.offsets[doc]
    cdef const uint8_t *feed
    cdef bint barred = memchr(text, BAR, length) != NULL, candidate, repeated
    line.text, line.start = text, 0
    while line.start <= length:
        feed = <const uint8_t *>memchr(text + line.start, LINE_FEED, length - line.start)
        line.end = feed - text if feed != NULL else length
        line.first = token
        candidate = repeated = False
        before = 0
        while token < stop and columns.starts[token] < line.end:
            h = columns.hashes[token]
            pair = before * MIX ^ h  # at the start of a line the word itself
            before = h
            if not candidate and (tables.hints[h & (HINTS - 1)] | tables.hints[pair & (HINTS - 1)]):
                candidate = is_strongly_triggered(columns, &line, token, pair, tables)
            token += 1
        line.stop = token
        words = line.stop - line.first
        if words <= limits.repeat_words and line.end > line.start:
            candidate = candidate or (barred and memchr(text + line.start, BAR, line.end - line.start) != NULL)
            if words <= limits.words and not candidate:
                candidate = is_triggered(columns, &line, tables)
            if words > 0 and lines < MOST_LINES:
                repeated = is_seen(columns, &line, seen, &lines)
        if line.start < line.end <= line.start + limits.bytes:
            candidate = candidate or has_symbol(&line, tables)
            if candidate or repeated:
                if found < room:
                    characters += count_characters(text + counted, text + line.start)
                    out.article, out.start = doc, characters
                    characters += count_characters(text + line.start, text + line.end)
                    out.end = characters
                    out.why = REPEATED if not candidate else HOPELESS if is_hopeless(columns, &line, tables) else LOOK
                    out += 1
                    counted = line.end
                found += 1
        line.start = line.end + 1
    return found


cdef class LineFinder:
    """Finds candidate lines with the tables of a `furniture_lines.LineTables`.

    triggers, strong, free, heads, openings, telling, last_words and listed are open-addressing tables of hashes of
    words, and of pairs of words, which are first * MIX ^ second. hints, shape (HINTS,), is 1 at the low bits of each
    hash in `strong`; symbols is 1 at the code points that furniture begins with. Raises ValueError where a table has
    another shape.
    """

    cdef Tables tables
    cdef Limits limits
    cdef object _kept

    def __cinit__(self, tables, int64_t most_words, int64_t repeat_words, int64_t most_bytes):
        cdef const uint8_t[::1] hints = tables.hints, symbols = tables.symbols
        if hints.shape[0] != HINTS or symbols.shape[0] == 0:
            raise ValueError(f"There are {HINTS} hints and a symbol.")
        self._kept = tables
        self.tables.triggers, self.tables.strong = table_of(tables.triggers), table_of(tables.strong)
        self.tables.free, self.tables.heads = table_of(tables.free), table_of(tables.heads)
        self.tables.openings, self.tables.telling = table_of(tables.openings), table_of(tables.telling)
        self.tables.last_words, self.tables.listed = table_of(tables.last_words), table_of(tables.listed)
        self.tables.hints, self.tables.symbols, self.tables.symbol_count = &hints[0], &symbols[0], symbols.shape[0]
        self.limits.words, self.limits.repeat_words, self.limits.bytes = most_words, repeat_words, most_bytes

    def find(self, const uint8_t[::1] buffer, const int64_t[::1] offsets, tokens, CandidateLine[::1] lines):
        """Write the lines that may be furniture to `lines`, of type CANDIDATE_LINE; return their number.

        `why` is LOOK for a candidate by the rule of `furniture.is_candidate`, HOPELESS for one that can only be
        furniture by repeating another, REPEATED for a short line that is no candidate but returns in its article. No
        more are written than there is room for.
        """
        cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
        cdef TokenColumns columns = arrays.columns
        cdef int64_t found = 0, room = lines.shape[0], doc
        cdef CandidateLine *out = &lines[0] if room else NULL
        with nogil:
            for doc in range(columns.articles):
                found += find_in(&columns, doc, &self.tables, &self.limits, out + found, max(0, room - found))
        return found
