"""Kernels of the style score: token columns -> streams of symbols -> counts of known n-grams -> sums of weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint16, uint64

from dedup.artifacts.style_words import COMMA, DATE, FOREIGN, LONG, NAME, NUMBER, SENTENCE, SHORT
from dedup.text.jit import inlined, kernel

BITS = 10  # of a symbol in the key of an n-gram
GOLDEN, MIX = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
SIEVE_BITS = 15  # of a mixed key, that say whether it may be known; the sieve stays in the nearest cache
FEW_LETTERS = 5  # of a word that is `short`
LEAST_STEM = 3  # letters before an ending
LAST_BYTES = 6  # the longest ending


@inlined
def is_capital(buffer: Any, at: Any, capital: Any) -> Any:
    """Whether the UTF-8 character at buffer[at] is in the table of capital letters; only those of one, two or three bytes are."""
    lead = np.int64(buffer[at])
    if lead < 0xC0:
        point = lead
    elif lead < 0xE0:
        point = ((lead & 0x1F) << 6) | (np.int64(buffer[at + 1]) & 0x3F)
    else:
        point = ((lead & 0xF) << 12) | ((np.int64(buffer[at + 1]) & 0x3F) << 6) | (np.int64(buffer[at + 2]) & 0x3F)
    return lead < 0xF0 and capital[point] != 0


@kernel
def gap_before(buffer: Any, begin: Any, end: Any) -> Any:
    """What stands between two words: 1 a comma, 2 an apostrophe alone, 3 one byte that is no space, 0 anything else."""
    if end - begin == 1 and buffer[begin] == 39:
        return 2
    if end - begin == 3 and buffer[begin] == 0xE2 and buffer[begin + 1] == 0x80 and buffer[begin + 2] == 0x99:
        return 2
    if end - begin == 1 and buffer[begin] != 32 and buffer[begin] != 44:
        return 3
    for at in range(begin, min(end, begin + 8)):
        if buffer[at] == 44:
            return 1
    return 0


@kernel
def beyond_ascii(buffer: Any, begin: Any, end: Any) -> Any:
    """Whether one of the first 32 bytes of a word belongs to a letter beyond ASCII."""
    highest = np.uint8(0)
    for at in range(begin, min(end, begin + 32)):
        highest |= buffer[at]
    return highest >= 128


@kernel
def class_of(buffer: Any, begin: Any, end: Any, endings: Any) -> Any:
    """The symbol of a word that is no name, number or function word: its ending, or its length."""
    last = np.int64(0)
    for at in range(max(begin, end - LAST_BYTES), end):
        last = (last << 8) | np.int64(buffer[at] | 32)
    if beyond_ascii(buffer, begin, end):
        return FOREIGN
    for row in range(endings.shape[0]):
        letters = endings[row, 0]
        if end - begin >= letters + LEAST_STEM and (last & ((1 << (8 * letters)) - 1)) == endings[row, 1]:
            return endings[row, 2]
    return SHORT if end - begin <= FEW_LETTERS else LONG


@kernel
def spell(buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, sentence: Any, capital: Any, keys: Any,
          values: Any, words: Any, endings: Any, may: Any, clitic: Any, most: Any, begins: Any, out: Any) -> Any:  # fmt: skip
    """out[begins[d] : begins[d + 1]] = the symbols of the first `most` words of article d; runs of names and of numbers are one symbol."""
    mask = uint64(keys.size - 1)
    at = 0
    for doc in range(counts.size):
        begins[doc] = at
        base = offsets[doc]
        before = 0
        last = first[doc] + min(counts[doc], most)
        for place in range(first[doc], last):
            begin, end = base + np.int64(starts[place]), base + np.int64(ends[place])
            gap = gap_before(buffer, base + np.int64(ends[place - 1]), begin) if place > first[doc] else 0
            is_digit = 48 <= buffer[begin] <= 57
            opens = sentence[place] != 0 and not (is_digit and gap == 3 and before == NUMBER)
            if 97 <= buffer[begin] <= 122 and place > first[doc]:
                opens = False  # a line of a text that was wrapped at some width
            key = hashes[place]
            slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
            while keys[slot] != key and keys[slot] != uint64(0):
                slot = (slot + uint64(1)) & mask
            symbol = words[values[slot]] if keys[slot] == key else 0
            if symbol != 0 and ((symbol >= clitic and gap != 2) or beyond_ascii(buffer, begin, end)):
                symbol = 0  # the tokens are folded: Russian "мост" has the hash of "most"
            upper = is_capital(buffer, begin, capital)
            if symbol == DATE and not upper:
                symbol = 0  # "march", "sun"
            if is_digit:
                symbol = NUMBER
            elif symbol == may and upper and not opens:
                symbol = DATE
            elif symbol == 0 and upper:
                named = not opens
                if opens and place + 1 < last and sentence[place + 1] == 0:  # a second capitalised word shows that the first is a name
                    named = is_capital(buffer, base + np.int64(starts[place + 1]), capital)
                symbol = NAME if named else class_of(buffer, begin, end, endings)
            elif symbol == 0:
                symbol = class_of(buffer, begin, end, endings)
            if opens:
                out[at] = uint16(SENTENCE)
                at += 1
            elif gap == 1 and not (symbol == NUMBER and before == NUMBER):
                out[at] = uint16(COMMA)
                at += 1
            elif symbol == before and symbol in (NAME, NUMBER, FOREIGN):
                continue
            out[at] = uint16(symbol)
            at += 1
            before = symbol
    begins[counts.size] = at
    return at


@kernel
def count_ngrams(begins: Any, stream: Any, longest: Any, sieve: Any, keys: Any, values: Any, features: Any, rows: Any, found: Any,
                 times: Any) -> Any:  # fmt: skip
    """Sparse rows: text d holds feature found[i] times[i] times, rows[d] <= i < rows[d + 1], in the order of first occurrence.

    An n-gram of up to `longest` symbols is looked up by the integer that they make, BITS each, the last one lowest, mixed as
    `style_features.mixed` does it.
    """
    mask = uint64(keys.size - 1)
    where = np.full(features, -1, np.int64)
    at = 0
    for doc in range(begins.size - 1):
        rows[doc] = at
        for place in range(begins[doc], begins[doc + 1]):
            key = uint64(0)
            for back in range(min(longest, place - begins[doc] + 1)):
                key |= uint64(stream[place - back]) << uint64(BITS * back)
                mixed = key * uint64(MIX)
                mixed ^= mixed >> uint64(32)
                if sieve[mixed >> uint64(64 - SIEVE_BITS)] == 0:
                    continue
                slot = (mixed * uint64(GOLDEN) >> uint64(20)) & mask
                while keys[slot] != mixed and keys[slot] != uint64(0):
                    slot = (slot + uint64(1)) & mask
                if keys[slot] != mixed:
                    continue
                feature = values[slot]
                if where[feature] < rows[doc]:
                    where[feature] = at
                    found[at] = feature
                    times[at] = 0
                    at += 1
                times[where[feature]] += 1
    rows[begins.size - 1] = at
    return at


@kernel
def weigh(texts: Any, rows: Any, found: Any, times: Any, scales: Any, weights: Any, out: Any) -> Any:
    """out[t, k] += the sum of weights[f, k] * x(f) over the features f of the t-th of `texts`, x = scales[f] * sqrt(times of f) over the
    Euclidean length of all x of the text; features of scale 0 do not count."""
    for t in range(texts.size):
        doc = texts[t]
        squares = 0.0
        for i in range(rows[doc], rows[doc + 1]):
            squares += times[i] * scales[found[i]] * scales[found[i]]
        if squares == 0.0:
            continue
        length = np.sqrt(squares)
        for i in range(rows[doc], rows[doc + 1]):
            scale = scales[found[i]]
            if scale == 0.0:
                continue
            x = scale * np.sqrt(np.float64(times[i])) / length
            for k in range(weights.shape[1]):
                out[t, k] += x * weights[found[i], k]
    return 0
