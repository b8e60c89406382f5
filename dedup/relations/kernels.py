"""Kernels that align two token sequences: copied passages and exact shingle similarity."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import uint64

from dedup.text.jit import inlined, kernel

MIX = 0xD6E8FEB86659FD93
SEED_WORDS = 4  # a passage grows from this many words running
GAP_WORDS = 3  # words passed over between two copied runs of one passage (report format: "gaps of at most three words")
CHAIN = 12  # places of a repeated seed that are tried
COLUMNS = 6  # of a passage: start and end in a, start and end in b, copied words, longest run


@inlined
def slot_of(h: Any, mask: Any) -> Any:
    """First slot of a hash in an open-addressing table; unsigned, since a signed index is first looked at for counting from the end."""
    return (h ^ (h >> uint64(31))) & mask


@inlined
def match_length(left: Any, i: Any, left_end: Any, left_used: Any, right: Any, j: Any, right_end: Any, right_used: Any) -> Any:
    """The number of equal unused words from left[i] and right[j] on."""
    n = 0
    while i + n < left_end and j + n < right_end and left[i + n] == right[j + n] and not left_used[i + n] and not right_used[j + n]:
        n += 1
    return n


@kernel
def grow(left: Any, left_used: Any, right: Any, right_used: Any, i: Any, j: Any, step: Any, origins: Any) -> Any:
    """Follow a copied run from left[i], right[j] in the direction `step` over gaps; returns (i, j, copied words, longest run).

    origins[j] becomes the place in left of each copied word. A gap is bridged where two words match behind it, or one behind a
    gap of at most one word a side. The places returned are one step behind the last copied word.
    """
    copied = longest = run = 0
    while True:
        while 0 <= i < left.size and 0 <= j < right.size and left[i] == right[j] and not left_used[i] and not right_used[j]:
            origins[j] = i
            i += step
            j += step
            run += 1
        copied += run
        longest = max(longest, run)
        run = 0
        bridged = False
        for total in range(1, 2 * GAP_WORDS + 1):
            for over in range(max(0, total - GAP_WORDS), min(GAP_WORDS, total) + 1):
                p, q = i + step * over, j + step * (total - over)
                if not (0 <= p < left.size and 0 <= q < right.size) or left[p] != right[q] or left_used[p] or right_used[q]:
                    continue
                p2, q2 = p + step, q + step
                second = 0 <= p2 < left.size and 0 <= q2 < right.size and left[p2] == right[q2] and not left_used[p2] and not right_used[q2]
                if second or (over <= 1 and total - over <= 1):
                    i, j = p, q
                    bridged = True
                    break
            if bridged:
                break
        if not bridged:
            return i, j, copied, longest


@kernel
def copied_passages(
    left: Any, right: Any, least: Any, keys: Any, heads: Any, chain: Any, left_used: Any, right_used: Any, origins: Any, out: Any
) -> Any:
    """Passages of `right` copied from `left` (token hashes), each with at least `least` copied words; rows of `out` are
    (start and end in left, start and end in right, copied words, longest run). Moved blocks are found; no word is used twice.

    origins[j] is the word of left that right[j] was copied from, in a passage or in less than one, or -1. keys and heads are an
    open-addressing table of a power of two slots, at least twice left.size; the rest is scratch as long as the texts. Returns the
    number of passages; only out.shape[0] are written, the longest texts first come first.
    """
    n, m = left.size, right.size
    left_used[:n] = False
    right_used[:m] = False
    origins[:m] = -1
    if n < SEED_WORDS or m < SEED_WORDS:
        return 0
    mask = uint64(1)
    while mask < uint64(2 * n):
        mask = mask << uint64(1)
    heads[: np.int64(mask)] = -1
    mask -= uint64(1)
    for back in range(n - SEED_WORDS + 1):
        i = n - SEED_WORDS - back  # from the end, so that a chain begins with the first place
        h = uint64(0)
        for k in range(SEED_WORDS):
            h = (h + left[i + k]) * uint64(MIX)
        slot = slot_of(h, mask)
        while heads[slot] >= 0 and keys[slot] != h:
            slot = (slot + uint64(1)) & mask
        chain[i] = heads[slot]
        heads[slot] = i
        keys[slot] = h
    found = 0
    j = 0
    expected = 0
    while j + SEED_WORDS <= m:
        if right_used[j]:
            j += 1
            continue
        h = uint64(0)
        for k in range(SEED_WORDS):
            h = (h + right[j + k]) * uint64(MIX)
        slot = slot_of(h, mask)
        while heads[slot] >= 0 and keys[slot] != h:
            slot = (slot + uint64(1)) & mask
        i = heads[slot]
        best = -1
        best_length = SEED_WORDS - 1
        tries = 0
        while i >= 0 and tries < CHAIN:
            length = match_length(left, i, n, left_used, right, j, m, right_used)
            if length > best_length or (length == best_length and best >= 0 and abs(i - expected) < abs(best - expected)):
                best, best_length = i, length
            i = chain[i]
            tries += 1
        if best < 0:
            j += 1
            continue
        end_i, end_j, copied, longest = grow(left, left_used, right, right_used, best, j, 1, origins)
        begin_i, begin_j, more, longest_before = grow(left, left_used, right, right_used, best - 1, j - 1, -1, origins)
        copied += more
        longest = max(longest, longest_before)
        for k in range(begin_i + 1, end_i):
            left_used[k] = True
        for k in range(begin_j + 1, end_j):
            right_used[k] = True
        expected = end_i
        j = end_j
        if copied >= least:
            if found < out.shape[0]:
                out[found, 0], out[found, 1], out[found, 2], out[found, 3] = begin_i + 1, end_i, begin_j + 1, end_j
                out[found, 4], out[found, 5] = copied, longest
            found += 1
    return found


@inlined
def gram_hash(words: Any, i: Any, end: Any) -> Any:
    """The hash of words[i:end]: a polynomial, so that it rolls."""
    h = uint64(0)
    for k in range(i, end):
        h = h * uint64(MIX) + words[k]
    return h


@kernel
def shared_shingles(left: Any, right: Any, width: Any, same: Any, origins: Any, table: Any, slots: Any) -> Any:
    """(distinct n-grams of left, of right, of both), exact but for hash collisions. `same` tells that the texts are equal.

    Where a whole n-gram of right was copied from one place of left, as `origins` tells (see `copied_passages`), it is not looked up
    again. table is scratch of a power of two slots, slots of left.size. An entry is a hash without its last two bits, which tell the
    sides that have it.
    """
    size = uint64(1)
    while size < uint64(2 * (left.size + right.size) + 2):
        size = size << uint64(1)
    table[: np.int64(size)] = uint64(0)
    mask = size - uint64(1)
    ones, twos, three = uint64(1), uint64(2), uint64(3)
    distinct_left = distinct_right = both = 0
    leaving = uint64(1)
    for _ in range(width):
        leaving *= uint64(MIX)
    h = gram_hash(left, 0, min(width, left.size))
    for i in range(max(left.size - width + 1, 1 if left.size else 0)):
        if i > 0:
            h = h * uint64(MIX) + left[i + width - 1] - left[i - 1] * leaving
        slot = slot_of(h, mask)
        while table[slot] and (table[slot] ^ h) > three:
            slot = (slot + uint64(1)) & mask
        slots[i] = slot
        if not table[slot]:
            table[slot] = (h & ~three) | ones
            distinct_left += 1
    if same:
        return distinct_left, distinct_left, distinct_left
    run_end = 0
    for j in range(max(right.size - width + 1, 1 if right.size else 0)):
        if run_end <= j:
            run_end = j + 1
            while run_end < right.size and origins[run_end - 1] >= 0 and origins[run_end] == origins[run_end - 1] + 1:
                run_end += 1
        if origins[j] >= 0 and j + width <= run_end:
            slot = uint64(slots[origins[j]])
        else:
            h = gram_hash(right, j, min(j + width, right.size))
            slot = slot_of(h, mask)
            while table[slot] and (table[slot] ^ h) > three:
                slot = (slot + uint64(1)) & mask
            if not table[slot]:
                table[slot] = h & ~three
        if not table[slot] & twos:
            distinct_right += 1
            both += 1 if table[slot] & ones else 0
            table[slot] |= twos
    return distinct_left, distinct_right, both


@kernel
def compare_pairs(
    pairs: Any, first: Any, counts: Any, hashes: Any, quoted: Any, least: Any, bound: Any, figures: Any, passages: Any
) -> Any:
    """Everything that is measured of each pair of articles; `pairs` rows are article numbers in the token columns, `quoted` tells of
    each place whether its word is quoted.

    figures rows: distinct 5-grams of a, of b, of both; the same of 2-grams; words of a, of b; first passage row, number of
    passages; whether the texts are the same. passages rows: COLUMNS as `copied_passages` gives them, then quoted words among the
    passage's words in a, and in b. Returns (pairs done, passage rows used): fewer pairs than asked where `passages` is full.
    `bound` is (base, a log word, a share of the shorter text, least): of a pair whose copied words cannot reach the least score
    no shingles are counted.
    """
    longest = np.int64(1)
    for k in range(pairs.shape[0]):
        longest = max(longest, counts[pairs[k, 0]], counts[pairs[k, 1]])
    size = 8
    while size < 4 * longest + 8:
        size *= 2
    keys = np.empty(2 * size, np.uint64)
    slots = np.empty(longest, np.int32)
    origins = np.empty(longest, np.int32)
    heads = np.empty(size, np.int32)
    chain = np.empty(longest, np.int32)
    left_used = np.empty(longest, np.bool_)
    right_used = np.empty(longest, np.bool_)
    used = np.int64(0)
    for k in range(pairs.shape[0]):
        a, b = pairs[k, 0], pairs[k, 1]
        left = hashes[first[a] : first[a] + counts[a]]
        right = hashes[first[b] : first[b] + counts[b]]
        room = passages[used:, :COLUMNS]
        same = left.size == right.size and left.size > 0
        place = 0
        while same and place < left.size:
            same = left[place] == right[place]
            place += 1
        if same and room.shape[0]:
            found = 1
            room[0, 0] = room[0, 2] = 0
            room[0, 1] = room[0, 3] = room[0, 4] = room[0, 5] = left.size
        else:
            found = 1 if same else copied_passages(left, right, least, keys, heads, chain, left_used, right_used, origins, room)
        if found > room.shape[0]:
            return k, used
        row = figures[k]
        row[6], row[7] = counts[a], counts[b]
        row[8], row[9], row[10] = used, found, same
        copied = 0
        for p in range(used, used + found):
            copied += passages[p, 4]
            for side in range(2):
                article = a if side == 0 else b
                inside = 0
                for word in range(first[article] + passages[p, 2 * side], first[article] + passages[p, 2 * side + 1]):
                    inside += quoted[word]
                passages[p, 6 + side] = inside
        used += found
        if not same and bound[0] + bound[1] * math.log1p(copied) + bound[2] * copied / max(1, min(counts[a], counts[b])) < bound[3]:
            continue
        row[0], row[1], row[2] = shared_shingles(left, right, 5, same, origins, keys, slots)
        row[3], row[4], row[5] = shared_shingles(left, right, 2, same, origins, keys, slots)
    return pairs.shape[0], used


@kernel
def count_shared(pairs: Any, first: Any, counts: Any, hashes: Any, figures: Any) -> Any:
    """Fill the first six figures of each pair, for those whose shingles `compare_pairs` did not count."""
    longest = np.int64(1)
    for k in range(pairs.shape[0]):
        longest = max(longest, counts[pairs[k, 0]], counts[pairs[k, 1]])
    size = 8
    while size < 4 * longest + 8:
        size *= 2
    keys = np.empty(2 * size, np.uint64)
    slots = np.empty(longest, np.int32)
    origins = np.full(longest, -1, np.int32)
    for k in range(pairs.shape[0]):
        a, b = pairs[k, 0], pairs[k, 1]
        left = hashes[first[a] : first[a] + counts[a]]
        right = hashes[first[b] : first[b] + counts[b]]
        row = figures[k]
        row[0], row[1], row[2] = shared_shingles(left, right, 5, False, origins, keys, slots)
        row[3], row[4], row[5] = shared_shingles(left, right, 2, False, origins, keys, slots)
    return 0
