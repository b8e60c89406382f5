"""Kernels of the sketches: token hashes -> shingle hashes -> MinHash signatures -> band keys -> candidate pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8, uint32, uint64

from dedup.text.jit import inlined, kernel

MIX = 0xD6E8FEB86659FD93
FACTOR = 0x9E3779B1
EMPTY = 0xFFFFFFFF


@kernel
def shingle_hashes(hashes: Any, first: Any, count: Any, width: Any, out: Any) -> Any:
    """32-bit hashes of the word n-grams (`width` words) of one text into `out`; a shorter text is one shingle. Returns their number.

    A shingle is a polynomial in FACTOR modulo 2**32 over the low halves of its token hashes.
    """
    p1 = uint32(FACTOR)
    if count == 0:
        return 0
    words = hashes[first : first + count]
    if count < width:
        h = uint32(count)
        for i in range(count):
            h = uint32(uint32(h * p1) + uint32(words[i]))
        out[0] = h
        return 1
    if width == 5:
        p2 = uint32(p1 * p1)
        p3 = uint32(p2 * p1)
        p4 = uint32(p3 * p1)
        for i in range(count - 4):
            out[i] = (
                uint32(uint32(words[i]) * p4)
                + uint32(uint32(words[i + 1]) * p3)
                + uint32(uint32(words[i + 2]) * p2)
                + uint32(uint32(words[i + 3]) * p1)
                + uint32(words[i + 4])
            )
    else:
        for i in range(count - width + 1):
            h = uint32(0)
            for j in range(i, i + width):
                h = uint32(uint32(h * p1) + uint32(words[j]))
            out[i] = h
    return count - width + 1


@inlined
def premix(h: Any) -> Any:
    """The 32-bit finaliser of MurmurHash3, as datasketch 2 applies it before its affine permutations."""
    h ^= h >> uint32(16)
    h = uint32(h * uint32(0x85EBCA6B))
    h ^= h >> uint32(13)
    h = uint32(h * uint32(0xC2B2AE35))
    return h ^ (h >> uint32(16))


@kernel
def minhash_affine32(shingles: Any, count: Any, a: Any, b: Any, row: Any) -> Any:
    """row[p] = min over shingles h of (a[p] * premix(h) + b[p]) mod 2**32; eight shingles a pass so that LLVM vectorises over p.

    `shingles` is overwritten with the mixed hashes.
    """
    for i in range(count):
        shingles[i] = premix(shingles[i])
    width = a.size
    for p in range(width):
        row[p] = uint32(EMPTY)
    i = 0
    while i + 8 <= count:
        h0, h1, h2, h3 = shingles[i], shingles[i + 1], shingles[i + 2], shingles[i + 3]
        h4, h5, h6, h7 = shingles[i + 4], shingles[i + 5], shingles[i + 6], shingles[i + 7]
        for p in range(width):
            m, c = a[p], b[p]
            v0, v1 = uint32(uint32(m * h0) + c), uint32(uint32(m * h1) + c)
            v2, v3 = uint32(uint32(m * h2) + c), uint32(uint32(m * h3) + c)
            v4, v5 = uint32(uint32(m * h4) + c), uint32(uint32(m * h5) + c)
            v6, v7 = uint32(uint32(m * h6) + c), uint32(uint32(m * h7) + c)
            row[p] = min(row[p], min(min(min(v0, v1), min(v2, v3)), min(min(v4, v5), min(v6, v7))))
        i += 8
    while i < count:
        h = shingles[i]
        for p in range(width):
            row[p] = min(row[p], uint32(uint32(a[p] * h) + b[p]))
        i += 1


@kernel
def sketch_articles(hashes: Any, first: Any, counts: Any, begin: Any, end: Any, width: Any, a: Any, b: Any, out: Any) -> Any:
    """Signatures, out[d] of shape (len(a),), of the articles [begin, end) from their token columns."""
    longest = np.int64(0)
    for doc in range(begin, end):
        longest = max(longest, counts[doc])
    shingles = np.empty(longest + 8, np.uint32)
    for doc in range(begin, end):
        minhash_affine32(shingles, shingle_hashes(hashes, first[doc], counts[doc], width, shingles), a, b, out[doc])
    return 0


@kernel
def sketch_uncommon(
    hashes: Any, first: Any, counts: Any, begin: Any, end: Any, width: Any, seen: Any, most: Any, a: Any, b: Any, out: Any
) -> Any:
    """`sketch_articles` without the shingles that occur more than `most` times, by the counters `seen` (see `count_shingles`).

    An article left with no shingle keeps the empty signature.
    """
    longest = np.int64(0)
    for doc in range(begin, end):
        longest = max(longest, counts[doc])
    shingles = np.empty(longest + 8, np.uint32)
    mask = uint32(seen.size - 1)
    for doc in range(begin, end):
        count = shingle_hashes(hashes, first[doc], counts[doc], width, shingles)
        kept = 0
        for i in range(count):
            shingles[kept] = shingles[i]
            kept += seen[shingles[i] & mask] <= most
        minhash_affine32(shingles, kept, a, b, out[doc])
    return 0


@kernel
def count_shingles(hashes: Any, first: Any, counts: Any, width: Any, seen: Any) -> Any:
    """Add one to seen[h mod size] for each occurrence of a shingle h.

    A counter is shared by the shingles that fall on it, so it never tells too little.
    """
    longest = np.int64(1)
    for doc in range(counts.size):
        longest = max(longest, counts[doc])
    shingles = np.empty(longest + 8, np.uint32)
    mask = uint32(seen.size - 1)
    for doc in range(counts.size):
        count = shingle_hashes(hashes, first[doc], counts[doc], width, shingles)
        for i in range(count):
            seen[shingles[i] & mask] += uint32(1)
    return 0


@kernel
def note_shingles(hashes: Any, first: Any, counts: Any, width: Any, every: Any, seen: Any) -> Any:
    """Note once and twice, in two bits each, which winnowed shingles occur: bits 2 * (h mod 4) of the byte seen[h / 4 mod size]."""
    longest = np.int64(1)
    for doc in range(counts.size):
        longest = max(longest, counts[doc])
    shingles = np.empty(longest + 8, np.uint32)
    mask = uint32(seen.size - 1)
    for doc in range(counts.size):
        count = winnow(shingles, shingle_hashes(hashes, first[doc], counts[doc], width, shingles), every)
        for i in range(count):
            slot = (shingles[i] >> uint32(2)) & mask
            shift = (shingles[i] & uint32(3)) * uint32(2)
            held = (seen[slot] >> shift) & uint32(3)
            seen[slot] |= uint8((((held << uint32(1)) | uint32(1)) & uint32(3)) << shift)  # 0 becomes 1, and that 3
    return 0


@kernel
def winnow(shingles: Any, count: Any, window: Any) -> Any:
    """Keep the smallest of each `window` consecutive shingle hashes, in place; returns their number.

    Two texts that share window + width - 1 words running keep one shingle of them in common (Schleimer et al. 2003).
    """
    if window <= 1 or count == 0:
        return count
    kept = 0
    best = -1
    for end in range(count):
        low = max(0, end - window + 1)
        fresh = False
        if best < low:
            best = low
            for i in range(low + 1, end + 1):
                if shingles[i] < shingles[best]:
                    best = i
            fresh = True
        elif shingles[end] < shingles[best]:
            best = end
            fresh = True
        if (fresh and end + 1 >= min(window, count)) or end + 1 == min(window, count):
            shingles[kept] = shingles[best]
            kept += 1
    return kept


@kernel
def band_keys(signatures: Any, rows: Any, out: Any) -> Any:
    """out[band, d] = 32-bit key of the band's `rows` slots of signature d; 0 for an empty text, which is never a candidate."""
    for doc in range(signatures.shape[0]):
        empty = True
        for p in range(signatures.shape[1]):
            empty = empty and signatures[doc, p] == uint32(EMPTY)
        for band in range(out.shape[0]):
            h = uint64(band + 1)
            for p in range(band * rows, band * rows + rows):
                h = (h ^ uint64(signatures[doc, p])) * uint64(MIX)
                h ^= h >> uint64(29)
            out[band, doc] = uint32(0) if empty else uint32(max(uint64(1), h >> uint64(32)))
    return 0


