"""The input on Spark: the files that an input names, on whatever file system the cluster reads, and DataFrames of
rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dedup.engines.spark.reading import (
    FILE,
    START,
    ArticleReader,
    InputFiles,
    LineArticles,
    RowArticles,
    has_text_column,
    one_address,
    wanted_columns,
)
from dedup.errors import InputError
from dedup.sources import skip_reasons
from dedup.sources.fields import FieldNames
from dedup.sources.inputs import labels

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LINES: Final = (".jsonl", ".ndjson", ".json")
PACKED: Final = (".gz", ".bz2", ".zst", ".lz4", ".snappy", ".deflate")
_HIDDEN: Final = ("_", ".")  # begin the names of files that Spark writes beside its own


class SparkInput(NamedTuple):
    """Rows to read articles from: how, from which files (None for a DataFrame of the user), and the bytes of these
    where known."""

    rows: DataFrame
    reader: Callable[[], ArticleReader]
    files: InputFiles | None
    size: int | None


def given_rows(rows: DataFrame, fields: FieldNames) -> SparkInput:
    """Return the input that a DataFrame is. Raises InputError where no column holds the text."""
    columns = rows.columns
    if not has_text_column(columns, fields):
        raise InputError(f"the DataFrame: {skip_reasons.no_text_column(columns, fields.text)}")
    wanted = wanted_columns(columns, fields)
    return SparkInput(rows.select(*(f"`{name}`" for name in wanted)), partial(RowArticles, wanted, fields), None, None)


def rows_of_files(session: SparkSession, inputs: Sequence[str], fields: FieldNames) -> SparkInput:
    """Return the input that files and folders are: of JSON Lines, Parquet or CSV, one format in a scan.

    Raises InputError where an input is missing or has none of these.
    """
    found = find_files(session, inputs)
    kinds = sorted({file.kind for file in found})
    if len(kinds) > 1:
        raise InputError(f"the inputs are {' and '.join(kinds)} files; scan one format at a time with Spark")
    files = InputFiles({file.address: n for n, file in enumerate(found)}, {f.address: f.shown for f in found})
    size = sum(file.size for file in found)
    paths = [file.address for file in found]
    from pyspark.sql import functions as F  # noqa: N812

    place = (F.col("_metadata.file_path").alias(FILE), F.col("_metadata.file_block_start").alias(START))
    if kinds == ["JSON Lines"]:
        # A line that is no UTF-8 is looked at as bytes, as locally.
        lines = session.read.option("lineSep", "\n").text(paths)
        return SparkInput(
            lines.select(F.col("value").cast("binary"), *place), partial(LineArticles, fields), files, size
        )
    if kinds == ["Parquet"]:
        rows = session.read.parquet(*paths)
    else:
        rows = session.read.csv(paths, header=True, multiLine=True, quote='"', escape='"')
    if not has_text_column(rows.columns, fields):
        raise InputError(f"{inputs[0]}: {skip_reasons.no_text_column(rows.columns, fields.text)}")
    wanted = wanted_columns(rows.columns, fields)
    return SparkInput(
        rows.select(*(f"`{n}`" for n in wanted), *place), partial(RowArticles, wanted, fields), files, size
    )


class ClusterFile(NamedTuple):
    """A file as Spark names it, what a report calls it, its bytes, and its format."""

    address: str
    shown: str
    size: int
    kind: str


def find_files(session: SparkSession, inputs: Sequence[str]) -> list[ClusterFile]:
    """Return the files of all inputs, input by input, those of a folder sorted by path."""
    if not inputs:
        raise InputError("no input was given; name a file or a folder that the cluster reads")
    names = labels([_plain_path(each) for each in inputs])
    out: list[ClusterFile] = []
    for given, label in zip(inputs, names, strict=True):
        own = _files_under(session, given, label, several=len(inputs) > 1)
        if not own:
            raise InputError(f"{skip_reasons.shown(given, 200)} has no JSON Lines, Parquet or CSV file; name one")
        out += sorted(own, key=lambda file: file.shown)
    return out


def _plain_path(address: str) -> str:
    return address.partition("://")[2] if "://" in address else address


def _files_under(session: SparkSession, given: str, label: str, *, several: bool) -> list[ClusterFile]:
    jvm: Any = session.sparkContext._jvm
    path = jvm.org.apache.hadoop.fs.Path(given)
    system = path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
    if not system.exists(path):
        raise InputError(f"there is no file or folder {skip_reasons.shown(given, 200)}; check the name")
    root = system.getFileStatus(path)
    top = root.getPath().toUri().getPath().rstrip("/")
    listed = []
    found = system.listFiles(path, True)
    while found.hasNext():
        status = found.next()
        place = status.getPath().toUri().getPath()
        inside = place[len(top) + 1 :]
        kind = _kind_of(place)
        if kind is None or any(part.startswith(_HIDDEN) for part in inside.split("/")):
            continue
        folder = f"{label}/" if several and label else ""
        shown = f"{folder}{inside}" if root.isDirectory() else label
        listed.append(ClusterFile(_address(status), shown, int(status.getLen()), kind))
    return listed


def _address(status: Any) -> str:
    """Return the address of a file as its rows have it."""
    return one_address(status.getPath().toUri().toString())


def _kind_of(path: str) -> str | None:
    name = path.lower()
    for ending in PACKED:
        name = name.removesuffix(ending)
    if name.endswith(LINES):
        return "JSON Lines"
    if name.endswith(".parquet"):
        return "Parquet"
    return "CSV" if name.endswith((".csv", ".tsv")) else None
