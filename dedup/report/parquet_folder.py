"""A folder of Parquet tables, as a scan on Spark writes it -> Report. Needs the extra `parquet`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import Any, Final

import msgspec

from dedup.errors import FormatError, InputError, MissingExtraError
from dedup.records import ArticleRecord, Family, NameRecord, Relation, Weak
from dedup.report.printable import printable
from dedup.report.writing import Header

TABLES: Final = ("header", "articles", "relations", "families", "names")
RECORD: Final = "record"
"""The column with the whole record as JSON."""


def is_parquet_folder(path: str | PathLike[str]) -> bool:
    """Return whether a folder holds the tables of a report."""
    return all(Path(path, table).is_dir() for table in TABLES)


def read_folder(path: str | PathLike[str], make_report: Callable[..., Any]) -> Any:
    """Return what `make_report` makes of the records in a folder.

    Raises InputError for another folder, FormatError where a table is damaged, MissingExtraError without pyarrow.
    """
    if find_spec("pyarrow") is None:
        raise MissingExtraError("reading a folder of Parquet tables", "parquet")
    import pyarrow

    name = printable(os.fspath(path))
    if not is_parquet_folder(path):
        raise InputError(f"{name} holds no report: name a folder that `dedup scan --engine spark -o FOLDER/` wrote")
    try:
        headers = [msgspec.json.decode(record, type=Header) for record in _records(path, "header")]
        if len(headers) != 1:
            raise FormatError("it has no header")
        weak: list[Weak] = []
        relations: list[Relation] = []
        for record in _records(path, "relations"):
            # A weak pair has no passages.
            if '"passages":' in record:
                relations.append(msgspec.json.decode(record, type=Relation))
            else:
                weak.append(msgspec.json.decode(record, type=Weak))
        return make_report(
            settings=headers[0].settings,
            input=headers[0].input,
            articles=_decoded(path, "articles", ArticleRecord),
            names=sorted(_decoded(path, "names", NameRecord), key=_order_of),
            relations=relations,
            weak=weak,
            families=_decoded(path, "families", Family),
        )
    except (FormatError, msgspec.MsgspecError, pyarrow.ArrowException, OSError, KeyError) as error:
        reason = printable(str(error)).rstrip(".")
        raise FormatError(
            f"{name} is no report that can be read ({reason}): make it again with `dedup scan --engine spark -o`"
        ) from error


def _order_of(record: NameRecord) -> tuple[Any, ...]:
    """Return by what the names of a report are sorted."""
    return record.name, record.kind, [(spelling.text, spelling.count) for spelling in record.spellings]


def _decoded(path: str | PathLike[str], table: str, kind: Any) -> list[Any]:
    decoder = msgspec.json.Decoder(kind)
    return [decoder.decode(record) for record in _records(path, table)]


def _records(path: str | PathLike[str], table: str) -> Iterator[str]:
    from pyarrow import parquet

    for file in sorted(Path(path, table).glob("*.parquet")):
        for batch in parquet.ParquetFile(file).iter_batches(columns=[RECORD]):
            yield from batch.column(0).to_pylist()
