"""The tables of a report as Parquet. Needs the extra `parquet`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dedup.errors import MissingExtraError
from dedup.report.tables import COLUMNS, Row, TableName, rows

if TYPE_CHECKING:
    from dedup.report.report import Report

_ROWS: Final = 10_000
"""Rows of a row group: some megabytes."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def check_installed() -> None:
    """Raise MissingExtraError where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise MissingExtraError("writing Parquet", "parquet")


def write_table(report: Report, table: TableName, path: Path) -> None:
    """Write one table to a file that nobody reads yet."""
    import pyarrow
    from pyarrow import parquet

    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    schema = pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS[table].items()])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        wrote = False
        for batch in _batches(rows(report, table)):
            columns = [
                pyarrow.array(map(_clean, column), field.type) for column, field in zip(batch, schema, strict=True)
            ]
            writer.write_batch(pyarrow.record_batch(columns, schema=schema))
            wrote = True
        if not wrote:
            writer.write_table(schema.empty_table())


def _batches(made: Iterator[Row]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(made, _ROWS)):
        yield list(zip(*batch, strict=True))


def _clean(value: Any) -> Any:
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) and not value.isascii() else value
