"""The kernel of tortured phrases: pairs of words of a text that stand in a set of pairs, in one pass over its bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.text.jit import kernel


@kernel
def find_pairs(text: Any, slots: Any, starts: Any, adding: Any) -> Any:
    """Where two neighbouring words (runs of ASCII letters, any case, one byte between them) are a pair of the set; or add all to it.

    `slots` is the set: an open-addressed table of 64-bit hashes, of a power of two of places, 0 where one is free. Fills `starts` with
    the places where such pairs begin, as far as it reaches; returns the number of words and of places found. Two pairs of one hash
    are taken for one another; among 30,000 pairs and the words of an article that happens once in 10**12 articles.
    """
    mask = slots.size - 1
    words = found = 0
    before = np.uint64(0)
    begin_before = end_before = -2
    at = 0
    while at < text.size:
        begin = at
        value = np.uint64(14695981039346656037)  # FNV-1a (Fowler, Noll & Vo 1991)
        while at < text.size and 97 <= (text[at] | 32) <= 122 and text[at] >= 65:
            value = (value ^ np.uint64(text[at] | 32)) * np.uint64(1099511628211)
            at += 1
        if at == begin:
            at += 1
            continue
        words += 1
        if end_before + 1 == begin:
            mixed = (before * np.uint64(0x9E3779B97F4A7C15)) ^ value
            mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
            mixed = (mixed ^ (mixed >> np.uint64(32))) | np.uint64(1)
            slot = np.int64(mixed >> np.uint64(1)) & mask
            while slots[slot] != np.uint64(0) and slots[slot] != mixed:
                slot = (slot + 1) & mask
            if adding:
                slots[slot] = mixed
            elif slots[slot] == mixed and found < starts.size:
                starts[found] = begin_before
                found += 1
        before, begin_before, end_before = value, begin, at
    return words, found
