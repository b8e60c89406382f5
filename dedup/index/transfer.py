"""An index -> a file of records, and back: JSON Lines, or Parquet for those who have pyarrow.

A record holds `id`, `first_seen`, `family` and, where the index keeps texts, `text`, `title`, `url`, `published` and
`outlet`. An index without texts, or one whose texts are to stay where they are, gives `sketch` in the place of `text`
and `title`: an index without texts takes it as it would take the article.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from dedup.article import Article
from dedup.errors import FormatError, InputError, MissingExtraError
from dedup.index.sketch_records import COLUMNS as SKETCH_COLUMNS
from dedup.index.sketch_records import (
    ArticleSketch,
    SketchOrigin,
    TextSketcher,
    columns_of_sketch,
    sketch_in,
    sketch_in_line,
)
from dedup.index.stored_article import TextSketch
from dedup.sources import presets, skip_reasons
from dedup.sources.fields import FieldNames, article_of, field_names, row_reader, why_no_text
from dedup.sources.line_reader import LineReader

if TYPE_CHECKING:
    from dedup.index.contents import IndexRecord
    from dedup.index.prefilter import Prefilter

ORIGINS: Final = presets.ORIGINS
COLUMNS: Final = ("id", "first_seen", "family", "text", "title", "url", "published", "outlet")
PARQUET: Final = ".parquet"
_ROWS: Final = 1_000
"""Lines that are held at once while Parquet is written or read: 3 MB of news."""

ReportUnused = Callable[[int | None, str], None]
"""Takes the number of a line or row that was not used, and the reason."""


class ArticleToAdd(NamedTuple):
    """An article to take in, and when it was first seen, None for the present; of one without text its sketch."""

    article: Article
    first_seen: str | None
    sketch: TextSketch | None = None


class ExportCounts(NamedTuple):
    """How many records were written, and how many of them hold neither text nor sketch: of these no index can be
    made."""

    records: int
    bare: int


class ExportColumns:
    """Lines of an export, flat, one after the other; what one does not have is left out. Without `texts` sketches
    take their place."""

    def __init__(self, texts: bool) -> None:
        self._sketch = None if texts else TextSketcher()
        self._records = self._bare = 0

    def __call__(self, record: IndexRecord) -> dict[str, Any]:
        """Return the columns of a record that have a value."""
        article, sketch = record.article, record.sketch
        text, title = article.text or None, article.title
        if self._sketch is not None and record.holds_text:
            sketch, text, title = self._sketch(article), None, None
        own = (
            article.id,
            record.first_seen,
            record.family,
            text,
            title,
            article.url,
            article.published,
            article.outlet,
        )
        self._records += 1
        self._bare += sketch is None and not record.holds_text
        columns: dict[str, Any] = {name: value for name, value in zip(COLUMNS, own, strict=True) if value is not None}
        if article.origins:
            columns[ORIGINS] = list(article.origins)
        return columns if sketch is None else {**columns, **columns_of_sketch(sketch)}

    @property
    def exported(self) -> ExportCounts:
        """What was written so far."""
        return ExportCounts(self._records, self._bare)


def export_file(seen: Prefilter, path: str, *, texts: bool = True) -> ExportCounts:
    """Write a file, Parquet or JSON Lines by its ending; see `export_parquet` and `export_lines`.

    It is written beside `path` and takes its place when it is whole: half an export would be taken for a whole one.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".dedup-{secrets.token_hex(8)}.tmp")
    try:
        if path.lower().endswith(PARQUET):
            done = export_parquet(seen, str(beside), texts=texts)
        else:
            with beside.open("xb") as file:
                done = export_lines(seen, file.write, texts=texts)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return done


def export_lines(seen: Prefilter, write: Callable[[bytes], object], *, texts: bool = True) -> ExportCounts:
    """Write a line of JSON for each article, the oldest first; without `texts` their sketches."""
    columns = ExportColumns(texts)
    for record in seen.records():
        write(msgspec.json.encode(columns(record)) + b"\n")
    return columns.exported


def export_parquet(seen: Prefilter, path: str, *, texts: bool = True) -> ExportCounts:
    """Write a Parquet file, the oldest article first; without `texts` their sketches. Raises MissingExtraError without
    pyarrow."""
    pyarrow, parquet = _pyarrow()
    schema = _schema(pyarrow, texts and seen.stats().header.text)
    columns, records = ExportColumns(texts), seen.records()
    with parquet.ParquetWriter(path, schema) as writer:
        while rows := [columns(record) for record in islice(records, _ROWS)]:
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
    return columns.exported


