"""Kernels of the token pass: UTF-8 bytes -> word tokens with byte offsets and 64-bit hashes.

A text is read 64 bytes at a time with LLVM vectors; a text that holds a script without spaces goes through a scalar
pass that gives the same tokens. Every buffer has 256 spare bytes behind its end, since blocks and words are read whole.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types, uint8, uint64

from dedup.text.jit import inlined, intrinsic, kernel

SPARE = 256
SEPARATOR, WORD, SINGLE, EXTEND = 0, 1, 2, 3
HINTS = 1 << 14
LOOK, HOPELESS, REPEATED = 0, 1, 2
GOLDEN, MIX = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
_I8, _I64 = ir.IntType(8), ir.IntType(64)
_BLOCK = ir.VectorType(_I8, 64)


def _constant(value: int) -> Any:
    return ir.Constant(_BLOCK, [value] * 64)


@intrinsic
def classify64(typing_context: Any, source: Any, target: Any) -> Any:
    """Read 64 bytes at `source`, write them in ASCII lower case at `target`; return (word bits, non-ASCII bits)."""
    signature = types.UniTuple(types.uint64, 2)(types.uintp, types.uintp)  # type: ignore[no-untyped-call]

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        block = builder.load(builder.inttoptr(args[0], _BLOCK.as_pointer()))
        block.align = 1
        is_upper = builder.icmp_unsigned("<", builder.sub(block, _constant(65)), _constant(26))
        lower = builder.or_(block, builder.select(is_upper, _constant(32), _constant(0)))
        builder.store(lower, builder.inttoptr(args[1], _BLOCK.as_pointer())).align = 1
        letter = builder.icmp_unsigned("<", builder.sub(lower, _constant(97)), _constant(26))
        digit = builder.icmp_unsigned("<", builder.sub(block, _constant(48)), _constant(10))
        underscore = builder.icmp_unsigned("==", block, _constant(95))
        non_ascii = builder.icmp_unsigned(">=", block, _constant(128))
        word = builder.or_(builder.or_(letter, digit), builder.or_(underscore, non_ascii))
        return context.make_tuple(builder, sig.return_type, [builder.bitcast(word, _I64), builder.bitcast(non_ascii, _I64)])

    return signature, generate


@intrinsic
def equal64(typing_context: Any, source: Any, byte: Any) -> Any:
    """The bits of the bytes equal to `byte` among the 64 at `source`."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        block = builder.load(builder.inttoptr(args[0], _BLOCK.as_pointer()))
        block.align = 1
        one = builder.insert_element(ir.Constant(_BLOCK, ir.Undefined), args[1], ir.Constant(ir.IntType(32), 0))
        spread = builder.shuffle_vector(one, ir.Constant(_BLOCK, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), 64), [0] * 64))
        return builder.bitcast(builder.icmp_unsigned("==", block, spread), _I64)

    return types.uint64(types.uintp, types.uint8), generate


@intrinsic
def character_starts64(typing_context: Any, source: Any) -> Any:
    """The bits of the bytes, among the 64 at `source`, that begin a UTF-8 character."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        block = builder.load(builder.inttoptr(args[0], _BLOCK.as_pointer()))
        block.align = 1
        return builder.bitcast(builder.icmp_unsigned("!=", builder.and_(block, _constant(0xC0)), _constant(0x80)), _I64)

    return types.uint64(types.uintp), generate


@intrinsic
def load64(typing_context: Any, address: Any) -> Any:
    """The eight bytes at `address` as a little-endian integer."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        value = builder.load(builder.inttoptr(args[0], _I64.as_pointer()))
        value.align = 1
        return value

    return types.uint64(types.uintp), generate


@intrinsic
def trailing_zeros(typing_context: Any, value: Any) -> Any:
    """The number of zero bits below the lowest set bit."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate


@intrinsic
def count_ones(typing_context: Any, value: Any) -> Any:
    """The number of set bits."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), generate


