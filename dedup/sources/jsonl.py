"""JSON Lines -> Articles, one record a line, at the speed of the JSON decoder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import msgspec

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import ReadSettings, SkipNote
from dedup.sources.decoding import DecodedText, Decoder, as_utf8
from dedup.sources.fields import FieldNames, FieldValues, Record, article_of, row_reader
from dedup.sources.line_batches import Overlong, batches
from dedup.sources.records import RecordReader, articles_of, records_in
from dedup.sources.storage import DamagedError

_NOT_READ: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_LONGEST_INT: Final = 400
"""Digits beyond which a number is kept as a string; Python refuses to convert 4,300."""

_fast: Final = msgspec.json.Decoder(Record)
_any: Final = msgspec.json.Decoder(dict[str, Any])


class JsonLines:
    """Reads the lines of JSON Lines files; `fields` take the place of the known names.

    With `whole_records` a text that is a page stays as it is, and an object around a list of records is read as these.
    """

    def __init__(self, fields: FieldNames = FieldNames(), *, max_line_bytes: int, whole_records: bool = False) -> None:  # noqa: B008 it is a constant
        own_fields = bool(fields.given)
        self._decode: Callable[[bytes], Any] = _any.decode if own_fields else _fast.decode
        self._fast_row: Callable[[Any], FieldValues] = row_reader(fields) if own_fields else msgspec.structs.astuple
        self._records = RecordReader(ReadSettings(fields, max_line_bytes, max_line_bytes), keep_page=whole_records)
        self._whole_records = whole_records
        self._limit = max_line_bytes

    def articles(self, chunks: Iterable[bytes], path: str, skip: SkipNote) -> Iterator[Article]:
        """Yield one Article for each line that has one; every other line that is not blank is passed to `skip`,
        once."""
        decoder = Decoder()
        blank = True
        try:
            transcoded, utf8 = as_utf8(chunks)
            for batch in batches(utf8, self._limit):
                if isinstance(batch, Overlong):
                    blank = False
                    skip(batch.line, skip_reasons.line_too_long(batch.length, self._limit))
                    continue
                for number, line in enumerate(batch.lines, batch.start):
                    if line == b"\n":
                        continue
                    found = self.found_in(line, path, number, skip, decoder, transcoded)
                    if found is None and line.isspace():
                        continue
                    blank = False
                    if isinstance(found, Article):
                        yield found
                    elif found is not None:
                        yield from articles_of(found, self._records, path, partial(_at_line, skip, number))
        except DamagedError as damage:
            before = f" ({skip_reasons.LINES_BEFORE})" if damage.line is not None and damage.line > 1 else ""
            skip(damage.line, damage.reason + before)
            return
        if blank:
            skip(None, skip_reasons.EMPTY_FILE)

    def article(
        self, line: bytes, path: str, number: int, skip: SkipNote, decoder: Decoder, transcoded: bool
    ) -> Article | None:
        """Return the Article in one line; None for white space, and for anything else without one, which is passed to
        `skip`."""
        found = self.found_in(line, path, number, skip, decoder, transcoded)
        return found if isinstance(found, Article) else None

    def found_in(
        self, line: bytes, path: str, number: int, skip: SkipNote, decoder: Decoder, transcoded: bool
    ) -> Article | list[Any] | None:
        """Return the Article in one line, or the records in the object around them; else as `article`."""
        try:
            article = article_of(self._fast_row(self._decode(line)), path, number, keep_page=self._whole_records)
        except _NOT_READ:
            article = None
        if article is not None or line.isspace():
            return article
        return self._second_look(decoder.decode(line, transcoded=transcoded), path, number, skip)

    def _second_look(self, line: DecodedText, path: str, number: int, skip: SkipNote) -> Article | list[Any] | None:
        """Read a line that the fast way could not: another encoding, lone surrogates, NaN, other names of fields, no
        text. What has no article is passed to `skip`."""
        if line.text is None:
            skip(number, line.reason)
            return None
        try:
            # Where files were joined, a byte-order mark is inside.
            record = json.loads(line.text.removeprefix("\ufeff"), parse_int=read_int)
        except json.JSONDecodeError as error:
            skip(number, skip_reasons.not_json(f"{error.msg} at character {error.pos}"))
            return None
        except RecursionError:
            skip(number, skip_reasons.TOO_DEEP)
            return None
        if not isinstance(record, dict):
            skip(number, skip_reasons.NOT_OBJECT)
            return None
        article = self._records.article(record, path, number)
        if article is None:
            inner = records_in(record) if self._whole_records else None
            if inner:
                return inner
            skip(number, self._records.why(record))
        elif line.bad:
            skip(number, skip_reasons.broken_bytes(line.bad, f"at byte {line.first} of the line", line.encoding))
        return article


def _at_line(skip: SkipNote, number: int, _: int | None, reason: str) -> None:
    skip(number, reason)


def read_int(digits: str) -> int | str:
    """Return a whole number of JSON, the digits themselves where there are too many.

    >>> read_int("12"), len(read_int("1" * 5000))
    (12, 5000)
    """
    return int(digits) if len(digits) <= _LONGEST_INT else digits
