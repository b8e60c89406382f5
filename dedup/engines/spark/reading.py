"""Rows of Spark -> Articles, in the executors: lines of JSON, and tables of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

import msgspec
import pyarrow as pa

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Page, ReadSettings
from dedup.sources.decoding import Decoder
from dedup.sources.fields import VALUES, FieldNames, article_of, column_places, why_no_text
from dedup.sources.html.extraction import with_pages_read
from dedup.sources.jsonl import JsonLines
from dedup.sources.markup import is_page
from dedup.sources.reader import MAX_FILE_BYTES, MAX_LINE_BYTES
from dedup.sources.records import RecordReader, articles_of
from dedup.sources.skipped import SkippedPieces

FILE, START = "dedup_file", "dedup_start"
"""Columns of the input: the file of a row, and where the part of the file begins that Spark reads at once."""
ROW: Final = "row"  # what a row of a DataFrame is called in the list of skipped input


class InputFiles(NamedTuple):
    """The files of the input: by address, the place in the order of the input and the name that a report shows."""

    places: Mapping[str, int]
    shown: Mapping[str, str]


class PartRows(NamedTuple):
    """The rows of one part of a file, or of one partition of a DataFrame: `key` orders the parts of the input, `path`
    is what a report shows."""

    key: str
    path: str | None
    rows: Iterator[Any]


class PartNotes:
    """What reading one part notes: the rows that it has, and those that were not used, counted from 1 in the part."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.rows = 0
        self.skipped = SkippedPieces()

    def skip(self, row: int | None, reason: str) -> None:
        """Note a row that was not used."""
        self.skipped.note(self.path or ROW, row, reason)


class PartArticles(NamedTuple):
    """The articles of one part, whose lines are counted from 1 in it; `notes` is complete when they are read."""

    key: str
    articles: Iterator[Article]
    notes: PartNotes


def parts_of(batches: Iterable[pa.RecordBatch], files: InputFiles | None, partition: int) -> Iterator[PartRows]:
    """Yield the parts that the batches of one task have, in order; the rows of each are batches.

    Without `files` the whole partition is one part. Each part is to be used up before the next one is asked for.
    """
    if files is None:
        yield PartRows(f"{partition:012d}", None, iter(batches))
        return
    slices = _slices(batches)
    waiting = next(slices, None)

    def own(file: str, start: int) -> Iterator[pa.RecordBatch]:
        nonlocal waiting
        while waiting is not None and (waiting.file, waiting.start) == (file, start):
            yield waiting.rows
            waiting = next(slices, None)

    while waiting is not None:
        file, start = waiting.file, waiting.start
        rows = own(file, start)
        address = one_address(file)
        yield PartRows(f"{files.places[address]:09d}:{start:015d}", files.shown[address], rows)
        for _ in rows:
            pass


def one_address(address: str) -> str:
    """Return the address of a file in one of the two ways in which Spark writes local ones.

    >>> one_address("file:///a.jsonl"), one_address("s3a://b/a.jsonl")
    ('file:/a.jsonl', 's3a://b/a.jsonl')
    """
    return f"file:/{address.removeprefix('file:///')}" if address.startswith("file:///") else address


class _Slice(NamedTuple):
    file: str
    start: int
    rows: pa.RecordBatch


def _slices(batches: Iterable[pa.RecordBatch]) -> Iterator[_Slice]:
    """Yield the batches cut where another part begins, without the columns FILE and START."""
    for batch in batches:
        if not batch.num_rows:
            continue
        names, starts = batch.column(FILE), batch.column(START)
        rows = batch.drop_columns([FILE, START])
        first, last = 0, batch.num_rows - 1
        if names[first] == names[last] and starts[first] == starts[last]:
            yield _Slice(names[0].as_py(), starts[0].as_py(), rows)
            continue
        places = list(zip(names.to_pylist(), starts.to_pylist(), strict=True))
        begin = 0
        for end in range(1, len(places) + 1):
            if end == len(places) or places[end] != places[begin]:
                yield _Slice(*places[begin], rows.slice(begin, end - begin))
                begin = end


