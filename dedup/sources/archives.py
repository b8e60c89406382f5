"""Archives -> their entries, one at a time, bounded in number and in what they unpack to."""

from __future__ import annotations

import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from dedup.sources import skip_reasons
from dedup.sources.compression import FREE_OUTPUT, MAX_RATIO
from dedup.sources.content import ChunkFile, Content, seekable
from dedup.sources.storage import CHUNK, DamagedError, PassedOverError

MAX_ENTRIES: Final = 1_000_000
"""Entries of one archive that are read; a day of the whole web's news has fewer pages."""
_ENCRYPTED: Final = 0x1
_OFFICE: Final = {
    "[Content_Types].xml": "an Office document; save it as plain text or CSV first",
    "META-INF/container.xml": "an e-book; convert it to plain text first",
}


class Entry(NamedTuple):
    """A file in an archive: what a report calls it, and its bytes."""

    shown: str
    chunks: Iterator[bytes]


def is_hidden(name: str) -> bool:
    """Return whether an entry is one that folders leave out as well: hidden files, and the notes of macOS.

    >>> is_hidden("a/.git/b"), is_hidden("__MACOSX/a.txt"), is_hidden("./a.txt")
    (True, True, False)
    """
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _label(content: Content, name: str) -> str:
    name = os.fsencode(name).decode("utf-8", "replace") if not name.isascii() else name
    inner = "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
    return f"{content.shown}/{inner}"


class _Budget:
    """Counts what comes out of one archive against what goes into it."""

    def __init__(self, size: Callable[[], int]) -> None:
        self._size = size
        self._out = 0

    def spend(self, amount: int) -> None:
        """Raise DamagedError where the archive unpacks to more than it may."""
        self._out += amount
        if self._out > FREE_OUTPUT and self._out > MAX_RATIO * self._size():
            raise DamagedError(skip_reasons.bomb(MAX_RATIO))


def zip_entries(content: Content) -> Iterator[Entry]:
    """Yield the entries of a zip archive.

    Raises DamagedError where the archive is damaged or a bomb, PassedOverError where it is a document.
    """
    with seekable(content) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedError(skip_reasons.damaged("zip", str(error))) from error
        with archive:
            # `is_dir` fails for an entry without a name, which counts as hidden
            infos = [info for info in archive.infolist() if not is_hidden(info.filename) and not info.is_dir()]
            for info in infos:
                if info.filename in _OFFICE:
                    raise PassedOverError(skip_reasons.other_format(_OFFICE[info.filename]))
            size = os.fstat(file.fileno()).st_size if content.local else file.seek(0, os.SEEK_END)
            budget = _Budget(lambda: size)
            for number, info in enumerate(infos):
                if number == MAX_ENTRIES:
                    raise DamagedError(skip_reasons.too_many_entries(MAX_ENTRIES))
                yield Entry(_label(content, info.filename), _unzipped(archive, info, budget))


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    if info.flag_bits & _ENCRYPTED:
        raise DamagedError(skip_reasons.ENCRYPTED)
    try:
        with archive.open(info) as entry:
            while chunk := entry.read(CHUNK):
                budget.spend(len(chunk))
                yield chunk
    except NotImplementedError as error:
        raise DamagedError(skip_reasons.UNKNOWN_ZIP_METHOD) from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise DamagedError(skip_reasons.damaged("zip", str(error))) from error


def tar_entries(content: Content) -> Iterator[Entry]:
    """Yield the files of a tar archive as it is read, without going back; links and devices are left out.

    Raises DamagedError where the archive is damaged or a bomb.
    """
    source = ChunkFile(content.chunks)
    budget = _Budget(lambda: source.count)
    try:
        with tarfile.open(fileobj=source, mode="r|", bufsize=CHUNK) as archive:  # type: ignore[call-overload]
            for number, member in enumerate(archive):
                if number == MAX_ENTRIES:
                    raise DamagedError(skip_reasons.too_many_entries(MAX_ENTRIES))
                # The list of all members would grow with the archive.
                archive.members = []
                if not member.isfile() or is_hidden(member.name):
                    continue
                file = archive.extractfile(member)
                if file is not None:
                    yield Entry(_label(content, member.name), _untarred(file.read, budget))
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
        raise DamagedError(skip_reasons.damaged("tar", str(error))) from error


def _untarred(read: Callable[[int], bytes], budget: _Budget) -> Iterator[bytes]:
    try:
        while chunk := read(CHUNK):
            budget.spend(len(chunk))
            yield chunk
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise DamagedError(skip_reasons.damaged("tar", str(error))) from error
