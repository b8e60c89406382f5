"""Find the articles that share keys with one article, in the bytes that Redis gives.

Redis holds strings well and many small things badly, so keys are not kept one by one: those that agree in their upper
bits share a string, to which each article appends its entry. The bytes come to the client, which picks its own keys out
of them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dedup.errors import FormatError
from dedup.index.index_keys import LOW_BITS
from dedup.index.key_search import KeySearch
from dedup.index.keys import ArticleKeys
from dedup.index.nearest import KEPT, LEAST, least_weight, ranked
from dedup.index.redis.bucket_entries import ENTRY, living, search_buckets
from dedup.index.redis.connection import RedisServer
from dedup.index.redis.layout import bucket_names, number_of
from dedup.text.tables import I64, U8, U64

CROWDED: Final = 16  # entries from which a bucket is looked at for dead ones
_MOST_TRIMMED: Final = 64  # buckets that one call trims; an article adds to some 200


class BucketTrim(NamedTuple):
    """The bytes of a bucket, and those of them that are of use."""

    key: bytes
    before: bytes
    after: bytes


class KeyBuckets(NamedTuple):
    """The buckets of an article's keys at one moment: `places` the bucket of each key, `held` the bytes of all, cut at
    `borders`.

    `taken` says whether an article had its id a moment before.
    """

    taken: bool
    last: int
    floor: int
    lowest: int
    names: list[bytes]
    places: I64
    held: U8
    borders: I64

    @property
    def articles(self) -> int:
        """About the number of articles in the index, on which depends how much an article must have in common."""
        return self.last - self.floor

    def lengths(self) -> I64:
        """Return the bytes of each key's bucket."""
        sizes: I64 = np.diff(self.borders)[self.places]
        return sizes

    def nearest(self, sketch: ArticleKeys, above: int, copies_alone: bool) -> list[int]:
        """See `nearest.nearest`."""
        counts, hits = self.matching(sketch.keys, max(above, self.floor - 1))
        return ranked(sketch, counts, hits, LEAST if copies_alone else least_weight(self.articles))

    def matching(self, keys: U64, above: int) -> tuple[I64, U64]:
        """Return how many of the newest KEPT articles with a number above `above` each key has, and the hits (see
        `KeySearch`).

        Raises FormatError where the server did not answer with the buckets that it was asked for.
        """
        asked = KeySearch(keys, above, KEPT)
        if not search_buckets(self.held, self.borders, self.places, asked):
            raise FormatError(
                "Redis did not answer with the buckets of keys that it was asked for; check the server and the index."
            )
        return asked.counts, asked.hits

    def trims(self) -> list[BucketTrim]:
        """Return the crowded buckets half of whose entries are of no use any more."""
        found: list[BucketTrim] = []
        seen = np.zeros(1 << 16, np.uint8)
        for place in np.flatnonzero(np.diff(self.borders) >= CROWDED * ENTRY).tolist():
            begin, end = int(self.borders[place]), int(self.borders[place + 1])
            alive = np.empty((end - begin) // ENTRY, np.bool_)
            before = self.held[begin:end]
            if 2 * living(before, self.lowest, KEPT, seen, alive) <= alive.size:
                found.append(
                    BucketTrim(self.names[place], before.tobytes(), before.reshape(-1, ENTRY)[alive].tobytes())
                )
            if len(found) == _MOST_TRIMMED:
                break
        return found


def read_buckets(server: RedisServer, sketch: ArticleKeys, article: str) -> KeyBuckets:
    """Read the buckets of an article's keys, in one moment and on one way there and back; `article` is its id."""
    buckets, places = np.unique(sketch.keys >> np.uint64(LOW_BITS), return_inverse=True)
    names = bucket_names(server.prefix, buckets)
    counters = (f"{server.prefix}{name}" for name in ("last", "floor", "lowest"))
    taken, answer = server.asks([("HEXISTS", f"{server.prefix}ids", article), ("MGET", *counters, *names)])
    last, floor, lowest, *values = answer
    parts = [value[: len(value) // ENTRY * ENTRY] if value else b"" for value in values]
    borders = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(part) for part in parts], dtype=np.int64)])
    held: U8 = np.frombuffer(b"".join(parts), np.uint8)
    counted = number_of(last, "largest number"), number_of(floor, "floor"), number_of(lowest, "lowest number")
    return KeyBuckets(bool(taken), *counted, names, places.astype(np.int64), held, borders)
