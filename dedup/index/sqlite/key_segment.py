"""KeySegment: an immutable file of sorted keys with the articles that have them, which is mapped and not read.

A key's upper 20 bits name its bucket, the lower 16 are in the file; buckets hold their entries by key and article. An
entry takes six bytes. Two files: NAME.keys holds the directory (2**20 + 1 borders of buckets, uint32) and the lower
bits (uint16), NAME.articles the numbers of the articles (uint32).
"""

from __future__ import annotations

import mmap
import os
import weakref
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.errors import FormatError
from dedup.index.backend import MissingSegmentError
from dedup.index.index_keys import BUCKETS
from dedup.index.key_search import KeySearch
from dedup.index.nearest import KEPT
from dedup.index.settings import LIMITS
from dedup.index.sqlite.segment_entries import ARTICLE_BITS, SegmentEntries, gather, lay_out
from dedup.index.sqlite.segment_search import CAN_READ, search_files, search_mapped
from dedup.text.tables import I64, U32, U64

U16 = NDArray[np.uint16]
_DIRECTORY: Final = 4 * (BUCKETS + 1)
_PIECE: Final = 1 << 22  # entries that are looked at at a time


class SegmentInfo(NamedTuple):
    """What the index notes of a segment: its number, its level, the articles [first, last] and the entries it holds,
    a checksum of its files, and one of its directory, None before format 4."""

    name: int
    level: int
    first: int
    last: int
    entries: int
    checksums: int
    directory: int | None = None


class KeySegment:
    """A mapped segment. It lives on when the files are deleted.

    Raises MissingSegmentError where a file is not there, FormatError where it is not what was written. Of a segment of
    more than `mapped_entries` entries the directory alone is looked at when it is opened; see `check_files`.
    """

    def __init__(self, folder: Path, info: SegmentInfo, mapped_entries: int = LIMITS.mapped_entries) -> None:
        self.info = info
        self._folder = folder
        keys = _mapped(folder / f"{info.name}.keys", _DIRECTORY + 2 * info.entries)
        articles = _mapped(folder / f"{info.name}.articles", 4 * info.entries)
        self._maps = [mapped for mapped in (keys, articles) if mapped is not None]
        assert keys is not None  # it has a directory
        directory: U32 = np.frombuffer(keys, np.uint32, BUCKETS + 1)
        low: U16 = np.frombuffer(keys, np.uint16, info.entries, _DIRECTORY)
        self._entries = SegmentEntries(directory, low, np.frombuffer(articles or b"", np.uint32, info.entries))
        if not self._entries.is_whole() or info.directory not in (None, zlib.crc32(directory.data)):
            raise FormatError(self.damaged())
        self._files: tuple[int, int] | None = None
        if CAN_READ and info.entries > mapped_entries:
            self._files = self._opened("keys"), self._opened("articles")
        elif self.damage() is not None:
            raise FormatError(self.damaged())
        self.release()  # all of it was looked at

    def _opened(self, kind: str) -> int:
        """Return a descriptor of one of the files, which is closed with the segment."""
        path = self._folder / f"{self.info.name}.{kind}"
        try:
            file = os.open(path, os.O_RDONLY)
        except FileNotFoundError as error:
            raise _missing(path) from error
        weakref.finalize(self, os.close, file)
        return file

    def damaged(self) -> str:
        """Return the sentence for a segment that is not what was written."""
        return (
            f"Segment {self.info.name} in {self._folder} was changed or damaged since it was written; "
            "restore a copy of the folder, or export the index and import it anew."
        )

    @property
    def is_read(self) -> bool:
        """Whether its entries are read where they are asked for, and not mapped."""
        return self._files is not None

    def look_up(self, asked: KeySearch) -> None:
        """Add to a search what the segment has. Raises FormatError where it is damaged."""
        files = self._files
        if not (
            search_mapped(self._entries, asked)
            if files is None
            else search_files(self._entries, files, _DIRECTORY, asked)
        ):
            raise FormatError(self.damaged())

    def sizes(self) -> I64:
        """Return the number of entries of each bucket. Raises FormatError where the segment is damaged."""
        if not self._entries.is_whole():
            raise FormatError(self.damaged())
        sizes: I64 = np.diff(self._entries.directory).astype(np.int64)
        return sizes

    def gather(self, buckets: tuple[int, int], base: int, floor: int, out: U64, found: int) -> int:
        """See the kernel. Raises FormatError where the segment is damaged."""
        found = gather(self._entries, buckets, base, floor, out, found)
        if found < 0:
            raise FormatError(self.damaged())
        return found

    def release(self) -> None:
        """Give the mapped pages back to the system, which keeps them cached; they would count as the process's
        memory."""
        for mapped in self._maps:
            if hasattr(mapped, "madvise"):
                mapped.madvise(mmap.MADV_DONTNEED)

    def damage(self) -> str | None:
        """Return what is wrong with the files, None where nothing is."""
        return self.damaged() if any(self.check_files()) else None

    def check_files(self) -> Iterator[bool]:
        """Compare the files with their checksum, piece by piece, so that memory holds one piece of a large segment;
        yield False after each piece, and at the end whether they are damaged."""
        checksums = []
        for column in (self._entries.directory, self._entries.low, self._entries.articles):
            found = 0
            for at in range(0, column.size, _PIECE):
                found = zlib.crc32(column[at : at + _PIECE].data, found)
                self.release()
                yield False
            checksums.append(found)
        yield _joined(*checksums) != self.info.checksums


