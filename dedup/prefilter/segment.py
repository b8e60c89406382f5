"""Segment: an immutable file of sorted keys with the articles that have them, which is mapped and not read.

A key's upper 20 bits name its bucket, the lower 16 stand in the file; buckets hold their entries by key and article. An entry takes
six bytes. Two files: NAME.keys holds the directory (2**20 + 1 borders of buckets, uint32) and the lower bits (uint16), NAME.articles the
numbers of the articles (uint32).
"""

from __future__ import annotations

import mmap
import os
import weakref
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numba import uint16, uint32, uint64
from numpy.typing import NDArray

from dedup.errors import FormatError
from dedup.prefilter.keys import KEY_BITS
from dedup.prefilter.reads import CAN_READ, ROOM, read_up
from dedup.text.jit import kernel
from dedup.text.tables import I64, U32, U64

U16 = NDArray[np.uint16]
I32 = NDArray[np.int32]
MAPPED: Final = 1 << 22  # entries of a segment that is mapped, at 24 MB; a larger one is read (see `reads`)
LOW_BITS: Final = 16
BUCKETS: Final = 1 << (KEY_BITS - LOW_BITS)
ARTICLE_BITS: Final = 28  # entries in memory are key << 28 | article - base
FULL: Final = 24  # articles that share a key from which it says little: the newest are looked at for a band, none for the other kinds
KEPT: Final = FULL + 1  # of one key that a merge keeps, the newest; as many tell that the key is full
_CHUNK: Final = 1 << 20  # entries that are merged at a time
_DIRECTORY: Final = 4 * (BUCKETS + 1)


class MissingSegmentError(FormatError):
    """A file that the list of segments names is not there."""


class Listed(NamedTuple):
    """What the index notes of a segment: its number, its level, the articles [first, last] and the entries it holds, and check sums."""

    name: int
    level: int
    first: int
    last: int
    entries: int
    sums: int


class Segment:
    """A mapped segment. It lives on when the files are deleted."""

    def __init__(self, folder: Path, listed: Listed) -> None:
        self.listed = listed
        keys = _mapped(folder / f"{listed.name}.keys", _DIRECTORY + 2 * listed.entries)
        articles = _mapped(folder / f"{listed.name}.articles", 4 * listed.entries)
        self._maps = [mapped for mapped in (keys, articles) if mapped is not None]
        self._files: I32 | None = None
        if CAN_READ and listed.entries > MAPPED:
            self._files = np.array([os.open(folder / f"{listed.name}.{kind}", os.O_RDONLY) for kind in ("keys", "articles")], np.int32)
            for file in self._files.tolist():
                weakref.finalize(self, os.close, file)
        assert keys is not None  # it has a directory
        self.directory: U32 = np.frombuffer(keys, np.uint32, BUCKETS + 1)
        self.low: U16 = np.frombuffer(keys, np.uint16, listed.entries, _DIRECTORY)
        self.articles: U32 = np.frombuffer(articles or b"", np.uint32, listed.entries)

    @property
    def is_read(self) -> bool:
        """Whether its entries are read where they are asked for, and not mapped."""
        return self._files is not None

    def look_up(self, keys: U64, above: int, counts: I64, hits: U64, found: int) -> int:
        """See the kernel; the newest KEPT articles of each key are looked for."""
        if self._files is None:
            return int(look_up(keys, self.directory, self.low, self.articles, above, KEPT, counts, hits, found))
        room = np.empty(ROOM, np.uint16), np.empty(KEPT, np.uint32)
        found = int(read_up(keys, self.directory, self._files, _DIRECTORY, above, KEPT, counts, hits, found, *room))
        if found < 0:
            raise FormatError(f"Segment {self.listed.name} cannot be read; check the disk, or export the index and import it anew.")
        return found

    def release(self) -> None:
        """Give the mapped pages back to the system, which keeps them cached; they would count as the process's memory."""
        for mapped in self._maps:
            if hasattr(mapped, "madvise"):
                mapped.madvise(mmap.MADV_DONTNEED)

    def damage(self) -> str | None:
        """What is wrong with the files, None where nothing is."""
        if _sums(self.directory, self.low, self.articles) != self.listed.sums:
            return f"segment {self.listed.name} was changed or damaged since it was written"
        return None


def _mapped(path: Path, size: int) -> mmap.mmap | None:
    """The file in memory; None for an empty one, which no system maps."""
    try:
        with path.open("rb") as file:
            held = os.fstat(file.fileno()).st_size
            if held != size:
                raise FormatError(
                    f"{path} has {held} bytes and not {size}; it is damaged: restore it, or export the index and import it anew."
                )
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else None
    except FileNotFoundError as error:
        raise MissingSegmentError(
            f"{path} is missing; copy the folder beside the index with it, or export the index and import it anew."
        ) from error


def _sums(directory: U32, low: U16, articles: U32) -> int:
    return _joined(zlib.crc32(directory.data), zlib.crc32(low.data), zlib.crc32(articles.data))


def _joined(directory: int, low: int, articles: int) -> int:
    return ((directory ^ low) << 32 | articles) & 0x7FFF_FFFF_FFFF_FFFF  # SQLite's integers have a sign


