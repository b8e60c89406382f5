"""IndexSnapshot: what a process has of an index in memory, brought up to date before each look-up."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from dedup.errors import FormatError
from dedup.index.key_search import KeySearch
from dedup.index.keys import ArticleKeys
from dedup.index.learned_furniture import NO_FURNITURE_LEARNED
from dedup.index.nearest import KEPT, LEAST, least_weight, ranked
from dedup.index.settings import LIMITS, IndexLimits
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.key_segment import KeySegment, SegmentInfo
from dedup.index.sqlite.tail_chains import Chains
from dedup.text.tables import U64

_LOOKS: Final = 2_000  # after so many the mapped pages are given back: each look touches a few hundred of them


class IndexSnapshot:
    """The mapped segments, the recent keys, and the lines that are left out of comparison."""

    def __init__(
        self,
        folder: Path,
        copies_alone: bool,
        limits: IndexLimits = LIMITS,
        make_recent: Callable[[int], RecentKeys] | None = None,
    ) -> None:
        self._make_recent = make_recent or RecentKeys
        self._copies_alone = copies_alone
        self._folder = folder
        self._limits = limits
        self._generation = -1
        self.version = (-1, -1)
        self.stale = False
        self._segments: list[KeySegment] = []
        self._looks = 0
        # Its thread begins with the first work
        self._helper = ThreadPoolExecutor(1, "dedup-look") if (os.cpu_count() or 1) > 1 else None
        self._checks = FileChecks()
        self._learned_at = 0
        self.furniture = NO_FURNITURE_LEARNED
        self.recent = self._make_recent(0)
        self.floor = 0

    def refresh(self, database: Database) -> None:
        """Take in what other processes have added, inside one transaction.

        What this process itself has written is reported by `recent.add` and `stale`. Raises MissingSegmentError
        where a list that is out of date names files that are gone, and FormatError where something is damaged.
        """
        if self._checks.problem is not None:
            raise FormatError(self._checks.problem)
        version = database.version()
        if version == self.version and not self.stale:
            return
        self.floor, generation = database.meta.numbers("floor", "generation")
        if generation != self._generation:
            mapped = {segment.info: segment for segment in self._segments}
            self._segments = [mapped.get(info) or self._open_segment(info) for info in database.segments.all()]
            self.recent = self._make_recent(self._segments[-1].info.last if self._segments else 0)
            self._generation = generation
            if (learned_at := database.meta.numbers("learned")[0]) != self._learned_at:
                self.furniture, self._learned_at = database.line_counts.learned(), learned_at
        entries, last = database.tail.all_above(self.recent.last)
        self.recent.extend(entries)
        self.recent.last = last
        self.version, self.stale = version, False

    def _open_segment(self, info: SegmentInfo) -> KeySegment:
        segment = KeySegment(self._folder, info, self._limits.mapped_entries)
        if segment.is_read:
            self._checks.add(segment)
        return segment

    def nearest(self, sketch: ArticleKeys, above: int) -> list[int]:
        """See `nearest.nearest`."""
        self._looks += 1
        if self._looks % _LOOKS == 0:
            for segment in self._segments:
                segment.release()
        least = LEAST if self._copies_alone else least_weight(self.recent.last - self.floor)
        return nearest(sketch, self.recent, self._segments, max(above, self.floor - 1), least, self._helper)

    def close(self) -> None:
        """Let the helpers go."""
        self._checks.close()
        if self._helper is not None:
            self._helper.shutdown()


class FileChecks:
    """Compares large segments with their checksums in the background: a gigabyte takes a second, in which the segment
    is in use already. `problem` is the sentence for one that is damaged."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self._threads: list[threading.Thread] = []
        self._is_closed = False

    def add(self, segment: KeySegment) -> None:
        """Look at a segment."""
        thread = threading.Thread(target=self._look_at, args=(segment,), name="dedup-check", daemon=True)
        self._threads = [*(before for before in self._threads if before.is_alive()), thread]
        thread.start()

    def _look_at(self, segment: KeySegment) -> None:
        for is_damaged in segment.check_files():
            if is_damaged:
                self.problem = segment.damaged()
            if self._is_closed:
                return

    def wait(self) -> None:
        """Until all are looked at."""
        for thread in self._threads:
            thread.join()

    def close(self) -> None:
        """Look at no more."""
        self._is_closed = True
        self.wait()


class RecentKeys:
    """Articles are added by rising number; `last` is the largest that was ever given, to begin with the last of a
    segment."""

    def __init__(self, last: int) -> None:
        self.last = last
        self._chains = Chains()

    def __len__(self) -> int:
        return len(self._chains)

    def add(self, article: int, keys: U64) -> None:
        """Take the keys of the next article."""
        self._chains.enter(keys, article)
        self.last = article

    def extend(self, entries: Sequence[tuple[int, U64]]) -> None:
        """Take the articles that come next, each with its keys."""
        self._chains.reserve(sum(keys.size for _, keys in entries))
        for article, keys in entries:
            self.add(article, keys)

    def look_up(self, asked: KeySearch) -> None:
        """Add to a search what the tail has."""
        self._chains.look_up(asked)


def nearest(
    sketch: ArticleKeys,
    tail: RecentKeys,
    segments: Sequence[KeySegment],
    above: int,
    least: int,
    helper: Executor | None = None,
) -> list[int]:
    """Return the numbers of at most LOOKED_UP articles with a number larger than `above`, the nearest first.

    They have a weight of at least `least` in common with the one that is sketched; segments are by rising number. A
    `helper` looks half of the keys up meanwhile: a large segment is waited for, key by key.
    """
    asked = [s for s in reversed(segments) if s.info.last > above]
    if helper is None or not any(s.is_read for s in asked):
        found = _look_up(sketch.keys, tail, asked, above)
        return ranked(sketch, found.counts, found.hits, least)
    half = sketch.keys.size // 2
    other = helper.submit(_look_up, sketch.keys[half:], tail, asked, above)
    found = _look_up(sketch.keys[:half], tail, asked, above)
    more = other.result()
    counts, hits = (
        np.concatenate([found.counts, more.counts]),
        np.concatenate([found.hits, more.hits + np.uint64(half << 32)]),
    )
    return ranked(sketch, counts, hits, least)


def _look_up(keys: U64, tail: RecentKeys, segments: Sequence[KeySegment], above: int) -> KeySearch:
    """Search for the keys in the tail, and in segments by falling number."""
    asked = KeySearch(keys, above, KEPT)
    tail.look_up(asked)
    for s in segments:
        s.look_up(asked)
    return asked
