"""The kernel of the first pass: the places of names and phrases in a batch of texts that may be credits.

They are read again (contexts, datelines, phrases), so the kernel may find too many and never too few.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcmp

import numpy as np

from dedup.native.hashing cimport GOLDEN

cpdef enum:
    SHORT_LINE = 100  # contexts.SIGNED_LINE
    BEFORE = 120  # code points around a name, as in contexts
    ATTRIBUTION_BEFORE = 80
    AFTER = 160
    SIDE = 400  # code points of a line on either side of a name, as in `credits`
    MANY = 500  # names in one text, true or not, above which it is searched whole; fewer than source_table.MAX_SPOTS

cpdef enum:  # bits: what else than names may be in a text
    DATELINES = 1
    PHRASES = 2  # a literal of phrases.PHRASE_LITERALS
    URLS = 4

cpdef enum:  # bits: the words before a name that contexts.py asks for; first_pass.BEFORE has the words
    AGENCY = 1 << 0
    TOLD = 1 << 1
    INTERVIEW = 1 << 2
    TO_VERB = 1 << 3
    SAID_TO = 1 << 4
    TO = 1 << 5
    BY_VERB = 1 << 6
    BY = 1 << 7
    REPORTS = 1 << 8
    PUBLISHED = 1 << 9
    COPYRIGHT = 1 << 10
    MARK = 1 << 11
    SOURCE = 1 << 12
    VIA = 1 << 13
    EDITING = 1 << 14
    INPUTS = 1 << 15
    WITH = 1 << 16

cpdef enum:  # the same behind it; first_pass.BEHIND has the words
    SAID = 1 << 0
    ROLE = 1 << 1
    CONTRIBUTED = 1 << 2
    ADVERB = 1 << 3
    NAMED = 1 << 4  # a word of a name

cdef enum:  # white spaces between such a word and the name, at most; `the` and `news agency the` may be between them
    NEAR = 3
    NEAR_AGENCY = 6
    FAR_SAID = 5  # "said in a short talk to": more than those
    FAR_INTERVIEW = 2  # "interview published by"
    FAR_COPYRIGHT = 10
    FAR_SOURCE = 6
    FAR_VIA = 3
    FAR_PUBLISHED = 6
    FAR_INPUTS = 3
    FAR_REPORTS = 2
    # The same behind it: "'s Mahmoud Abdel Wahed later also said", " news agency also said", " news agency senior
    # correspondent".
    SAYS = 1
    SAYS_ADVERB = 5
    SAYS_NAMED = 9
    ROLE_NEAR = 2
    ROLE_FAR = 4
    FAR_CONTRIBUTED = 17

cdef enum:
    LONG_WORD = 5  # letters of the longest small word in the name of a place ("under")
    BEGINNING = 6  # bytes before a name in its line that are looked at for a bracket or a dash
    SPARE = 16  # bytes behind the last text that may be read

cdef enum LineKind:  # what the first words of a line are
    BLANK
    OTHER
    DATELINE


cdef struct WordTable:
    # An open-addressing table from the hashes of words to their bits.
    uint64_t mask
    const uint64_t *keys
    const int64_t *bits


cdef struct Trie:
    # Of spellings, level by level from node 0: the byte of a node, and its children [children[n], children[n + 1]).
    const int64_t *letters
    const int64_t *children
    const int64_t *ends  # the number of the spelling that ends at a node, 0 for none, a negative one for other literals
    const uint8_t *initials  # by byte: the node of a spelling that begins with it, or 0


cdef struct Search:
    # See first_pass.CreditTables and first_pass.Bounds.
    const uint8_t *pairs
    const uint32_t *thirds
    Trie trie
    int64_t sources
    WordTable before
    WordTable behind
    int64_t lines
    int64_t tops
    int64_t reach
    int64_t largest


CREDIT_PLACE = np.dtype([(name, np.int64) for name in ("article", "spelling", "start", "end", "apart")])


cdef struct CreditPlace:
    # A spelling in a text that may be a credit.
    int64_t article
    int64_t spelling
    int64_t start  # in code points
    int64_t end
    int64_t apart  # whether it may be a byline or a sign-off


cdef inline bint is_letter(uint8_t byte) noexcept nogil:
    """Return whether a byte is A-Z or a-z."""
    return 97 <= (byte | 32) <= 122


cdef inline bint is_digit(uint8_t byte) noexcept nogil:
    """Return whether a byte is 0-9."""
    return 48 <= byte <= 57


cdef inline bint is_small_letter(uint8_t byte) noexcept nogil:
    """Return whether a byte is a-z."""
    return 97 <= byte <= 122


cdef inline bint is_space(uint8_t byte) noexcept nogil:
    """Return whether a byte is white space."""
    return byte == 32 or 9 <= byte <= 13


cdef inline bint is_markup(uint8_t byte) noexcept nogil:
    """Return whether a byte is one of datelines.MARKUP that is no white space."""
    return byte == b'*' or byte == b'_' or byte == b'>' or byte == b'#'


cdef inline bint begins_character(uint8_t byte) noexcept nogil:
    """Return whether a byte is the first of a code point."""
    return (byte & 0xC0) != 0x80


cdef inline int64_t characters_in(const uint8_t *buffer, int64_t begin, int64_t end) noexcept nogil:
    """Return the number of code points that begin in buffer[begin:end]."""
    cdef int64_t count = 0, place
    for place in range(begin, end):
        count += begins_character(buffer[place])
    return count


cdef inline uint64_t with_letter(uint64_t word, uint8_t byte) noexcept nogil:
    """Return the hash of a word and one letter more, whatever its case."""
    return (word + (byte | 32)) * GOLDEN


cdef inline int64_t bits_of(const WordTable *table, uint64_t word) noexcept nogil:
    """Return the bits of a word, 0 where it is not in the table."""
    cdef uint64_t slot = (word >> 40) & table.mask
    while table.keys[slot] != 0 and table.keys[slot] != word:
        slot = (slot + 1) & table.mask
    return table.bits[slot] if table.keys[slot] == word else 0


def fill_words(const uint8_t[::1] letters, const int64_t[::1] offsets, const int64_t[::1] bits, bint backward, table):
    """Put the words letters[offsets[i]:offsets[i + 1]] with their bits into an empty table, read backward where
    `backward` says so.

    `table` is a `first_pass.WordTable` with more slots than words. Raises ValueError where it is too small or the words
    are not in the letters.
    """
    cdef uint64_t[::1] keys = table.keys
    cdef int64_t[::1] values = table.bits
    cdef uint64_t found, slot, mask = keys.shape[0] - 1
    cdef Py_ssize_t word, i, size
    if keys.shape[0] <= bits.shape[0] or keys.shape[0] & mask or values.shape[0] != keys.shape[0]:
        raise ValueError("The table has no room for the words, or not as many bits as hashes.")
    if offsets.shape[0] <= bits.shape[0]:
        raise ValueError(f"There are no borders of {bits.shape[0]} words.")
    for word in range(bits.shape[0]):
        size = offsets[word + 1] - offsets[word]
        if offsets[word] < 0 or size < 0 or offsets[word + 1] > letters.shape[0]:
            raise ValueError(f"Word {word} is not in the letters.")
        found = 0
        for i in range(size):
            found = with_letter(found, letters[offsets[word + 1] - 1 - i if backward else offsets[word] + i])
        slot = (found >> 40) & mask
        while keys[slot] != 0:
            slot = (slot + 1) & mask
        keys[slot], values[slot] = found, bits[word]


cdef inline bint is_credited(int64_t bits, int64_t spaces, int64_t reach, int64_t seen, uint8_t byte) noexcept nogil:
    """Return whether a word with these bits, so many white spaces before a name, makes it a credit; `seen` are those
    between, `byte` is before it."""
    if spaces <= reach and bits & TOLD:
        return True
    if seen & TO and ((bits & TO_VERB and spaces <= reach + 1) or (bits & SAID_TO and spaces <= reach + FAR_SAID)):
        return True
    if (bits & BY_VERB and spaces <= reach + 1 and seen & BY) or (bits & INTERVIEW and spaces <= reach + FAR_INTERVIEW):
        return True
    return (
        (bits & REPORTS and spaces <= FAR_REPORTS)
        or (bits & VIA and spaces <= FAR_VIA)
        or (bits & PUBLISHED and spaces <= FAR_PUBLISHED)
        or (bits & COPYRIGHT and spaces <= FAR_COPYRIGHT)
        or (bits & MARK and byte == b'(' and spaces <= FAR_COPYRIGHT)
    )


cdef inline bint has_mark(const uint8_t *buffer, int64_t at) noexcept nogil:
    """Return whether a colon, a bar or a dash is behind the word that ends at byte `at`, a space between them or
    not."""
    cdef uint8_t mark = buffer[at + 1] if buffer[at] == b' ' else buffer[at]
    return mark == b':' or mark == b'|' or mark == b'-' or mark == 0xE2


cdef bint credits_before(const uint8_t *buffer, int64_t begin, int64_t at, const WordTable *table) noexcept nogil:
    """Return whether the words before the name at byte `at` can be those of an attribution or a credit.

    The words are read backward, letter by letter: one that is cut where contexts.py cuts the text counts as it is
    there.
    """
    cdef int64_t characters = 0, spaces = 0, reach = NEAR, seen = 0, inputs = -1, following = 0, bits
    cdef int64_t last = at, place = at  # the byte behind the word, and the one behind what is left
    cdef bint one_line = True, over, inside
    cdef uint64_t word = 0
    cdef uint8_t byte
    while True:
        over = place == begin or characters == BEFORE
        byte = 0 if over else buffer[place - 1]
        inside = is_letter(byte)
        if word and (not inside or characters == ATTRIBUTION_BEFORE):
            bits = bits_of(table, word)
            if bits:
                if bits & AGENCY and spaces <= 2:
                    reach = NEAR_AGENCY
                if spaces <= reach:
                    seen |= bits & (TO | BY)
                if is_credited(bits, spaces, reach, seen, byte):
                    return True
                if bits & SOURCE and spaces <= FAR_SOURCE and has_mark(buffer, last):
                    return True
                if one_line:
                    if bits & EDITING and following & BY:
                        return True
                    if bits & INPUTS and following & BY:
                        inputs = spaces
                    if bits & WITH and inputs >= 0 and spaces <= inputs + FAR_INPUTS:
                        return True
            if not inside:
                following = bits
                word = 0
        if over:
            return False
        place -= 1
        characters += begins_character(byte)
        if inside:
            if not word:
                last = place + 1
            word = with_letter(word, byte)
        elif is_space(byte):
            spaces += 1
            one_line = one_line and byte != b'\n'
        elif byte == 0xA9 and spaces <= FAR_COPYRIGHT and place > 0 and buffer[place - 1] == 0xC2:
            return True


cdef inline bint ends_reach(uint8_t byte) noexcept nogil:
    """Return whether nothing of contexts.py reaches beyond a byte of ASCII that is no letter and no space."""
    return not (
        is_digit(byte)
        or byte == b"'" or byte == b',' or byte == b'-' or byte == b'.' or byte == b';' or byte == b'_'
    )


cdef bint credits_behind(const uint8_t *buffer, int64_t at, int64_t end, const WordTable *table) noexcept nogil:
    """Return whether the words behind the name that ends at byte `at` can be those of an attribution or a credit."""
    cdef int64_t reach = SAYS_NAMED if buffer[at] == b"'" or buffer[at] == 0xE2 else SAYS
    cdef int64_t role = ROLE_NEAR, characters = 0, spaces = 0, bits
    cdef uint64_t word = 0
    cdef bint over, inside
    cdef uint8_t byte
    while True:
        over = at >= end or characters == AFTER or spaces > FAR_CONTRIBUTED
        byte = 0 if over else buffer[at]
        inside = is_letter(byte)
        if word and not inside:
            bits = bits_of(table, word)
            word = 0
            if bits & ADVERB and spaces <= SAYS:
                reach, role = max(reach, <int64_t>SAYS_ADVERB), ROLE_FAR
            if bits & CONTRIBUTED or (bits & SAID and spaces <= reach) or (bits & ROLE and spaces <= role):
                return True
        if over:
            return False
        if inside:
            word = with_letter(word, byte)
        elif byte == b' ':
            spaces += 1
        elif byte < 128 and ends_reach(byte):
            return False
        characters += begins_character(byte)
        at += 1


cdef bint is_byline_or_names(const uint8_t *buffer, int64_t at, int64_t end, const WordTable *table) noexcept nogil:
    """Return whether the line buffer[at:end] begins with By, has a host, or has nothing but words of names; those
    beyond ASCII may be any."""
    cdef int64_t odd = 0  # words that are in no name
    cdef uint64_t word = 0
    cdef bint free = False
    cdef uint8_t byte, before, next_byte
    while at < end and (is_space(buffer[at]) or is_markup(buffer[at])):
        at += 1
    if (buffer[at] | 32) == b'b' and (buffer[at + 1] | 32) == b'y' and buffer[at + 2] == b' ':
        return True
    before = buffer[at - 1] if at > 0 else 0
    while at <= end:
        byte = b'\n' if at == end else buffer[at]
        if is_letter(byte):
            if not word:
                free = before >= 128
            word = with_letter(word, byte)
        elif word:
            odd += not (free or byte >= 128 or bits_of(table, word) & NAMED)
            word = 0
        next_byte = buffer[at + 1]
        if byte == b'.' and before > b'-' and (is_letter(next_byte) or is_digit(next_byte) or next_byte >= 128):
            return True
        before = byte
        at += 1
    return odd == 0


cdef bint stands_out(
    const uint8_t *buffer, int64_t begin, int64_t end, int64_t at, int64_t after, const WordTable *table
) noexcept nogil:
    """Return whether the name buffer[at:after] of the text buffer[begin:end] may be a byline or a sign-off.

    It is in a short line that is a byline or nothing but names, or behind a bracket or dash at the end of its line.
    """
    cdef int64_t characters = 0, start = at, place = after, back
    cdef uint8_t byte
    while start > begin and buffer[start - 1] != b'\n' and characters <= SHORT_LINE:
        start -= 1
        characters += begins_character(buffer[start])
    while place < end and buffer[place] != b'\n' and characters <= SHORT_LINE:
        characters += begins_character(buffer[place])
        place += 1
    if characters <= SHORT_LINE and is_byline_or_names(buffer, start, place, table):
        return True
    place = after
    while place < min(end, after + SIDE) and buffer[place] != b'\n':
        byte = buffer[place]
        if not (is_space(byte) or byte == b'*' or byte == b'_' or byte == b'.' or byte == b')' or byte == b']'):
            return False
        place += 1
    for back in range(max(begin, at - BEGINNING), at):  # a dash and a white space of three bytes each
        byte = buffer[back]
        if byte == b'(' or byte == b'[' or byte == b'-' or byte == 0xE2:
            return True
    return False


cdef inline bint is_month(uint8_t a, uint8_t b, uint8_t c) noexcept nogil:
    """Return whether the name of a month begins with three small letters."""
    cdef const char *months = b"janfebmaraprmayjunjulaugsepoctnovdec"
    cdef int k
    for k in range(12):
        if months[3 * k] == a and months[3 * k + 1] == b and months[3 * k + 2] == c:
            return True
    return False


cdef inline bint is_small(const uint8_t *buffer, int64_t at, int64_t size) noexcept nogil:
    """Return whether a word that begins small may be in the name of a place, or in a date: "under", "al-", "el",
    "september"."""
    cdef uint8_t a = buffer[at] | 32, b = buffer[at + 1] | 32, c = buffer[at + 2] | 32
    return size <= LONG_WORD or ((a == b'a' or a == b'e') and b == b'l') or is_month(a, b, c)


cdef inline bint is_dash(const uint8_t *buffer, int64_t at, int64_t size) noexcept nogil:
    """Return whether the word of `size` bytes at byte `at` is a dash."""
    if buffer[at] == b'-':
        return size == 1 or (size == 2 and buffer[at + 1] == b'-')
    if size != 3 or buffer[at] != 0xE2 or buffer[at + 1] != 0x80:
        return False
    return buffer[at + 2] == 0x93 or buffer[at + 2] == 0x94


cdef bint begins_line(const uint8_t *buffer, int64_t begin, int64_t at) noexcept nogil:
    """Return whether nothing but blanks, emphasis and a bracket is before byte `at` in its line, and not many of
    them."""
    cdef uint8_t byte
    for _ in range(BEGINNING):
        if at == begin or buffer[at - 1] == b'\n':
            return True
        at -= 1
        byte = buffer[at]
        if not (
            byte == b' ' or byte == b'\t' or byte == b'*' or byte == b'_'
            or byte == b'<' or byte == b'(' or byte == b'['
        ):
            return False
    return False


cdef inline int64_t next_pair(const uint8_t *buffer, int64_t at, int64_t end, const uint8_t *pairs) noexcept nogil:
    """Return the first byte from `at` on that begins a pair of `pairs`, or `end`."""
    cdef uint32_t pair = buffer[at]
    while at < end:
        pair = (pair << 8 | buffer[at + 1]) & 0xFFFF
        if pairs[pair]:
            break
        at += 1
    return at


cdef struct Spelled:
    int64_t number  # of the spelling as in Trie.ends, 0 where there is none
    int64_t after  # the byte behind it


cdef Spelled longest(const uint8_t *buffer, int64_t at, int64_t end, const Trie *trie) noexcept nogil:
    """Return the longest spelling of the trie at byte `at`, with which one begins.

    Line breaks and hard spaces are spaces and curly apostrophes plain, as source_table.flat has it; no letter or digit
    of ASCII follows.
    """
    cdef Spelled best
    cdef int64_t node = trie.initials[buffer[at]], child, last, step
    cdef uint8_t byte
    best.number, best.after = 0, at
    at += 1
    while at < end:
        byte, step = buffer[at], 1
        if byte == b'\n':
            byte = b' '
        elif byte == 0xC2 and buffer[at + 1] == 0xA0:
            byte, step = b' ', 2
        elif byte == 0xE2 and buffer[at + 1] == 0x80 and (buffer[at + 2] & 0xFE) == 0x98:
            byte, step = b"'", 3
        child, last = trie.children[node], trie.children[node + 1]
        while child < last and trie.letters[child] != byte:
            child += 1
        if child == last:
            break
        node = child
        at += step
        if trie.ends[node] < 0:
            best.number, best.after = trie.ends[node], at
            return best
        if trie.ends[node] > 0 and not (at < end and (is_letter(buffer[at]) or is_digit(buffer[at]))):
            best.number, best.after = trie.ends[node], at
    return best


cdef bint may_sign(const uint8_t *buffer, int64_t at, int64_t end, const Trie *trie) noexcept nogil:
    """Return whether a name of the trie may be at byte `at`, behind white space and The; what is not ASCII may be white
    space."""
    while at < end and buffer[at] <= 32:
        at += 1
    for _ in range(3):
        if buffer[at] >= 128:
            return True
        if trie.initials[buffer[at]] and longest(buffer, at, end, trie).number > 0:
            return True
        if (buffer[at] | 32) != b't' or memcmp(buffer + at + 1, b"he ", 3) != 0:
            return False
        at += 4
    return False


cdef struct Bracket:
    bint closed  # within reach
    bint signed  # a name may be in it
    bint dash  # something like a dash may be behind it


cdef Bracket read_bracket(
    const uint8_t *buffer, int64_t at, int64_t end, int64_t reach, const Trie *trie
) noexcept nogil:
    """Return the bracket that opens before byte `at`; it closes within its line and `reach` code points."""
    cdef Bracket found
    cdef int64_t over = 1
    cdef uint8_t mark
    found.signed = may_sign(buffer, at, end, trie)
    while at < end and over < reach and buffer[at] != b')' and buffer[at] != b'\n':
        if buffer[at] == b'/':
            found.signed = found.signed or may_sign(buffer, at + 1, end, trie)
        over += begins_character(buffer[at])
        at += 1
    found.closed = at < end and over < reach and buffer[at] == b')'
    mark = buffer[at + 2] if buffer[at + 1] == b' ' else buffer[at + 1]
    found.dash = mark == b'-' or mark == b':' or mark == 0xE2
    return found


cdef LineKind first_words(
    const uint8_t *buffer, int64_t at, int64_t end, bint top, const Search *search
) noexcept nogil:
    """BLANK or OTHER, or DATELINE where the line at byte `at` may begin with one; `top` where a place in brackets is
    one."""
    cdef LineKind kind = BLANK
    cdef int64_t start, word, part  # where the line, its last word and its part behind the last comma begin
    cdef int64_t characters = 0
    cdef bint plain = True  # the last word is ASCII
    cdef bint comma = False, small = False, dated = False  # a comma, small letters before it, a digit came before
    cdef Bracket bracket
    cdef uint8_t byte
    while at < end and buffer[at] != b'\n' and (is_space(buffer[at]) or is_markup(buffer[at])):
        if is_markup(buffer[at]) or buffer[at] == 11 or buffer[at] == 12:
            kind = OTHER
        at += 1
    start = word = part = at
    while at < end and characters < search.reach:
        byte = buffer[at]
        if byte == b'\n':
            return kind
        kind = OTHER
        if byte == b'(':
            if top and at == start:
                return DATELINE
            bracket = read_bracket(buffer, at + 1, end, search.reach - characters, &search.trie)
            if bracket.closed:
                if (bracket.signed and (bracket.dash or dated or not small)) or (bracket.dash and dated):
                    return DATELINE
                return OTHER
        if byte <= 32 or byte == b',' or byte == b'/':
            if byte == b' ' and is_dash(buffer, word, at - word):
                return DATELINE if may_sign(buffer, part, end, &search.trie) else OTHER
            if plain and at > word and is_small_letter(buffer[word]) and not is_small(buffer, word, at - word):
                return OTHER
            word, plain = at + 1, True
            if byte == b',':
                part, comma = at + 1, True
        plain = plain and byte < 128
        small = small or (is_small_letter(byte) and not comma)
        dated = dated or byte >= 128 or is_digit(byte)
        characters += begins_character(byte)
        at += 1
    return kind


cdef struct Reading:
    # What is known of a text so far.
    int64_t parts  # bits
    int64_t lines  # that are not blank


cdef inline void read_line(
    const uint8_t *buffer, int64_t at, int64_t end, bint top, const Search *search, Reading *reading
) noexcept nogil:
    """Look at the beginning of the line at byte `at`."""
    cdef LineKind line = first_words(buffer, at, end, top, search)
    if line == DATELINE:
        reading.parts |= DATELINES
    reading.lines += line != BLANK


cdef int64_t search_text(
    const uint8_t *buffer, int64_t begin, int64_t end, const Search *search, CreditPlace *places, int64_t room,
    int64_t *part,
) noexcept nogil:
    """Find the places of one text, write those for which there is room, without the article; return their number. See
    `find_places`."""
    cdef int64_t count = 0, hits = 0, at = begin, place, start
    cdef int64_t counted = begin, characters = 0  # the code points before the byte `counted`
    cdef Reading reading
    cdef Spelled found
    cdef bint apart, sought
    cdef uint8_t back
    reading.parts = reading.lines = 0
    read_line(buffer, begin, end, True, search, &reading)
    while at < end:
        at = next_pair(buffer, at, end, search.pairs)
        if at == end:
            break
        if not (search.thirds[256 * search.trie.initials[buffer[at]] + buffer[at + 1]] >> (buffer[at + 2] & 31)) & 1:
            at += 1
            if buffer[at - 1] == b'\n' and reading.lines < search.lines:
                read_line(buffer, at, end, reading.lines < search.tops, search, &reading)
            continue
        found = longest(buffer, at, end, &search.trie)
        if found.number <= 0:
            if found.number == -PHRASES or (found.number == -URLS and begins_line(buffer, begin, at)):
                reading.parts |= -found.number
            at += 1
            continue
        if reading.lines < search.lines:
            for place in range(at, found.after):
                if buffer[place] == b'\n':
                    read_line(buffer, place + 1, end, reading.lines < search.tops, search, &reading)
        hits += 1
        if hits > MANY:
            part[0] = -1
            return 0
        back = buffer[at - 1] if at > begin else b' '
        if is_letter(back) or is_digit(back) or back == b'_':
            at = found.after
            continue
        apart, sought = False, found.number > search.sources
        if not sought:
            apart = stands_out(buffer, begin, end, at, found.after, &search.behind)
            sought = (
                apart
                or credits_before(buffer, begin, at, &search.before)
                or credits_behind(buffer, found.after, end, &search.behind)
            )
        if sought:
            start = characters + characters_in(buffer, counted, at)
            characters = start + characters_in(buffer, at, found.after)
            counted = found.after
            if count < room:
                places[count].spelling = found.number - 1
                places[count].start, places[count].end, places[count].apart = start, characters, apart
            count += 1
        at = found.after
    part[0] = reading.parts
    return count


cdef WordTable table_of(table) except *:
    """Return the pointers of a `first_pass.WordTable`."""
    cdef WordTable found
    cdef const uint64_t[::1] keys = table.keys
    cdef const int64_t[::1] bits = table.bits
    if not keys.shape[0] or keys.shape[0] & (keys.shape[0] - 1) or bits.shape[0] != keys.shape[0]:
        raise ValueError("A table of words has a power of two of slots, and bits for each.")
    found.mask, found.keys, found.bits = keys.shape[0] - 1, &keys[0], &bits[0]
    return found


def find_places(
    const uint8_t[::1] buffer, const int64_t[::1] offsets, tables, bounds, int64_t[::1] parts, CreditPlace[::1] places
):
    """Write the spellings that may be credits to `places`, of type CREDIT_PLACE, and to parts[d] what else may be in
    article d, as bits.

    A spelling is one of the trie of `tables`, a `first_pass.CreditTables`. Names come only where the words around them
    can make them a credit, the words of phrases everywhere. `bounds` is a `first_pass.Bounds`. parts[d] is -1 where the
    text is larger than bounds.largest bytes or has too many names: it has to be searched whole. Returns the number of
    places, those for which there was no room included. Raises ValueError where the arrays do not fit one another, or
    the buffer has no spare bytes behind the last text.
    """
    cdef const uint8_t[::1] pairs = tables.pairs, initials = tables.initials
    cdef const uint32_t[:, ::1] thirds = tables.thirds
    cdef const int64_t[::1] letters = tables.letters, children = tables.children, ends = tables.ends
    cdef Search search
    cdef CreditPlace *place = &places[0] if places.shape[0] else NULL
    cdef Py_ssize_t d, articles = offsets.shape[0] - 1
    cdef int64_t count = 0, room = places.shape[0], written, found, k
    if articles < 0 or parts.shape[0] != articles:
        raise ValueError("There is no part for each text.")
    if offsets[0] < 0 or offsets[articles] > buffer.shape[0] - SPARE:
        raise ValueError(f"The texts are not inside the buffer with {SPARE} bytes to spare.")
    for d in range(articles):
        if offsets[d + 1] < offsets[d]:
            raise ValueError(f"Text {d} ends before it begins.")
    if pairs.shape[0] != 1 << 16 or initials.shape[0] != 256 or thirds.shape[1] != 256:
        raise ValueError("The tables have no entry for each byte.")
    for k in range(256):
        if initials[k] >= thirds.shape[0] or initials[k] >= letters.shape[0]:
            raise ValueError(f"The spellings that begin with byte {k} are not in the trie.")
    if letters.shape[0] != ends.shape[0] or children.shape[0] != letters.shape[0] + 1:
        raise ValueError("The columns of the trie differ in length.")
    search.pairs, search.thirds = &pairs[0], &thirds[0, 0]
    search.trie.letters, search.trie.children, search.trie.ends = &letters[0], &children[0], &ends[0]
    search.trie.initials = &initials[0]
    search.sources = tables.sources
    search.before, search.behind = table_of(tables.before), table_of(tables.behind)
    search.lines, search.tops, search.reach, search.largest = bounds.lines, bounds.tops, bounds.reach, bounds.largest
    with nogil:
        for d in range(articles):
            if offsets[d + 1] - offsets[d] > search.largest:
                parts[d] = -1
                continue
            written = min(count, room)
            found = search_text(
                &buffer[0], offsets[d], offsets[d + 1], &search, place + written, room - written, &parts[d]
            )
            for k in range(written, min(count + found, room)):
                place[k].article = d
            count += found
    return count
