"""The kernel of the first pass: where the names and phrases stand in a batch of texts that may be credits.

What it lets by is looked at again (contexts, datelines, phrases), so it may let by too much and never too little.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.provenance.look import DATELINES, HELD, URLS
from dedup.text.jit import inlined, kernel

MIX = 0x9E3779B97F4A7C15
SHORT_LINE = 100  # contexts.SIGNED_LINE
BEFORE, TOLD_BEFORE, AFTER = 120, 80, 160  # code points around a name, as in contexts
SIDE = 400  # code points of a line on either side of a name, as in find
MANY = 500  # names in one text, true or not, above which the whole text is searched; fewer than sources.MAX_SPOTS
BLANK, OTHER, DATELINE = 0, 1, 2  # what first_words says of a line
LONG_WORD = 5  # letters of the longest small word in the name of a place ("under")

# The words around a name that contexts.py asks for, as bits; hints.CONTEXT has the words.
AGENCY, TOLD, INTERVIEW, TO_VERB, SAID_TO, TO, BY_VERB, BY, REPORTS, PUBLISHED, COPYRIGHT, MARK, SOURCE, VIA, EDITING, INPUTS, WITH = (
    1 << bit for bit in range(17)
)
SAID, ROLE, CONTRIBUTED, ADVERB, NAMED = (1 << bit for bit in range(5))

# How many white spaces stand at most between such a word and the name; `the` and `news agency the` may stand between.
NEAR, NEAR_AGENCY = 3, 6
FAR_SAID = 5  # "said in a short talk to": more than those
FAR_INTERVIEW = 2  # "interview published by"
FAR_COPYRIGHT, FAR_SOURCE, FAR_VIA, FAR_PUBLISHED, FAR_INPUTS, FAR_REPORTS = 10, 6, 3, 6, 3, 2
# The same behind it: "'s Mahmoud Abdel Wahed later also said", " news agency also said", " news agency senior correspondent".
SAYS, SAYS_ADVERB, SAYS_NAMED, ROLE_NEAR, ROLE_FAR, FAR_CONTRIBUTED = 1, 5, 9, 2, 4, 17


@inlined
def is_letter(byte: Any) -> Any:
    """Whether a byte is A-Z or a-z."""
    return ((byte | 32) >= 97) & ((byte | 32) <= 122)


@inlined
def is_digit(byte: Any) -> Any:
    """Whether a byte is 0-9."""
    return (byte >= 48) & (byte <= 57)


@inlined
def is_lower(byte: Any) -> Any:
    """Whether a byte is a-z."""
    return (byte >= 97) & (byte <= 122)


@inlined
def is_space(byte: Any) -> Any:
    """Whether a byte is white space."""
    return (byte == 32) | ((byte >= 9) & (byte <= 13))


@inlined
def is_markup(byte: Any) -> Any:
    """Whether a byte is one of datelines.MARKUP that is no white space."""
    return (byte == 42) | (byte == 95) | (byte == 62) | (byte == 35)


@inlined
def begins_character(byte: Any) -> Any:
    """Whether a byte is the first of a code point."""
    return (byte & 0xC0) != 0x80


@inlined
def with_letter(word: Any, byte: Any) -> Any:
    """The hash of a word and one letter more, whatever its case."""
    return (word + uint64(byte | 32)) * uint64(MIX)


@kernel
def bits_of(keys: Any, values: Any, word: Any) -> Any:
    """The value of a hash in an open-addressing table, 0 where it is not in it."""
    mask = uint64(keys.size - 1)
    slot = (word >> uint64(40)) & mask
    while keys[slot] != uint64(0) and keys[slot] != word:
        slot = (slot + uint64(1)) & mask
    return values[slot] if keys[slot] == word else np.int64(0)


@kernel
def fill_words(letters: Any, offsets: Any, bits: Any, backward: Any, keys: Any, values: Any) -> Any:
    """Put the words letters[offsets[i]:offsets[i + 1]] with their bits into an empty table, read backward where `backward` says so."""
    mask = uint64(keys.size - 1)
    for word in range(bits.size):
        found = uint64(0)
        size = offsets[word + 1] - offsets[word]
        for i in range(size):
            found = with_letter(found, letters[offsets[word + 1] - 1 - i if backward else offsets[word] + i])
        slot = (found >> uint64(40)) & mask
        while keys[slot] != uint64(0):
            slot = (slot + uint64(1)) & mask
        keys[slot] = found
        values[slot] = bits[word]


@kernel
def told_before(buffer: Any, begin: Any, at: Any, keys: Any, values: Any) -> Any:
    """Whether the words before the name at byte `at` can be those of an attribution or a credit.

    The words are read backward, letter by letter: one that is cut where contexts.py cuts the text counts as it stands there.
    """
    characters, spaces, reach = 0, 0, NEAR
    seen, inputs, following = np.int64(0), -1, np.int64(0)
    one_line = True
    word = uint64(0)
    last = at  # the byte behind the word
    place = at
    while True:
        over = place == begin or characters == BEFORE
        byte = np.uint8(0) if over else buffer[place - 1]
        inside = is_letter(byte)
        if word and (not inside or characters == TOLD_BEFORE):
            bits = bits_of(keys, values, word)
            if bits:
                if bits & AGENCY and spaces <= 2:
                    reach = NEAR_AGENCY
                if spaces <= reach:
                    if bits & TOLD:
                        return True
                    seen |= bits & (TO | BY)
                if (bits & TO_VERB and spaces <= reach + 1 and seen & TO) or (bits & SAID_TO and spaces <= reach + FAR_SAID and seen & TO):
                    return True
                if (bits & BY_VERB and spaces <= reach + 1 and seen & BY) or (bits & INTERVIEW and spaces <= reach + FAR_INTERVIEW):
                    return True
                if (
                    (bits & REPORTS and spaces <= FAR_REPORTS)
                    or (bits & VIA and spaces <= FAR_VIA)
                    or (bits & PUBLISHED and spaces <= FAR_PUBLISHED)
                    or (bits & COPYRIGHT and spaces <= FAR_COPYRIGHT)
                    or (bits & MARK and byte == 40 and spaces <= FAR_COPYRIGHT)
                ):
                    return True
                if bits & SOURCE and spaces <= FAR_SOURCE:
                    mark = buffer[last + 1] if buffer[last] == 32 else buffer[last]
                    if mark == 58 or mark == 124 or mark == 45 or mark == 0xE2:
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
                word = uint64(0)
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
            one_line = one_line and byte != 10
        elif byte == 0xA9 and spaces <= FAR_COPYRIGHT and buffer[place - 1] == 0xC2:
            return True


@kernel
def says_behind(buffer: Any, at: Any, end: Any, keys: Any, values: Any) -> Any:
    """Whether the words behind the name that ends at byte `at` can be those of an attribution or a credit."""
    reach = SAYS_NAMED if buffer[at] == 39 or buffer[at] == 0xE2 else SAYS
    role = ROLE_NEAR
    characters, spaces = 0, 0
    word = uint64(0)
    while True:
        over = at >= end or characters == AFTER or spaces > FAR_CONTRIBUTED
        byte = np.uint8(0) if over else buffer[at]
        inside = is_letter(byte)
        if word and not inside:
            bits = bits_of(keys, values, word)
            word = uint64(0)
            if bits & ADVERB and spaces <= SAYS:
                reach, role = max(reach, SAYS_ADVERB), ROLE_FAR
            if bits & CONTRIBUTED or (bits & SAID and spaces <= reach) or (bits & ROLE and spaces <= role):
                return True
        if over:
            return False
        if inside:
            word = with_letter(word, byte)
        elif byte == 32:
            spaces += 1
        elif byte < 128 and not is_digit(byte) and byte not in (39, 44, 45, 46, 59, 95):
            return False  # nothing of contexts.py reaches beyond
        characters += begins_character(byte)
        at += 1


@kernel
def is_byline_or_names(buffer: Any, at: Any, end: Any, keys: Any, values: Any) -> Any:
    """Whether the line buffer[at:end] begins with By, or holds a host, or nothing but words of names; those beyond ASCII may be any."""
    while at < end and (is_space(buffer[at]) or is_markup(buffer[at])):
        at += 1
    if buffer[at] | 32 == 98 and buffer[at + 1] | 32 == 121 and buffer[at + 2] == 32:
        return True
    odd = 0  # words that stand in no name
    word = uint64(0)
    free = False
    while at <= end:
        byte = np.uint8(10) if at == end else buffer[at]
        if is_letter(byte):
            if not word:
                free = buffer[at - 1] >= 128
            word = with_letter(word, byte)
        elif word:
            odd += not (free or byte >= 128 or bits_of(keys, values, word) & NAMED)
            word = uint64(0)
        if byte == 46 and buffer[at - 1] > 45 and (is_letter(buffer[at + 1]) or is_digit(buffer[at + 1]) or buffer[at + 1] >= 128):
            return True
        at += 1
    return odd == 0


@kernel
def stands_out(buffer: Any, begin: Any, end: Any, at: Any, after: Any, keys: Any, values: Any) -> Any:
    """Whether the name buffer[at:after] of the text buffer[begin:end] may be a byline or a sign-off.

    It stands in a short line that is a byline or nothing but names, or behind a bracket or dash at the end of its line.
    """
    characters = 0
    start, place = at, after
    while start > begin and buffer[start - 1] != 10 and characters <= SHORT_LINE:
        start -= 1
        characters += begins_character(buffer[start])
    while place < end and buffer[place] != 10 and characters <= SHORT_LINE:
        characters += begins_character(buffer[place])
        place += 1
    if characters <= SHORT_LINE and is_byline_or_names(buffer, start, place, keys, values):
        return True
    place = after
    while place < min(end, after + SIDE) and buffer[place] != 10:
        byte = buffer[place]
        if not (is_space(byte) or byte == 42 or byte == 95 or byte == 46 or byte == 41 or byte == 93):
            return False
        place += 1
    for back in range(max(begin, at - 6), at):  # a dash and a white space of three bytes each
        byte = buffer[back]
        if byte == 40 or byte == 91 or byte == 45 or byte == 0xE2:
            return True
    return False


@inlined
def is_small(buffer: Any, at: Any, size: Any) -> Any:
    """Whether a word that begins small may stand in the name of a place, or in a date: "under", "al-", "el", "september"."""
    a, b, c = buffer[at] | 32, buffer[at + 1] | 32, buffer[at + 2] | 32
    if size <= LONG_WORD or (a == 97 and b == 108) or (a == 101 and b == 108):
        return True
    month = a << 16 | b << 8 | c
    for known in (0x6A616E, 0x666562, 0x6D6172, 0x617072, 0x6D6179, 0x6A756E, 0x6A756C, 0x617567, 0x736570, 0x6F6374, 0x6E6F76, 0x646563):
        if month == known:
            return True
    return False


@inlined
def is_dash(buffer: Any, at: Any, size: Any) -> Any:
    """Whether the word of `size` bytes at byte `at` is a dash."""
    return (buffer[at] == 45 and (size == 1 or (size == 2 and buffer[at + 1] == 45))) or (
        size == 3 and buffer[at] == 0xE2 and buffer[at + 1] == 0x80 and (buffer[at + 2] == 0x93 or buffer[at + 2] == 0x94)
    )


@kernel
def begins_line(buffer: Any, begin: Any, at: Any) -> Any:
    """Whether nothing but blanks, emphasis and a bracket stands before byte `at` in its line, and not many of them."""
    for _ in range(6):
        if at == begin or buffer[at - 1] == 10:
            return True
        at -= 1
        byte = buffer[at]
        if not (byte == 32 or byte == 9 or byte == 42 or byte == 95 or byte == 60 or byte == 40 or byte == 91):
            return False
    return False


@kernel
def next_pair(buffer: Any, at: Any, end: Any, pairs: Any) -> Any:
    """The first byte from `at` on that begins a pair of `pairs`, or `end`; unsigned numbers spare the check for negative ones."""
    place, stop = uint64(at), uint64(end)
    first = uint64(buffer[place])
    while place < stop:
        second = uint64(buffer[place + uint64(1)])
        if pairs[first << uint64(8) | second]:
            break
        first = second
        place += uint64(1)
    return np.int64(place)


@kernel
def longest(buffer: Any, at: Any, end: Any, node: Any, letters: Any, children: Any, ends: Any) -> Any:
    """The longest spelling of the trie at byte `at`, whose node is `node`: its number in `ends`, 0 where there is none; the byte behind it.

    Line breaks and hard spaces are spaces and curly apostrophes plain, as sources.flat has it; no letter or digit of ASCII follows.
    """
    best, best_end = np.int64(0), at
    at += 1
    while at < end:
        byte = np.int64(buffer[at])
        step = 1
        if byte == 10:
            byte = np.int64(32)
        elif byte == 0xC2 and buffer[at + 1] == 0xA0:
            byte, step = np.int64(32), 2
        elif byte == 0xE2 and buffer[at + 1] == 0x80 and buffer[at + 2] & 0xFE == 0x98:
            byte, step = np.int64(39), 3
        child, last = children[node], children[node + 1]
        while child < last and letters[child] != byte:
            child += 1
        if child == last:
            break
        node = child
        at += step
        if ends[node] < 0:
            return ends[node], at
        if ends[node] > 0 and not (at < end and (is_letter(buffer[at]) or is_digit(buffer[at]))):
            best, best_end = ends[node], at
    return best, best_end


@kernel
def may_sign(buffer: Any, at: Any, end: Any, initials: Any, letters: Any, children: Any, ends: Any) -> Any:
    """Whether a name of the trie may stand at byte `at`, behind white space and The; what is not ASCII may be white space."""
    while at < end and buffer[at] <= 32:
        at += 1
    for _ in range(3):
        if buffer[at] >= 128:
            return True
        if initials[buffer[at]]:
            found, _ = longest(buffer, at, end, np.int64(initials[buffer[at]]), letters, children, ends)
            if found > 0:
                return True
        if not (buffer[at] | 32 == 116 and buffer[at + 1] == 104 and buffer[at + 2] == 101 and buffer[at + 3] == 32):
            return False
        at += 4
    return False


@kernel
def first_words(buffer: Any, at: Any, end: Any, top: Any, reach: Any, initials: Any, letters: Any, children: Any, ends: Any) -> Any:
    """BLANK or OTHER, or DATELINE where the line at byte `at` may begin with one; `top` where a place in brackets is one."""
    kind = BLANK
    while at < end and buffer[at] != 10 and (is_space(buffer[at]) or is_markup(buffer[at])):
        if is_markup(buffer[at]) or buffer[at] == 11 or buffer[at] == 12:
            kind = OTHER
        at += 1
    start, word, part, characters = at, at, at, 0
    plain, comma, small, dated = True, False, False, False  # the word is ASCII; a comma, small letters before it, a digit stood before
    while at < end and characters < reach:
        byte = buffer[at]
        if byte == 10:
            return kind
        kind = OTHER
        if byte == 40:
            if top and at == start:
                return DATELINE
            closed = at + 1
            signed = may_sign(buffer, closed, end, initials, letters, children, ends)
            over = characters + 1
            while closed < end and over < reach and buffer[closed] != 41 and buffer[closed] != 10:
                if buffer[closed] == 47:
                    signed = signed or may_sign(buffer, closed + 1, end, initials, letters, children, ends)
                over += begins_character(buffer[closed])
                closed += 1
            if closed < end and over < reach and buffer[closed] == 41:
                mark = buffer[closed + 2] if buffer[closed + 1] == 32 else buffer[closed + 1]
                dash = mark == 45 or mark == 58 or mark == 0xE2
                return DATELINE if (signed and (dash or dated or not small)) or (dash and dated) else OTHER
        if byte <= 32 or byte == 44 or byte == 47:
            if byte == 32 and is_dash(buffer, word, at - word):
                return DATELINE if may_sign(buffer, part, end, initials, letters, children, ends) else OTHER
            if plain and at > word and is_lower(buffer[word]) and not is_small(buffer, word, at - word):
                return OTHER
            word, plain = at + 1, True
            if byte == 44:
                part, comma = at + 1, True
        plain = plain and byte < 128
        small = small or (is_lower(byte) and not comma)
        dated = dated or byte >= 128 or is_digit(byte)
        characters += begins_character(byte)
        at += 1
    return kind


@kernel
def find_places(
    buffer: Any,
    offsets: Any,
    pairs: Any,
    initials: Any,
    thirds: Any,
    letters: Any,
    children: Any,
    ends: Any,
    sources: Any,
    before: Any,
    before_bits: Any,
    behind: Any,
    behind_bits: Any,
    lines: Any,
    tops: Any,
    reach: Any,
    largest: Any,
    parts: Any,
    rows: Any,
) -> Any:
    """Fill `rows` with (article, spelling, start, end in code points, stands out), and parts[d] with what else article d may hold.

    A spelling is one of the trie (letters, children, ends), `sources` of them names, which come only where the words around them can
    make them a credit; the others are the words of phrases. `pairs` is 1 for each pair of bytes that one begins with, and for
    each that begins with a line break; thirds[initials[first], second] has one for the low bits of each byte that follows them.
    parts[d] is -1 where the text is larger than `largest` bytes or holds too many names: it has to be searched whole.
    Returns the number of rows that were needed, those that did not fit included.
    """
    count = np.int64(0)
    for doc in range(offsets.size - 1):
        begin, end = offsets[doc], offsets[doc + 1]
        if end - begin > largest:
            parts[doc] = -1
            continue
        first = count
        hits = 0
        line = first_words(buffer, begin, end, True, reach, initials, letters, children, ends)
        held, seen = DATELINES * (line == DATELINE), np.int64(line != BLANK)
        counted, characters = begin, np.int64(0)  # code points before a byte
        at = begin
        while at < end:
            at = next_pair(buffer, at, end, pairs)
            if at == end:
                break
            if not (thirds[initials[buffer[at]], buffer[at + 1]] >> (buffer[at + 2] & 31)) & 1:
                at += 1
                if buffer[at - 1] == 10 and seen < lines:
                    line = first_words(buffer, at, end, seen < tops, reach, initials, letters, children, ends)
                    held |= DATELINES * (line == DATELINE)
                    seen += line != BLANK
                continue
            found, after = longest(buffer, at, end, np.int64(initials[buffer[at]]), letters, children, ends)
            if found <= 0:
                if found == -HELD or (found == -URLS and begins_line(buffer, begin, at)):
                    held |= -found
                at += 1
                continue
            if seen < lines:
                for place in range(at, after):
                    if buffer[place] == 10:
                        line = first_words(buffer, place + 1, end, seen < tops, reach, initials, letters, children, ends)
                        held |= DATELINES * (line == DATELINE)
                        seen += line != BLANK
            hits += 1
            if hits > MANY:
                break
            back = buffer[at - 1] if at > begin else 32
            if is_letter(back) or is_digit(back) or back == 95:
                at = after
                continue
            apart = False
            sought = found > sources
            if not sought:
                apart = stands_out(buffer, begin, end, at, after, behind, behind_bits)
                sought = (
                    apart or told_before(buffer, begin, at, before, before_bits) or says_behind(buffer, after, end, behind, behind_bits)
                )
            if sought:
                for place in range(counted, at):
                    characters += begins_character(buffer[place])
                start = characters
                for place in range(at, after):
                    characters += begins_character(buffer[place])
                counted = after
                if count < rows.shape[0]:
                    rows[count, 0] = doc
                    rows[count, 1] = found - 1
                    rows[count, 2] = start
                    rows[count, 3] = characters
                    rows[count, 4] = apart
                count += 1
            at = after
        if hits > MANY:
            count = first
        parts[doc] = -1 if hits > MANY else held
    return count
