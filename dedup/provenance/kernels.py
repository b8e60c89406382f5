"""The kernel of the prefilter: which articles of a batch may hold a credit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.provenance.look import ALL, DATELINES, NAMES, PHRASES
from dedup.text.jit import inlined, kernel

GOLDEN, MIX = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93  # those of text.kernels, whose tables are read here
SHORT_LINE = 104  # characters: a line of contexts.SIGNED_LINE, with its margins
# Words before or behind a name within which contexts.py finds what credits it: wide enough for names of six words, "the" and "news agency".
FAR, NEAR, CLOSE = 32, 10, 3
TOLD, TO_VERB, BY_VERB, REPORTS, FAR_WORD, SAID, ROLE, CONTRIBUTED, TO, BY, POSSESSIVE = (1 << bit for bit in range(11))


@inlined
def holds(table: Any, key: Any) -> Any:
    """Whether the open-addressing table `table` holds `key`."""
    mask = uint64(table.size - 1)
    slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
    while table[slot] != uint64(0) and table[slot] != key:
        slot = (slot + uint64(1)) & mask
    return table[slot] == key and key != uint64(0)


@inlined
def is_capital(byte: Any) -> Any:
    """Whether a byte is A-Z."""
    return byte >= 65 and byte <= 90


@inlined
def is_blank(byte: Any) -> Any:
    """Whether a byte is a space, a tab or a carriage return."""
    return byte == 32 or byte == 9 or byte == 13


@kernel
def has_dateline(buffer: Any, at: Any, end: Any, lines: Any, reach: Any) -> Any:
    """Whether a line near the top of buffer[at:end] may begin with a dateline.

    One of the first `lines` lines that are not blank has within `reach` bytes a pair of brackets before a dash or a colon, or one of
    the first two begins with a bracket.
    """
    seen = 0
    while at < end and seen < lines:
        blank = True
        marked = True
        opened = False
        line = at
        while at < end and buffer[at] != 10:
            byte = buffer[at]
            if blank and not is_blank(byte):
                blank = False
            if at - line < reach:
                if byte == 40:
                    opened = True
                    if marked and seen < 2:
                        return True
                elif byte == 41 and opened:
                    after = at + 1
                    if after < end and buffer[after] == 32:
                        after += 1
                    if after < end and (buffer[after] == 45 or buffer[after] == 58 or buffer[after] == 0xE2):
                        return True
                marked = marked and (is_blank(byte) or byte == 42 or byte == 95 or byte == 62 or byte == 35)
            elif not blank:
                while at < end and buffer[at] != 10:
                    at += 1
                break
            at += 1
        at += 1
        seen += not blank
    return False


@inlined
def bits_of(keys: Any, values: Any, key: Any) -> Any:
    """The value of `key` in an open-addressing table, 0 where it is not in it."""
    mask = uint64(keys.size - 1)
    slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
    while keys[slot] != uint64(0) and keys[slot] != key:
        slot = (slot + uint64(1)) & mask
    return values[slot] if keys[slot] == key else np.int64(0)


@kernel
def stands_out(buffer: Any, begin: Any, end: Any, at: Any) -> Any:
    """Whether the name at byte `at` of the text buffer[begin:end] follows a bracket or a dash, or stands in a short line."""
    for back in range(max(begin, at - 4), at):
        byte = buffer[back]
        if byte == 40 or byte == 91 or byte == 45 or byte == 0xE2:
            return True
    characters = 0
    place = at
    while place > begin and buffer[place - 1] != 10 and characters <= SHORT_LINE:
        place -= 1
        characters += (buffer[place] & 0xC0) != 0x80
    place = at
    while place < end and buffer[place] != 10 and characters <= SHORT_LINE:
        characters += (buffer[place] & 0xC0) != 0x80
        place += 1
    return characters <= SHORT_LINE


@kernel
def in_context(hashes: Any, begin: Any, stop: Any, token: Any, keys: Any, values: Any) -> Any:
    """Whether the words around a name can be those of an attribution or a credit; the bits are those of hints.CONTEXT."""
    before = np.int64(0)
    for back in range(1, min(FAR, token - begin) + 1):
        bits = bits_of(keys, values, hashes[token - back])
        if bits & FAR_WORD or (back <= NEAR and bits & TOLD) or (back <= CLOSE and bits & REPORTS):
            return True
        if back <= CLOSE + 4:
            before |= bits & (TO | BY)
        if back <= NEAR + 8 and ((bits & TO_VERB and before & TO) or (bits & BY_VERB and before & BY)):
            return True
    reach = CLOSE + 5
    for ahead in range(1, min(FAR, stop - 1 - token) + 1):
        bits = bits_of(keys, values, hashes[token + ahead])
        if bits & POSSESSIVE and ahead <= CLOSE + 4:
            reach = NEAR + 10
        if bits & CONTRIBUTED or (ahead <= reach and bits & SAID) or (ahead <= CLOSE + 7 and bits & ROLE):
            return True
    return False


@kernel
def may_credit(
    buffer: Any,
    offsets: Any,
    first: Any,
    counts: Any,
    starts: Any,
    ends: Any,
    hashes: Any,
    hints: Any,
    capital: Any,
    capitals: Any,
    pairs: Any,
    plain: Any,
    plain_pairs: Any,
    marked: Any,
    context: Any,
    bits: Any,
    lines: Any,
    reach: Any,
    out: Any,
) -> Any:
    """out[d] |= what article d may hold: PHRASES, NAMES, DATELINES.

    A phrase: a token of `plain` (which may be a name too), of `marked` before a colon or a bar, or a pair of `plain_pairs`. A name that
    stands out or in a context (or in a dateline): a token of `capital` with a capital, of `capitals` in capitals, or a pair of `pairs`
    with a capital.
    `hints` has a bit for the low 16 bits of each token that is in a table alone or second.
    """
    for doc in range(counts.size):
        held = out[doc]
        if held == ALL:
            continue
        base = offsets[doc]
        begin, stop = first[doc], first[doc] + counts[doc]
        for token in range(begin, stop):
            h = hashes[token]
            if not (hints[(h >> uint64(3)) & uint64(0x1FFF)] >> (h & uint64(7))) & uint64(1):
                continue
            at = base + np.int64(starts[token])
            upper = is_capital(buffer[at])
            named = upper and (holds(capital, h) or (is_capital(buffer[at + 1]) and holds(capitals, h)))
            if holds(plain, h):
                held |= NAMES | PHRASES
            if token > begin:
                pair = hashes[token - 1] * uint64(MIX) ^ h
                if holds(plain_pairs, pair):
                    held |= PHRASES
                if not named and is_capital(buffer[base + np.int64(starts[token - 1])]) and holds(pairs, pair):
                    named = True
                    at = base + np.int64(starts[token - 1])
            sought = named and not held & NAMES
            if sought and (stands_out(buffer, base, offsets[doc + 1], at) or in_context(hashes, begin, stop, token, context, bits)):
                held |= NAMES | DATELINES
            if not held & PHRASES and holds(marked, h):
                after = base + np.int64(ends[token])
                after += buffer[after] == 32
                if buffer[after] == 58 or buffer[after] == 124:
                    held |= PHRASES
            if held == ALL:
                break
        if has_dateline(buffer, base, offsets[doc + 1], lines, reach):
            held |= DATELINES
        out[doc] = held
