"""Whether a text may hold a loop, told in one pass over its bytes; nearly no text does, and only those are looked at in Python."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.text.jit import kernel

SPACE = 32
LINE_FEED = 10
RING = 16  # the last words that are kept: a power of two, as dividing by another number takes most of the time
GENERAL_PUNCTUATION = (0xE2, 0x80)  # the first two bytes of curly quotation marks and dashes in UTF-8


@kernel
def may_loop(text: Any, shortest: Any, longest: Any) -> Any:
    """Whether a line of `text` (UTF-8 bytes) repeats `shortest` to `longest` (less than `RING`) words at once, up to one word of them.

    Words are compared by their letters, digits and what lies beyond ASCII; other marks are left out.
    """
    ring = np.zeros(RING, np.uint64)
    run = np.zeros(RING, np.int64)
    words, place, inside, code = 0, 0, False, np.uint64(0)
    while place <= text.size:
        byte = text[place] if place < text.size else LINE_FEED
        if byte > SPACE:
            inside = True
            if byte == GENERAL_PUNCTUATION[0] and place + 2 < text.size and text[place + 1] == GENERAL_PUNCTUATION[1]:
                place += 3
                continue
            if byte >= 128 or 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122:
                code = (code ^ np.uint64(byte)) * np.uint64(1099511628211)  # FNV-1a
        elif inside:
            for apart in range(shortest, min(longest, words) + 1):
                run[apart] = run[apart] + 1 if ring[(words - apart) & (RING - 1)] == code else 0
                if run[apart] >= apart - 1:
                    return True
            ring[words & (RING - 1)] = code
            words, inside, code = words + 1, False, np.uint64(0)
        if byte == LINE_FEED:
            words = 0
            run[:] = 0
        place += 1
    return False
