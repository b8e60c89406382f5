"""Ids that are there twice: the articles whose ids may meet when they are renamed, in the order of the input."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from dedup.article import Article
from dedup.engines.spark.packed import table_of
from dedup.records import Renamed
from dedup.sources.reader import with_unique_ids

RENAMED: Final = pa.schema(
    [("number", pa.int64()), ("given", pa.string()), ("id", pa.string()), ("path", pa.string()), ("line", pa.int64())]
)
"""An article whose id `given` became `id`."""


def rename(rows: pa.Table) -> pa.Table:
    """Return the articles that get another id, among those whose ids differ in "#2" and such at their ends alone."""
    rows = rows.sort_by("number")
    renamed: list[Renamed] = []
    articles = (Article(id=id, text="") for id in rows.column("given").to_pylist())
    columns: dict[str, list[Any]] = {name: [] for name in RENAMED.names}
    for row, article in zip(rows.to_pylist(), with_unique_ids(articles, renamed), strict=True):
        if article.id != row["given"]:
            columns["id"].append(article.id)
            for name in ("number", "given", "path", "line"):
                columns[name].append(row[name])
    return table_of(RENAMED, columns)
