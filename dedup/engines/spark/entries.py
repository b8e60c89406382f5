"""Entries: what proposes candidate pairs, (key << 32 | article) packed by the bucket of the keys that meets them.

Keys of LSH bands, winnowed shingles and rare anchors each meet those of their own kind alone. An article takes the
digest along by which full buckets order their articles, and ties between anchors are broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.engines.spark.packed import HIGH, batch_of, cells, split_by
from dedup.engines.spark.stored import StoredArticles, terms_of_process
from dedup.sketch.anchor_entries import add_digests
from dedup.sketch.anchors import AnchorCandidates
from dedup.sketch.bands import band_keys
from dedup.sketch.candidates import BANDS, ROWS, SLOTS, WINDOW, digests_of
from dedup.sketch.minhash import sketch_uncommon
from dedup.sketch.shingles import rare_shingles
from dedup.sketch.signatures import COPY_WORDS, REWRITE_WORDS, permutations
from dedup.text.tables import U32, U64, run_begins

COPY_BANDS, REWRITE_BANDS, SHINGLES, ANCHORS = 0, 1, 2, 3  # kinds
TEXT_BYTES: Final = 8 << 20  # of text whose words are in memory at a time
SCHEMA: Final = pa.schema(
    [
        ("bucket", pa.int64()),
        ("entries", pa.binary()),
        ("bands", pa.binary()),
        ("articles", pa.binary()),
        ("digests", pa.binary()),
    ]
)
"""`bucket` is kind << 32 | number; `entries` are uint64; `bands` says how many of them each band of the bucket has, for
bands; `articles` (uint32) are those in the entries, ascending, with their `digests` (uint64)."""

# All shingles count as noted twice: what is in one article alone falls out where the keys meet
_ALL_NOTED: Final = np.full(1, 0xFF, np.uint8)


class EntrySettings(NamedTuple):
    """How entries are made: the buckets of each kind, and for relations the counters of 2-grams and the occurrences
    from which one is common."""

    buckets: int
    two_grams: U32 | None
    most: int


class BandBuckets(NamedTuple):
    """How BANDS bands are spread over buckets: so many groups of bands, and so many parts of the keys of each."""

    groups: int
    parts: int

    def bands(self, bucket: int) -> range:
        """Return the bands of a bucket."""
        group = bucket // self.parts
        return range(group * BANDS // self.groups, (group + 1) * BANDS // self.groups)


def band_buckets(buckets: int) -> BandBuckets:
    """Return the spread over at least so many buckets."""
    groups = min(BANDS, max(1, buckets))
    return BandBuckets(groups, -(-buckets // groups) if buckets > groups else 1)


def copy_entries(batches: Iterable[pa.RecordBatch], settings: EntrySettings) -> Iterator[pa.RecordBatch]:
    """Yield the entries of the copy sketches, from rows with number, bands and digest."""
    for batch in batches:
        if batch.num_rows:
            keys = np.stack(
                [np.frombuffer(cell, np.uint32) for cell in cells(batch.column("bands")) if cell is not None]
            )
            numbers = batch.column("number").to_numpy(zero_copy_only=False).astype(np.uint64)
            digests = batch.column("digest").to_numpy(zero_copy_only=False).astype(np.int64).view(np.uint64)
            yield from _band_rows(COPY_BANDS, keys, numbers, digests, settings)


def reuse_entries(batches: Iterable[pa.RecordBatch], settings: EntrySettings) -> Iterator[pa.RecordBatch]:
    """Yield the entries of the 2-gram sketches, of shingles and of anchors, from stored articles."""
    assert settings.two_grams is not None
    anchors = AnchorCandidates(terms_of_process(), 0)
    for batch in batches:
        table = pa.Table.from_batches([batch])
        for begin, end in _steps(table):
            stored = StoredArticles(table.slice(begin, end - begin))
            yield from _reuse_rows(stored, anchors, settings, settings.two_grams)


def _steps(table: pa.Table) -> Iterator[tuple[int, int]]:
    """Yield runs of rows with about TEXT_BYTES of text."""
    sizes = pc.binary_length(table.column("text")).to_numpy().astype(np.int64)
    places = (np.cumsum(sizes) - sizes) // TEXT_BYTES
    borders = [*run_begins(places).tolist(), table.num_rows]
    yield from pairwise(borders)


def _reuse_rows(
    stored: StoredArticles, anchors: AnchorCandidates, settings: EntrySettings, two_grams: U32
) -> Iterator[pa.RecordBatch]:
    if not len(stored):
        return
    columns = stored.columns().columns(np.arange(len(stored)))
    tokens, numbers = columns.tokens, stored.numbers.astype(np.uint64)
    signatures = np.empty((len(stored), SLOTS), np.uint32)
    drawn = permutations(SLOTS, 1)
    sketch_uncommon(tokens, (0, len(stored)), REWRITE_WORDS, two_grams, settings.most, drawn, signatures)
    digests = digests_of(signatures)
    keys = np.ascontiguousarray(band_keys(signatures, ROWS, BANDS).T)
    yield from _band_rows(REWRITE_BANDS, keys, numbers, digests, settings)
    shingles = rare_shingles(tokens, 0, COPY_WORDS, WINDOW, _ALL_NOTED)
    yield from _key_rows(SHINGLES, shingles, numbers, digests, settings)
    found = anchors.anchors(columns)
    anchor_digests = np.zeros(len(stored), np.uint64)
    add_digests(found, 0, anchor_digests)
    yield from _key_rows(ANCHORS, found, numbers, anchor_digests, settings)


def _band_rows(
    kind: int, keys: NDArray[np.uint32], numbers: U64, digests: U64, settings: EntrySettings
) -> Iterator[pa.RecordBatch]:
    """Yield the entries of bands, whose keys have the shape (articles, BANDS)."""
    spread = band_buckets(settings.buckets)
    places = np.arange(numbers.size, dtype=np.uint64)
    rows = _Rows(kind, numbers, digests)
    for group in range(spread.groups):
        bands = spread.bands(group * spread.parts)
        for part in range(spread.parts):
            pieces = []
            for band in bands:
                column = keys[:, band].astype(np.uint64)
                entries = (column << HIGH) | places
                kept = column != 0
                if spread.parts > 1:
                    kept &= (column * np.uint64(spread.parts)) >> HIGH == part
                pieces.append(entries[kept])
            rows.add(group * spread.parts + part, np.concatenate(pieces), [piece.size for piece in pieces])
    yield from rows.batches()


def _key_rows(kind: int, entries: U64, numbers: U64, digests: U64, settings: EntrySettings) -> Iterator[pa.RecordBatch]:
    rows = _Rows(kind, numbers, digests)
    destination = ((entries >> HIGH) * np.uint64(settings.buckets)) >> HIGH
    for bucket, chosen in split_by(destination, settings.buckets):
        rows.add(bucket, entries[chosen], None)
    yield from rows.batches()


class _Rows:
    """Collects the rows of one kind; entries have places in `numbers` and become those of articles."""

    def __init__(self, kind: int, numbers: U64, digests: U64) -> None:
        self._kind = kind
        self._numbers = numbers
        self._digests = digests
        self._columns: dict[str, list[Any]] = {name: [] for name in SCHEMA.names}

    def add(self, bucket: int, entries: U64, bands: list[int] | None) -> None:
        """Add a row, unless it has no entries."""
        if not entries.size:
            return
        places = (entries & np.uint64(0xFFFFFFFF)).astype(np.int64)
        there = np.zeros(self._numbers.size, np.bool_)
        there[places] = True
        columns = self._columns
        columns["bucket"].append(self._kind << 32 | bucket)
        columns["entries"].append(((entries >> HIGH << HIGH) | self._numbers[places]).tobytes())
        columns["bands"].append(None if bands is None else np.array(bands, np.int64).tobytes())
        columns["articles"].append(self._numbers[there].astype(np.uint32).tobytes())
        columns["digests"].append(self._digests[there].tobytes())

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield what was collected."""
        if self._columns["bucket"]:
            yield batch_of(SCHEMA, self._columns)


class MetEntries(NamedTuple):
    """The entries of one bucket, band by band (one, for other kinds), unsorted; and its articles, ascending, with their
    digests."""

    kind: int
    bands: list[U64]
    articles: U64
    digests: U64


def met_entries(bucket: int, rows: pa.Table) -> MetEntries:
    """Return what the rows of one bucket have."""
    pieces: list[list[U64]] = []
    for entries, bands in zip(cells(rows.column("entries")), cells(rows.column("bands")), strict=True):
        whole = np.frombuffer(entries or b"", np.uint64)
        sizes = [whole.size] if bands is None else np.frombuffer(bands, np.int64).tolist()
        borders = np.cumsum([0, *sizes]).tolist()
        pieces.append([whole[a:b] for a, b in pairwise(borders)])
    articles = np.concatenate([np.frombuffer(cell or b"", np.uint32) for cell in cells(rows.column("articles"))])
    digests = np.concatenate([np.frombuffer(cell or b"", np.uint64) for cell in cells(rows.column("digests"))])
    articles, first = np.unique(articles, return_index=True)
    bands_of = [np.concatenate(parts) for parts in zip(*pieces, strict=True)]
    return MetEntries(bucket >> 32, bands_of, articles.astype(np.uint64), digests[first])
