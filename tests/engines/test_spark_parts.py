"""What the jobs of Spark do with rows, without Spark: the same as a local scan does with all articles at once."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("pyarrow")

import pyarrow as pa

from dedup.describe import ScanSettings
from dedup.engines.spark import learned
from dedup.engines.spark.components import joined_numbers
from dedup.engines.spark.names import packed_mentions, unpacked_mentions
from dedup.engines.spark.packed import cells, packed_texts, split_by
from dedup.engines.spark.renamed import rename
from dedup.engines.spark.stored import COLUMNS
from dedup.families.graph import DisjointSets
from dedup.names.gather import gather_names
from dedup.names.mention_collection import MentionCollection
from dedup.pipeline import scan
from dedup.text.corpus import CorpusReader
from tests.engines.grouping import Described, grouped


def test_ids_that_meet_when_they_are_renamed_become_those_of_a_local_scan() -> None:
    ids = ["a", "b", "a", "a#2", "a", "b", "a#2", "c#1"]
    report = scan([{"id": id, "text": f"Some text of number {n} in here."} for n, id in enumerate(ids)], only="copies")
    rows = pa.table(
        {
            "number": pa.array(range(len(ids)), pa.int64()),
            "given": ids,
            "path": pa.nulls(len(ids), pa.string()),
            "line": pa.nulls(len(ids), pa.int64()),
        }
    ).take(pa.array([5, 2, 7, 0, 3, 6, 1, 4]))
    found = rename(rows)
    assert sorted(zip(found["given"].to_pylist(), found["id"].to_pylist(), strict=True)) == sorted(
        (renamed.id, renamed.new_id) for renamed in report.input.renamed
    )
    assert found.num_rows == 5


def test_mentions_of_parts_are_those_of_the_whole(corpus: list[dict[str, str]]) -> None:
    report = scan(corpus, only="names", jobs=1)
    together = MentionCollection()
    for begin in range(0, len(corpus), 70):
        part = MentionCollection()
        from dedup.article import Article

        part.add(CorpusReader()([Article(text=record["text"]) for record in corpus[begin : begin + 70]]).columns)
        together.add_collected(unpacked_mentions(list(packed_mentions(part.collected()))))
    assert gather_names(together, _ids(report, corpus)) == report.names
    assert len(report.names) > 20


def _ids(report: object, corpus: list[dict[str, str]]) -> list[str]:
    """The ids of the articles in the order of the input, with those that were renamed."""
    from dedup.article import Article
    from dedup.sources.reader import with_unique_ids

    return [article.id for article in with_unique_ids([Article(id=r["id"], text="x") for r in corpus], [])]


def test_nothing_of_names_is_packed_and_unpacked() -> None:
    assert unpacked_mentions(list(packed_mentions(MentionCollection(0).collected()))).runs == []


@pytest.mark.parametrize("buckets", [1, 5])
def test_learned_furniture_is_that_of_a_local_scan(corpus: list[dict[str, str]], buckets: int) -> None:
    report = scan(corpus, only="relations", jobs=1)
    described = Described(corpus, ScanSettings(only=("relations",)))
    sentences = learned.sentences_by_hash(described.articles.to_batches(50), buckets)
    returning = pa.concat_tables([learned.returning_sentences(rows) for _, rows in grouped(sentences, "bucket")])
    own = [
        (key[0].as_py(), b"".join(bytes(cell or b"") for cell in cells(rows.column("returning"))))
        for key, rows in grouped(returning, "number")
    ]
    found = pa.table({"number": [number for number, _ in own], "returning": pa.array([r for _, r in own], pa.binary())})
    rests = learned.rests_by_hash(described.articles.join(found, "number", join_type="inner").to_batches(40), buckets)
    spans = pa.concat_tables([learned.learn(rows) for _, rows in grouped(rests, "bucket")])
    whole = [
        (key[0].as_py(), b"".join(bytes(cell or b"") for cell in cells(rows.column("learned"))))
        for key, rows in grouped(spans, "number")
    ]
    of = pa.table({"number": [number for number, _ in whole], "learned": pa.array([s for _, s in whole], pa.binary())})
    stored = described.articles.drop_columns(["learned"]).join(of, "number", join_type="inner").select(list(COLUMNS))
    relabelled = {number for batch in learned.relabel(stored.to_batches(30)) for number in batch["number"].to_pylist()}
    ids = _ids(report, corpus)
    expected = {a.id for a in report.articles if any(f.kind == "returning" for f in a.furniture)}
    assert {ids[number] for number in relabelled} == expected
    assert len(expected) > 100


def test_components_of_numbers_are_those_of_sets() -> None:
    rnd = random.Random(1)
    for size in (1, 10, 300):
        pairs = [(rnd.randrange(size * 2), rnd.randrange(size * 2)) for _ in range(size)]
        sets = DisjointSets()
        for a, b in pairs:
            sets.join(f"{a:04d}", f"{b:04d}")
        numbers, found = joined_numbers(*np.array(pairs, np.int64).T)
        assert [int(sets.find(f"{n:04d}")) for n in numbers.tolist()] == found.tolist()


def test_a_chain_is_one_component() -> None:
    order = np.random.RandomState(0).permutation(999)
    numbers, found = joined_numbers(np.arange(999)[order], np.arange(1, 1000)[order])
    assert numbers.size == 1000
    assert not found.any()


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
@pytest.mark.parametrize(
    "values",
    [[], [None, None, None], [b"", b"", b""], [b"ab", None, b"", b"cde", None], [b"ab", b"c", b"", b"def"]],
)
def test_cells_are_the_values_of_whole_sliced_and_chunked_columns(
    kind: pa.DataType, values: list[bytes | None]
) -> None:
    column = pa.array(values, kind)
    several = pa.chunked_array([column, column.slice(1), column.slice(0, 2)], kind)
    for each in (column, column.slice(1), column.slice(1, 2), several):
        assert [None if cell is None else bytes(cell) for cell in cells(each)] == each.to_pylist()


def test_texts_of_sliced_and_chunked_columns_are_packed() -> None:
    column = pa.chunked_array([pa.array([b"one", b"", b"three"], pa.binary()), pa.array([None, b"five"], pa.binary())])
    for rows, expected in ((column, [b"one", b"", b"three", b"", b"five"]), (column.slice(1, 3), [b"", b"three", b""])):
        buffer, offsets = packed_texts(rows)
        assert [bytes(buffer[a:b]) for a, b in pairwise(offsets.tolist())] == expected


@pytest.mark.parametrize("parts", [1, 4, 70_000])
def test_entries_are_split_by_their_destination(parts: int) -> None:
    destination = np.random.RandomState(2).randint(0, parts, 50)
    found = dict(split_by(destination, parts))
    assert sorted(found) == sorted(set(destination.tolist()))
    assert all((destination[places] == part).all() and (np.diff(places) > 0).all() for part, places in found.items())
    assert sum(map(len, found.values())) == 50
