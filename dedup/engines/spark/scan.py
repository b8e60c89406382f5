"""Rows of Spark -> the tables of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

import dedup
from dedup.describe import ScanSettings
from dedup.engines.spark.concluded import TABLES
from dedup.engines.spark.described import NAMES
from dedup.engines.spark.names import names_of, numbered_ids
from dedup.engines.spark.result import Header, names_table, table
from dedup.engines.spark.run import Progress, SparkRun
from dedup.engines.spark.session import settings_of
from dedup.engines.spark.sources import SparkInput
from dedup.errors import OutputError
from dedup.records import SCHEMA, Family, NameRecord, Tool
from dedup.report.report import TOOL
from dedup.scan_run import as_reported

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True)
class Result:
    """The tables of a report as DataFrames, in no order; `header` is what the report says of itself.

    Each has the columns of the report's CSV table, and `record`, the whole record as JSON.
    """

    articles: DataFrame
    relations: DataFrame
    families: DataFrame
    names: DataFrame
    header: Header

    def write(self, folder: str, mode: str = "errorifexists") -> None:
        """Write the tables as Parquet into a folder of any file system that the cluster writes; `dedup report FOLDER`
        opens it. `mode` is that of Spark's writer."""
        session = self.articles.sparkSession
        row = session.createDataFrame([(msgspec.json.encode(self.header).decode(),)], "record string")
        tables = {
            "articles": self.articles,
            "relations": self.relations,
            "families": self.families,
            "names": self.names,
        }
        for name, rows in tables.items():
            rows.write.mode(mode).parquet(f"{folder.rstrip('/')}/{name}")
        row.write.mode(mode).parquet(f"{folder.rstrip('/')}/header")


def check_folder(session: SparkSession, folder: str) -> None:
    """Raise OutputError where a folder exists, on whatever file system the cluster writes to."""
    jvm: Any = session.sparkContext._jvm
    path = jvm.org.apache.hadoop.fs.Path(folder)
    if path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration()).exists(path):
        raise OutputError(f"{folder} exists: name a folder that is not there yet")


def scan_rows(session: SparkSession, given: SparkInput, settings: ScanSettings, progress: Progress) -> Result:
    """Return the result of a scan. Raises InputError where no article could be read."""
    with settings_of(session):
        run = SparkRun(session, settings, progress)
        found = run.tables(given)
        rows = found.rows.persist()
        articles, relations, families = (table(rows, name) for name in TABLES)
        names: Sequence[NameRecord] = ()
        if settings.wants("names"):
            progress("names")
            listed = families.select("record").toArrow().column(0).to_pylist()
            grouped = [msgspec.json.decode(record, type=Family) for record in listed]
            pieces = found.described.where(f"kind = {NAMES}").select("part", "place", "notes")
            names = names_of(pieces, numbered_ids(found.stored), grouped, given.size)
        rows.count()
        run.free()
        header = Header(SCHEMA, Tool(name=TOOL, version=dedup.__version__), as_reported(settings), found.input)
        return Result(articles, relations, families, names_table(session, names), header)