ArticleReader = Callable[[PartRows], PartArticles]


class LineArticles:
    """Reads parts whose rows are lines of JSON, as bytes."""

    def __init__(self, fields: FieldNames) -> None:
        self._lines = JsonLines(fields, max_line_bytes=MAX_LINE_BYTES, whole_records=True)
        self._records = RecordReader(ReadSettings(fields, MAX_LINE_BYTES, MAX_FILE_BYTES), keep_page=True)

    def __call__(self, part: PartRows) -> PartArticles:
        """Return the articles of a part."""
        notes = PartNotes(part.path)
        return PartArticles(part.key, with_pages_read(self._items(part, notes), 1), notes)

    def _items(self, part: PartRows, notes: PartNotes) -> Iterator[Article | Page]:
        decoder = Decoder()
        path = part.path or ""
        for batch in part.rows:
            for line in batch.column(0).to_pylist():
                notes.rows += 1
                number = notes.rows
                if not line or line.isspace():
                    continue
                if len(line) > MAX_LINE_BYTES:
                    notes.skip(number, skip_reasons.line_too_long(len(line), MAX_LINE_BYTES))
                    continue
                found = self._lines.found_in(line, path, number, notes.skip, decoder, False)
                if isinstance(found, Article):
                    yield _as_page(found, notes)
                elif found is not None:
                    for article in articles_of(found, self._records, path, partial(_at_row, notes, number)):
                        yield _as_page(article, notes)


class RowArticles:
    """Reads parts whose rows are those of a table with these columns."""

    def __init__(self, columns: list[str], fields: FieldNames) -> None:
        self._columns = columns
        self._fields = fields
        self._places = column_places(columns, fields)

    def __call__(self, part: PartRows) -> PartArticles:
        """Return the articles of a part."""
        notes = PartNotes(part.path)
        return PartArticles(part.key, with_pages_read(self._items(part, notes), 1), notes)

    def _items(self, part: PartRows, notes: PartNotes) -> Iterator[Article | Page]:
        for batch in part.rows:
            for row in zip(*(map(_plain, column.to_pylist()) for column in batch.columns), strict=True):
                notes.rows += 1
                values: list[Any] = [None] * VALUES
                for place, at in self._places:
                    values[place] = row[at]
                line = notes.rows if part.path is not None else None
                article = article_of(tuple(values), part.path, line, keep_page=True)
                if article is None:
                    record = dict(zip(self._columns, row, strict=True))
                    notes.skip(notes.rows, why_no_text(record, self._fields.text))
                else:
                    yield _as_page(article, notes, notes.rows)


def articles_of_rows(batches: Iterable[pa.RecordBatch], read: ArticleReader) -> Iterator[Article]:
    """Yield the articles of the rows of one task that have an id."""
    for part in parts_of(batches, None, 0):
        yield from (article for article in read(part).articles if article.id)


def has_text_column(columns: list[str], fields: FieldNames) -> bool:
    """Return whether one of the columns of a table holds the texts."""
    values: list[Any] = [None] * VALUES
    for place, _ in column_places(columns, fields):
        values[place] = "x"
    return article_of(tuple(values), None, None) is not None


def wanted_columns(columns: list[str], fields: FieldNames) -> list[str]:
    """Return the columns of a table that hold a part of an article."""
    return [columns[at] for at in sorted({at for _, at in column_places(columns, fields)})]


def _at_row(notes: PartNotes, row: int, _: int | None, reason: str) -> None:
    notes.skip(row, reason)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _as_page(article: Article, notes: PartNotes, row: int | None = None) -> Article | Page:
    if article.text[0] > "<" or not is_page(article.text):
        return article
    given = msgspec.structs.replace(article, text="")
    return Page(article.text, given, lambda line, why: notes.skip(row if row is not None else line, why))
