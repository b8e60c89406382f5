"""Content: one file or one entry of an archive, unpacked and ready for the reader of its format."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from dedup.article import Article
from dedup.sources import skip_reasons
from dedup.sources.fields import FieldNames
from dedup.sources.storage import DamagedError

SkipNote = Callable[[int | None, str], None]
"""Takes the line of something that was not used, None for a whole file, and the reason."""

MAX_SPOOLED: Final = 4 * 2**30
"""Bytes of a packed file that is unpacked to a temporary one, since its format is read from its end."""


class ReadSettings(NamedTuple):
    """Which fields hold what, and the bytes of one record and of one file that is one article."""

    fields: FieldNames
    max_line_bytes: int
    max_file_bytes: int


class Content(NamedTuple):
    """`shown` is what a report calls it, `chunks` its bytes as they are under all compressions, `local` the file where
    it is stored just so. `note` is `skip` for what a strict reading passes over as well."""

    shown: str
    chunks: Iterator[bytes]
    skip: SkipNote
    note: SkipNote
    settings: ReadSettings
    local: str | None = None


class Page(NamedTuple):
    """A page whose article is still to be found. What the record around it says is in `given`, whose text is empty."""

    data: bytes | str
    given: Article
    skip: SkipNote


class ChunkFile:
    """Chunks as an object with `read`, for libraries that want a file; `count` is the bytes that were read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self._at = 0
        self.count = 0

    def tell(self) -> int:
        """Return the number of bytes that were read."""
        return self.count

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, all of them without a size, b"" at the end."""
        if size < 0:
            data = self._rest[self._at :] + b"".join(self._chunks)
            self._rest, self._at = b"", 0
            self.count += len(data)
            return data
        pieces, wanted = [], size
        while wanted:
            if self._at == len(self._rest):
                self._rest, self._at = next(self._chunks, b""), 0
                if not self._rest:
                    break
            piece = self._rest[self._at : self._at + wanted]
            self._at += len(piece)
            wanted -= len(piece)
            pieces.append(piece)
        data = b"".join(pieces)
        self.count += len(data)
        return data


def seekable(content: Content) -> IO[bytes]:
    """Return the content as a file that can be read from anywhere: the file itself, else a temporary copy.

    Raises DamagedError where it is too large for that, or cannot be read.
    """
    if content.local is not None:
        try:
            return Path(content.local).open("rb")
        except OSError as error:
            raise DamagedError(skip_reasons.unreadable(error)) from error
    spooled = tempfile.SpooledTemporaryFile(max_size=content.settings.max_file_bytes)  # noqa: SIM115
    try:
        length = 0
        for chunk in content.chunks:
            length += len(chunk)
            if length > MAX_SPOOLED:
                raise DamagedError(skip_reasons.too_large_to_unpack(MAX_SPOOLED))
            spooled.write(chunk)
        spooled.seek(0)
    except OSError as error:
        spooled.close()
        raise DamagedError(skip_reasons.unreadable(error)) from error
    except BaseException:
        spooled.close()
        raise
    return spooled


def whole(content: Content) -> bytes | None:
    """Return all bytes of content that is one document; None where they are too many, which is noted."""
    pieces: list[bytes] = []
    length, limit = 0, content.settings.max_file_bytes
    for chunk in content.chunks:
        length += len(chunk)
        if length > limit:
            content.skip(None, skip_reasons.file_too_long(limit))
            return None
        pieces.append(chunk)
    return b"".join(pieces)