def _mapped(path: Path, size: int) -> mmap.mmap | None:
    """Return the file in memory; None for an empty one, which no system maps."""
    try:
        with path.open("rb") as file:
            held = os.fstat(file.fileno()).st_size
            if held != size:
                raise FormatError(
                    f"{path} has {held} bytes and not {size}; it is damaged: restore it, or export the index and "
                    "import it anew."
                )
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else None
    except FileNotFoundError as error:
        raise _missing(path) from error


def _missing(path: Path) -> MissingSegmentError:
    return MissingSegmentError(
        f"{path} is missing; copy the folder beside the index with it, or export the index and import it anew."
    )


def _joined(directory: int, low: int, articles: int) -> int:
    return ((directory ^ low) << 32 | articles) & 0x7FFF_FFFF_FFFF_FFFF  # SQLite's integers have a sign


def entries_of(articles: I64, keys: list[U64], base: int) -> U64:
    """Return the entries key << 28 | article - base that `write` takes."""
    owners = np.repeat(articles - base, [k.size for k in keys]).astype(np.uint64)
    return np.concatenate([np.empty(0, np.uint64), *keys]) << np.uint64(ARTICLE_BITS) | owners


def write(folder: Path, name: int, level: int, numbers: tuple[int, int], entries: U64) -> SegmentInfo:
    """Write a segment of entries (key << 28 | article - first), sorted here in place, of the articles [first, last]."""
    entries.sort()
    return _write(folder, name, level, numbers, iter([entries]), numbers[0])


def merge(
    folder: Path,
    name: int,
    level: int,
    numbers: tuple[int, int],
    segments: Sequence[KeySegment],
    forgotten: I64,
    at_a_time: int = LIMITS.merged_entries,
) -> SegmentInfo:
    """Write a segment of the entries of several whose articles are in [first, last], without the sorted `forgotten`
    ones. Memory holds about `at_a_time` entries."""
    base = min(s.info.first for s in segments)
    return _write(folder, name, level, numbers, _chunks(segments, (base, numbers[0]), forgotten, at_a_time), base)


def _chunks(
    segments: Sequence[KeySegment], base_and_floor: tuple[int, int], forgotten: I64, at_a_time: int
) -> Iterator[U64]:
    base, floor = base_and_floor
    sizes = np.sum([s.sizes() for s in segments], axis=0, dtype=np.int64)
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    first = 0
    while first < BUCKETS:
        last = max(first + 1, int(np.searchsorted(total, total[first] + at_a_time, side="right")) - 1)
        room = np.empty(int(total[last] - total[first]), np.uint64)
        found = 0
        for s in segments:
            found = s.gather((first, last), base, floor, room, found)
            s.release()
        entries = room[:found]
        if forgotten.size:
            entries = entries[
                ~np.isin((entries & np.uint64((1 << ARTICLE_BITS) - 1)).astype(np.int64) + base, forgotten)
            ]
        entries.sort()
        yield entries
        first = last


def _write(
    folder: Path, name: int, level: int, numbers: tuple[int, int], chunks: Iterator[U64], base: int
) -> SegmentInfo:
    """Write the chunks, the directory last; the files are on the disk when this returns."""
    directory = np.zeros(BUCKETS + 1, np.uint32)
    checksums = (0, 0)
    written = 0
    with (folder / f"{name}.keys").open("wb") as keys, (folder / f"{name}.articles").open("wb") as articles:
        keys.seek(_DIRECTORY)
        for entries in chunks:
            low, owners = lay_out(entries, KEPT, base, directory)
            keys.write(low.data)
            articles.write(owners.data)
            checksums = zlib.crc32(low.data, checksums[0]), zlib.crc32(owners.data, checksums[1])
            written += low.size
        np.cumsum(directory, dtype=np.uint32, out=directory)
        keys.seek(0)
        keys.write(directory.data)
        for file in (keys, articles):
            file.flush()
            os.fsync(file.fileno())
    borders = zlib.crc32(directory.data)
    return SegmentInfo(name, level, *numbers, written, _joined(borders, *checksums), borders)
