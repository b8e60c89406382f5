"""Paragraphs, sentences and word classes of a corpus, as one flag byte a token."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any, Final

import numpy as np
from numba import uint8, uint64

from dedup.text.jit import inlined, kernel
from dedup.text.tables import I64, U8, U64, hash_set
from dedup.text.tokens import Tokens

PARAGRAPH, SENTENCE, CAPITAL, CAPITALS, NUMBER = 1, 2, 4, 8, 16
GOLDEN: Final = 0x9E3779B97F4A7C15
# Words whose full stop ends no sentence; a single letter (an initial, "U.S.") counts as one of them.
ABBREVIATIONS: Final = (
    "adm", "al", "apr", "approx", "aug", "ave", "capt", "cmdr", "co", "col", "corp", "cpl", "dec", "dept", "dr", "drs", "est", "etc", "eg",
    "feb", "fig", "fr", "gen", "gov", "hon", "ie", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mr", "mrs", "ms",
    "mt", "no", "nos", "nov", "oct", "pfc", "ph", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sep", "sept", "sgt", "sr",
    "st", "supt", "univ", "viz", "vol", "vs",
)  # fmt: skip


@cache
def capital_letters() -> U8:
    """One for each upper-case or title-case letter of the basic plane, by code point."""
    return np.array([chr(code).isupper() or chr(code).istitle() for code in range(min(0x10000, sys.maxunicode))], np.uint8)


@cache
def _short_words() -> U64:
    return hash_set(ABBREVIATIONS)


@inlined
def holds(table: Any, key: Any) -> Any:
    """Whether the open-addressing table `table` holds `key`."""
    mask = uint64(table.size - 1)
    slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
    while table[slot] != uint64(0) and table[slot] != key:
        slot = (slot + uint64(1)) & mask
    return table[slot] == key and key != uint64(0)


@inlined
def read_character(buffer: Any, at: Any) -> Any:
    """(code point, bytes) of the UTF-8 character at buffer[at]."""
    lead = np.int64(buffer[at])
    if lead < 0xC0:
        return lead, 1
    if lead < 0xE0:
        return ((lead & 0x1F) << 6) | (np.int64(buffer[at + 1]) & 0x3F), 2
    tail = ((np.int64(buffer[at + 1]) & 0x3F) << 6) | (np.int64(buffer[at + 2]) & 0x3F)
    if lead < 0xF0:
        return ((lead & 0xF) << 12) | tail, 3
    return ((lead & 7) << 18) | (tail << 6) | (np.int64(buffer[at + 3]) & 0x3F), 4


@inlined
def is_lower(point: Any) -> Any:
    """Whether a code point is a lower-case letter of Latin, Greek or Cyrillic."""
    return 97 <= point <= 122 or 0xDF <= point < 0x250 or 0x3B1 <= point < 0x3CA or 0x430 <= point < 0x460


@kernel
def break_behind(buffer: Any, begin: Any, end: Any) -> Any:
    """What stands between two words: 2 a line feed, 1 the end of a sentence, 0 neither; -1 a full stop right behind the word alone."""
    ended = 0
    at = begin
    while at < end:
        point, size = read_character(buffer, at)
        if point == 10:
            return 2
        if point == 33 or point == 63 or point == 0x2026 or point == 0x3002 or point == 0xFF01 or point == 0xFF1F or point == 0x061F:
            ended = 1
        elif point == 46 and ended == 0:
            ended = -1 if at == begin else 1
        elif ended == -1 and (point == 34 or point == 0x201D or point == 0x2019):
            ended = 1  # a full stop inside the quotation marks is no abbreviation's
        at += size
    return ended


@kernel
def flag_tokens(buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, capital: Any, short: Any,
                out: Any) -> Any:  # fmt: skip
    """out[place] = the flags of each token; see `token_flags`."""
    for doc in range(counts.size):
        base = offsets[doc]
        for token in range(first[doc], first[doc] + counts[doc]):
            flags = 0
            upper = letters = 0
            at = base + np.int64(starts[token])
            end = base + np.int64(ends[token])
            lead, _ = read_character(buffer, at)
            cased = True
            while at < end:
                point, size = read_character(buffer, at)
                is_upper = point < capital.size and capital[point] != 0
                if at == base + np.int64(starts[token]):
                    cased = is_upper or not is_lower(point)
                    flags |= CAPITAL if is_upper else 0
                upper += is_upper
                letters += not (48 <= point <= 57)
                at += size
            if upper > 1 and upper == letters:
                flags |= CAPITALS
            if 48 <= lead <= 57:
                flags |= NUMBER
            if token == first[doc]:
                flags |= PARAGRAPH | SENTENCE
            else:
                before = break_behind(buffer, base + np.int64(ends[token - 1]), base + np.int64(starts[token]))
                if before == 2:
                    flags |= PARAGRAPH | SENTENCE
                elif cased and before != 0:
                    abbreviated = ends[token - 1] - starts[token - 1] == 1 or holds(short, hashes[token - 1])
                    flags |= 0 if before == -1 and abbreviated else SENTENCE
            out[token] = uint8(flags)
    return 0


@kernel
def mark_sentences(buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, capital: Any, short: Any,
                   out: Any) -> Any:  # fmt: skip
    """out[place] = 1 where a sentence begins, as `flag_tokens` has it; most words stand behind a single space, which decides at once."""
    for doc in range(counts.size):
        base = offsets[doc]
        for token in range(first[doc], first[doc] + counts[doc]):
            if token == first[doc]:
                out[token] = uint8(1)
                continue
            begin, end = base + np.int64(ends[token - 1]), base + np.int64(starts[token])
            out[token] = uint8(0)
            if end - begin == 1 and buffer[begin] == uint8(32):
                continue
            before = break_behind(buffer, begin, end)
            if before == 2:
                out[token] = uint8(1)
            elif before != 0:
                point, _ = read_character(buffer, end)
                if (point < capital.size and capital[point] != 0) or not is_lower(point):
                    abbreviated = ends[token - 1] - starts[token - 1] == 1 or holds(short, hashes[token - 1])
                    out[token] = uint8(0 if before == -1 and abbreviated else 1)
    return 0


def sentence_begins(buffer: U8, offsets: I64, tokens: Tokens) -> U8:
    """One for each place of the token columns where a sentence begins (SENTENCE of `token_flags`), else 0."""
    out = np.empty(tokens.starts.size, np.uint8)
    mark_sentences(
        buffer, offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, capital_letters(), _short_words(), out
    )
    return out


def token_flags(buffer: U8, offsets: I64, tokens: Tokens) -> U8:
    """A byte for each place of the token columns: PARAGRAPH and SENTENCE where one begins, CAPITAL for a first capital letter, CAPITALS
    for a word all in capitals, NUMBER for one that begins with a digit.

    A paragraph begins behind a line feed; a sentence behind a full stop, an exclamation or a question mark where the next word is not in
    lower case, but not behind an abbreviation or a single letter.
    """
    out = np.zeros(tokens.starts.size, np.uint8)
    flag_tokens(
        buffer, offsets, tokens.first, tokens.counts, tokens.starts, tokens.ends, tokens.hashes, capital_letters(), _short_words(), out
    )
    return out
