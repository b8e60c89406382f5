"""Report -> file: JSON, JSON Lines, tables or a graph, at once so that no reader ever sees half a report; encoded in
pieces of about a mebibyte, so that a report of any size is never in memory as bytes."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from dedup.errors import SettingsError
from dedup.records import InputRecord, Tool
from dedup.report import csv_tables, parquet_tables
from dedup.report.parquet_tables import check_installed
from dedup.report.replacing import in_its_place
from dedup.report.tables import TABLES, TableName

if TYPE_CHECKING:
    from dedup.report.html.text_spool import Texts
    from dedup.report.report import Report

PIECE: Final = 1 << 20
"""Bytes gathered before a write: large enough that the calls cost nothing, small against any article collection."""

_ENCODER = msgspec.json.Encoder()
_SURROGATE = re.compile("[\ud800-\udfff]")

Write = Callable[[bytes], object]


def without_surrogates(value: Any) -> Any:
    """Return plain lists, dicts and scalars with U+FFFD in the place of every lone surrogate, which UTF-8 cannot
    hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    return value


class Pieces:
    """A buffer that encodes records behind one another and hands them to `write` a piece at a time."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._buffer = bytearray()

    def text(self, text: bytes) -> None:
        """Append bytes that are JSON already."""
        self._buffer += text

    def value(self, value: object) -> None:
        """Append one value."""
        start = len(self._buffer)
        try:
            _ENCODER.encode_into(value, self._buffer, start)
        except UnicodeEncodeError:
            _ENCODER.encode_into(without_surrogates(msgspec.to_builtins(value)), self._buffer, start)

    def array(self, values: Iterable[object]) -> None:
        """Append an array, one value a line."""
        separator = b"[\n"
        for value in values:
            self._buffer += separator
            separator = b",\n"
            self.value(value)
            if len(self._buffer) >= PIECE:
                self.flush()
        self._buffer += b"[]" if separator == b"[\n" else b"\n]"

    def lines(self, kind: bytes, values: Iterable[object]) -> None:
        """Append records, one a line, each with `kind` (members of a JSON object without its braces) before its own."""
        prefix = b"{" + kind
        for value in values:
            self._buffer += prefix
            start = len(self._buffer)
            self.value(value)
            # The record's own opening brace becomes the comma behind the kind: no copy of the record is made.
            self._buffer[start] = 0x2C
            self._buffer += b"\n"
            if len(self._buffer) >= PIECE:
                self.flush()

    def flush(self) -> None:
        """Hand over what has been gathered."""
        self._write(bytes(self._buffer))
        self._buffer.clear()


Format = Literal["json", "jsonl", "csv", "parquet", "graphml"]
READABLE: Final[dict[str, Format]] = {".json": "json", ".jsonl": "jsonl", ".json.gz": "json", ".jsonl.gz": "jsonl"}
"""What the ending of a file says from which a report can be read again."""
ENDINGS: Final[dict[str, Format]] = {**READABLE, ".csv": "csv", ".parquet": "parquet", ".graphml": "graphml"}
"""The same, and what is written for people and other programs alone."""

_GZIP_LEVEL: Final = 6
"""zlib's own default; level 9 takes three times as long on reports for 2 % less."""


class Header(msgspec.Struct, frozen=True):
    """The first line of a JSON Lines report."""

    schema: Literal["dedup-report/2"]
    tool: Tool
    settings: dict[str, Any]
    input: InputRecord


def format_of(path: str | PathLike[str], endings: dict[str, Format] = ENDINGS) -> Format:
    """Return the format that the ending of `path` names; raises SettingsError for any other ending."""
    name = Path(path).name.lower()
    for ending, form in endings.items():
        if name.endswith(ending):
            return form
    raise SettingsError(f"{os.fspath(path)} has no ending that names a report format: use {', '.join(endings)}, .html")


def table_paths(path: str | PathLike[str]) -> dict[TableName, Path]:
    """Return the files of the three tables: that of the articles has the name that was given.

    >>> {table: path.name for table, path in table_paths("out/news.csv").items()}
    {'articles': 'news.csv', 'relations': 'news.relations.csv', 'families': 'news.families.csv'}
    """
    given = Path(path)
    return {
        table: given if table == "articles" else given.with_name(f"{given.stem}.{table}{given.suffix}")
        for table in TABLES
    }