@kernel
def pairs_of_buckets(entries: Any, full: Any, most: Any, out: Any) -> Any:
    """Pairs of articles that share a key, as (smaller << 32 | larger), from sorted entries (key << 32 | article).

    Buckets of up to `full` articles give all their pairs; a larger one links each article with the first and with its
    neighbour, which keeps the growth linear; one of more than `most` gives none. Key 0 is passed over.
    Returns the number; only out.size are written.
    """
    found = 0
    begin = 0
    while begin < entries.size:
        key = entries[begin] >> uint64(32)
        end = begin + 1
        while end < entries.size and entries[end] >> uint64(32) == key:
            end += 1
        if key != uint64(0) and 1 < end - begin <= most:
            for i in range(begin, end):
                low = entries[i] & uint64(0xFFFFFFFF)
                stop = end if end - begin <= full or i == begin else min(end, i + 2)
                for j in range(i + 1, stop):
                    high = entries[j] & uint64(0xFFFFFFFF)
                    if low != high:
                        if found < out.size:
                            out[found] = (low << uint64(32)) | high
                        found += 1
        begin = end
    return found


@kernel
def rare_shingles(hashes: Any, first: Any, counts: Any, article: Any, width: Any, every: Any, seen: Any, out: Any) -> Any:
    """Entries (shingle << 32 | article number) of the winnowed shingles that `note_shingles` has seen twice.

    `article` is the number of the first article of the batch. Returns their number; `out` must hold one for each token.
    """
    longest = np.int64(1)
    for doc in range(counts.size):
        longest = max(longest, counts[doc])
    shingles = np.empty(longest + 8, np.uint32)
    mask = uint32(seen.size - 1)
    found = 0
    for doc in range(counts.size):
        count = winnow(shingles, shingle_hashes(hashes, first[doc], counts[doc], width, shingles), every)
        for i in range(count):
            h = shingles[i]
            if (seen[(h >> uint32(2)) & mask] >> ((h & uint32(3)) * uint32(2))) & uint32(2) and h != uint32(0):
                out[found] = (uint64(h) << uint64(32)) | uint64(article + doc)
                found += 1
    return found


@kernel
def repeated_values(values: Any, least: Any, out: Any) -> Any:
    """The distinct values that occur at least `least` times in the sorted array; returns their number."""
    found = 0
    begin = 0
    while begin < values.size:
        end = begin + 1
        while end < values.size and values[end] == values[begin]:
            end += 1
        if end - begin >= least:
            out[found] = values[begin]
            found += 1
        begin = end
    return found
