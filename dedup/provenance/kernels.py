"""The kernel of the prefilter: which articles of a batch may hold a credit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.text.jit import inlined, kernel

GOLDEN, MIX = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93  # those of text.kernels, whose tables are read here
CAPITAL, CAPITALS = 1, 2


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


@kernel
def may_credit(buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, hints: Any, capital: Any,
               capitals: Any, pairs: Any, plain: Any, plain_pairs: Any, marked: Any, lines: Any, reach: Any, out: Any) -> Any:
    """out[d] |= whether article d may hold a credit.

    It may where it has a token of `capital` with a capital, of `capitals` in capitals, of `plain`, or of `marked` before a colon or a
    bar; a pair of `pairs` with a capital, or of `plain_pairs`; or a dateline. `hints` has a bit for the low 16 bits of each token that
    is in a table alone or second.
    """
    for doc in range(counts.size):
        if out[doc]:
            continue
        base = offsets[doc]
        begin, stop = first[doc], first[doc] + counts[doc]
        found = False
        for token in range(begin, stop):
            h = hashes[token]
            if not (hints[(h >> uint64(3)) & uint64(0x1FFF)] >> (h & uint64(7))) & uint64(1):
                continue
            at = base + np.int64(starts[token])
            upper = is_capital(buffer[at])
            found = holds(plain, h) or (upper and (holds(capital, h) or (is_capital(buffer[at + 1]) and holds(capitals, h))))
            if not found and token > begin:
                pair = hashes[token - 1] * uint64(MIX) ^ h
                found = holds(plain_pairs, pair) or (is_capital(buffer[base + np.int64(starts[token - 1])]) and holds(pairs, pair))
            if not found and holds(marked, h):
                after = base + np.int64(ends[token])
                after += buffer[after] == 32
                found = buffer[after] == 58 or buffer[after] == 124
            if found:
                break
        out[doc] = found or has_dateline(buffer, base, offsets[doc + 1], lines, reach)
