"""JSON that is not one record a line: an array, one object, or objects behind one another over many lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.content import Content
from dedup.sources.decoding import Decoder, as_utf8
from dedup.sources.jsonl import read_int
from dedup.sources.records import RecordReader, articles_of, records_in
from dedup.sources.storage import DamagedError

_WHITE: Final = re.compile(r"[\s\ufeff]*")
_BETWEEN: Final = re.compile(r"[\s\ufeff,]*")


class _BrokenError(Exception):
    """The document is not JSON from here on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Values:
    """Reads one JSON value after the other from text that comes in pieces, in memory bounded by one value."""

    def __init__(self, pieces: Iterator[str], limit: int) -> None:
        self._pieces = pieces
        self._limit = limit
        self._decode = json.JSONDecoder(parse_int=read_int, strict=False).raw_decode
        self._text = ""
        self._at = 0
        self._ended = False

    def _more(self) -> bool:
        """Append as much text as there is, at least; so that a long value is not tried at every piece."""
        wanted = max(len(self._text) - self._at, 1)
        pieces = [self._text[self._at :]]
        self._at = 0
        while wanted > 0 and (piece := next(self._pieces, "")):
            pieces.append(piece)
            wanted -= len(piece)
        self._ended = wanted > 0
        self._text = "".join(pieces)
        return len(pieces) > 1

    def next_character(self, skipped: re.Pattern[str] = _WHITE) -> str:
        """Return the next character behind white space, which stays; "" at the end."""
        while True:
            match = skipped.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended or not self._more():
                return ""

    def step(self) -> None:
        """Leave the next character out."""
        self._at += 1

    def value(self) -> Any:
        """Return the next value. Raises _BrokenError where it is none, or too long."""
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except RecursionError as error:
                raise _BrokenError(skip_reasons.JSON_TOO_DEEP) from error
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > self._limit:
                    raise _BrokenError(skip_reasons.record_too_long(self._limit)) from error
                if not self._ended and self._more():
                    continue
                raise _BrokenError(skip_reasons.bad_document(f"{error.msg} at line {error.lineno}")) from error
            if end == len(self._text) and not self._ended and not isinstance(value, (dict, list, str)) and self._more():
                continue  # a number may go on
            self._at = end
            return value


def json_articles(content: Content) -> Iterator[Article]:
    """Yield the articles of a JSON document. The elements of an array at the top are read one by one; an object is read
    as a whole, and is an article or holds a list of them."""
    reader = RecordReader(content.settings)
    values = _Values(_text(content), content.settings.max_line_bytes)
    number = 0
    try:
        first = values.next_character()
        if not first:
            content.skip(None, skip_reasons.EMPTY_FILE)
        elif first == "[":
            values.step()
            yield from articles_of(_elements(values), reader, content.shown, content.skip)
        else:
            while values.next_character(_BETWEEN):
                number += 1
                yield from _one(values.value(), number, reader, content)
    except _BrokenError as broken:
        content.skip(None, broken.reason)
    except DamagedError as damage:
        content.skip(None, damage.reason)


def _elements(values: _Values) -> Iterator[Any]:
    while (character := values.next_character(_BETWEEN)) != "]":
        if not character:
            raise _BrokenError(skip_reasons.bad_document("the array does not end"))
        yield values.value()


def _one(value: Any, number: int, reader: RecordReader, content: Content) -> Iterator[Article]:
    line = number if number > 1 else None
    if isinstance(value, dict):
        article = reader.article(value, content.shown, line)
        if article is not None:
            yield article
            return
    records = records_in(value)
    if records is not None:
        yield from articles_of(records, reader, content.shown, content.skip)
    elif isinstance(value, dict):
        content.skip(line, reader.why(value))
    else:
        content.skip(line, skip_reasons.NOT_A_RECORD)


def _text(content: Content) -> Iterator[str]:
    """Yield the document as text. Pieces end at line ends, so that no character is cut in two; where a line is longer
    than a piece, at an ASCII character."""
    transcoded, utf8 = as_utf8(content.chunks)
    decoder, rest = Decoder(), b""
    noted = False
    for chunk in utf8:
        data = rest + chunk
        cut = _last_ascii(data)
        rest = data[cut:]
        text, noted = _decoded(data[:cut], decoder, transcoded, noted, content)
        yield text
    if rest:
        yield _decoded(rest, decoder, transcoded, noted, content)[0]


def _last_ascii(data: bytes) -> int:
    for at in range(len(data) - 1, max(-1, len(data) - 5), -1):
        if data[at] < 0x80:
            return at + 1
    return len(data) if len(data) > 4 else 0


def _decoded(data: bytes, decoder: Decoder, transcoded: bool, noted: bool, content: Content) -> tuple[str, bool]:
    try:
        return data.decode(), noted
    except UnicodeDecodeError:
        decoded = decoder.decode(data, transcoded=transcoded)
    if decoded.text is None:
        raise _BrokenError(decoded.reason)
    if decoded.bad and not noted:
        where = f"at byte {decoded.first:,} of a piece"
        content.skip(None, skip_reasons.broken_bytes(decoded.bad, where, decoded.encoding))
    return decoded.text, noted or decoded.bad > 0
