"""Kernels that find runs of capitalised words: what may be a name, before any word of it is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8, uint16, uint32, uint64

from dedup.text.jit import inlined, kernel

PARAGRAPH, SENTENCE, CAPITAL, CAPITALS, NUMBER = 1, 2, 4, 8, 16  # of dedup.text.segments; a kernel's callees stand in its file
TITLE_CASE = 32  # flag of a word in a line that is written in title case: its capital letters tell nothing
GOLDEN = 0x9E3779B97F4A7C15
LONGEST = 10  # words of a run; a longer one is cut
SYLLABLE = 5  # bytes of the syllables that Korean and Chinese given names tie with a hyphen
LEAST_TITLE, MOST_TITLE = 4, 30  # words of a line in title case
BEHIND = 4  # bytes behind a line in which its full stop stands: brackets and quotation marks may come before it
TITLE_SHARE = 0.65  # of its words with a capital letter at least: prepositions and articles often have none

# Gaps between two words.
OTHER, SPACE, HYPHEN, APOSTROPHE, DOT, AMPERSAND = 0, 1, 2, 3, 4, 5

# Classes of words that matter within a run, bits.
PARTICLE, OWNER, CONTRACTED, BEFORE_HYPHEN, OF, THE, SAYS, PLACED, TIED_ARTICLE = 1, 2, 4, 8, 16, 32, 64, 128, 256

AT_START = 1  # of a run: its first word begins a sentence
BRACKETED = 2  # the run is all that stands in a pair of brackets
SPEAKS = 4  # a verb of saying stands right behind or before it
IN_PLACE = 8  # a preposition of place stands right before it
IN_TITLE = 16  # it stands in a line in title case


@inlined
def gap_between(buffer: Any, begin: Any, end: Any) -> Any:
    """What stands between two words."""
    size = end - begin
    one = buffer[begin]
    if size == 1:
        if one == uint8(32):
            return SPACE
        if one == uint8(45):
            return HYPHEN
        if one == uint8(39) or one == uint8(96):
            return APOSTROPHE
        return DOT if one == uint8(46) else OTHER
    if size == 2:
        if one == uint8(0xC2) and buffer[begin + 1] == uint8(0xA0):
            return SPACE
        return DOT if one == uint8(46) and buffer[begin + 1] == uint8(32) else OTHER
    if size == 3:
        if one == uint8(0xE2) and buffer[begin + 1] == uint8(0x80):
            last = buffer[begin + 2]
            if last == uint8(0x98) or last == uint8(0x99):  # single quotation marks
                return APOSTROPHE
            return HYPHEN if uint8(0x90) <= last <= uint8(0x92) else OTHER
        return AMPERSAND if one == uint8(32) and buffer[begin + 1] == uint8(38) and buffer[begin + 2] == uint8(32) else OTHER
    return OTHER


@inlined
def class_of(table: Any, classes: Any, key: Any) -> Any:
    """The bits of a word in an open-addressing table, 0 where it is not in it."""
    mask = uint64(table.size - 1)
    slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
    while table[slot] != uint64(0) and table[slot] != key:
        slot = (slot + uint64(1)) & mask
    return classes[slot] if table[slot] == key else uint16(0)


@inlined
def hash_bytes(buffer: Any, begin: Any, end: Any, seed: Any) -> Any:
    """FNV-1a (Fowler, Noll, Vo) with a finisher; never 0."""
    h = uint64(0xCBF29CE484222325) ^ (seed * uint64(GOLDEN))
    for at in range(begin, end):
        h = (h ^ uint64(buffer[at])) * uint64(0x100000001B3)
    h ^= h >> uint64(29)
    h *= uint64(GOLDEN)
    h ^= h >> uint64(32)
    return max(h, uint64(1))


@kernel
def mark_title_case(buffer: Any, offsets: Any, first: Any, counts: Any, ends: Any, flags: Any) -> Any:
    """Add TITLE_CASE to the flags of the words of headings: sentences that no full stop ends, with capital letters nearly throughout."""
    for doc in range(counts.size):
        base = offsets[doc]
        place = first[doc]
        last = first[doc] + counts[doc]
        while place < last:
            begin = place
            capital = size = 0
            while place < last and (place == begin or not flags[place] & uint8(SENTENCE)):
                size += not flags[place] & uint8(NUMBER)
                capital += (flags[place] & uint8(CAPITAL)) != 0
                place += 1
            if size < LEAST_TITLE or place - begin > MOST_TITLE or capital < TITLE_SHARE * size:
                continue
            stopped = False
            for at in range(base + ends[place - 1], min(base + np.int64(ends[place - 1]) + BEHIND, np.int64(offsets[doc + 1]))):
                stopped |= buffer[at] == uint8(46)
                if buffer[at] == uint8(10):
                    break
            if stopped:
                continue
            for at in range(begin, place):
                flags[at] |= uint8(TITLE_CASE)
    return 0


@kernel
def count_cases(first: Any, counts: Any, hashes: Any, flags: Any, lower: Any, capital: Any) -> Any:
    """Count by hash, in tables of a power of two, how often a word stands in lower case and, within a sentence, with a capital letter.

    Headings in title case and words all in capitals tell nothing.
    """
    mask = uint64(lower.size - 1)
    for doc in range(counts.size):
        for place in range(first[doc], first[doc] + counts[doc]):
            if flags[place] & uint8(TITLE_CASE):
                continue
            slot = (hashes[place] >> uint64(8)) & mask
            if not flags[place] & uint8(CAPITAL):
                lower[slot] += uint32(1)
            elif not flags[place] & uint8(SENTENCE | CAPITALS):
                capital[slot] += uint32(1)
    return 0


@kernel
def find_runs(buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, flags: Any, table: Any, classes: Any,
              out: Any, keys: Any) -> Any:  # fmt: skip
    """Rows (article, first byte, end byte, bits) of all runs, and the hash of each run's bytes and bits; returns their number.

    A run begins with a capitalised word, or with a particle that a hyphen ties to one (al-Ameri, pro-Iranian), and takes what follows
    behind a space, a hyphen, an apostrophe or an initial's full stop: capitalised words, the rest of a word behind an apostrophe (Sha'abi),
    and particles and "of" where a capitalised word follows. Bytes count from the beginning of the article. Only out.shape[0] are written.
    """
    found = 0
    for doc in range(counts.size):
        base = offsets[doc]
        place = first[doc]
        last = first[doc] + counts[doc]
        while place < last:
            if flags[place] & uint8(CAPITAL) or (
                place + 1 < last
                and flags[place + 1] & uint8(CAPITAL)
                and class_of(table, classes, hashes[place]) & uint16(BEFORE_HYPHEN)
                and gap_between(buffer, base + ends[place], base + starts[place + 1]) == HYPHEN
            ):
                begin = place
            else:
                place += 1
                continue
            end = begin + 1 if flags[begin] & uint8(CAPITAL) else begin + 2
            while end < last and end - begin < LONGEST:
                gap = gap_between(buffer, base + ends[end - 1], base + starts[end])
                if gap == OTHER:
                    break
                if gap == DOT:
                    # An initial (George W. Bush, U.S.); any other full stop ends the run.
                    initial = ends[end - 1] - starts[end - 1] == 1 and flags[end - 1] & uint8(CAPITAL)
                    if initial and flags[end] & uint8(CAPITAL) and not flags[end] & uint8(SENTENCE):
                        end += 1
                        continue
                    break
                if flags[end] & uint8(SENTENCE):
                    break
                if gap == APOSTROPHE:
                    kind = class_of(table, classes, hashes[end])
                    if not kind & uint16(CONTRACTED):
                        end += 1
                        continue
                    owned = end + 1 < last and class_of(table, classes, hashes[end - 1]) & uint16(OWNER)
                    if owned and flags[end + 1] & uint8(CAPITAL) and gap_between(buffer, base + ends[end], base + starts[end + 1]) == SPACE:
                        end += 2  # People's Mobilization Force
                        continue
                    break
                if flags[end] & uint8(CAPITAL):
                    end += 1
                    continue
                if gap == HYPHEN:
                    if flags[end] & uint8(NUMBER):
                        end += 1  # COVID-19
                    elif end + 1 < last and class_of(table, classes, hashes[end]) & uint16(PARTICLE):
                        if flags[end + 1] & uint8(CAPITAL) and gap_between(buffer, base + ends[end], base + starts[end + 1]) == HYPHEN:
                            end += 2  # Ashab-al-Kahf
                            continue
                    elif end - begin > 1 and ends[end] - starts[end] <= SYLLABLE and ends[end - 1] - starts[end - 1] <= SYLLABLE:
                        end += 1  # Lee Ju-ho
                    break
                kind = class_of(table, classes, hashes[end])
                if not kind & uint16(PARTICLE | OF):
                    # The article in its assimilated forms, which are English words too, counts where a hyphen follows (Harun ar-Rashid).
                    tied = kind & uint16(TIED_ARTICLE) and end + 1 < last and flags[end + 1] & uint8(CAPITAL)
                    if tied and gap_between(buffer, base + ends[end], base + starts[end + 1]) == HYPHEN:
                        end += 2
                        continue
                    break
                ahead = end + 1
                while ahead < last and ahead - end < 3 and not flags[ahead] & uint8(CAPITAL | SENTENCE):
                    more = class_of(table, classes, hashes[ahead])
                    tied = gap_between(buffer, base + ends[ahead - 1], base + starts[ahead])
                    if not more & uint16(PARTICLE | THE) or (tied != SPACE and tied != HYPHEN):
                        break
                    ahead += 1
                if ahead >= last or not flags[ahead] & uint8(CAPITAL) or flags[ahead] & uint8(SENTENCE):
                    break
                tied = gap_between(buffer, base + ends[ahead - 1], base + starts[ahead])
                if tied != SPACE and tied != HYPHEN and tied != APOSTROPHE:
                    break
                end = ahead + 1
            bits = AT_START if flags[begin] & uint8(SENTENCE) else 0
            bits |= IN_TITLE if flags[begin] & uint8(TITLE_CASE) else 0
            from_byte, to_byte = base + starts[begin], base + np.int64(ends[end - 1])
            if buffer[to_byte] == uint8(46) and ends[end - 1] - starts[end - 1] == 1 and buffer[to_byte - 2] == uint8(46):
                to_byte += 1  # U.S.
            if from_byte > base and buffer[from_byte - 1] == uint8(40) and buffer[to_byte] == uint8(41):
                bits |= BRACKETED
            if end < last and class_of(table, classes, hashes[end]) & uint16(SAYS):
                bits |= SPEAKS
            if begin > first[doc]:
                before = class_of(table, classes, hashes[begin - 1])
                if gap_between(buffer, base + ends[begin - 1], from_byte) == SPACE:
                    if before & uint16(SAYS):
                        bits |= SPEAKS
                    if before & uint16(PLACED):
                        bits |= IN_PLACE
            if found < out.shape[0]:
                out[found, 0], out[found, 1], out[found, 2], out[found, 3] = doc, starts[begin], to_byte - base, bits
                keys[found] = hash_bytes(buffer, from_byte, to_byte, uint64(bits & (AT_START | IN_TITLE)))
            found += 1
            place = end
    return found
