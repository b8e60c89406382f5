"""Chunks of bytes -> lines, in memory bounded by one chunk and one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import NamedTuple

from dedup.sources.storage import DamagedError


class Batch(NamedTuple):
    """Lines with their newline (the last of a file may have none), the first of which has the 1-based number
    `start`."""

    start: int
    lines: list[bytes]


class Overlong(NamedTuple):
    """A line that is too long to be used: its 1-based number and its length in bytes, without the newline."""

    line: int
    length: int


def batches(chunks: Iterable[bytes], limit: int) -> Iterator[Batch | Overlong]:
    """Split chunks after newlines. A line of more than `limit` bytes is counted and never kept in memory.

    Raises DamagedError with the number of the line that could not be completed, after all complete lines.
    """
    number = 1
    begun: list[bytes] = []
    length = 0
    try:
        for chunk in chunks:
            # bytes.split compares byte by byte, readlines uses memchr: 0.2 against 1.5 microseconds for a line of 3.3
            # KB.
            lines = BytesIO(chunk).readlines()
            last = lines.pop() if not chunk.endswith(b"\n") and lines else b""
            if lines:
                length += len(lines[0]) - 1
                if length > limit:
                    yield Overlong(number, length)
                    number += 1
                    del lines[0]
                elif begun:
                    lines[0] = b"".join(begun) + lines[0]
                begun, length = [], 0
                if len(chunk) > limit:
                    yield from _one_by_one(lines, number, limit)
                else:
                    yield Batch(number, lines)
                number += len(lines)
            length += len(last)
            if length > limit:
                begun.clear()
            elif last:
                begun.append(last)
    except DamagedError as damage:
        raise DamagedError(damage.reason, line=number) from damage
    if length > limit:
        yield Overlong(number, length)
    elif begun:
        yield Batch(number, [b"".join(begun)])


def _one_by_one(lines: list[bytes], number: int, limit: int) -> Iterator[Batch | Overlong]:
    """Yield the lines one by one, for a limit below the size of a chunk, which may have a whole line that is too
    long."""
    for line in lines:
        length = len(line) - 1
        yield Overlong(number, length) if length > limit else Batch(number, [line])
        number += 1
