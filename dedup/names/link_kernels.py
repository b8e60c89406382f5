"""Kernel that finds where a text may say that two names are one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8

from dedup.text.jit import kernel

CAPITAL = 4
LONGEST_SHORT = 10  # bytes of an acronym
GLOSS_GAP = 5  # bytes between a name and the one in brackets behind it: a space, perhaps a quotation mark


@kernel
def find_links(buffer: Any, offsets: Any, first: Any, counts: Any, starts: Any, ends: Any, hashes: Any, flags: Any, marks: Any, either: Any,
               most: Any, out: Any) -> Any:  # fmt: skip
    """Rows (article, begin, end) in bytes of the article: a short word with two capitals alone in brackets, brackets included; a bracket
    and the capitalised word behind it, where one stands before it too; or one of the words `marks` (sorted hashes), of which `either`
    counts behind a comma and a capitalised word alone. At most `most` an article; returns their number, only out.shape[0] are written."""
    found = 0
    for doc in range(counts.size):
        base = offsets[doc]
        held = 0
        for place in range(first[doc], first[doc] + counts[doc]):
            begin, end = base + np.int64(starts[place]), base + np.int64(ends[place])
            row = 0
            if flags[place] & uint8(CAPITAL):
                if begin > base and buffer[begin - 1] == uint8(40) and buffer[end] == uint8(41) and end - begin <= LONGEST_SHORT:
                    capitals = 0
                    for at in range(begin, end):
                        capitals += uint8(65) <= buffer[at] <= uint8(90)
                    row = 1 if capitals > 1 else 0
                elif place > first[doc] and buffer[begin - 1] == uint8(40) and flags[place - 1] & uint8(CAPITAL):
                    row = 3 if starts[place] - ends[place - 1] <= GLOSS_GAP else 0
            else:
                at = np.searchsorted(marks, hashes[place])
                row = 2 if at < marks.size and marks[at] == hashes[place] else 0
                if row and hashes[place] == either:  # ", or" between two capitals, the second perhaps behind a particle or "the"
                    comma = place > first[doc] and buffer[begin - 2] == uint8(44) and (flags[place - 1] & uint8(CAPITAL)) != 0
                    ahead = min(place + 2, first[doc] + counts[doc] - 1)
                    row = 2 if comma and (flags[ahead] | flags[ahead - 1]) & uint8(CAPITAL) else 0
            if row and held < most:
                if found < out.shape[0]:
                    out[found, 0] = doc
                    out[found, 1] = begin - base - (1 if row != 2 else 0)
                    out[found, 2] = end - base + (1 if row == 1 else 0)
                found += 1
                held += 1
    return found