@inlined
def hash_bytes(address: Any, length: Any) -> Any:
    """64-bit hash of `length` bytes, eight a step; eight bytes behind the end must be readable."""
    if length <= uint64(8):
        if length == uint64(0):
            return uint64(GOLDEN)
        spare = (uint64(8) - length) << uint64(3)
        h = (((load64(address) << spare) >> spare) ^ (length << uint64(59))) * uint64(GOLDEN)
        return h ^ (h >> uint64(32))
    h = length * uint64(MIX)
    while length > uint64(8):
        h = (h ^ load64(address)) * uint64(GOLDEN)
        h ^= h >> uint64(29)
        address += uint64(8)
        length -= uint64(8)
    h = (h ^ (load64(address) << ((uint64(8) - length) << uint64(3)))) * uint64(GOLDEN)
    return h ^ (h >> uint64(32))


@inlined
def char_length(lead: Any) -> Any:
    """The number of bytes of the UTF-8 character that begins with `lead`."""
    if lead < uint64(0xC0):
        return uint64(1)
    if lead < uint64(0xE0):
        return uint64(2)
    return uint64(3) if lead < uint64(0xF0) else uint64(4)


@inlined
def code_point(quad: Any, length: Any) -> Any:
    """The code point of the UTF-8 character whose bytes stand lowest in `quad`."""
    if length == uint64(1):
        return quad & uint64(0x7F)
    if length == uint64(2):
        return ((quad & uint64(0x1F)) << uint64(6)) | ((quad >> uint64(8)) & uint64(0x3F))
    if length == uint64(3):
        return (
            ((quad & uint64(0xF)) << uint64(12))
            | (((quad >> uint64(8)) & uint64(0x3F)) << uint64(6))
            | ((quad >> uint64(16)) & uint64(0x3F))
        )
    return (
        ((quad & uint64(7)) << uint64(18))
        | (((quad >> uint64(8)) & uint64(0x3F)) << uint64(12))
        | (((quad >> uint64(16)) & uint64(0x3F)) << uint64(6))
        | ((quad >> uint64(24)) & uint64(0x3F))
    )


@inlined
def is_mojibake(quad: Any) -> Any:
    """Whether a character U+00C0..U+00FF is followed by what a UTF-8 tail byte becomes when it is read as Latin-1 or Windows-1252.

    Accented letters of names ("Tomáš", "né\u00a0à") are left alone: only the lead characters that mojibake of Latin, Greek, Cyrillic,
    Arabic, Hebrew, CJK text, punctuation and emoji begins with count, and the common ones of these only before a C1 or Latin-1 character.
    """
    second, third, fourth = (quad >> uint64(8)) & uint64(0xFF), (quad >> uint64(16)) & uint64(0xFF), (quad >> uint64(24)) & uint64(0xFF)
    tail = third == uint64(0xC2) or third == uint64(0xC5) or third == uint64(0xC6) or third == uint64(0xCB)
    euro = third == uint64(0xE2) and (fourth == uint64(0x82) or fourth == uint64(0x80))
    if second == uint64(0x82) or second == uint64(0x83):
        return tail or euro
    if second == uint64(0x90) or second == uint64(0x91) or second == uint64(0x98) or second == uint64(0x99) or second == uint64(0xB0):
        return tail
    if second >= uint64(0xA2) and second <= uint64(0xAF):
        return (third == uint64(0xC2) and fourth < uint64(0xA0)) or (
            second == uint64(0xA2) and third == uint64(0xE2) and fourth == uint64(0x82)
        )
    return False


