"""View: what a process holds of the index in memory, brought up to date before each look."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from dedup.prefilter.database import Database
from dedup.prefilter.keys import Sketch
from dedup.prefilter.learned import NOTHING_LEARNED
from dedup.prefilter.nearest import LEAST, least_weight, nearest
from dedup.prefilter.segment import Segment
from dedup.prefilter.tail import Tail

_LOOKS: Final = 2_000  # after so many the mapped pages are given back: each look touches a few hundred of them


class View:
    """The mapped segments, the tail, and the lines that are left out of comparison."""

    def __init__(self, folder: Path, copies_alone: bool) -> None:
        self._copies_alone = copies_alone
        self._folder = folder
        self._generation = -1
        self._version = -1
        self.stale = False
        self._segments: list[Segment] = []
        self._looks = 0
        # Its thread begins with the first work
        self._helper = ThreadPoolExecutor(1, "dedup-look") if (os.cpu_count() or 1) > 1 else None
        self._learned_at = 0
        self.learned = NOTHING_LEARNED
        self.tail = Tail(0)
        self.floor = 0

    def refresh(self, database: Database) -> None:
        """Take in what other processes have added, inside one transaction.

        Of what this process itself has written the caller tells by `tail.add` and `stale`. Raises MissingSegmentError
        where a list that is out of date names files that are gone.
        """
        version = database.version()
        if version == self._version and not self.stale:
            return
        self.floor, generation = database.numbers("floor", "generation")
        if generation != self._generation:
            held = {s.listed: s for s in self._segments}
            self._segments = [held.get(listed) or Segment(self._folder, listed) for listed in database.segments()]
            self.tail = Tail(self._segments[-1].listed.last if self._segments else 0)
            self._generation = generation
            if (learned_at := database.number("learned")) != self._learned_at:
                self.learned, self._learned_at = database.counters.learned(), learned_at
        self.tail.extend(list(database.tail(self.tail.last)))
        self._version, self.stale = version, False

    def nearest(self, sketch: Sketch, above: int) -> list[int]:
        """See `nearest.nearest`."""
        self._looks += 1
        if self._looks % _LOOKS == 0:
            for segment in self._segments:
                segment.release()
        least = LEAST if self._copies_alone else least_weight(self.tail.last - self.floor)
        return nearest(sketch, self.tail, self._segments, max(above, self.floor - 1), least, self._helper)

    def close(self) -> None:
        """Let the helper go."""
        if self._helper is not None:
            self._helper.shutdown()
