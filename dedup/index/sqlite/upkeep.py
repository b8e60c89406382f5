"""Upkeep: the newest keys become segments, and small segments larger ones, in the background of calls; lines are
counted meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from dedup.errors import DedupError, FormatError
from dedup.index.index_keys import BUCKETS
from dedup.index.settings import LIMITS, IndexLimits
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.key_segment import KeySegment, SegmentInfo, entries_of, merge, write
from dedup.index.sqlite.learn_furniture import collect_lines, learn_furniture
from dedup.text.tables import U64

FANOUT: Final = (
    # Segments of one level that are merged: a million articles are in four of them or so, and each key is written
    # eight times
    2
)
STALE: Final = 0.5  # share of the articles of a segment below the floor from which it is written anew
_MOST_ENTRIES: Final = (1 << 32) - BUCKETS
_MOST_ARTICLES: Final = 1 << 28
_locked: Final[list[BinaryIO]] = []


def folder_of(path: Path) -> Path:
    """Return the folder with the segments of an index."""
    return path.with_name(f"{path.name}.keys")


class BackgroundUpkeep:
    """Runs in one thread of each process that adds articles; the processes take turns."""

    def __init__(self, path: Path, limits: IndexLimits) -> None:
        self._path = path
        self._limits = limits
        self._thread: threading.Thread | None = None
        self.problem: BaseException | None = None

    def start(self, tail: int | None) -> None:
        """Begin in the background, unless it is under way; `tail` are the entries that are due, None where only the log
        is emptied."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._guarded, args=(tail,), name="dedup-upkeep")
            self._thread.start()

    def wait(self) -> None:
        """Until nothing is under way."""
        if self._thread is not None:
            self._thread.join()

    def _guarded(self, tail: int | None) -> None:
        try:
            maintain_index(self._path, tail, limits=self._limits)
        except OSError as problem:
            self.problem = DedupError(
                f"The folder {folder_of(self._path)} cannot be written ({problem}); the index is whole: make room "
                "and go on."
            )
        except Exception as problem:  # noqa: BLE001 (raised by the next call)
            self.problem = problem


def maintain_index(path: Path, tail: int | None, *, wait: bool = False, limits: IndexLimits = LIMITS) -> None:
    """Empty the log; flush a tail of at least `tail` entries and learn from its articles; merge and clear away.

    Does nothing where another process is at it.
    """
    folder = folder_of(path)
    folder.mkdir(exist_ok=True)
    with exclusive_lock(folder / "lock", wait=wait) as alone:
        if not alone:
            return
        database = Database(path, durable=True, limits=limits)
        try:
            database.empty_log()
            if tail is not None:
                flush_tail(database, folder, tail, limits)
                while _merge(database, folder, limits):
                    pass
                delete_unlisted_files(database, folder)
        finally:
            database.close()


def flush_tail(database: Database, folder: Path, least: int, limits: IndexLimits) -> None:
    """Make segments of a tail of at least `least` keys; of an index with texts, count the lines of its articles too."""
    while True:
        with database.reading():
            rows = _oldest(database.tail.above(0), limits)
            database.check_tail(rows)
            (name,) = database.meta.numbers("next_segment")
            if sum(keys.size for _, keys in rows) < max(1, least) and len(rows) < limits.tail_articles:
                return
            numbers = np.array([number for number, _ in rows], np.int64)
            counters = (
                learn_furniture(
                    database, database.line_counts, collect_lines(database, numbers.tolist(), limits.learned_text), name
                )
                if database.header().text
                else []
            )
        span = int(numbers[0]), int(numbers[-1])
        made = write(folder, name, 0, span, entries_of(numbers, [keys for _, keys in rows], span[0]))
        with database.writing():
            database.install(made)
            database.line_counts.put(counters)


def _oldest(tail: Iterator[tuple[int, U64]], limits: IndexLimits) -> list[tuple[int, U64]]:
    """Return the oldest articles of the tail that have `tail_keys` keys together, and their keys; fewer where the tail
    has fewer."""
    rows = []
    entries = limits.tail_keys
    for number, keys in islice(tail, limits.tail_articles):
        rows.append((number, keys))
        entries -= keys.size
        if entries <= 0:
            break
    return rows


def _due(listed: Sequence[SegmentInfo], floor: int) -> list[SegmentInfo] | None:
    """Return the segments to merge next: those of the lowest level that is full, or one that is mostly below the
    floor."""
    for level in sorted({s.level for s in listed}):
        own = [s for s in listed if s.level == level][:FANOUT]
        fits = sum(s.entries for s in own) < _MOST_ENTRIES and own[-1].last - own[0].first < _MOST_ARTICLES
        if len(own) == FANOUT and fits:
            return own
    for s in listed:
        if floor - s.first > STALE * (s.last - s.first + 1):
            return [s]
    return None


def _whole_segment(folder: Path, info: SegmentInfo, limits: IndexLimits) -> KeySegment:
    """Open a segment for a merge, which would write a new checksum for damaged entries."""
    segment = KeySegment(folder, info, limits.mapped_entries)
    if segment.is_read and segment.damage() is not None:  # else it was looked at when it was opened
        raise FormatError(segment.damaged())
    return segment


def _merge(database: Database, folder: Path, limits: IndexLimits) -> bool:
    with database.reading():
        listed, forgotten = database.segments.all(), database.forgotten()
        floor, name = database.meta.numbers("floor", "next_segment")
    due = _due(listed, floor)
    if due is None:
        return False
    made = None
    if due[-1].last >= floor:
        level = due[0].level + (len(due) > 1)
        first = max(floor, due[0].first)
        made = merge(
            folder,
            name,
            level,
            (first, due[-1].last),
            [_whole_segment(folder, s, limits) for s in due],
            forgotten,
            limits.merged_entries,
        )
    with database.writing():
        database.segments.replace(made, [s.name for s in due])
    return True


def delete_unlisted_files(database: Database, folder: Path) -> None:
    """Delete the files of segments that are listed no more, and what a process left that was killed."""
    with database.reading():
        names = {str(s.name) for s in database.segments.all()}
    for file in folder.iterdir():
        if file.suffix in {".keys", ".articles"} and file.stem not in names:
            with suppress(OSError):  # some systems keep a file that another process has mapped; it goes the next time
                file.unlink()


@contextmanager
def exclusive_lock(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold a lock that one process at a time has, and that the system gives up when its holder dies.

    Yield whether it was free; with `wait` it is waited for.
    """
    with path.open("ab") as file:
        if os.name == "nt":
            import msvcrt

            try:
                way = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK  # type: ignore[attr-defined]
                msvcrt.locking(file.fileno(), way, 1)  # type: ignore[attr-defined]
            except OSError:
                yield False
                return
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except OSError:
                yield False
                return
        _locked.append(file)
        try:
            yield True
        finally:
            _locked.remove(file)
            if os.name != "nt":  # closing the file gives the lock up, unless a child that was forked has it too
                fcntl.flock(file, fcntl.LOCK_UN)


def _close_in_child() -> None:
    """A child that was forked meanwhile would hold the locks of its parent, whose end would not give them up."""
    while _locked:
        _locked.pop().close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_in_child)
