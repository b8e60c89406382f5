"""Reads: looking keys up in a large segment by reading a few hundred bytes at a time.

A mapped file counts as memory of the process wherever it was touched, and the system maps sixteen pages around each touch: a few looks
at an index of a million articles would hold all of it. A read of a cached page costs about as much as touching an unmapped one.
"""

from __future__ import annotations

import os
from typing import Any, Final

import numpy as np
from numba import types, uint16, uint32, uint64

from dedup.text.jit import kernel

CAN_READ: Final = hasattr(os, "pread")
ROOM: Final = 1 << 14  # entries of one bucket that are read; they are a hundred and forty where a million articles stand in one segment
_pread: Any = types.ExternalFunction("pread", types.intp(types.intc, types.uintp, types.uintp, types.int64))


@kernel
def read_up(
    keys: Any,
    directory: Any,
    files: Any,
    low_at: Any,
    above: Any,
    most: Any,
    counts: Any,
    hits: Any,
    found: Any,
    low: Any,
    articles: Any,
) -> Any:
    """As `segment.look_up`, from files (keys, articles) by their descriptors; the lower bits begin at byte `low_at`.

    low and articles are room for ROOM entries. Returns -1 where a file cannot be read.
    """
    for k in range(keys.size):
        bucket, rest = keys[k] >> uint64(16), uint16(keys[k] & uint64(0xFFFF))
        begin = np.int64(directory[bucket])
        size = min(np.int64(directory[bucket + uint64(1)]) - begin, low.size)
        if size == 0 or counts[k] >= most:
            continue
        if _pread(files[0], low.ctypes.data, 2 * size, low_at + 2 * begin) != 2 * size:
            return -1
        first, last = 0, size
        while first < last:  # the end of the entries with this key
            middle = (first + last) // 2
            if low[middle] <= rest:
                first = middle + 1
            else:
                last = middle
        last = first
        while first > 0 and low[first - 1] == rest and last - first < most - counts[k]:
            first -= 1
        if first == last:
            continue
        if _pread(files[1], articles.ctypes.data, 4 * (last - first), 4 * (begin + first)) != 4 * (last - first):
            return -1
        place = last - first - 1
        while place >= 0 and articles[place] > uint32(above):
            hits[found] = uint64(k) << uint64(32) | uint64(articles[place])
            found += 1
            counts[k] += 1
            place -= 1
    return found
