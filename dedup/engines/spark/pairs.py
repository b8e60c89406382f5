"""Candidate pairs: where keys meet, pairs of articles are proposed; where the proposals of a range of articles meet,
those with enough in common are kept; and each pair goes to the block in which it is compared.

The caps are those of `sketch.candidates` and `sketch.anchors`; each of them depends on one key or on one article alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from dedup.engines.spark.entries import ANCHORS, COPY_BANDS, REWRITE_BANDS, SHINGLES, MetEntries, met_entries
from dedup.engines.spark.packed import HIGH, LOW, cells, split_by, table_of
from dedup.sketch.anchor_entries import FACTOR, drop_useless
from dedup.sketch.anchors import FULL, NEAREST, pairs_sharing
from dedup.sketch.candidates import (
    FULL_BUCKET,
    FULL_POSTING,
    NO_LIMIT,
    RARE_MOST,
    SHARED_SHINGLES,
    bucket_pairs,
    distinct,
    numbered,
    places_in,
)
from dedup.text.tables import I64, U32, U64, run_begins

_Values = TypeVar("_Values", U32, U64)
BANDED: Final = 4  # kind of proposals that one key suffices for
PROPOSALS: Final = pa.schema(
    [
        ("range", pa.int64()),
        ("kind", pa.int32()),
        ("pairs", pa.binary()),
        ("counts", pa.binary()),
        ("entries", pa.binary()),
        ("articles", pa.binary()),
        ("digests", pa.binary()),
    ]
)
"""Pairs (uint64, smaller << 32 | larger) by the range of article numbers that decides them, and how many keys propose
each (uint32). Of anchors, which propose hundreds of pairs an article that share no second one, the entries (see
`sketch.anchors`): of each anchor that an article of the range has, all articles that have it; with the articles
(uint32) and their digests (uint64)."""

PAIRS: Final = pa.schema([("range", pa.int64()), ("pairs", pa.binary())])
BLOCKS: Final = pa.schema([("block", pa.int64()), ("articles", pa.int64()), ("pairs", pa.binary())])
"""Pairs by the block in which they are compared; `articles` are the larger ones of the pairs, each once."""


class Ranges(NamedTuple):
    """Ranges of so many article numbers each, and how many ranges there are."""

    size: int
    number: int


def propose(key: tuple[Any, ...], rows: pa.Table, ranges: Ranges) -> pa.Table:
    """Return the proposals of the keys of one bucket."""
    met = met_entries(key[0].as_py(), rows)
    out = _Proposals(ranges)
    if met.kind in (COPY_BANDS, REWRITE_BANDS):
        order = np.argsort(met.digests, kind="stable")
        found = [_banded(met, entries, order, FULL_BUCKET, NO_LIMIT) for entries in met.bands]
        out.add(BANDED, distinct(found), None)
    elif met.kind == SHINGLES:
        order = np.argsort(met.digests, kind="stable")
        out.add(SHINGLES, *_counted(_banded(met, met.bands[0], order, FULL_POSTING, RARE_MOST)))
    else:
        out.add_anchors(met)
    return out.table()


def _banded(met: MetEntries, entries: U64, order: I64, full: int, most: int) -> U64:
    """Return the pairs of article numbers of one band; `order` is that of the articles in full buckets."""
    places = places_in(order)[np.searchsorted(met.articles, entries & LOW)]
    pairs = bucket_pairs(np.sort((entries >> HIGH << HIGH) | places), full, most)
    return numbered(pairs, met.articles.astype(np.int64)[order])


def _counted(pairs: U64) -> tuple[U64, I64]:
    """Return the distinct pairs, sorted, and how often each is there."""
    pairs = np.sort(pairs)
    begins = run_begins(pairs)
    return pairs[begins], np.diff(begins, append=pairs.size)


class _Proposals:
    def __init__(self, ranges: Ranges) -> None:
        self._ranges = ranges
        self._columns: dict[str, list[Any]] = {name: [] for name in PROPOSALS.names}

    def add(self, kind: int, pairs: U64, counts: I64 | None) -> None:
        """Add proposals for the range of the larger article."""
        for number, chosen in split_by((pairs & LOW) // np.uint64(self._ranges.size), self._ranges.number):
            own = None if counts is None else counts[chosen].astype(np.uint32).tobytes()
            self._add(range=number, kind=kind, pairs=pairs[chosen].tobytes(), counts=own)

    def add_anchors(self, met: MetEntries) -> None:
        """Add the anchors of two articles or more, each for the range of every article that has it."""
        entries = np.sort(met.bands[0])
        entries = entries[: drop_useless(entries, FULL)]
        for number, own in _by_range(entries, self._ranges):
            articles = _distinct_sorted(np.sort((own & LOW).astype(np.uint32)))
            digests = met.digests[np.searchsorted(met.articles, articles.astype(np.uint64))]
            self._add(
                range=number, kind=ANCHORS, entries=own.tobytes(), articles=articles.tobytes(),
                digests=digests.tobytes(),
            )  # fmt: skip

    def _add(self, **cells: Any) -> None:
        for name, column in self._columns.items():
            column.append(cells.get(name))

    def table(self) -> pa.Table:
        """Return the rows."""
        return table_of(PROPOSALS, self._columns)


def _by_range(entries: U64, ranges: Ranges) -> Iterator[tuple[int, U64]]:
    """Yield each range, and the entries of the anchors that an article of the range has. The entries are sorted, here
    and there."""
    if not entries.size:
        return
    begins = run_begins(entries >> HIGH)
    sizes = np.diff(begins, append=entries.size)
    anchors = np.repeat(np.arange(begins.size, dtype=np.uint64), sizes)
    wanted = _distinct_sorted(anchors << HIGH | (entries & LOW) // np.uint64(ranges.size))
    for number, chosen in split_by(wanted & LOW, ranges.number):
        own = (wanted[chosen] >> HIGH).astype(np.int64)
        ends = np.cumsum(sizes[own])
        yield number, entries[np.repeat(begins[own] + sizes[own] - ends, sizes[own]) + np.arange(ends[-1])]


def _distinct_sorted(values: _Values) -> _Values:
    """Return the distinct ones of sorted values. (`np.unique` hashes them, which takes several times as long.)"""
    return values[run_begins(values)]


def decide(key: tuple[Any, ...], rows: pa.Table, ranges: Ranges) -> pa.Table:
    """Return the pairs among the proposals to one range that have enough in common, by the range of the larger
    article."""
    number = key[0].as_py()
    kinds = rows.column("kind").to_numpy()
    kept = [_of_kind(rows, kinds == BANDED, "pairs", np.uint64), _sharing_shingles(rows, kinds == SHINGLES)]
    kept.append(_nearest(rows, kinds == ANCHORS, number, ranges))
    pairs = distinct(kept)
    columns: dict[str, list[Any]] = {"range": [], "pairs": []}
    for other, chosen in split_by((pairs & LOW) // np.uint64(ranges.size), ranges.number):
        columns["range"].append(other)
        columns["pairs"].append(pairs[chosen].tobytes())
    return table_of(PAIRS, columns)


def _of_kind(rows: pa.Table, chosen: Any, column: str, dtype: Any) -> Any:
    own = rows.column(column).filter(pa.array(chosen))
    return np.concatenate([np.empty(0, dtype), *(np.frombuffer(cell or b"", dtype) for cell in cells(own))])


def _summed(rows: pa.Table, chosen: Any) -> tuple[U64, I64]:
    """Return the distinct pairs, sorted, and the sum of their counts."""
    pairs, counts = _of_kind(rows, chosen, "pairs", np.uint64), _of_kind(rows, chosen, "counts", np.uint32)
    order = np.argsort(pairs, kind="stable")
    pairs, counts = pairs[order], counts[order].astype(np.int64)
    begins = run_begins(pairs)
    return pairs[begins], np.add.reduceat(counts, begins) if begins.size else counts


def _sharing_shingles(rows: pa.Table, chosen: Any) -> U64:
    pairs, counts = _summed(rows, chosen)
    return pairs[counts >= SHARED_SHINGLES]


def _nearest(rows: pa.Table, chosen: Any, number: int, ranges: Ranges) -> U64:
    """Return the pairs that are among the NEAREST of an article of the range: those with the most anchors in common
    first. (Going through all pairs in this order, `keep_nearest` keeps the same.)"""
    pairs, counts = _sharing_anchors(_of_kind(rows, chosen, "entries", np.uint64), number * ranges.size, ranges.size)
    if not pairs.size:
        return pairs
    articles, first = np.unique(_of_kind(rows, chosen, "articles", np.uint32), return_index=True)
    digests = _of_kind(rows, chosen, "digests", np.uint64)[first]
    sides = pairs >> HIGH, pairs & LOW
    own = [digests[np.searchsorted(articles, side)] for side in sides]
    order = np.lexsort(((own[0] + own[1]) * np.uint64(FACTOR), -counts))
    pairs = pairs[order]
    nearest: U64 = pairs[_among_first(pairs, number, ranges)]
    return nearest


def _sharing_anchors(entries: U64, first: int, size: int) -> tuple[U64, I64]:
    """Return the pairs with an article of the range [first, first + size) that share enough anchors, sorted, and how
    many."""
    # Counted from the first article of the range, and round, its articles come before all others.
    turned = np.sort((entries >> HIGH << HIGH) | ((entries - np.uint64(first)) & LOW))
    pairs, counts = pairs_sharing(turned, size)
    one, other = ((side + np.uint64(first)) & LOW for side in (pairs >> HIGH, pairs & LOW))
    pairs = np.minimum(one, other) << HIGH | np.maximum(one, other)
    order = np.argsort(pairs)  # which decides between pairs that are equally near, as locally
    return pairs[order], counts[order]


def _among_first(pairs: U64, number: int, ranges: Ranges) -> Any:
    """Return whether each pair is among the first NEAREST of one of its articles that are in the range."""
    articles = np.concatenate([pairs >> HIGH, pairs & LOW])
    places = np.tile(np.arange(pairs.size), 2)
    inside = articles // np.uint64(ranges.size) == number
    articles, places = articles[inside], places[inside]
    order = np.lexsort((places, articles))
    articles, places = articles[order], places[order]
    begins = run_begins(articles)
    rank = np.arange(articles.size) - np.repeat(begins, np.diff(begins, append=articles.size))
    kept = np.zeros(pairs.size, np.bool_)
    kept[places[rank < NEAREST]] = True
    return kept


def to_blocks(key: tuple[Any, ...], rows: pa.Table, block_size: int) -> pa.Table:
    """Return the distinct pairs of one range by their blocks.

    A pair goes to the block of the smallest article that its larger one is paired with: the copies of one story, which
    are all paired, meet in one block.
    """
    pairs = distinct([np.frombuffer(cell or b"", np.uint64) for cell in cells(rows.column("pairs"))])
    larger = pairs & LOW
    order = np.argsort(larger, kind="stable")  # the smaller ones of each stay sorted
    larger, pairs = larger[order], pairs[order]
    begins = run_begins(larger)
    sizes = np.diff(begins, append=pairs.size)
    homes = np.repeat((pairs[begins] >> HIGH) // np.uint64(block_size), sizes).astype(np.int64)
    columns: dict[str, list[Any]] = {"block": [], "articles": [], "pairs": []}
    for block, chosen in _runs(homes):
        columns["block"].append(block)
        columns["articles"].append(int(np.unique(larger[chosen]).size))
        columns["pairs"].append(pairs[chosen].tobytes())
    return table_of(BLOCKS, columns)


def _runs(values: I64) -> Iterator[tuple[int, I64]]:
    """Yield each value and its places."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = run_begins(ordered)
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), values.size], strict=True) if values.size else ():
        yield int(ordered[begin]), order[begin:end]
