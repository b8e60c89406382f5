"""The bytes of one input, read from storage in chunks, counted and decompressed."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from dedup.sources import skip_reasons

CHUNK: Final = 128 * 1024
"""Bytes read at once; what is read, split and decoded stays in the processor's cache. From 64 KB to 512 KB no
difference was measured."""

_PIECE: Final = 16 * 1024
"""Compressed bytes given to zlib at once; where one of them is damaged, they are read byte by byte."""

_GZIP_MAGIC: Final = b"\x1f\x8b"


class DamagedError(Exception):
    """The rest of a file cannot be read; `line` is the first line that is lost, None where lines do not count."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class ByteStream:
    """An open file or stream; `consumed` counts the bytes that were taken from storage.

    Raises DamagedError where the operating system or the compression fails, from `__enter__` and from `chunks`.
    """

    def __init__(self, path: str, *, gzipped: bool = False, stdin: BinaryIO | None = None) -> None:
        self.consumed = 0
        self._path = path
        self._gzipped = gzipped
        self._stdin = stdin
        self._file: BinaryIO | None = None

    def __enter__(self) -> ByteStream:
        if self._path == "-":
            self._file = self._stdin or sys.stdin.buffer
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
        """Yield the content, decompressed, in pieces of at most 128 KB, the remains of damaged gzip data apart."""
        raw = self._raw()
        if self._gzipped:
            yield from _gunzip(raw)
            return
        first = next(raw, b"")
        if first.startswith(_GZIP_MAGIC):
            raise DamagedError(skip_reasons.DISGUISED_GZIP)
        yield first
        yield from raw

    def _raw(self) -> Iterator[bytes]:
        try:
            while self._file is not None and (chunk := self._file.read(CHUNK)):
                self.consumed += len(chunk)
                yield chunk
        except OSError as error:
            raise DamagedError(skip_reasons.unreadable(error)) from error


def _gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield every byte before a damage, then raise DamagedError. Members follow one another (RFC 1952)."""
    inflate = zlib.decompressobj(wbits=31)
    members, inside = 0, False
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            piece = chunk[start : start + _PIECE]
            while piece:
                if not inside:
                    # gzip pads the end of a tape or a disk block with zeros
                    piece = piece.lstrip(b"\0") if members else piece
                    if not piece:
                        break
                    inside = True
                before = inflate.copy()
                try:
                    out = inflate.decompress(piece, CHUNK)
                except zlib.error as error:
                    yield _before_the_damage(before, piece)
                    raise DamagedError(_damage(error, members)) from error
                if out:
                    yield out
                while len(out) == CHUNK and not inflate.unconsumed_tail and not inflate.eof:
                    yield (out := inflate.decompress(b"", CHUNK))  # zlib took all of the piece and still has output
                if inflate.eof:
                    piece, inflate = inflate.unused_data, zlib.decompressobj(wbits=31)
                    members, inside = members + 1, False
                else:
                    piece = inflate.unconsumed_tail
    if inside:
        raise DamagedError(f"{skip_reasons.CUT_GZIP}; {skip_reasons.FETCH_AGAIN}")


def _before_the_damage(inflate: zlib._Decompress, piece: bytes) -> bytes:
    """Return the output before the damage in a piece: zlib gives nothing of a piece in which it fails, but byte by byte
    it gives what is before."""
    had = bytearray()
    try:
        for at in range(len(piece)):
            had += inflate.decompress(piece[at : at + 1])
    except zlib.error:
        pass
    return bytes(had)


def _damage(error: zlib.error, members: int) -> str:
    if "incorrect header" in str(error) and not members:
        return skip_reasons.NOT_GZIP
    return f"the gzip data is damaged ({skip_reasons.shown(error, 60)[1:-1]}); {skip_reasons.FETCH_AGAIN}"
