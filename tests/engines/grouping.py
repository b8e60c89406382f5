"""Rows of Arrow grouped in this process, as Spark groups them: the stages of its jobs without Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dedup.describe import ScanSettings
from dedup.engines.spark.described import ARTICLE, COUNTER, PART, SCHEMA, DescribeSettings, describe
from dedup.engines.spark.reading import RowArticles
from dedup.sources.fields import FieldNames


def grouped(batches: Iterable[pa.RecordBatch] | pa.Table, by: str) -> Iterator[tuple[tuple[Any, ...], pa.Table]]:
    """Yield each value of a column, as the key of a group, and its rows."""
    table = batches if isinstance(batches, pa.Table) else pa.Table.from_batches(list(batches))
    for value in pc.unique(table.column(by)).to_pylist():
        yield (pa.scalar(value, table.column(by).type),), table.filter(pc.field(by) == value)


def applied(tables: Iterable[tuple[Any, pa.Table]], run: Callable[[Any, pa.Table], pa.Table]) -> pa.Table:
    """Return what a function makes of each group, in one table."""
    return pa.concat_tables([run(key, rows) for key, rows in tables])


class Described:
    """The rows of described articles, by their kind; `articles` have the columns of stored ones."""

    def __init__(self, records: list[dict[str, str]], settings: ScanSettings, batch: int = 1 << 14) -> None:
        names = ["id", "text", "outlet", "published", "url"]
        table = pa.table({name: pa.array([r.get(name) for r in records], pa.string()) for name in names})
        task = DescribeSettings(settings, lambda: RowArticles(names, FieldNames()), None, None, batch, 1 << 20)
        rows = pa.Table.from_batches(list(describe(table.to_batches(), task, 0)), SCHEMA)
        kinds = {kind: rows.filter(pc.field("kind") == kind) for kind in (ARTICLE, PART, COUNTER)}
        own = kinds[ARTICLE]
        nothing = pa.nulls(own.num_rows, pa.binary())
        own = own.append_column("number", own.column("place")).append_column("given", own.column("id"))
        self.articles = own.append_column("learned", nothing).append_column("relabelled", nothing)
        self.parts, self.counters = kinds[PART], kinds[COUNTER]
