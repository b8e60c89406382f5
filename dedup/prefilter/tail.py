"""Tail: the keys of the newest articles, in memory, until a segment holds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numba import int32, uint32, uint64

from dedup.prefilter.segment import ARTICLE_BITS
from dedup.text.jit import kernel
from dedup.text.tables import I64, U32, U64

_SLOT_BITS: Final = 20  # as many chains as a full tail has entries; 4 MB
_FIRST_ROOM: Final = 1 << 14


@kernel
def put(keys: Any, articles: Any, ends: Any, heads: Any, following: Any, held: Any, owners: Any, used: Any) -> Any:
    """Enter articles under their keys, which end at `ends`: chains of entries, the newest first, by the upper bits of the key."""
    k = 0
    for i in range(articles.size):
        while k < ends[i]:
            slot = keys[k] >> uint64(16)
            held[used], owners[used], following[used] = keys[k], uint32(articles[i]), heads[slot]
            heads[slot] = int32(used)
            used += 1
            k += 1
    return used


@kernel
def look_in(
    keys: Any, heads: Any, following: Any, held: Any, owners: Any, above: Any, most: Any, counts: Any, hits: Any, found: Any
) -> Any:
    """As `segment.look_up`."""
    for k in range(keys.size):
        place = heads[keys[k] >> uint64(16)]
        while place >= 0 and owners[place] > above and counts[k] < most:
            if held[place] == keys[k]:
                hits[found] = uint64(k) << uint64(32) | uint64(owners[place])
                found += 1
                counts[k] += 1
            place = following[place]
    return found


class Tail:
    """Articles are added by rising number; `last` is that of the last one, to begin with of the last in a segment."""

    def __init__(self, last: int) -> None:
        self.last = last
        self._used = 0
        self._heads = np.full(1 << _SLOT_BITS, -1, np.int32)
        self._following = np.empty(_FIRST_ROOM, np.int32)
        self._held: U64 = np.empty(_FIRST_ROOM, np.uint64)
        self._owners: U32 = np.empty(_FIRST_ROOM, np.uint32)

    def __len__(self) -> int:
        return self._used

    def add(self, article: int, keys: U64) -> None:
        """Take the keys of the next article."""
        self._enter(keys, np.array([article]), np.array([keys.size]))

    def extend(self, entries: Sequence[tuple[int, U64]]) -> None:
        """Take the articles that come next, each with its keys."""
        if not entries:
            return
        articles, columns = zip(*entries, strict=True)
        self._enter(np.concatenate(columns), np.array(articles, np.int64), np.cumsum([keys.size for keys in columns]))

    def _enter(self, keys: U64, articles: I64, ends: I64) -> None:
        if self._used + keys.size > self._held.size:
            room = 2 * (self._used + keys.size)
            self._following, self._held, self._owners = (
                np.concatenate([column, np.empty(room - column.size, column.dtype)])
                for column in (self._following, self._held, self._owners)
            )
        self._used = int(put(keys, articles, ends, self._heads, self._following, self._held, self._owners, self._used))
        self.last = int(articles[-1])

    def look_up(self, keys: U64, above: int, most: int, counts: I64, hits: U64, found: int) -> int:
        """See `segment.look_up`."""
        return int(look_in(keys, self._heads, self._following, self._held, self._owners, above, most, counts, hits, found))


def entries_of(articles: I64, keys: list[U64], base: int) -> U64:
    """The entries key << 28 | article - base that `segment.write` takes."""
    owners = np.repeat(articles - base, [k.size for k in keys]).astype(np.uint64)
    return np.concatenate([np.empty(0, np.uint64), *keys]) << np.uint64(ARTICLE_BITS) | owners
