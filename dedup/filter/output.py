"""Where lines go: standard output or a file, each line at once; a failure is one sentence."""

from __future__ import annotations

import errno
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

import msgspec

from dedup.errors import OutputError
from dedup.sources.skip_reasons import shown

LAST_BYTES: Final = 256
"""By which an output is recognised that a run goes on with; two lines of news share fewer at their ends."""


MOST_LINES: Final = 16
"""Lines that a run may write between two entries of its journal: an article, or what is logged of one line."""


class OutputEnd(msgspec.Struct, frozen=True):
    """How far an output was written: bytes in it, the check sum of the last LAST_BYTES of them, and the number (inode)
    that its file has on the disk, 0 where it has none."""

    offset: int = 0
    checksum: int = 0
    inode: int = 0


NOTHING_WRITTEN: Final = OutputEnd()


class Output(Protocol):
    """Takes whole lines."""

    @property
    def end(self) -> OutputEnd:
        """How far it was written."""

    def write(self, data: bytes) -> None:
        """Write all of `data` before returning; raises OutputError where it cannot be, BrokenPipeError where nobody
        reads any more."""

    def close(self) -> None:
        """Nothing more comes."""


class StandardOutput:
    """Lines on standard output, flushed one by one, so that the next program of a pipe has each at once."""

    end: OutputEnd = NOTHING_WRITTEN

    def write(self, data: bytes) -> None:
        """Write and flush; on a terminal with the controls escaped that the strings of a line may hold."""
        if sys.stdout.isatty():
            from dedup.report.printable import printable_json

            data = printable_json(data)
        with write_errors("standard output"):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()

    def close(self) -> None:
        """Standard output belongs to the process."""


class FileOutput:
    """Lines in a file that an earlier run may have written up to `end`; what is behind it was written by a run that
    ended before it noted it, and is cut off.

    `cut` are the bytes that were. Raises OutputError where the file is not the one that the earlier run wrote: another
    file, other last bytes, or more behind the end than the entries of one line.
    """

    def __init__(self, path: str, end: OutputEnd = NOTHING_WRITTEN) -> None:
        self._path = path
        with write_errors(path):
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            try:
                self.cut = self._go_on(end)
            except BaseException:
                os.close(self._file)
                raise

    def _go_on(self, end: OutputEnd) -> int:
        """Cut the file at the end where it is the one; return the bytes that were behind it."""
        status = os.fstat(self._file)
        self._offset, self._inode, self._last = end.offset, status.st_ino, b""
        if status.st_size < end.offset:
            raise OutputError(f"{shown(self._path, 200)} is shorter than when its run was interrupted; {self._way_out}")
        if end.offset:
            begin = max(0, end.offset - LAST_BYTES)
            os.lseek(self._file, begin, os.SEEK_SET)
            self._last = os.read(self._file, end.offset - begin)
        if end.inode and (end.inode != self._inode or zlib.crc32(self._last) != end.checksum):
            raise OutputError(
                f"{shown(self._path, 200)} is not the file that the interrupted run wrote; {self._way_out}"
            )
        if status.st_size > end.offset and not (end.inode and self._may_be_ours(end.offset)):
            raise OutputError(f"{shown(self._path, 200)} was written to since its run was interrupted; {self._way_out}")
        os.ftruncate(self._file, end.offset)
        os.lseek(self._file, end.offset, os.SEEK_SET)
        return status.st_size - end.offset

    def _may_be_ours(self, offset: int) -> bool:
        """Return whether what is behind a place may have been written between two entries of a journal: objects of
        JSON, in at most MOST_LINES lines."""
        os.lseek(self._file, offset, os.SEEK_SET)
        data = os.read(self._file, 1 << 20)
        lines = data.count(b"\n")
        if data.lstrip()[:1] not in (b"{", b""):
            return False
        while lines <= MOST_LINES and (data := os.read(self._file, 1 << 20)):
            lines += data.count(b"\n")
        return lines <= MOST_LINES

    @property
    def _way_out(self) -> str:
        return f"put the file of that run back, or remove {shown(journal_of(self._path), 200)} and name another output"

    @property
    def end(self) -> OutputEnd:
        """How far it was written."""
        return OutputEnd(self._offset, zlib.crc32(self._last), self._inode)

    def write(self, data: bytes) -> None:
        """Write all of it; a disk that fills up may take a part, which the next run cuts off."""
        left = memoryview(data)
        with write_errors(self._path):
            while left:
                left = left[os.write(self._file, left) :]
        self._offset += len(data)
        self._last = (self._last + data[-LAST_BYTES:])[-LAST_BYTES:]

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


class NoOutput:
    """Where nobody asked for the lines."""

    end: OutputEnd = NOTHING_WRITTEN

    def write(self, data: bytes) -> None:
        """Forget them."""

    def close(self) -> None:
        """There is nothing to close."""


def journal_of(path: str) -> str:
    """Return the file beside an output that records how far an interrupted run came; it is removed when the run is
    complete."""
    return f"{path}.resume"


def file_exists(path: str) -> bool:
    """Return whether anything is at `path`; raises OutputError where its folder is missing or `path` is a
    folder."""
    with write_errors(path):
        place = Path(path)
        if place.is_dir():
            raise OutputError(f"{shown(path, 200)} is a folder; name a file in it")
        if not place.absolute().parent.is_dir():
            raise OutputError(f"the folder of {shown(path, 200)} does not exist; make it first")
        return place.exists()


def end_of(path: str) -> OutputEnd:
    """Return the end of a file, whoever wrote it."""
    return OutputEnd(Path(path).stat().st_size if Path(path).exists() else 0)


@contextmanager
def write_errors(path: str) -> Iterator[None]:
    """Turn the errors of a failed write into one sentence that says what to do."""
    try:
        yield
    except (BrokenPipeError, OutputError):
        raise
    except OSError as error:
        name = path if path == "standard output" else shown(path, 200)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            way = "free some space and run the same command again"
            raise OutputError(f"{name} cannot be written to, the disk is full ({error.strerror}); {way}") from error
        raise OutputError(f"{name} cannot be written to ({error.strerror or error}); name another file") from error
