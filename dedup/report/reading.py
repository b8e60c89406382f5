"""File -> Report: every field is checked for its type, and whatever is wrong is reported in one sentence."""

from __future__ import annotations

import gc
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from os import PathLike
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec

from dedup.errors import FormatError, InputError
from dedup.records import EARLIER_SCHEMAS, SCHEMA, ArticleRecord, Family, NameRecord, Relation, Summary, Weak
from dedup.report.printable import printable
from dedup.report.writing import READABLE, Header, format_of


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector: walking the records again and again is an eighth of a scan and half the time of
    reading a report."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


LONGEST_LINE: Final = 1 << 30
"""Bytes of a JSON Lines record; one with a thousand passages has half a million."""


class _Schema(msgspec.Struct):
    schema: Any = None


class _Line(msgspec.Struct):
    type: Literal["header", "article", "name", "relation", "family", "summary"]
    # True in a weak relation; the summary has a number of this name.
    weak: bool | int = False


_Source = BufferedReader | gzip.GzipFile
_Record = TypeVar("_Record")
_Report = TypeVar("_Report")
_LINE = msgspec.json.Decoder(_Line)
_HEADER = msgspec.json.Decoder(Header)
_ARTICLE = msgspec.json.Decoder(ArticleRecord)
_NAME = msgspec.json.Decoder(NameRecord)
_RELATION = msgspec.json.Decoder(Relation)
_WEAK = msgspec.json.Decoder(Weak)
_FAMILY = msgspec.json.Decoder(Family)
_SUMMARY = msgspec.json.Decoder(Summary)


def _decode(data: bytes, decoder: msgspec.json.Decoder[_Record]) -> _Record:
    """Decode; a format of an earlier version is read as this one, and one that is not read is reported as such, since
    its other faults would mislead."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        found = msgspec.json.decode(data, type=_Schema).schema if data.lstrip()[:1] == b"{" else None
        if found in EARLIER_SCHEMAS and (now := data.replace(f'"{found}"'.encode(), f'"{SCHEMA}"'.encode(), 1)) != data:
            return _decode(now, decoder)
        if isinstance(found, str) and found != SCHEMA:
            raise FormatError(f"its format is {found[:40]!r} and this version reads {SCHEMA!r}") from error
        raise FormatError(str(error)) from error


def _json(file: _Source, kind: type[_Report]) -> _Report:
    return _decode(file.read(), msgspec.json.Decoder(kind))


def _jsonl(file: _Source, kind: type[_Report]) -> _Report:
    header: Header | None = None
    summary: Summary | None = None
    articles: list[ArticleRecord] = []
    names: list[NameRecord] = []
    relations: list[Relation] = []
    weak: list[Weak] = []
    families: list[Family] = []
    while data := file.readline(LONGEST_LINE):
        line = _decode(data, _LINE)
        if (line.type == "header") is not (header is None):
            raise FormatError("the header must be in the first line, and only there")
        match line.type:
            case "header":
                header = _decode(data, _HEADER)
            case "article":
                articles.append(_decode(data, _ARTICLE))
            case "name":
                names.append(_decode(data, _NAME))
            case "relation" if line.weak is True:
                weak.append(_decode(data, _WEAK))
            case "relation":
                relations.append(_decode(data, _RELATION))
            case "family":
                families.append(_decode(data, _FAMILY))
            case "summary":
                summary = _decode(data, _SUMMARY)
    if header is None or summary is None:
        raise FormatError("it ends before the summary")
    made: Callable[..., _Report] = kind
    return made(
        tool=header.tool, settings=header.settings, input=header.input, articles=articles, names=names,
        relations=relations, weak=weak, families=families, summary=summary,
    )  # fmt: skip


def read(path: str | PathLike[str], kind: type[_Report]) -> _Report:
    """Read a report that `Report.write` wrote, in the format that the ending of `path` names, as the class `kind`.

    Raises SettingsError for an unknown ending, InputError where the file cannot be opened and FormatError where it is
    no report, a damaged one or one of another version.
    """
    form = format_of(path, READABLE)
    name = printable(os.fspath(path))
    try:
        with (
            gzip.open(path) if os.fspath(path).lower().endswith(".gz") else Path(path).open("rb") as file,
            without_collection(),
        ):
            return _json(file, kind) if form == "json" else _jsonl(file, kind)
    except (
        FormatError,
        msgspec.MsgspecError,
        UnicodeDecodeError,
        RecursionError,
        EOFError,
        zlib.error,
        gzip.BadGzipFile,
    ) as error:
        reason = printable(str(error)).rstrip(".")
        raise FormatError(
            f"{name} is no report that can be read ({reason}): make it again with `dedup scan -o`"
        ) from error
    except OSError as error:
        raise InputError(
            f"{name} cannot be read ({error.strerror or error}): name a report that `dedup scan -o` wrote"
        ) from error