@kernel
def find_words(text: Any, length: Any, classes: Any, scratch: Any, borders: Any, foreign: Any) -> Any:
    """Write the token borders of the `length` bytes at address `text` (start, end, start, end ...) and a lower-case copy to `scratch`.

    Returns (number of tokens, number of non-ASCII characters in them, whose places go to `foreign`, whether a pair of characters
    looks like mojibake); the number of tokens is -1 where a script without spaces occurs: `find_words_scalar` reads such a text.
    """
    garbled = False
    count = np.int64(0)
    others = np.int64(0)
    carry = pending = uint64(0)
    at = uint64(0)
    while at < length:
        word, odd = classify64(text + at, scratch + at)
        word &= ~pending
        pending = uint64(0)
        if length - at < uint64(64):
            inside = (uint64(1) << (length - at)) - uint64(1)
            word &= inside
            odd &= inside
        while odd:
            bit = trailing_zeros(odd)
            quad = load64(text + at + bit)
            lead = quad & uint64(0xFF)
            if lead < uint64(0xC0):
                odd &= odd - uint64(1)
                continue
            size = char_length(lead)
            bits = ((uint64(1) << size) - uint64(1)) << bit
            odd &= ~bits
            if lead == uint64(0xC3):
                garbled = garbled or is_mojibake(quad)
            kind = classes[code_point(quad, size)]
            if kind == SINGLE:
                return np.int64(-1), others, False
            if kind == EXTEND:
                before = (word >> (bit - uint64(1))) & uint64(1) if bit else carry
                kind = WORD if before else SEPARATOR
            if kind == WORD:
                foreign[others] = at + bit
                others += 1
            else:
                word &= ~bits
                if bit + size > uint64(64):
                    pending = (uint64(1) << (bit + size - uint64(64))) - uint64(1)
        edges = word ^ ((word << uint64(1)) | carry)
        carry = word >> uint64(63)
        slot = count
        count += np.int64(count_ones(edges))
        while edges:
            borders[slot] = at + trailing_zeros(edges)
            edges &= edges - uint64(1)
            slot += 1
        at += uint64(64)
    if count & 1:
        borders[count] = length
        count += 1
    return count >> 1, others, garbled


@kernel
def find_words_scalar(text: Any, length: Any, classes: Any, scratch: Any, borders: Any, foreign: Any) -> Any:
    """`find_words` for any script: a character of a script without spaces is a token, with the marks that follow it."""
    at = uint64(0)
    while at < length:
        classify64(text + at, scratch + at)
        at += uint64(64)
    garbled = False
    count = np.int64(0)
    others = np.int64(0)
    opened = np.int64(0)
    at = uint64(0)
    while at < length:
        quad = load64(text + at)
        lead = quad & uint64(0xFF)
        size = char_length(lead)
        if lead == uint64(0xC3):
            garbled = garbled or is_mojibake(quad)
        kind = np.int64(classes[code_point(quad, size)])
        if kind == EXTEND:
            kind = opened
        elif kind != opened or kind == SINGLE:
            if opened:
                borders[2 * count + 1] = at
                count += 1
            if kind:
                borders[2 * count] = at
        opened = kind
        if opened and size > uint64(1):
            foreign[others] = at
            others += 1
        at += size
    if opened:
        borders[2 * count + 1] = length
        count += 1
    return count, others, garbled


