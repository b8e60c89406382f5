"""The bytes of one input, read from storage in chunks and counted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, TextIO

from dedup.errors import InputError
from dedup.sources import skip_reasons

CHUNK: Final = 128 * 1024
"""Bytes read at once; what is read, split and decoded stays in the processor's cache. From 64 KB to 512 KB no
difference was measured."""


class DamagedError(Exception):
    """The rest of a file cannot be read; `line` is the first line that is lost, None where lines do not count."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class PassedOverError(DamagedError):
    """A file is sound and holds no articles: a strict reading goes on, too."""


def standard_input() -> TextIO:
    """Return standard input; raises InputError where it is closed."""
    if sys.stdin is None:
        raise InputError("standard input is closed; give a file, or direct something into it")
    return sys.stdin


class ByteStream:
    """An open file or stream; `consumed` counts the bytes that were taken from storage.

    Raises DamagedError where the operating system fails, from `__enter__` and from `chunks`.
    """

    def __init__(self, path: str, *, stdin: BinaryIO | None = None) -> None:
        self.consumed = 0
        self._path = path
        self._stdin = stdin
        self._file: BinaryIO | None = None

    def __enter__(self) -> ByteStream:
        if self._path == "-":
            self._file = self._stdin or standard_input().buffer
            return self
        try:
            self._file = Path(self._path).open("rb", buffering=0)
        except OSError as error:
            raise DamagedError(skip_reasons.unreadable(error)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None and self._path != "-":
            self._file.close()

    def chunks(self) -> Iterator[bytes]:
        """Yield the content as it is stored, in pieces of at most 128 KB."""
        try:
            while self._file is not None and (chunk := self._file.read(CHUNK)):
                self.consumed += len(chunk)
                yield chunk
        except OSError as error:
            raise DamagedError(skip_reasons.unreadable(error)) from error
