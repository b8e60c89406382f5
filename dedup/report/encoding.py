"""Records -> JSON in pieces of about a mebibyte, so that a report of any size is written without standing in memory as
bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

PIECE: Final = 1 << 20
"""Bytes gathered before a write: large enough that the calls cost nothing, small against any article collection."""

_ENCODER = msgspec.json.Encoder()
_SURROGATE = re.compile("[\ud800-\udfff]")

Write = Callable[[bytes], object]


def _without_surrogates(value: Any) -> Any:
    """Plain lists, dicts and scalars with U+FFFD in the place of every lone surrogate, which UTF-8 cannot hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


class Pieces:
    """A buffer that encodes records behind one another and hands them to `write` a piece at a time."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._buffer = bytearray()

    def text(self, text: bytes) -> None:
        """Append bytes that are JSON already."""
        self._buffer += text

    def value(self, value: object) -> None:
        """Append one value."""
        start = len(self._buffer)
        try:
            _ENCODER.encode_into(value, self._buffer, start)
        except UnicodeEncodeError:
            _ENCODER.encode_into(_without_surrogates(msgspec.to_builtins(value)), self._buffer, start)

    def array(self, values: Iterable[object]) -> None:
        """Append an array, one value a line."""
        separator = b"[\n"
        for value in values:
            self._buffer += separator
            separator = b",\n"
            self.value(value)
            if len(self._buffer) >= PIECE:
                self.flush()
        self._buffer += b"[]" if separator == b"[\n" else b"\n]"

    def lines(self, kind: bytes, values: Iterable[object]) -> None:
        """Append records, one a line, each with `kind` (members of a JSON object without its braces) before its own."""
        prefix = b"{" + kind
        for value in values:
            self._buffer += prefix
            start = len(self._buffer)
            self.value(value)
            # The record's own opening brace becomes the comma behind the kind: no copy of the record is made.
            self._buffer[start] = 0x2C
            self._buffer += b"\n"
            if len(self._buffer) >= PIECE:
                self.flush()

    def flush(self) -> None:
        """Hand over what has been gathered."""
        self._write(bytes(self._buffer))
        self._buffer.clear()
