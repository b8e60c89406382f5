"""Checksums of the rows of an index: SQLite has none, and would return a row with a flipped bit as it is."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Final

import msgspec

from dedup.errors import FormatError

Value = str | int | float | bytes | None
RESTORE: Final = "restore a copy, or export the index and import it anew"
_encode: Final = msgspec.msgpack.Encoder().encode


def checksum(*values: Value) -> int:
    """Return the CRC-32 of the values of a row, each with its type.

    >>> checksum("floor", 1) == checksum("floor", 1), checksum("floor", 1) == checksum("floor", "1")
    (True, False)
    """
    return zlib.crc32(_encode(values))


def checksum_of_bytes(data: bytes, number: int = 0) -> int:
    """Return the CRC-32 of a body or of keys, begun with a number below 2^32."""
    return zlib.crc32(data, number)


def damaged(path: Path, what: str) -> FormatError:
    """Return the error for something in an index that is not what was written."""
    return FormatError(f"{what} of {path} is damaged; {RESTORE}.")


def verify(path: Path, what: str, held: Value, *values: Value) -> None:
    """Raise FormatError unless `held` is the checksum of the values. Rows that an older format wrote have none."""
    if held is not None and held != checksum(*values):
        raise damaged(path, what)
