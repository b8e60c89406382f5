"""The result of a scan on Spark: the tables of a report as DataFrames, and as a folder of Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow as pa

from dedup.engines.spark.concluded import as_json
from dedup.records import InputRecord, NameRecord, Tool
from dedup.report.tables import BETWEEN, TableName

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

NAMES: Final = pa.schema(
    [
        ("name", pa.string()),
        ("kind", pa.string()),
        ("spellings", pa.string()),
        ("mentions", pa.int64()),
        ("record", pa.string()),
    ]
)


def table(rows: DataFrame, name: TableName) -> DataFrame:
    """Return a table of the rows of `concluded.CONCLUDED`: its columns, and the record behind them."""
    return rows.where(f"table = '{name}'").select(f"{name}.*", "record")


def names_table(session: SparkSession, names: Sequence[NameRecord]) -> DataFrame:
    """Return the table of the names."""
    columns: dict[str, list[Any]] = {
        "name": [record.name for record in names],
        "kind": [record.kind for record in names],
        "spellings": [BETWEEN.join(spelling.text for spelling in record.spellings) for record in names],
        "mentions": [sum(spelling.count for spelling in record.spellings) for record in names],
        "record": [as_json(record) for record in names],
    }
    from pyspark.sql.pandas.types import from_arrow_schema

    made = pa.table({n: pa.array(columns[n], NAMES.field(n).type) for n in NAMES.names})
    return session.createDataFrame(made, from_arrow_schema(NAMES))


class Header(msgspec.Struct, frozen=True):
    """What a report says of itself; see `report.writing.Header`."""

    schema: str
    tool: Tool
    settings: dict[str, Any]
    input: InputRecord