@kernel
def tokenize(
    base: Any,
    offsets: Any,
    first: Any,
    last: Any,
    classes: Any,
    place: Any,
    starts: Any,
    ends: Any,
    hashes: Any,
    counts: Any,
    odd: Any,
    suspect: Any,
) -> Any:
    """Fill the token columns of the articles [first, last) of one packed buffer at address `base`, without gaps from place[first] on.

    The tokens of article d stand from place[d] on: byte offsets in the article, hashes of the ASCII-lower-case bytes. `odd`
    gets, from place[first] on too, a row (place, article) for each token that holds a non-ASCII character, whose hash is not
    yet that of its folded form; the number of such rows is returned. suspect[d] tells whether the article may hold mojibake.
    """
    odd_rows = place[first]
    at = place[first]
    longest = np.int64(0)
    for doc in range(first, last):
        longest = max(longest, offsets[doc + 1] - offsets[doc])
    scratch = np.empty(longest + 320, np.uint8)
    borders = np.empty(longest + 320, np.uint32)
    foreign = np.empty(longest // 2 + 64, np.uint32)
    lower = uint64(scratch.ctypes.data)
    for doc in range(first, last):
        text = uint64(base) + uint64(offsets[doc])
        length = uint64(offsets[doc + 1] - offsets[doc])
        count, others, garbled = find_words(text, length, classes, lower, borders, foreign)
        if count < 0:
            count, others, garbled = find_words_scalar(text, length, classes, lower, borders, foreign)
        suspect[doc] = garbled
        place[doc] = at
        counts[doc] = count
        for i in range(uint64(count)):
            start, end = uint64(borders[uint64(2) * i]), uint64(borders[uint64(2) * i + uint64(1)])
            slot = uint64(at) + i
            starts[slot] = start
            ends[slot] = end
            hashes[slot] = hash_bytes(lower + start, end - start)
        i = 0
        for k in range(others):
            if i == count:  # the rest stands in the last token; the borders behind it are those of an earlier text
                break
            while borders[2 * i + 1] <= foreign[k]:
                i += 1
            if foreign[k] >= borders[2 * i]:
                odd[odd_rows, 0] = at + i
                odd[odd_rows, 1] = doc
                odd_rows += 1
                i += 1
        at += count
    return odd_rows - place[first] + np.int64(scratch[0] & 0)  # `scratch` is kept alive for the addresses made from it


@kernel
def hash_strings(base: Any, offsets: Any, out: Any) -> Any:
    """The token hash of each packed string, taken as it is."""
    for i in range(out.size):
        out[i] = hash_bytes(uint64(base) + uint64(offsets[i]), uint64(offsets[i + 1] - offsets[i]))


@kernel
def code_points_before(buffer: Any, length: Any, positions: Any, out: Any) -> Any:
    """out[i] = the number of characters that begin before byte positions[i] of `buffer`, in any order; `length` bytes are in use."""
    base = uint64(buffer.ctypes.data)
    before = np.empty(length // 64 + 2, np.int64)
    before[0] = 0
    for block in range(length // 64 + 1):
        before[block + 1] = before[block] + np.int64(count_ones(character_starts64(base + uint64(64 * block))))
    for i in range(positions.size):
        block, rest = positions[i] // 64, positions[i] % 64
        starts = character_starts64(base + uint64(64 * block)) & ((uint64(1) << uint64(rest)) - uint64(1))
        out[i] = before[block] + np.int64(count_ones(starts))
    return 0


@kernel
def find_slots(wanted: Any, keys: Any, values: Any, out: Any) -> Any:
    """out[i] = the value of key wanted[i] in an open-addressing table of a power of two slots, or -1; key 0 marks an empty slot."""
    mask = uint64(keys.size - 1)
    for i in range(wanted.size):
        key = wanted[i]
        slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
        while keys[slot] != key and keys[slot] != uint64(0):
            slot = (slot + uint64(1)) & mask
        out[i] = values[slot] if keys[slot] == key else np.int64(-1)


@kernel
def add_slots(new: Any, first_value: Any, keys: Any, values: Any) -> Any:
    """Put each key of `new` that is not in the table there, with values counting up from `first_value`; returns the next value."""
    mask = uint64(keys.size - 1)
    value = first_value
    for i in range(new.size):
        key = new[i]
        slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
        while keys[slot] != key and keys[slot] != uint64(0):
            slot = (slot + uint64(1)) & mask
        if keys[slot] != key:
            keys[slot] = key
            values[slot] = value
            value += 1
    return value


@kernel
def drop_tokens(first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, docs: Any, span_starts: Any, span_ends: Any) -> Any:
    """Take the tokens that begin inside a span out of the columns; spans are byte offsets in docs[i], sorted by (article, start)."""
    i = 0
    while i < docs.size:
        doc = docs[i]
        last = i
        while last < docs.size and docs[last] == doc:
            last += 1
        kept = first[doc]
        for token in range(first[doc], first[doc] + counts[doc]):
            while i < last and span_ends[i] <= starts[token]:
                i += 1
            if i < last and starts[token] >= span_starts[i]:
                continue
            starts[kept] = starts[token]
            ends[kept] = ends[token]
            hashes[kept] = hashes[token]
            kept += 1
        counts[doc] = kept - first[doc]
        i = last
    return 0


@inlined
def holds(table: Any, key: Any) -> Any:
    """Whether the open-addressing table `table` holds `key`."""
    mask = uint64(table.size - 1)
    slot = (key * uint64(GOLDEN) >> uint64(20)) & mask
    while table[slot] != uint64(0) and table[slot] != key:
        slot = (slot + uint64(1)) & mask
    return table[slot] == key and key != uint64(0)


@inlined
def holds_byte(start: Any, end: Any, byte: Any) -> Any:
    """Whether the bytes at addresses [start, end) hold `byte`."""
    found = uint64(0)
    while start < end:
        bits = equal64(start, byte)
        if end - start < uint64(64):
            bits &= (uint64(1) << (end - start)) - uint64(1)
        found |= bits
        start += uint64(64)
    return found != uint64(0)


@kernel
def begins_as_furniture(text: Any, line_start: Any, first: Any, token: Any, starts: Any, ends: Any, hashes: Any, heads: Any) -> Any:
    """Whether the sentence of `token`, in a line whose first token is `first`, begins with a word of `heads` or a copyright sign."""
    while True:
        gap = uint64(ends[token - 1]) if token > first else uint64(line_start)
        stop = token == first
        sign = False
        for at in range(gap, uint64(starts[token])):
            byte = load64(text + at) & uint64(0xFFFFFF)
            low = byte & uint64(0xFF)
            stop = stop or low == uint64(46) or low == uint64(33) or low == uint64(63) or byte == uint64(0xA680E2)
            sign = sign or (byte & uint64(0xFFFF)) == uint64(0xA9C2)
        if stop:
            return sign or holds(heads, hashes[token])
        token -= 1


@inlined
def count_characters(start: Any, end: Any) -> Any:
    """The number of UTF-8 characters that begin at addresses [start, end)."""
    count = uint64(0)
    while start < end:
        bits = character_starts64(start)
        if end - start < uint64(64):
            bits &= (uint64(1) << (end - start)) - uint64(1)
        count += count_ones(bits)
        start += uint64(64)
    return count


@kernel
def is_plain_word(start: Any, end: Any, digits: Any) -> Any:
    """Whether the token at addresses [start, end) is ASCII letters alone, or with `digits` letters and digits."""
    while start < end:
        byte = load64(start) & uint64(0xFF)
        is_digit = byte >= uint64(48) and byte < uint64(58)
        if byte >= uint64(128) or byte == uint64(95) or (is_digit and not digits):
            return False
        start += uint64(1)
    return True


@kernel
def may_be_credit(start: Any, end: Any) -> Any:
    """Whether the bytes at addresses [start, end) hold ©, phot, imag, pict, gett, capt, or a word that begins "pic"."""
    letter_before = False
    while start < end:
        quad = load64(start)
        four = (quad & uint64(0xFFFFFFFF)) | uint64(0x20202020)
        if (
            (quad & uint64(0xFFFF)) == uint64(0xA9C2)
            or four == uint64(0x746F6870)
            or four == uint64(0x67616D69)
            or four == uint64(0x74636970)
            or four == uint64(0x74746567)
            or four == uint64(0x74706163)
            or ((four & uint64(0xFFFFFF)) == uint64(0x636970) and not letter_before)
        ):
            return True
        letter = four & uint64(0xFF)
        letter_before = letter >= uint64(97) and letter < uint64(123)
        start += uint64(1)
    return False


@kernel
def may_be_markup(start: Any, end: Any, symbols: Any) -> Any:
    """Whether the line at addresses [start, end) begins as a link, markup, hashtags or a desk's code do, or with a space beside ASCII."""
    while start < end and load64(start) & uint64(0xFF) <= uint64(32):
        start += uint64(1)
    while start < end and load64(end - uint64(1)) & uint64(0xFF) <= uint64(32):
        end -= uint64(1)
    quad = load64(start)
    lead, last = quad & uint64(0xFF), load64(end - uint64(1)) & uint64(0xFF)
    if lead == uint64(91):  # a bracket
        return last == uint64(93) or last == uint64(41) or last >= uint64(128)
    if lead == uint64(45):
        return (quad & uint64(0xFF00)) == uint64(0x2D00)
    if lead < uint64(128):
        return lead == uint64(60) or lead == uint64(33) or lead == uint64(35)
    point = code_point(quad, char_length(lead))
    is_quote = point >= uint64(0x2018) and point <= uint64(0x201D)
    return not is_quote and (point >= uint64(symbols.size) or symbols[point] == uint8(0))


@kernel
def is_hopeless(
    text: Any, line_start: Any, line_end: Any, first: Any, stop: Any, starts: Any, ends: Any, hashes: Any, heads: Any, openings: Any,
    telling: Any, last_words: Any, listed: Any, symbols: Any,
) -> Any:  # fmt: skip
    """Whether neither the line [line_start, line_end) as a whole nor a sentence of it can be furniture; its tokens are [first, stop).

    It has two words or more and is no markup; no sentence of it begins with one of `openings` (words, pairs as in `find_lines`), no word is
    one of `telling`, the last none of `last_words`, not all are `listed`, there is no sign of a copyright or of a picture, and where it
    holds a bar the first word is none of `heads`. False wherever a letter beside ASCII could matter.
    """
    last = stop - 1
    if last <= first or may_be_markup(text + uint64(line_start), text + uint64(line_end), symbols):
        return False
    if holds(last_words, hashes[last]) or not is_plain_word(text + uint64(starts[last]), text + uint64(ends[last]), True):
        return False
    all_listed = True
    for token in range(first, stop):
        h = hashes[token]
        if holds(telling, h):
            return False
        if all_listed and not holds(listed, h):
            all_listed = not is_plain_word(text + uint64(starts[token]), text + uint64(ends[token]), False)
        begins = token == first
        for place in range(uint64(ends[token - 1]) if token > first else uint64(line_start), uint64(starts[token])):
            byte = load64(text + place) & uint64(0xFFFFFF)
            low = byte & uint64(0xFF)
            begins = begins or low == uint64(46) or low == uint64(33) or low == uint64(63) or byte == uint64(0xA680E2)
        if begins:
            if holds(openings, h) or not is_plain_word(text + uint64(starts[token]), text + uint64(ends[token]), True):
                return False
            if token < last:
                if not is_plain_word(text + uint64(starts[token + 1]), text + uint64(ends[token + 1]), True):
                    return False
                if holds(openings, h * uint64(MIX) ^ hashes[token + 1]):
                    return False
    start, end = text + uint64(line_start), text + uint64(line_end)
    if all_listed or (holds(heads, hashes[first]) and holds_byte(start, end, uint8(124))):
        return False
    return not may_be_credit(start, end)


@kernel
def same_tokens(hashes: Any, one: Any, other: Any, count: Any) -> Any:
    """Whether `count` tokens from `one` on are those from `other` on."""
    i = np.int64(0)
    while i < count and hashes[one + i] == hashes[other + i]:
        i += 1
    return i == count


@kernel
def find_lines(
    base: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, triggers: Any, strong: Any, free: Any,
    heads: Any, openings: Any, telling: Any, last_words: Any, listed: Any, hints: Any, symbols: Any, max_words: Any,
    repeat_words: Any, max_bytes: Any, out: Any,
) -> Any:  # fmt: skip
    """The lines that may be furniture: out rows are (article, start, end, why), in code points; returns their number.

    `why` is LOOK for a candidate by the rule of `furniture.is_candidate`; HOPELESS for one that can only be furniture by repeating another;
    REPEATED for a short line that is none but returns in its article. `triggers`, `strong`, `free` (words and pairs) and `heads` are
    open-addressing tables of hashes, a pair of words being first * MIX ^ second; `hints` is 1 at the low 14 bits of each hash in
    `strong`; the other tables are those of `is_hopeless`. At most out.shape[0] rows are written.
    """
    seen = np.empty(256, np.uint64)
    seen_first, seen_words = np.empty(256, np.int64), np.empty(256, np.int64)
    found = 0
    for doc in range(counts.size):
        text = uint64(base) + uint64(offsets[doc])
        length = np.int64(offsets[doc + 1] - offsets[doc])
        token, stop = first[doc], first[doc] + counts[doc]
        barred = holds_byte(text, text + uint64(length), uint8(124))
        lines = 0
        line_start = np.int64(0)
        counted, characters = np.int64(0), uint64(0)
        block = np.int64(0)
        bits = equal64(text, uint8(10)) if length else uint64(0)
        while line_start <= length:
            while bits == uint64(0) and block + 64 < length:
                block += 64
                bits = equal64(text + uint64(block), uint8(10))
            line_end = length
            if bits:
                line_end = min(length, block + np.int64(trailing_zeros(bits)))
                bits &= bits - uint64(1)
            line_first = token
            candidate = False
            before = uint64(0)
            while token < stop and starts[token] < line_end:
                h = hashes[token]
                pair = before * uint64(MIX) ^ h  # at the start of a line the word itself
                before = h
                hint = hints[h & uint64(HINTS - 1)] | hints[pair & uint64(HINTS - 1)]
                if hint != uint8(0) and not candidate and (holds(strong, h) or holds(strong, pair)):
                    candidate = (
                        holds(free, h)
                        or holds(free, pair)
                        or holds(heads, hashes[line_first])
                        or begins_as_furniture(text, line_start, line_first, token, starts, ends, hashes, heads)
                    )
                token += 1
            words = token - line_first
            repeated = False
            if words <= repeat_words and line_end > line_start:
                candidate = candidate or (barred and holds_byte(text + uint64(line_start), text + uint64(line_end), uint8(124)))
                if words <= max_words and not candidate:
                    triggered = free_trigger = False
                    for i in range(line_first, token):
                        triggered = triggered or holds(triggers, hashes[i])
                        free_trigger = free_trigger or holds(free, hashes[i])
                    if triggered:
                        candidate = free_trigger or begins_as_furniture(
                            text, line_start, line_first, line_first, starts, ends, hashes, heads
                        )
                if words > 0 and lines < 256:
                    brief = (hashes[line_first] * uint64(MIX) ^ hashes[token - 1]) + uint64(words)
                    for i in range(lines):
                        repeated = repeated or seen[i] == brief
                    if repeated:
                        repeated = False
                        for i in range(lines):
                            if seen[i] == brief and seen_words[i] == words:
                                repeated = repeated or same_tokens(hashes, seen_first[i], line_first, words)
                    seen[lines] = brief
                    seen_first[lines], seen_words[lines] = line_first, words
                    lines += 1
            if line_end > line_start and line_end - line_start <= max_bytes:
                at = line_start
                lead = load64(text + uint64(at)) & uint64(0xFF)
                while at < line_end and lead <= uint64(32):
                    at += 1
                    lead = load64(text + uint64(at)) & uint64(0xFF)
                if at < line_end and not candidate:
                    point = code_point(load64(text + uint64(at)), char_length(lead))
                    candidate = point < uint64(symbols.size) and symbols[point] != uint8(0)
                if candidate or repeated:
                    if found < out.shape[0]:
                        why = LOOK if candidate else REPEATED
                        if candidate and is_hopeless(
                            text, line_start, line_end, line_first, token, starts, ends, hashes, heads, openings, telling, last_words,
                            listed, symbols,
                        ):  # fmt: skip
                            why = HOPELESS
                        characters += count_characters(text + uint64(counted), text + uint64(line_start))
                        out[found, 0], out[found, 1] = doc, characters
                        characters += count_characters(text + uint64(line_start), text + uint64(line_end))
                        out[found, 2], out[found, 3] = characters, why
                        counted = line_end
                    found += 1
            line_start = line_end + 1
    return found
