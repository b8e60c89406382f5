"""Records -> chunks: JSON that is compressed, in pieces that the page unpacks only when it shows what is in them."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from dedup.report.writing import Pieces

CHUNK: Final = 384 * 1024
"""Bytes of JSON in a chunk: a browser unpacks and reads it in about 10 ms; smaller ones compress less well."""
_LEVEL: Final = 6
"""zlib's own default; level 9 takes three times as long on reports for 2 % less."""


class Chunk(NamedTuple):
    """A piece of the report: its name in the page, and its JSON, gzipped, as base64."""

    name: str
    data: str


def as_json(value: Any) -> bytes:
    """Return a value as JSON in UTF-8; lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    parts: list[bytes] = []
    pieces = Pieces(parts.append)
    pieces.value(value)
    pieces.flush()
    return b"".join(parts)


def packed(name: str, data: bytes) -> Chunk:
    """Return JSON as a chunk. No time is in the header: the same report gives the same bytes."""
    return Chunk(name, base64.b64encode(gzip.compress(data, _LEVEL, mtime=0)).decode("ascii"))


class ChunkCutter:
    """Cuts a run of records into chunks named NAME-0, NAME-1 and so on; `starts` has the number of the first record of
    each, and is complete when the iteration has ended.

    >>> cutter = ChunkCutter("pairs", size=8)
    >>> [chunk.name for chunk in cutter.chunks([[1, 2, 3], [4, 5, 6], [7]])], cutter.starts
    (['pairs-0', 'pairs-1'], [0, 2])
    """

    def __init__(self, name: str, size: int = CHUNK) -> None:
        self._name = name
        self._size = size
        self.starts: list[int] = []

    def chunks(self, records: Iterable[Any]) -> Iterator[Chunk]:
        """Yield the chunks; a record above the size is in one of its own or ends one."""
        held: list[bytes] = []
        length = 0
        for number, record in enumerate(records):
            data = as_json(record)
            if not held:
                self.starts.append(number)
            held.append(data)
            length += len(data)
            if length >= self._size:
                yield self._chunk(held)
                held, length = [], 0
        if held:
            yield self._chunk(held)

    def _chunk(self, held: list[bytes]) -> Chunk:
        return packed(f"{self._name}-{len(self.starts) - 1}", b"[" + b",".join(held) + b"]")
