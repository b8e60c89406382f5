"""Tables in text, separated by commas, semicolons, tabs or bars -> Articles, a row at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any, Final

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.compression import peek
from dedup.sources.content import Content
from dedup.sources.csv_head import csv_dialect, guess_delimiter, split_header
from dedup.sources.decoding import Decoder, as_utf8
from dedup.sources.fields import VALUES, article_of, column_places, why_no_text
from dedup.sources.formats import HEAD, bare_name
from dedup.sources.line_batches import Overlong, batches
from dedup.sources.storage import DamagedError

MAX_CELL: Final = 4 * 2**20
"""Characters of a cell; a hundred times the longest article, and the csv module needs up to eight bytes for each."""
_QUOTED: Final = re.compile(r'(?:^|\t)"[^\t]*"(?:\t|$)', re.MULTILINE)
"""A cell in quotation marks: without one, quotation marks in a file with tabs are characters like any other."""


def csv_articles(content: Content) -> Iterator[Article]:
    """Yield the articles of a table whose first row names its columns; `line` is where a row begins in the file."""
    transcoded, utf8 = as_utf8(content.chunks)
    head, utf8 = peek(utf8, HEAD)
    if not head.strip():
        content.skip(None, skip_reasons.EMPTY_FILE)
        return
    dialect = csv_dialect(head.lstrip(), content.settings.fields.columns())
    delimiter = dialect.delimiter if dialect else guess_delimiter(head, bare_name(content.shown))
    # The limit holds for the whole process: it is raised and never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    quoting: Any = csv.QUOTE_NONE if delimiter == "\t" and not _quotes_cells(head) else csv.QUOTE_MINIMAL
    lines = _Lines(utf8, content, transcoded)
    rows = csv.reader(lines, delimiter=delimiter, quoting=quoting)
    try:
        yield from _rows(rows, lines, content, delimiter)
    except DamagedError as damage:
        before = f" ({skip_reasons.LINES_BEFORE})" if damage.line is not None and damage.line > 1 else ""
        content.skip(damage.line, damage.reason + before)


def _quotes_cells(head: bytes) -> bool:
    return _QUOTED.search(head.decode("utf-8", "replace")) is not None


class _Lines:
    """The lines of a table as text, for csv.reader; `start` is the line at which the row in hand begins."""

    def __init__(self, utf8: Iterator[bytes], content: Content, transcoded: bool) -> None:
        self.number = 0
        self._lines = self._decoded(utf8, content, transcoded)

    def __iter__(self) -> Iterator[str]:
        return self._lines

    def _decoded(self, utf8: Iterator[bytes], content: Content, transcoded: bool) -> Iterator[str]:
        decoder = Decoder()
        for batch in batches(utf8, content.settings.max_line_bytes):
            if isinstance(batch, Overlong):
                self.number = batch.line
                content.skip(batch.line, skip_reasons.line_too_long(batch.length, content.settings.max_line_bytes))
                continue
            for self.number, line in enumerate(batch.lines, batch.start):
                try:
                    text = line.decode()
                except UnicodeDecodeError:
                    decoded = decoder.decode(line, transcoded=transcoded)
                    if decoded.text is None:
                        content.skip(self.number, decoded.reason)
                        continue
                    text = decoded.text
                    if decoded.bad:
                        where = f"at byte {decoded.first} of the line"
                        content.skip(self.number, skip_reasons.broken_bytes(decoded.bad, where, decoded.encoding))
                yield text.replace("\0", "\ufffd") if "\0" in text else text


def _rows(rows: Any, lines: _Lines, content: Content, delimiter: str) -> Iterator[Article]:
    header = _next(rows, lines, content)
    while header is not None and not any(header):
        header = _next(rows, lines, content)
    if header is None:
        content.skip(None, skip_reasons.EMPTY_FILE)
        return
    header = [name.strip().removeprefix("\ufeff") for name in header]
    if len(header) == 1 and delimiter in header[0]:
        header = list(split_header(header[0], delimiter))
    names = content.settings.fields
    places = column_places(header, names)
    if not places or article_of(_values(["x"] * len(header), places), "", 1) is None:
        content.skip(None, skip_reasons.no_text_column(header, names.text))
        return
    start = first = lines.number + 1
    while (row := _next(rows, lines, content)) is not None:
        if len(row) == 1 and not row[0].strip():
            start = lines.number + 1
            continue
        article = article_of(_values(row, places), content.shown, start, keep_page=True) if row else None
        if article is not None:
            yield article
        elif row:
            content.skip(start, why_no_text(dict(zip(header, row, strict=False)), names.text))
        start = lines.number + 1
    if start == first:
        content.skip(None, skip_reasons.NO_ROWS)


def _values(row: list[str], places: list[tuple[int, int]]) -> tuple[Any, ...]:
    values: list[Any] = [None] * VALUES
    width = len(row)
    for place, at in places:
        if at < width:
            values[place] = row[at]
    return tuple(values)


def _next(rows: Any, lines: _Lines, content: Content) -> list[str] | None:
    """Return the next row that can be read, None at the end."""
    while True:
        start = lines.number + 1
        try:
            row: list[str] | None = next(rows, None)
        except csv.Error as error:
            content.skip(start, skip_reasons.bad_row(str(error)))
            continue
        return row
