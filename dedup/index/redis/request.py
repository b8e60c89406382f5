"""The request that takes an article in, with what its verdict was drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np

from dedup.index.article_store import ArticleRow, Matches
from dedup.index.backend import Addition
from dedup.index.family_changes import FamilyChanges, FamilyStore
from dedup.index.index_keys import LOW_BITS
from dedup.index.redis.buckets import KeyBuckets
from dedup.index.redis.layout import pack_buckets, pack_lengths, pack_low, pack_relation
from dedup.index.settings import LIMITS
from dedup.records import Relation

NEW: Final = 10**15 - 1
"""The number under which a new article is grouped with others before it has one: larger than all."""


class AddRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What add.lua takes: `last`, `rows` (numbers and families) and `sizes` (of families) must be as they were found.

    A `numbered` article, whose `id` is empty, gets "#" and its number as its id. Numbers of the article itself are 0,
    as is no family. `marked` are the rules of marks that may be the style of its `outlet`, "" where nothing is counted;
    `outlets` are counted at most.
    """

    client: str = ""
    request: int = 0
    id: str
    numbered: bool
    seen: int
    last: int
    rows: list[tuple[int, int]]
    sizes: list[tuple[int, int]]
    related: list[int]
    moves: list[tuple[int, list[int]]]
    outlet: str = ""
    marked: list[str] = []
    outlets: int = LIMITS.outlets


class AddCommand(NamedTuple):
    """A request and its bytes, which the reader of msgpack inside Redis does not take; see add.lua for their order."""

    request: AddRequest
    content: list[bytes]


class WatchedStore:
    """A store that notes which rows and families a decision was drawn from, so that it can be checked whether they are
    still the same."""

    def __init__(self, store: FamilyStore, found: Matches) -> None:
        self._store = store
        self._known = {row.number: row for row, _ in found}
        self.rows = {row.number: row.family or 0 for row, _ in found}
        self.sizes: dict[int, int] = {}

    def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]:
        """See `FamilyStore`."""
        others = self._store.by_number([n for n in numbers if n not in self._known])
        self.rows |= {row.number: row.family or 0 for row in others}
        rows = self._known | {row.number: row for row in others}
        return [rows[n] for n in numbers if n in rows]

    def members(self, families: Sequence[int], most: int) -> list[int]:
        """See `FamilyStore`."""
        each = [self._store.members([family], most) for family in families]
        together = [number for numbers in each for number in numbers]
        if len(together) < most:  # else they are not grouped anew, and may grow
            self.sizes = {family: len(numbers) for family, numbers in zip(families, each, strict=True)}
        return together[:most]

    def relations(self, numbers: Sequence[int] | None = None) -> list[Relation]:
        """See `FamilyStore`; those of an article do not change while those that they name are there."""
        return self._store.relations(numbers)


def make_request(
    addition: Addition, buckets: KeyBuckets | None, watched: WatchedStore | None, changes: FamilyChanges
) -> AddCommand:
    """Return the request for an addition; without buckets the article is taken in whatever came since."""
    keys = addition.keys.keys
    request = AddRequest(
        id=addition.id if addition.given_id else "",
        numbered=not addition.given_id,
        seen=max(0, addition.seen),  # it is stored without a sign
        last=-1 if buckets is None else buckets.last,
        rows=list(watched.rows.items()) if watched else [],
        sizes=list(watched.sizes.items()) if watched else [],
        related=[row.number for row, _ in addition.matches],
        moves=[(family or 0, [0 if n == NEW else n for n in numbers]) for family, numbers in changes.items()],
        outlet=addition.marks.outlet if addition.marks else "",
        marked=sorted(addition.marks.rules) if addition.marks else [],
    )
    lengths = b"" if buckets is None else pack_lengths(buckets.lengths())
    relations = (pack_relation(relation) for _, relation in addition.matches)
    names = pack_buckets(keys >> np.uint64(LOW_BITS))
    return AddCommand(request, [addition.body, names, pack_low(keys), lengths, *relations])