def _schema(pyarrow: Any, texts: bool) -> Any:
    """Strings; the slots of a sketch are bytes, and what it was made with is a record of its own."""
    fields = [(name, pyarrow.string()) for name in COLUMNS]
    fields.append((ORIGINS, pyarrow.list_(pyarrow.string())))
    if not texts:
        kinds = {str: pyarrow.string(), int: pyarrow.int64()}
        made = pyarrow.struct(
            [(name, kinds[type(value)]) for name, value in msgspec.structs.asdict(SketchOrigin()).items()]
        )
        fields += zip(SKETCH_COLUMNS, (pyarrow.binary(), pyarrow.int64(), pyarrow.string(), made), strict=True)
    return pyarrow.schema(fields)


def articles_to_add(
    path: str,
    report: ReportUnused,
    *,
    text_field: str | None = None,
    id_field: str | None = None,
    fields: Mapping[str, str] | Iterable[str] = (),
) -> Iterator[ArticleToAdd]:
    """Yield the articles in an exported file, or in any other with articles: JSON Lines, "-" for standard input, or
    Parquet by its ending.

    Raises InputError where there is no such file, FormatError at a sketch that was made otherwise than this version
    makes them, MissingExtraError for Parquet without pyarrow.
    """
    if path.lower().endswith(PARQUET):
        yield from _from_parquet(path, report, field_names(text_field, id_field, fields))
        return
    records = LineReader(path, text_field=text_field, id_field=id_field, fields=fields)
    for line in records:
        found = None
        if line.article is None:
            with _placed(records.shown, line.number):
                found = sketch_in_line(line.raw)
        if isinstance(found, ArticleSketch):
            yield _of_sketch(found, _first_seen_in(line.raw))
            continue
        for note in (found,) if found else line.notes:
            report(line.number or None, note)
        if line.article is not None:
            yield ArticleToAdd(line.article, _first_seen_in(line.raw))


def add_articles(seen: Prefilter, articles: Iterable[ArticleToAdd]) -> tuple[int, int]:
    """Add articles to an index, each compared with those before it; returns how many are new to it and how many it held
    already.

    Raises SettingsError at a sketch where the index keeps texts.
    """
    added = known = 0
    for article, first_seen, sketch in articles:
        if sketch is None:
            # What was exported keeps its id, although another one may be of the very article
            verdict = seen.check_and_add(article, first_seen=first_seen, keep_id=first_seen is not None)
        else:
            verdict = seen.add_sketch(article.id, sketch, first_seen=first_seen)
        known += verdict.known
        added += not verdict.known
    return added, known


def _of_sketch(found: ArticleSketch, first_seen: str | None) -> ArticleToAdd:
    return ArticleToAdd(Article(id=found.id, text=""), first_seen, found.sketch)


@contextmanager
def _placed(shown: str, number: int) -> Iterator[None]:
    """Name the place of what cannot be read at all."""
    try:
        yield
    except FormatError as error:
        raise FormatError(f"{shown}, line {number}: {error}") from error


class _Dated(msgspec.Struct, frozen=True, gc=False):
    first_seen: Any = None


_dated: Final = msgspec.json.Decoder(_Dated)


def _first_seen_in(raw: bytes) -> str | None:
    if b'"first_seen"' not in raw:
        return None
    try:
        value = _dated.decode(raw).first_seen
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return value if isinstance(value, str) else None


def _from_parquet(path: str, report: ReportUnused, names: FieldNames) -> Iterator[ArticleToAdd]:
    pyarrow, parquet = _pyarrow()
    if not Path(path).is_file():
        raise InputError(f"there is no file {skip_reasons.shown(path, 200)}; check the name")
    read = row_reader(names)
    shown, number = Path(path).name, 0
    try:
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=_ROWS):
            for record in batch.to_pylist():
                number += 1
                article = article_of(read(record), shown, number)
                if article is not None:
                    yield ArticleToAdd(article, _text_of(record))
                    continue
                with _placed(shown, number):
                    found = sketch_in(record)
                if isinstance(found, ArticleSketch):
                    yield _of_sketch(found, _text_of(record))
                else:
                    report(number, found or why_no_text(record, names.text))
    except pyarrow.ArrowInvalid as error:
        raise InputError(f"{skip_reasons.shown(path, 200)} is no Parquet file or damaged; fetch it again") from error


def _text_of(record: Mapping[str, Any]) -> str | None:
    value = record.get("first_seen")
    return value if isinstance(value, str) else None


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    return pyarrow, parquet
