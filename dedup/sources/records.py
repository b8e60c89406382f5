"""Decoded JSON -> the records in it: an array, an object that wraps one, or objects by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dedup.article import Article
from dedup.sources import presets, skip_reasons
from dedup.sources.content import ReadSettings, SkipNote
from dedup.sources.fields import KNOWN_NAMES, FieldValues, article_of, row_reader, why_no_text, with_known_names

_DEEPEST: Final = 4
"""Objects around a list of records: {"response": {"docs": [...]}} has two."""
_MOST_HELD: Final = 10_000
"""Reasons that are held back until an article is found."""
_MOST_KEYS: Final = 200
"""Fields of an object that are looked into for records."""


class RecordReader:
    """Finds the Article in a record as it was decoded; `settings` name the fields of the user. With `keep_page` a text
    that is a whole page stays as it is."""

    def __init__(self, settings: ReadSettings, *, keep_page: bool = True) -> None:
        self._keep_page = keep_page
        self._names = settings.fields
        self._row = row_reader(settings.fields)

    def article(self, record: Mapping[str, Any], path: str | None, line: int | None) -> Article | None:
        """Return the Article in a record, or in the object that the record wraps; None where there is none, or where
        the record is a passage of another text."""
        if is_annotation(record):
            return None
        for candidate in self._candidates(record):
            found = article_of(candidate, path, line, keep_page=self._keep_page)
            if found is not None:
                return found
        return None

    def _candidates(self, record: Mapping[str, Any]) -> Iterator[FieldValues]:
        yield self._row(with_known_names(record))
        for wrapper in presets.WRAPPERS:
            inner = record.get(wrapper)
            if isinstance(inner, dict):
                yield self._row({**record, wrapper: None, **inner})

    def why(self, record: Mapping[str, Any]) -> str:
        """Return why there is no article in a record."""
        return skip_reasons.ANNOTATION if is_annotation(record) else why_no_text(record, self._names.text)


def is_annotation(record: Mapping[str, Any]) -> bool:
    """Return whether a record marks a passage of a text elsewhere: its offsets are as far apart as its text is long.

    >>> is_annotation({"file": "a.txt", "start": 5, "end": 9, "text": "word"}), is_annotation({"text": "word"})
    (True, False)
    """
    start, end, text = record.get("start"), record.get("end"), record.get("text")
    return type(start) is int and type(end) is int and isinstance(text, str) and end - start == len(text)


def records_in(value: Any) -> list[Any] | None:
    """Return the records of a decoded document: those of the largest list of objects in it, else of an object whose
    values are all objects, each with its key as its id; None where it holds none.

    >>> records_in({"status": "ok", "articles": [{"content": "A"}, {"content": "B"}]})
    [{'content': 'A'}, {'content': 'B'}]
    >>> records_in({"a17": {"text": "A"}, "a18": {"text": "B"}})
    [{'id': 'a17', 'text': 'A'}, {'id': 'a18', 'text': 'B'}]
    """
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    columns = _columns(value)
    if columns is not None:
        return columns
    lists = sorted(_lists(value, 0), key=len, reverse=True)
    if lists:
        return lists[0]
    if value and all(isinstance(inner, dict) for inner in value.values()) and not KNOWN_NAMES & value.keys():
        return [{"id": key, **inner} for key, inner in value.items()]
    return None


def _lists(value: dict[str, Any], depth: int) -> Iterator[list[Any]]:
    if depth == _DEEPEST:
        return
    for inner in list(value.values())[:_MOST_KEYS]:
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            yield inner
        elif isinstance(inner, dict):
            yield from _lists(inner, depth + 1)


def _columns(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the rows of an object of columns, as `DataFrame.to_json()` writes it: {"text": {"0": ..., "1": ...}}."""
    columns = {name: cells for name, cells in value.items() if isinstance(cells, dict)}
    if len(columns) < 2 or len(columns) < len(value) or not any(name in presets.TEXT for name in columns):
        return None
    keys = list(next(iter(columns.values())))
    if any(list(cells) != keys for cells in columns.values()):
        return None
    return [{name: cells[key] for name, cells in columns.items()} for key in keys]


def articles_of(records: Iterable[Any], reader: RecordReader, path: str, skip: SkipNote) -> Iterator[Article]:
    """Yield the articles of records, counted from 1. Of a file in which no record has an article the first reason is
    passed to `skip` alone."""
    held: list[tuple[int, str]] = []
    found = False
    for number, record in enumerate(records, 1):
        article = reader.article(record, path, number) if isinstance(record, dict) else None
        if article is None:
            held.append((number, reader.why(record) if isinstance(record, dict) else skip_reasons.NOT_A_RECORD))
        found = found or article is not None or len(held) > _MOST_HELD
        if found:
            for place, reason in held:
                skip(place, reason)
            held.clear()
        if article is not None:
            yield article
    if not found:
        skip(None, held[0][1] if held else skip_reasons.NO_RECORD)
