"""An index -> a file of records, and back: JSON Lines, or Parquet for those who have pyarrow.

A record holds `id`, `first_seen`, `family` and, where the index keeps texts, `text`, `title`, `url`, `published` and `outlet`. Without
texts it can be looked at and not be imported: there is nothing to make sketches of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from dedup.article import Article
from dedup.errors import InputError, MissingExtraError
from dedup.prefilter.output import Output, told
from dedup.sources import reasons
from dedup.sources.fields import article_of, row_reader, why_no_text
from dedup.sources.records import Records

if TYPE_CHECKING:
    from dedup.prefilter.index import Prefilter
    from dedup.prefilter.inspect import Record

COLUMNS: Final = ("id", "first_seen", "family", "text", "title", "url", "published", "outlet")
PARQUET: Final = ".parquet"
_ROWS: Final = 1_000
"""Records that are held at once while Parquet is written or read: 3 MB of news."""

Tell = Callable[[int | None, str], None]
"""Takes the line or row and the reason of something that was not used."""


class Arriving(NamedTuple):
    """An article to take in, and when it was first seen, None for the present."""

    article: Article
    first_seen: str | None


def columns_of(record: Record) -> dict[str, str | None]:
    """A record of the index, flat; the columns of what it does not have are None."""
    article = record.article
    own = (article.id, record.first_seen, record.family, article.text or None)
    return dict(zip(COLUMNS, (*own, article.title, article.url, article.published, article.outlet), strict=True))


def export_lines(seen: Prefilter, output: Output) -> int:
    """Write a line of JSON for each article, the oldest first; returns how many."""
    count = 0
    for record in seen.records():
        output.write(msgspec.json.encode({name: value for name, value in columns_of(record).items() if value is not None}) + b"\n")
        count += 1
    return count


def export_parquet(seen: Prefilter, path: str) -> int:
    """Write a Parquet file of string columns, the oldest article first; returns how many. Raises MissingExtraError without pyarrow."""
    pyarrow, parquet = _pyarrow()
    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    count = 0
    records = seen.records()
    with told(path), parquet.ParquetWriter(path, schema) as writer:
        while rows := [columns_of(record) for record in islice(records, _ROWS)]:
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def arriving(path: str, tell: Tell, *, text_field: str | None = None, id_field: str | None = None) -> Iterator[Arriving]:
    """The articles in an exported file, or in any other with articles: JSON Lines, "-" for standard input, or Parquet by its ending.

    Raises InputError where there is no such file, MissingExtraError for Parquet without pyarrow.
    """
    if path.lower().endswith(PARQUET):
        yield from _from_parquet(path, tell, text_field, id_field)
        return
    for line in Records(path, text_field=text_field, id_field=id_field):
        for note in line.notes:
            tell(line.number or None, note)
        if line.article is not None:
            yield Arriving(line.article, _first_seen_in(line.raw))


def take_in(seen: Prefilter, articles: Iterable[Arriving]) -> tuple[int, int]:
    """Add articles to an index, each compared with those before it; returns how many are new to it and how many it held already."""
    added = known = 0
    for article, first_seen in articles:
        if seen.check_and_add(article, first_seen=first_seen).known:
            known += 1
        else:
            added += 1
    return added, known


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


def _from_parquet(path: str, tell: Tell, text_field: str | None, id_field: str | None) -> Iterator[Arriving]:
    pyarrow, parquet = _pyarrow()
    if not Path(path).is_file():
        raise InputError(f"there is no file {reasons.shown(path, 200)}; check the name")
    read = row_reader(text_field, id_field)
    shown, number = Path(path).name, 0
    try:
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=_ROWS):
            for record in batch.to_pylist():
                number += 1
                article = article_of(read(record), shown, number)
                if article is None:
                    tell(number, why_no_text(record, text_field))
                else:
                    yield Arriving(article, _text_of(record))
    except pyarrow.ArrowInvalid as error:
        raise InputError(f"{reasons.shown(path, 200)} is no Parquet file or damaged; fetch it again") from error


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
