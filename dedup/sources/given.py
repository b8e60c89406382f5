"""What a program hands over -> paths to read, or articles: texts, records, Articles, tables of pandas, polars and
others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from dedup.article import Article
from dedup.errors import InputError
from dedup.sources import presets, skip_reasons
from dedup.sources.content import Page, ReadSettings
from dedup.sources.fields import VALUES, FieldNames, article_of, column_places, why_no_text
from dedup.sources.markup import is_page
from dedup.sources.records import RecordReader
from dedup.sources.skipped import SkippedPieces

_LONGEST_PATH: Final = 4096
"""Characters of a path on Linux."""
_WORDS_OF_TEXT: Final = 12
"""A string with more words than this that is no path of a file is a text."""
_TABLES: Final = ("pandas", "polars", "pyarrow", "datasets")

KINDS: Final = "paths, texts, dicts, Articles or a table of pandas, polars, pyarrow or datasets"


class GivenInput(NamedTuple):
    """Either paths, or articles with the characters of their texts, where known; pages among them are still to be
    read."""

    paths: Sequence[str | os.PathLike[str]] | None
    articles: Iterator[Article | Page] | None = None
    expected: int | None = None


def given_input(inputs: Any, fields: FieldNames, skipped: SkippedPieces, *, strict: bool = False) -> GivenInput:
    """Return what `inputs` are. Records without a text are put into `skipped`, or raise InputError where `strict`.

    Raises InputError for what holds no articles: one sentence that names the type.
    """
    reader = _GivenReader(fields, skipped, strict)
    if isinstance(inputs, (str, os.PathLike)):
        return _of_strings([inputs])
    if isinstance(inputs, Article):
        return GivenInput(None, iter([inputs]), len(inputs.text))
    package = type(inputs).__module__.partition(".")[0]
    if package in _TABLES:  # first, since a DatasetDict is a dict
        return GivenInput(None, reader.table(inputs, package))
    if isinstance(inputs, Mapping):
        return GivenInput(None, reader.records(_of_mapping(inputs)))
    if isinstance(inputs, (bytes, bytearray)) or not isinstance(inputs, Iterable):
        raise InputError(f"the input is of the type {type(inputs).__name__}; give {KINDS}")
    if isinstance(inputs, Sequence) and all(isinstance(item, Article) for item in inputs):
        return GivenInput(None, iter(inputs), sum(len(item.text) for item in inputs)) if inputs else GivenInput([])
    return _of_items(inputs, reader)


def _of_items(inputs: Iterable[Any], reader: _GivenReader) -> GivenInput:
    """Decide by the first item; the others are asked when their turn comes, so that a generator is not used up."""
    items = iter(inputs)
    first = next(items, None)
    if first is None:
        return GivenInput([])
    whole = chain([first], items)
    if isinstance(first, (str, os.PathLike)):
        return _of_strings(_same_kind(list(whole)))
    if isinstance(first, (Article, Mapping)):
        return GivenInput(None, reader.records(whole))
    raise InputError(f"the first input is of the type {type(first).__name__}; give {KINDS}")


def _same_kind(items: list[Any]) -> list[str | os.PathLike[str]]:
    for number, item in enumerate(items, 1):
        if not isinstance(item, (str, os.PathLike)):
            kinds = f"{type(items[0]).__name__} and {type(item).__name__}"
            raise InputError(f"the inputs are {kinds} mixed (number {number}); scan one kind at a time")
    return items


def _of_strings(items: Sequence[str | os.PathLike[str]]) -> GivenInput:
    texts = [item for item in items if isinstance(item, str) and _is_text(item)]
    if not texts:
        return GivenInput(items)
    if len(texts) < len(items):
        other = next(item for item in items if not isinstance(item, str) or not _is_text(item))
        shown = skip_reasons.shown(os.fspath(other), 60)
        raise InputError(f"the inputs are texts and paths ({shown}) mixed; scan one kind at a time")
    articles = (Article(text=text) for text in texts)
    return GivenInput(None, articles, sum(map(len, texts)))


def _is_text(item: str) -> bool:
    if "\n" in item or len(item) > _LONGEST_PATH:
        return True
    return item.count(" ") >= _WORDS_OF_TEXT and not os.path.exists(item)  # noqa: PTH110 a text may be what no Path can be


def _of_mapping(given: Mapping[Any, Any]) -> list[Mapping[str, Any]]:
    """Return a record as one, and a mapping of ids to texts as records."""
    if not any(name in presets.TEXT for name in given) and given and all(isinstance(v, str) for v in given.values()):
        return [{"id": str(ident), "text": text} for ident, text in given.items()]
    return [given]


class _GivenReader:
    def __init__(self, fields: FieldNames, skipped: SkippedPieces, strict: bool) -> None:
        self._fields = fields
        self._reader = RecordReader(ReadSettings(fields, 0, 0))
        self._skipped = skipped
        self._strict = strict

    def _skip(self, kind: str, number: int, reason: str) -> None:
        if self._strict:
            raise InputError(f"{kind} {number}: {reason}")
        self._skipped.note(kind, number, reason)

    def _as_page(self, article: Article, kind: str, number: int) -> Article | Page:
        if not is_page(article.text):
            return article
        import msgspec

        given = msgspec.structs.replace(article, text="")
        return Page(article.text, given, lambda _, reason: self._skip(kind, number, reason))

    def records(self, items: Iterable[Any]) -> Iterator[Article | Page]:
        """Yield the articles of dicts, and Articles as they are."""
        for number, item in enumerate(items, 1):
            if isinstance(item, Article):
                yield item
            elif isinstance(item, Mapping):
                article = self._reader.article(item, None, None)
                if article is None:
                    self._skip("record", number, self._reader.why(item))
                else:
                    yield self._as_page(article, "record", number)
            else:
                raise InputError(f"input {number} is of the type {type(item).__name__}; give {KINDS}")

    def table(self, table: Any, package: str) -> Iterator[Article | Page]:
        """Yield the articles of a table, row by row. Raises InputError where no column holds the text."""
        kind = type(table).__name__
        if isinstance(table, Mapping) or kind.endswith("DatasetDict"):
            raise InputError(f"the input is a {kind} with several parts; give one, as dataset['train']")
        if kind == "LazyFrame":
            table = table.collect()
        if kind == "Series":
            return self._series(table, package)
        if not hasattr(table, "columns") and not hasattr(table, "column_names"):
            raise InputError(f"the input is of the type {package}.{kind}; give {KINDS}")
        columns = _columns_of(table, package)
        if columns is None:
            return self.records(table)
        places = column_places(columns, self._fields)
        if not places or article_of(_values(["x"] * len(columns), places), None, None) is None:
            raise InputError(f"the {kind}: {skip_reasons.no_text_column(columns, self._fields.text)}")
        return self._rows(_rows_of(table, package), columns, places, _labels_of(table, package, places))

    def _rows(
        self,
        rows: Iterable[Sequence[Any]],
        columns: list[str],
        places: list[tuple[int, int]],
        labels: Iterable[str] | None,
    ) -> Iterator[Article | Page]:
        import msgspec

        names = iter(labels) if labels is not None else None
        for number, row in enumerate(rows, 1):
            article = article_of(_values(row, places), None, None, keep_page=True)
            label = next(names, "") if names is not None else ""
            if article is None:
                record = dict(zip(columns, row, strict=True))
                self._skip("row", number, why_no_text(record, self._fields.text))
                continue
            if label and article.id in ("", article.url):
                article = msgspec.structs.replace(article, id=label)
            yield self._as_page(article, "row", number)

    def _series(self, series: Any, package: str) -> Iterator[Article | Page]:
        labels = _labels_of(series, package, [])
        for number, text in enumerate(series, 1):
            ident = next(labels, "") if labels is not None else ""
            if isinstance(text, str) and text.strip():
                yield self._as_page(Article(text=text, id=ident), "row", number)
            else:
                self._skip("row", number, skip_reasons.NO_ROW_TEXT)


def _columns_of(table: Any, package: str) -> list[str] | None:
    """Return the names of the columns of a table, None where its rows are dicts whose columns are not known."""
    names = table.columns if package in ("pandas", "polars") else table.column_names
    return None if names is None else [str(name) for name in names]


def _rows_of(table: Any, package: str) -> Iterable[Sequence[Any]]:
    if package == "pandas":
        return table.itertuples(index=False, name=None)  # type: ignore[no-any-return]
    if package == "polars":
        return table.iter_rows()  # type: ignore[no-any-return]
    if package == "pyarrow":
        batches = table.to_batches(max_chunksize=256) if hasattr(table, "to_batches") else [table]
        return chain.from_iterable(
            zip(*(column.to_pylist() for column in batch.columns), strict=True) for batch in batches
        )
    return (tuple(row[name] for name in table.column_names) for row in table)


def _labels_of(table: Any, package: str, places: list[tuple[int, int]]) -> Iterator[str] | None:
    """Return the labels of the rows of pandas where the user gave any, and there is no column of ids."""
    if package != "pandas" or type(table.index).__name__ == "RangeIndex":
        return None
    if table.index.dtype.kind in "iu":
        return None  # what a filter or a join leaves of a RangeIndex
    return map(str, table.index)


def _values(row: Sequence[Any], places: list[tuple[int, int]]) -> tuple[Any, ...]:
    values: list[Any] = [None] * VALUES
    for place, at in places:
        value = row[at]
        values[place] = value.isoformat() if hasattr(value, "isoformat") and value == value else value
    return tuple(values)