def check_target(path: str | PathLike[str]) -> None:
    """Raise SettingsError where a report could not be written to `path`, so that no scan is made in vain, and
    MissingExtraError where what writes it is not installed."""
    from dedup.report.html.targets import check_folder, is_folder, is_html

    if not is_html(path) and format_of(path) == "parquet":
        check_installed()
    target = Path(os.path.realpath(path))
    if is_folder(path):
        check_folder(path)
    elif target.is_dir():
        raise SettingsError(f"{os.fspath(path)} is a folder: name a file in it")
    if not target.parent.is_dir():
        raise SettingsError(f"the folder of {os.fspath(path)} does not exist: make it first")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise SettingsError(f"the folder of {os.fspath(path)} may not be written to: choose another")


@contextmanager
def _replacing(path: str | PathLike[str]) -> Iterator[Write]:
    """A writer to a temporary file beside `path` that takes its place at the end, and is removed after a failure."""
    with in_its_place(path) as temporary, temporary.open("wb") as file:
        if Path(path).suffix.lower() == ".gz":
            # No name and no time in the header: the same report gives the same bytes.
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=_GZIP_LEVEL) as packed:
                yield packed.write
        else:
            yield file.write


def _json(report: Report, write: Write) -> None:
    pieces = Pieces(write)
    opening = b"{"
    for key in report.__struct_fields__:
        value = getattr(report, key)
        pieces.text(opening + b'"' + key.encode() + b'":')
        opening = b",\n"
        if isinstance(value, list):
            pieces.array(value)
        else:
            pieces.value(value)
    pieces.text(b"}\n")
    pieces.flush()


def _jsonl(report: Report, write: Write) -> None:
    pieces = Pieces(write)
    header = Header(schema=report.schema, tool=report.tool, settings=report.settings, input=report.input)
    pieces.lines(b'"type":"header"', [header])
    pieces.lines(b'"type":"article"', report.articles)
    pieces.lines(b'"type":"name"', report.names)
    pieces.lines(b'"type":"relation"', report.relations)
    pieces.lines(b'"type":"relation","weak":true', report.weak)
    pieces.lines(b'"type":"family"', report.families)
    pieces.lines(b'"type":"summary"', [report.summary])
    pieces.flush()


def json_bytes(report: Report) -> bytes:
    """The bytes that `write_json` would write, in memory."""
    parts: list[bytes] = []
    _json(report, parts.append)
    return b"".join(parts)


def write_json(report: Report, path: str | PathLike[str]) -> None:
    """One JSON object, one record a line, whatever `path` is called; gzipped where it ends in .gz."""
    with _replacing(path) as write:
        _json(report, write)


def write_jsonl(report: Report, path: str | PathLike[str]) -> None:
    """One record a line, header first and summary last; gzipped where `path` ends in .gz."""
    with _replacing(path) as write:
        _jsonl(report, write)


def write_csv(report: Report, path: str | PathLike[str], *, raw: bool = False) -> None:
    """The three tables as CSV, each in a file of its own; they appear together. With `raw` cells that a spreadsheet
    would take for formulas stay as they are."""
    with ExitStack() as stack:
        for table, target in table_paths(path).items():
            csv_tables.write_table(report, table, stack.enter_context(_replacing(target)), raw=raw)


def write_parquet(report: Report, path: str | PathLike[str]) -> None:
    """The three tables as Parquet, each in a file of its own; they appear together."""
    with ExitStack() as stack:
        for table, target in table_paths(path).items():
            parquet_tables.write_table(report, table, stack.enter_context(in_its_place(target)))


def write_graphml(report: Report, path: str | PathLike[str]) -> None:
    """The articles and their relations as a graph."""
    from dedup.report import graphml  # it loads what reads the web

    with _replacing(path) as write:
        graphml.write_graphml(report, write)


def write(report: Report, path: str | PathLike[str], texts: Texts | None = None, *, raw: bool = False) -> None:
    """Write in the format that the ending of `path` names. `texts` are shown in the HTML report, `raw` counts for CSV
    alone."""
    check_target(path)
    from dedup.report.html.targets import is_html

    if is_html(path):
        from dedup.report.html.document import write_html

        write_html(report, path, texts)
        return
    match format_of(path):
        case "json":
            write_json(report, path)
        case "jsonl":
            write_jsonl(report, path)
        case "csv":
            write_csv(report, path, raw=raw)
        case "parquet":
            write_parquet(report, path)
        case "graphml":
            write_graphml(report, path)
