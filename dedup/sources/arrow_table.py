"""Parquet, Feather and Arrow -> Articles, a few rows at a time. Needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import IO, Any, Final

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Content, seekable
from dedup.sources.fields import VALUES, FieldNames, article_of, column_places, why_no_text
from dedup.sources.storage import DamagedError

ROWS: Final = 256
"""Rows that are read at once: a megabyte of usual articles."""
_BUFFER: Final = 1 << 20
"""Bytes of a column that are read at once; without a bound a whole row group is, which may be the whole file."""


def arrow_articles(content: Content) -> Iterator[Article]:
    """Yield the articles of a table; `line` is the place of the row, from 1. Columns whose names are not known are not
    read."""
    if find_spec("pyarrow") is None:
        content.note(None, skip_reasons.missing_extra("reading Parquet and Feather", "parquet"))
        return
    import pyarrow

    number = 0
    kind = "Arrow"
    try:
        with seekable(content) as file:
            if _is_parquet(file):
                kind = "Parquet"
            names, batches = _batches(file, content.settings.fields)
            places = column_places(names, content.settings.fields)
            if not places or article_of(_one([["x"]] * len(names), places, 0), "", 1) is None:
                content.skip(None, skip_reasons.no_text_column(names, content.settings.fields.text))
                return
            for batch in batches:
                columns = [_plain(batch, name) for name in names]
                for at in range(batch.num_rows):
                    number += 1
                    article = article_of(_one(columns, places, at), content.shown, number, keep_page=True)
                    if article is not None:
                        yield article
                    else:
                        row = {name: column[at] for name, column in zip(names, columns, strict=True) if column}
                        content.skip(number, why_no_text(row, content.settings.fields.text))
        if not number:
            content.skip(None, skip_reasons.EMPTY_FILE)
    except DamagedError as damage:
        content.skip(None, damage.reason)
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError, UnicodeDecodeError, KeyError) as error:
        content.skip(number + 1 if number else None, skip_reasons.damaged(kind, str(error)))


def _batches(file: IO[bytes], names: FieldNames) -> tuple[list[str], Iterator[Any]]:
    """Return the names of all columns, and batches with the known ones."""
    import pyarrow
    import pyarrow.ipc
    import pyarrow.parquet

    if _is_parquet(file):
        table = pyarrow.parquet.ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER)
        columns = list(table.schema_arrow.names)
        wanted = [columns[at] for _, at in column_places(columns, names)]
        return columns, table.iter_batches(ROWS, columns=wanted, use_threads=False)
    if _begins_with(file, b"ARROW1"):
        stored = pyarrow.ipc.open_file(file)
        return list(stored.schema.names), _slices(stored.get_batch(n) for n in range(stored.num_record_batches))
    stream = pyarrow.ipc.open_stream(file)
    return list(stream.schema.names), _slices(stream)


def _is_parquet(file: IO[bytes]) -> bool:
    return _begins_with(file, b"PAR1")


def _begins_with(file: IO[bytes], magic: bytes) -> bool:
    """Return whether the bytes of a file that follow are these; they are still to be read."""
    place = file.tell()
    found = file.read(len(magic))
    file.seek(place)
    return found == magic


def _slices(batches: Any) -> Iterator[Any]:
    """Yield the rows of record batches, ROWS at a time. Arrow's own reader takes the offsets of texts as they are in
    the file: here they are checked, and ArrowInvalid is raised where they lead out of the column."""
    for batch in batches:
        batch.validate()
        for start in range(0, batch.num_rows, ROWS):
            rows = batch.slice(start, ROWS)
            rows.validate(full=True)
            yield rows


def _plain(batch: Any, name: str) -> list[Any]:
    """Return a column as Python values, [] where it was not read; days and times in ISO 8601."""
    at = batch.schema.get_field_index(name)
    if at < 0:
        return []
    values: list[Any] = batch.column(at).to_pylist()
    return [value.isoformat() if hasattr(value, "isoformat") else value for value in values]


def _one(columns: list[list[Any]], places: list[tuple[int, int]], row: int) -> tuple[Any, ...]:
    values: list[Any] = [None] * VALUES
    for place, at in places:
        if columns[at]:
            values[place] = columns[at][row]
    return tuple(values)