@kernel
def look_up(keys: Any, directory: Any, low: Any, articles: Any, above: Any, most: Any, counts: Any, hits: Any, found: Any) -> Any:
    """Append (place of the key << 32 | article) of each key's articles with a number larger than `above`, the newest first.

    counts[k] grows with each, up to `most`; returns the number of hits, which `hits` must have room for.
    """
    for k in range(keys.size):
        bucket, rest = keys[k] >> uint64(16), uint16(keys[k] & uint64(0xFFFF))
        begin, end = np.int64(directory[bucket]), np.int64(directory[bucket + uint64(1)])
        low_end, high_end = begin, end
        while low_end < high_end:  # the end of the entries with this key
            middle = (low_end + high_end) // 2
            if low[middle] <= rest:
                low_end = middle + 1
            else:
                high_end = middle
        place = low_end - 1
        while place >= begin and low[place] == rest and articles[place] > above and counts[k] < most:
            hits[found] = uint64(k) << uint64(32) | uint64(articles[place])
            found += 1
            counts[k] += 1
            place -= 1
    return found


@kernel
def gather(directory: Any, low: Any, articles: Any, first: Any, last: Any, base: Any, floor: Any, out: Any, found: Any) -> Any:
    """Append the entries (key << 28 | article - base) of the buckets [first, last) whose article is not below `floor`."""
    for bucket in range(first, last):
        for place in range(directory[bucket], directory[bucket + 1]):
            if articles[place] >= floor:
                key = uint64(bucket) << uint64(16) | uint64(low[place])
                out[found] = key << uint64(28) | uint64(articles[place] - base)
                found += 1
    return found


@kernel
def lay_out(entries: Any, kept: Any, base: Any, directory: Any, low: Any, articles: Any) -> Any:
    """Split sorted entries into lower bits and articles, the newest `kept` of each key, and count them in directory[bucket + 1]."""
    written = 0
    begin = 0
    while begin < entries.size:
        key = entries[begin] >> uint64(28)
        end = begin + 1
        while end < entries.size and entries[end] >> uint64(28) == key:
            end += 1
        for place in range(max(begin, end - kept), end):
            low[written] = uint16(key & uint64(0xFFFF))
            articles[written] = uint32((entries[place] & uint64(0xFFFFFFF)) + uint64(base))
            written += 1
        directory[(key >> uint64(16)) + uint64(1)] += uint32(min(kept, end - begin))
        begin = end
    return written


def write(folder: Path, name: int, level: int, numbers: tuple[int, int], entries: U64) -> Listed:
    """Write a segment of entries (key << 28 | article - first), sorted here in place, of the articles [first, last]."""
    entries.sort()
    return _write(folder, name, level, numbers, iter([entries]), numbers[0])


def merge(folder: Path, name: int, level: int, numbers: tuple[int, int], segments: Sequence[Segment], forgotten: I64) -> Listed:
    """Write a segment of the entries of several whose articles are in [first, last], without the sorted `forgotten` ones."""
    base = min(s.listed.first for s in segments)
    return _write(folder, name, level, numbers, _chunks(segments, base, numbers[0], forgotten), base)


def _chunks(segments: Sequence[Segment], base: int, floor: int, forgotten: I64) -> Iterator[U64]:
    sizes = np.sum([np.diff(s.directory) for s in segments], axis=0, dtype=np.int64)
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    first = 0
    while first < BUCKETS:
        last = max(first + 1, int(np.searchsorted(total, total[first] + _CHUNK, side="right")) - 1)
        room = np.empty(int(total[last] - total[first]), np.uint64)
        found = 0
        for s in segments:
            found = int(gather(s.directory, s.low, s.articles, first, last, base, floor, room, found))
            s.release()
        entries = room[:found]
        if forgotten.size:
            entries = entries[~np.isin((entries & np.uint64((1 << ARTICLE_BITS) - 1)).astype(np.int64) + base, forgotten)]
        entries.sort()
        yield entries
        first = last


def _write(folder: Path, name: int, level: int, numbers: tuple[int, int], chunks: Iterator[U64], base: int) -> Listed:
    """Write the chunks, the directory last; the files are on the disk when this returns."""
    directory = np.zeros(BUCKETS + 1, np.uint32)
    sums = (0, 0)
    written = 0
    with (folder / f"{name}.keys").open("wb") as keys, (folder / f"{name}.articles").open("wb") as articles:
        keys.seek(_DIRECTORY)
        for entries in chunks:
            low, owners = np.empty(entries.size, np.uint16), np.empty(entries.size, np.uint32)
            count = int(lay_out(entries, KEPT, base, directory, low, owners))
            keys.write(low[:count].data)
            articles.write(owners[:count].data)
            sums = zlib.crc32(low[:count].data, sums[0]), zlib.crc32(owners[:count].data, sums[1])
            written += count
        np.cumsum(directory, dtype=np.uint32, out=directory)
        keys.seek(0)
        keys.write(directory.data)
        for file in (keys, articles):
            file.flush()
            os.fsync(file.fileno())
    return Listed(name, level, *numbers, written, _joined(zlib.crc32(directory.data), *sums))
