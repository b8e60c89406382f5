"""Buckets: finding the articles that share keys with one article, in the bytes that Redis gives.

Redis holds strings well and many small things badly, so keys are not kept one by one: those that agree in their upper bits share a
string, to which each article appends its entry. The bytes come to the client, which picks its own keys out of them.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numba import uint32, uint64

from dedup.prefilter.fleet.connection import Server
from dedup.prefilter.fleet.layout import ENTRY, LOW_BITS, bucket_names, number_of
from dedup.prefilter.keys import Sketch
from dedup.prefilter.nearest import LEAST, least_weight, ranked
from dedup.prefilter.segment import KEPT
from dedup.text.jit import kernel
from dedup.text.tables import I64, U8, U64

CROWDED: Final = 16  # entries from which a bucket is looked at for dead ones
_MOST_TRIMMED: Final = 64  # buckets that one call trims; an article adds to some 200


@kernel
def look_up(keys: Any, places: Any, held: Any, borders: Any, low_bits: Any, above: Any, most: Any, counts: Any, hits: Any) -> Any:
    """As `segment.look_up`: places[k] is the bucket of keys[k], whose entries are held[borders[place]:borders[place + 1]]."""
    found = 0
    mask = (uint64(1) << uint64(low_bits)) - uint64(1)
    for k in range(keys.size):
        rest = keys[k] & mask
        begin = borders[places[k]]
        at = borders[places[k] + 1] - 6
        while at >= begin and counts[k] < most:
            article = uint32(held[at + 2]) | uint32(held[at + 3]) << uint32(8) | uint32(held[at + 4]) << uint32(16)
            article |= uint32(held[at + 5]) << uint32(24)
            if article <= above:
                break
            if uint64(held[at]) | uint64(held[at + 1]) << uint64(8) == rest:
                hits[found] = uint64(k) << uint64(32) | uint64(article)
                found += 1
                counts[k] += 1
            at -= 6
    return found


@kernel
def living(held: Any, begin: Any, end: Any, lowest: Any, most: Any, seen: Any, alive: Any) -> Any:
    """Tell which entries of a bucket may still be of use: not below `lowest`, and among the newest `most` of their key.

    `seen` has a zero for each value of the lower bits, and has again afterwards. Returns how many.
    """
    count = 0
    place = (end - begin) // 6 - 1
    for at in range(end - 6, begin - 1, -6):
        low = held[at] | held[at + 1] << 8
        article = held[at + 2] | held[at + 3] << 8 | held[at + 4] << 16 | held[at + 5] << 24
        alive[place] = article >= lowest and seen[low] < most
        if alive[place]:
            seen[low] += 1
            count += 1
        place -= 1
    for at in range(begin, end, 6):
        seen[held[at] | held[at + 1] << 8] = 0
    return count


class Trim(NamedTuple):
    """The bytes of a bucket, and those of them that are of use."""

    key: bytes
    before: bytes
    after: bytes


class Look(NamedTuple):
    """The buckets of an article's keys at one moment: `places` the bucket of each key, `held` the bytes of all, cut at `borders`.

    `taken` tells whether its id was held a moment before.
    """

    taken: bool
    last: int
    floor: int
    lowest: int
    names: list[bytes]
    places: I64
    held: U8
    borders: I64

    def lengths(self) -> I64:
        """The bytes of each key's bucket."""
        sizes: I64 = np.diff(self.borders)[self.places]
        return sizes

    def nearest(self, sketch: Sketch, above: int, copies_alone: bool) -> list[int]:
        """See `nearest.nearest`."""
        counts, hits = self.matching(sketch.keys, max(above, self.floor - 1))
        return ranked(sketch, counts, hits, LEAST if copies_alone else least_weight(self.last - self.floor))

    def matching(self, keys: U64, above: int) -> tuple[I64, U64]:
        """How many of the newest KEPT articles with a number above `above` each key has, and the hits (see `segment.look_up`)."""
        counts: I64 = np.zeros(keys.size, np.int64)
        hits: U64 = np.empty(keys.size * KEPT, np.uint64)
        found = int(look_up(keys, self.places, self.held, self.borders, LOW_BITS, above, KEPT, counts, hits))
        return counts, hits[:found]

    def trims(self) -> list[Trim]:
        """The crowded buckets half of whose entries are of no use any more."""
        found: list[Trim] = []
        seen = np.zeros(1 << 16, np.uint8)
        for place in np.flatnonzero(np.diff(self.borders) >= CROWDED * ENTRY).tolist():
            begin, end = int(self.borders[place]), int(self.borders[place + 1])
            alive = np.empty((end - begin) // ENTRY, np.bool_)
            wide = self.held[begin:end].astype(np.int64)
            if 2 * int(living(wide, 0, end - begin, self.lowest, KEPT, seen, alive)) <= alive.size:
                before = self.held[begin:end]
                found.append(Trim(self.names[place], before.tobytes(), before.reshape(-1, ENTRY)[alive].tobytes()))
            if len(found) == _MOST_TRIMMED:
                break
        return found


def look(server: Server, sketch: Sketch, article: str) -> Look:
    """Read the buckets of an article's keys, in one moment and on one way there and back; `article` is its id."""
    buckets, places = np.unique(sketch.keys >> np.uint64(LOW_BITS), return_inverse=True)
    names = bucket_names(server.prefix, buckets)
    counters = (f"{server.prefix}{name}" for name in ("last", "floor", "lowest"))
    taken, answer = server.asks([("HEXISTS", f"{server.prefix}ids", article), ("MGET", *counters, *names)])
    last, floor, lowest, *values = answer
    parts = [value[: len(value) // ENTRY * ENTRY] if value else b"" for value in values]
    borders = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(part) for part in parts], dtype=np.int64)])
    held: U8 = np.frombuffer(b"".join(parts), np.uint8)
    counted = number_of(last), number_of(floor), number_of(lowest)
    return Look(bool(taken), *counted, names, places.astype(np.int64), held, borders)
