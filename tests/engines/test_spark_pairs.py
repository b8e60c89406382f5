"""Candidate pairs of Spark's jobs, without Spark: those of a local scan, whatever the buckets, ranges and blocks."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

pytest.importorskip("pyarrow")

import pyarrow as pa

from dedup.describe import ScanSettings
from dedup.engines.spark.described import SLICES
from dedup.engines.spark.entries import SCHEMA, EntrySettings, copy_entries, reuse_entries
from dedup.engines.spark.packed import cells
from dedup.engines.spark.pairs import Ranges, decide, propose, to_blocks
from dedup.pipeline import candidate_pairs
from dedup.sketch.candidates import most_occurrences
from tests.engines.grouping import Described, applied, grouped


def pairs_of(described: Described, buckets: int, size: int, block: int) -> list[tuple[int, int]]:
    """The pairs of article numbers that the jobs find, each as often as they find it."""
    articles = described.articles
    counters = described.counters.sort_by("place").column("notes")
    two_grams = np.concatenate([np.frombuffer(cell or b"", np.uint32) for cell in cells(counters)])
    assert len(counters) == SLICES
    settings = EntrySettings(buckets, two_grams, most_occurrences(articles.num_rows))
    # Spark hands rows over in any order.
    shuffled = articles.take(np.random.RandomState(1).permutation(articles.num_rows))
    batches = pa.Table.from_batches(
        [*copy_entries(shuffled.to_batches(97), settings), *reuse_entries(shuffled.to_batches(97), settings)], SCHEMA
    )
    ranges = Ranges(size, articles.num_rows // size + 1)
    proposed = applied(grouped(batches, "bucket"), partial(propose, ranges=ranges))
    decided = applied(grouped(proposed, "range"), partial(decide, ranges=ranges))
    blocks = applied(grouped(decided, "range"), partial(to_blocks, block_size=block))
    found = np.concatenate([np.frombuffer(cell or b"", np.uint64) for cell in cells(blocks.column("pairs"))])
    return [(pair >> 32, pair & 0xFFFFFFFF) for pair in found.tolist()]


@pytest.fixture(scope="module")
def without_feet(corpus: list[dict[str, str]]) -> list[dict[str, str]]:
    """The articles without the lines from which furniture is learned."""
    return [
        {"id": a["id"], "text": a["text"].partition("\nReaders of")[0], "title": str(n)} for n, a in enumerate(corpus)
    ]


@pytest.fixture(scope="module")
def described(without_feet: list[dict[str, str]]) -> Described:
    return Described(without_feet, ScanSettings(only=("relations",)))


@pytest.fixture(scope="module")
def local(without_feet: list[dict[str, str]]) -> list[tuple[int, int]]:
    _, pairs = candidate_pairs(without_feet, jobs=1)
    return [(int(a), int(b)) for a, b in pairs]


@pytest.mark.parametrize(("buckets", "size", "block"), [(1, 1000, 1000), (3, 50, 20), (60, 7, 1)])
def test_the_jobs_propose_the_pairs_of_a_local_scan(
    described: Described, local: list[tuple[int, int]], buckets: int, size: int, block: int
) -> None:
    assert sorted(pairs_of(described, buckets, size, block)) == local
    assert len(local) > 500
