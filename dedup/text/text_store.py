"""TextStore: the cleaned texts of a whole scan, in memory up to a limit and in a temporary file from there on. Other
processes read that file as SharedTexts."""

from __future__ import annotations

import mmap
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

import numpy as np

from dedup.errors import DedupError
from dedup.text.known_lines import NO_LINES, KnownLines
from dedup.text.tables import I64, U8
from dedup.text.tokenizing import SPARE

Spans = Sequence[tuple[int, int]]


class StoredTexts(Protocol):
    """Cleaned texts by number; `lines` are to be left out when the articles are compared."""

    lines: KnownLines

    def sizes(self) -> I64:
        """Return the bytes of each article's text; shape (articles,)."""

    def read(self, articles: I64) -> tuple[U8, I64]:
        """Return the texts of these articles as one packed buffer with spare bytes, and their offsets in it."""

    def furniture(self, article: int) -> Spans:
        """Return the furniture of one article, byte spans in its text, sorted."""


class TextStore:
    """Cleaned texts by number, in the order in which they are added. A context manager: the file has no name and is
    deleted at its end.

    `limit` is in bytes of text kept in memory; `lines` are to be left out when the articles are compared, by their
    numbers.
    """

    def __init__(self, limit: int, lines: KnownLines = NO_LINES) -> None:
        self._limit = limit
        self.lines = lines
        self._pieces: list[U8] = []
        self._piece_starts: list[int] = []
        self._held = 0
        self._file: IO[bytes] | None = None
        self._written = 0
        self._offset_pieces: list[I64] = []
        self._offsets: I64 | None = None
        self._furniture: dict[int, Spans] = {}
        self.articles = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pieces.clear()
        if self._file is not None:
            with suppress(OSError):  # on a full disk, for text that nobody will read
                self._file.close()

    def add(self, buffer: U8, offsets: I64, furniture: dict[int, Spans]) -> None:
        """Take a packed batch; `furniture` are byte spans by the article's number in the batch. The buffer is
        copied."""
        size = int(offsets[-1])
        text = buffer[:size]
        if self._file is None and self._held + size > self._limit:
            self._spill()
        if self._file is not None:
            self._write(text)
        else:
            self._piece_starts.append(self._held)
            self._pieces.append(text.copy())
            self._held += size
        base = self._held if self._file is None else self._written
        self._offset_pieces.append(offsets[1:] - size + base)
        self._offsets = None
        for article, spans in furniture.items():
            self._furniture[self.articles + article] = spans
        self.articles += offsets.size - 1

    def share(self, path: Path) -> None:
        """Keep all texts, those that come as well, in a file that other processes read. No file may be there, and the
        caller deletes it in the end."""
        try:
            shared = path.open("x+b")
        except OSError as error:
            raise no_temporary_file(error) from error
        if self._file is None:
            self._spill(shared)
            return
        with self._file as spilled:
            spilled.seek(0)
            try:
                shutil.copyfileobj(spilled, shared)
                shared.flush()
            except OSError as error:
                raise _disk_full(error) from error
        self._file = shared

    def _spill(self, file: IO[bytes] | None = None) -> None:
        try:
            self._file = file or tempfile.TemporaryFile(prefix="dedup-")  # noqa: SIM115 (closed in __exit__)
        except OSError as error:
            raise no_temporary_file(error) from error
        for piece in self._pieces:
            self._write(piece)
        self._pieces.clear()
        self._piece_starts.clear()

    def _write(self, text: U8) -> None:
        assert self._file is not None
        try:
            self._file.write(text.data)
            self._file.flush()
        except OSError as error:
            raise _disk_full(error) from error
        self._written += text.size

    def offsets(self) -> I64:
        """Return where each article begins in the whole text, and its end; shape (articles + 1,)."""
        if self._offsets is None:
            self._offsets = np.concatenate([np.zeros(1, np.int64), *self._offset_pieces])
            self._offset_pieces = [self._offsets[1:]]
        return self._offsets

    def sizes(self) -> I64:
        """Return the bytes of each article's text; shape (articles,)."""
        return np.diff(self.offsets())

    def _text(self) -> U8:
        """Return all text as one array, for a store with a file."""
        assert self._file is not None
        mapped = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        return np.frombuffer(mapped, np.uint8)

    def read(self, articles: I64) -> tuple[U8, I64]:
        """Return the texts of these articles as one packed buffer with spare bytes, and their offsets in it."""
        offsets = self.offsets()
        sizes = offsets[articles + 1] - offsets[articles]
        out_offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        out = np.zeros(int(out_offsets[-1]) + SPARE, np.uint8)
        starts = offsets[articles].tolist()
        whole = self._text() if self._file is not None and self._written else None
        pieces = (
            np.searchsorted(self._piece_starts, starts, side="right") - 1
            if whole is None and self._pieces
            else np.zeros(len(starts), np.int64)
        )
        for start, size, at, piece in zip(starts, sizes.tolist(), out_offsets.tolist(), pieces.tolist(), strict=False):
            if whole is not None:
                out[at : at + size] = whole[start : start + size]
            elif size:
                begin = start - self._piece_starts[piece]
                out[at : at + size] = self._pieces[piece][begin : begin + size]
        return out, out_offsets

    def add_furniture(self, article: int, spans: Spans) -> None:
        """Take more furniture of one article, byte spans in its text, sorted."""
        self._furniture[article] = sorted([*self.furniture(article), *spans])

    def furniture(self, article: int) -> Spans:
        """Return the furniture of one article, byte spans in its text, sorted."""
        return self._furniture.get(article, ())

    def all_furniture(self) -> Mapping[int, Spans]:
        """Return the furniture of all articles that have any, by number."""
        return self._furniture


def no_temporary_file(error: OSError) -> DedupError:
    """Return the error of a scan that can make no temporary file."""
    return DedupError(f"No temporary file can be made ({error}); set TMPDIR to a folder with room or raise --memory.")


def _disk_full(error: OSError) -> DedupError:
    return DedupError(
        f"The temporary folder {tempfile.gettempdir()} is full ({error}); set TMPDIR to a folder with room or raise "
        f"--memory."
    )


class SharedTexts:
    """The texts of a store, as another process reads them from its file; see `StoredTexts`."""

    lines = NO_LINES

    def __init__(self, path: str, offsets: I64, furniture: Mapping[int, Spans]) -> None:
        """`offsets` and `furniture` are those of the store, to which nothing comes any more."""
        self._offsets = offsets
        self._furniture = furniture
        self._whole: U8 = np.memmap(path, np.uint8, mode="r") if offsets[-1] else np.empty(0, np.uint8)

    def sizes(self) -> I64:
        """See `StoredTexts`."""
        return np.diff(self._offsets)

    def read(self, articles: I64) -> tuple[U8, I64]:
        """See `StoredTexts`."""
        starts, ends = self._offsets[articles], self._offsets[articles + 1]
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(ends - starts)])
        out = np.zeros(int(offsets[-1]) + SPARE, np.uint8)
        for start, end, at in zip(starts.tolist(), ends.tolist(), offsets.tolist(), strict=False):
            out[at : at + end - start] = self._whole[start:end]
        return out, offsets

    def furniture(self, article: int) -> Spans:
        """See `StoredTexts`."""
        return self._furniture.get(article, ())
