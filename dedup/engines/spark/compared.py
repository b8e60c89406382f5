"""Compare on Spark: the articles and the pairs of one block -> relations, weak pairs, and what is covered of the later
article of each."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from dedup.describe import ScanSettings
from dedup.engines.spark.described import encoded
from dedup.engines.spark.packed import HIGH, LOW, batch_of, cells, table_of
from dedup.engines.spark.stored import StoredArticles, terms_of_process
from dedup.provenance.facts import days_of
from dedup.relations.compare import ArticleTexts, BlockComparer, CompareSettings, blocks
from dedup.relations.copies import ComparedPairs
from dedup.relations.coverage import Coverage
from dedup.text.tables import I64, U64

if TYPE_CHECKING:
    from dedup.records import ArticleRecord

RELATION, WEAK, COVERED = 0, 1, 2  # kinds of rows
FOUND: Final = pa.schema([("kind", pa.int32()), ("a", pa.int64()), ("b", pa.int64()), ("data", pa.binary())])
"""Of a relation and a weak pair: the numbers of its articles, and its record. Of an article (`a`): what earlier ones
cover of it, see `coverage.ArticleWords`."""
ROUTES: Final = pa.schema([("block", pa.int64()), ("number", pa.int64())])
_SUB: Final = 20  # bits of the part of a block that has too many articles


def parts_of_block(block: int, larger: U64, parts: int) -> I64:
    """Return the block for each pair: that of an article with very many relatives has several parts."""
    return np.int64(block << _SUB) + (larger % np.uint64(parts)).astype(np.int64)


def split_blocks(batches: Iterable[pa.RecordBatch], parts: Mapping[int, int]) -> Iterator[pa.RecordBatch]:
    """Yield the pairs of blocks, those of large ones by their parts."""
    for batch in batches:
        columns: dict[str, list[Any]] = {"block": [], "pairs": []}
        for block, cell in zip(batch.column("block").to_pylist(), cells(batch.column("pairs")), strict=True):
            pairs = np.frombuffer(cell or b"", np.uint64)
            own = parts_of_block(block, pairs & LOW, parts.get(block, 1))
            for part in np.unique(own).tolist():
                columns["block"].append(part)
                columns["pairs"].append(pairs[own == part].tobytes())
        yield batch_of(pa.schema([("block", pa.int64()), ("pairs", pa.binary())]), columns)


def routes(rows: pa.Table) -> pa.Table:
    """Return the articles of one block, each once."""
    pairs = _pairs(rows)
    numbers = np.unique(np.concatenate([pairs >> HIGH, pairs & LOW])).astype(np.int64)
    block = rows.column("block")[0].as_py()
    return table_of(ROUTES, {"block": np.full(numbers.size, block, np.int64), "number": numbers})


def _pairs(rows: pa.Table) -> U64:
    return np.concatenate([np.frombuffer(cell or b"", np.uint64) for cell in cells(rows.column("pairs"))])


def compare_block(articles: pa.Table, rows: pa.Table, settings: ScanSettings) -> pa.Table:
    """Return what is found among the pairs of one block, whose articles these are."""
    columns: dict[str, list[Any]] = {name: [] for name in FOUND.names}
    if rows.num_rows and articles.num_rows:
        stored = StoredArticles(articles)
        records = stored.records()
        comparison = BlockComparison(stored, records, settings)
        pairs = _pairs(rows)
        places = np.searchsorted(stored.numbers, np.stack([pairs >> HIGH, pairs & LOW], 1).astype(np.int64))
        relations, weak = comparison.compare(places)
        place = {id: n for n, id in enumerate(stored.ids)}
        for kind, found in ((RELATION, relations), (WEAK, weak)):
            for each in found:
                columns["kind"].append(kind)
                columns["a"].append(int(stored.numbers[place[each.a]]))
                columns["b"].append(int(stored.numbers[place[each.b]]))
                columns["data"].append(encoded(each))
        for number, covered in comparison.coverage.collected().items():
            if covered.covered or covered.proven or covered.supersedes:
                covered.supersedes = [int(stored.numbers[n]) for n in covered.supersedes]
                columns["kind"].append(COVERED)
                columns["a"].append(int(stored.numbers[number]))
                columns["b"].append(None)
                columns["data"].append(pickle.dumps(covered, pickle.HIGHEST_PROTOCOL))
    return table_of(FOUND, columns)


class BlockComparison:
    """Compares pairs of stored articles, by their places."""

    def __init__(self, stored: StoredArticles, records: list[ArticleRecord], settings: ScanSettings) -> None:
        self._stored = stored
        self._settings = settings
        self.coverage = Coverage(stored.ranks(), lambda place: records[place].credits, stored.repaired)
        self._days = days_of(record.published for record in records)

    def compare(self, places: I64) -> ComparedPairs:
        """Return the relations and the weak ones of rows of two places; the smaller id of a pair is its `a`.

        All pairs of the later article of each are in this block, but the earlier one has pairs in others: by the later
        one, fewer texts are read again than by `a`.
        """
        ids, source = self._stored.ids, self._stored.columns()
        earlier, later = places.min(axis=1), places.max(axis=1)
        order = np.lexsort((earlier, later))
        places, by_later = places[order], np.stack([later[order], earlier[order]], 1)
        turned = np.array([ids[a] > ids[b] for a, b in places.tolist()], np.bool_)
        pairs = np.where(turned[:, None], places[:, ::-1], places)
        settings = self._settings
        compare_settings = CompareSettings(
            settings.min_probability, 1, observe=self.coverage.add, calibrate=settings.calibration
        )
        texts = ArticleTexts(ids, source, self._stored.repaired, self._days)
        comparer = BlockComparer(texts, compare_settings, terms_of_process() if settings.wants("relations") else None)
        found = ComparedPairs([], [])
        for first, last in blocks(by_later, source.sizes()):
            own = pairs[first:last]
            part = comparer(own[np.lexsort((own[:, 1], own[:, 0]))])
            found.relations.extend(part.relations)
            found.weak.extend(part.weak)
        return found
