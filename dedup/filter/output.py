"""Where lines go: standard output or a file, each line at once; a failure is one sentence."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from dedup.errors import OutputError
from dedup.sources.skip_reasons import shown


class Output(Protocol):
    """Takes whole lines; `offset` is the number of bytes that were written so far."""

    offset: int

    def write(self, data: bytes) -> None:
        """Write all of `data` before returning; raises OutputError where it cannot be, BrokenPipeError where nobody
        reads any more."""

    def close(self) -> None:
        """Nothing more comes."""


class StandardOutput:
    """Lines on standard output, flushed one by one, so that the next program of a pipe has each at once."""

    def __init__(self) -> None:
        self.offset = 0

    def write(self, data: bytes) -> None:
        """Write and flush."""
        with write_errors("standard output"):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        self.offset += len(data)

    def close(self) -> None:
        """Standard output belongs to the process."""


class FileOutput:
    """Lines in a file. It is cut to `offset` bytes first: what is behind was written by a run that ended before it
    noted it."""

    def __init__(self, path: str, offset: int = 0) -> None:
        self._path = path
        self.offset = offset
        with write_errors(path):
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            size = os.fstat(self._file).st_size
            if size < offset:
                os.close(self._file)
                raise OutputError(
                    f"{shown(path, 200)} is shorter than when its run was interrupted; remove it and "
                    f"{journal_of(path)} to begin anew"
                )
            os.ftruncate(self._file, offset)
            os.lseek(self._file, offset, os.SEEK_SET)

    def write(self, data: bytes) -> None:
        """Write all of it; a disk that fills up may take a part, which the next run cuts off."""
        left = memoryview(data)
        with write_errors(self._path):
            while left:
                left = left[os.write(self._file, left) :]
        self.offset += len(data)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


class NoOutput:
    """Where nobody asked for the lines."""

    offset = 0

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


def size_of(path: str) -> int:
    """Return the bytes of a file, 0 where there is none."""
    return Path(path).stat().st_size if Path(path).exists() else 0


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
