"""Chooses, when the package is imported, for which level of x86-64 the SIMD functions run.

The processor decides. The environment variable DEDUP_SIMD=baseline|v3|v4 overrides it, for tests.
The functions whose names end in `_at` run one level up to HIGHEST, whatever was chosen, so that tests can compare them.
"""

import os

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from dedup.native.simd cimport Simd, highest_level, simd_of

LEVELS = ("baseline", "v3", "v4")


def _level():
    asked = os.environ.get("DEDUP_SIMD", "")
    if not asked:
        return highest_level()
    if asked not in LEVELS:
        raise ImportError(f"DEDUP_SIMD is {asked!r}; set it to one of {', '.join(LEVELS)}, or leave it unset.")
    if LEVELS.index(asked) > highest_level():
        highest = LEVELS[highest_level()]
        raise ImportError(f"DEDUP_SIMD={asked} needs more than this processor has, which is {highest}; leave it unset.")
    return LEVELS.index(asked)


HIGHEST = LEVELS[highest_level()]
LEVEL = LEVELS[_level()]
simd = simd_of(LEVELS.index(LEVEL))


cdef Simd _at(str level) except *:
    if level not in LEVELS[: highest_level() + 1]:
        raise ValueError(f"This processor has no {level}; its highest level is {HIGHEST}.")
    return simd_of(LEVELS.index(level))


def classify_at(str level, const uint8_t[::1] text):
    """Return (lower, words, odd) of a text of whole blocks of 64 bytes; see simd.h."""
    cdef Simd functions = _at(level)
    cdef int64_t blocks = text.shape[0] // 64
    if text.shape[0] % 64:
        raise ValueError("The text must have whole blocks of 64 bytes.")
    lower, words, odd = np.empty(64 * blocks, np.uint8), np.empty(blocks, np.uint64), np.empty(blocks, np.uint64)
    cdef uint8_t[::1] lower_out = lower
    cdef uint64_t[::1] words_out = words, odd_out = odd
    if blocks:
        functions.classify(&text[0], blocks, &lower_out[0], &words_out[0], &odd_out[0])
    return lower, words, odd


def count_before_at(str level, const uint8_t[::1] text, const int64_t[::1] places):
    """Return the number of characters that begin before each of the places, which are inside the text."""
    cdef Simd functions = _at(level)
    cdef int64_t blocks = text.shape[0] // 64, i
    if text.shape[0] % 64:
        raise ValueError("The text must have whole blocks of 64 bytes.")
    for i in range(places.shape[0]):
        if not 0 <= places[i] < text.shape[0]:
            raise ValueError(f"Byte {places[i]} is not inside the text.")
    cdef int64_t[::1] before = np.empty(blocks, np.int64)
    counts = np.empty(places.shape[0], np.int64)
    cdef int64_t[::1] out = counts
    if places.shape[0]:
        functions.count_before(&text[0], blocks, &before[0], &places[0], places.shape[0], &out[0])
    return counts


def shingle_at(str level, const uint64_t[::1] words, int64_t width):
    """Return the hashes of the runs of `width` words."""
    cdef Simd functions = _at(level)
    if not 1 <= width <= words.shape[0]:
        raise ValueError("The text must have at least `width` words, and `width` be at least 1.")
    hashes = np.empty(words.shape[0], np.uint32)
    cdef uint32_t[::1] out = hashes
    functions.shingle(&words[0], words.shape[0], width, &out[0])
    return hashes[: words.shape[0] - width + 1]


def premix_at(str level, const uint32_t[::1] hashes):
    """Return the mixes of the hashes."""
    cdef Simd functions = _at(level)
    mixed = np.array(hashes, np.uint32)
    cdef uint32_t[::1] out = mixed
    if out.shape[0]:
        functions.premix(&out[0], out.shape[0])
    return mixed


def minhash_at(str level, const uint32_t[::1] hashes, const uint32_t[::1] a, const uint32_t[::1] b):
    """Return the minimum of (a[p] * h + b[p]) mod 2**32 over the hashes, which are mixed already, for each p."""
    cdef Simd functions = _at(level)
    if a.shape[0] != b.shape[0]:
        raise ValueError("There must be as many factors as summands.")
    row = np.empty(a.shape[0], np.uint32)
    cdef uint32_t[::1] out = row
    if out.shape[0]:
        functions.minhash(&hashes[0] if hashes.shape[0] else NULL, hashes.shape[0], &a[0], &b[0], a.shape[0], &out[0])
    return row
