"""In how many stories of an outlet each line was, as a bounded table of the index.

A line is counted from the first flush on in which two stories have it, and the rarest counters go where there are too
many, so that what returns often stays (lossy counting, Manku and Motwani 2002). The stories of a counter are a set of
256 bits, one a story: the number of bits that are set is never more than that of the stories (linear counting, Whang et
al. 1990), and counting a story twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from dedup.index.learned_furniture import LearnedFurniture, LearnedLine
from dedup.index.settings import LIMITS, IndexLimits

COUNTED, FURNITURE, DROPPED = 0, 1, 2  # `state` of a line; one that a user dropped stays dropped
_BITS: Final = 256
_GOLDEN: Final = 0x9E3779B97F4A7C15
_PAGE: Final = 500  # hashes that are asked for at a time


class Counter(NamedTuple):
    """A line of an outlet: the sum over the flushes of the stories in which it stood, the set of stories, the number of
    flushes in which it was seen and the last of them, whether it is furniture, and then its first characters."""

    hash: int
    outlet: str
    stories: int = 0
    families: bytes = bytes(_BITS // 8)
    flushes: int = 0
    flush: int = -1
    state: int = COUNTED
    text: str | None = None

    def distinct(self) -> int:
        """Return in how many stories the line was, at least."""
        return int.from_bytes(self.families, "little").bit_count()

    def seen_in(self, families: Sequence[int], flush: int) -> Counter:
        """Return the counter after a flush in which the line stood in these copy families."""
        bits = int.from_bytes(self.families, "little")
        for family in families:
            bits |= 1 << ((family * _GOLDEN & 0xFFFF_FFFF_FFFF_FFFF) >> 56)
        return self._replace(
            stories=self.stories + len(families),
            families=bits.to_bytes(_BITS // 8, "little"),
            flushes=self.flushes + (flush != self.flush),
            flush=flush,
        )


class LineCounts:
    """The table; `run` executes a statement within the transaction of its connection."""

    def __init__(self, run: Callable[..., Any], limits: IndexLimits = LIMITS) -> None:
        self._run = run
        self._limits = limits

    def hashes(self) -> list[int]:
        """Return the hashes of all lines that are counted."""
        return [row[0] for row in self._run("SELECT DISTINCT hash FROM lines")]

    def of(self, hashes: Sequence[int]) -> list[Counter]:
        """Return all counters of these lines."""
        found: list[Counter] = []
        for at in range(0, len(hashes), _PAGE):
            part = hashes[at : at + _PAGE]
            query = "SELECT hash, outlet, stories, families, flushes, flush, state, text FROM lines WHERE hash IN"
            found += map(Counter._make, self._run(f"{query} ({','.join('?' * len(part))})", part))
        return found

    def put(self, counters: Iterable[Counter]) -> None:
        """Write counters anew, but let dropped lines be dropped, and take the rarest out where there are too many."""
        changed = 0
        for counter in counters:
            *counts, state, text = counter[2:]
            key = counter.hash, counter.outlet
            self._run(
                "INSERT INTO lines (hash, outlet, stories, families, flushes, flush, state) VALUES (?, ?, ?, ?, ?, "
                "?, ?) ON CONFLICT "
                "(hash, outlet) DO UPDATE SET stories=excluded.stories, families=excluded.families, "
                "flushes=excluded.flushes, "
                "flush=excluded.flush",
                (*key, *counts, COUNTED),
            )
            turn = "UPDATE lines SET state=?, text=? WHERE hash=? AND outlet=? AND state NOT IN (?, ?)"
            changed += self._run(turn, (state, text, *key, state, DROPPED)).rowcount
        for state, most in ((COUNTED, self._limits.counted_lines), (FURNITURE, self._limits.learned_lines)):
            excess = self.count(state) - most
            if excess > 0:
                rarest = "SELECT id FROM lines WHERE state=? ORDER BY stories, flush, hash, outlet LIMIT ?"
                gone = self._run(f"DELETE FROM lines WHERE id IN ({rarest})", (state, excess)).rowcount
                changed += gone if state == FURNITURE else 0
        if changed:
            self._tell()

    def count(self, state: int) -> int:
        """Return the number of lines in this state."""
        return int(self._run("SELECT count(*) FROM lines WHERE state=?", (state,)).fetchone()[0])

    def learned(self) -> LearnedFurniture:
        """Return the furniture, to compare with."""
        return LearnedFurniture(self._run("SELECT outlet, hash FROM lines WHERE state=? ORDER BY outlet", (FURNITURE,)))

    def shown(self) -> list[LearnedLine]:
        """Return the furniture, to look at: by outlet, the most seen first."""
        query = "SELECT id, outlet, stories, text FROM lines WHERE state=? ORDER BY outlet, stories DESC, id"
        return [
            LearnedLine(number, outlet, stories, text or "")
            for number, outlet, stories, text in self._run(query, (FURNITURE,))
        ]

    def drop(self, number: int) -> bool:
        """Let a line be furniture no more, for good; whether it was."""
        if not 0 < number < 1 << 63:  # no number of SQLite's
            return False
        if not self._run(
            "UPDATE lines SET state=?, text=NULL WHERE id=? AND state=?", (DROPPED, number, FURNITURE)
        ).rowcount:
            return False
        self._tell()
        return True

    def _tell(self) -> None:
        """Let every process read the furniture again."""
        self._run("UPDATE meta SET value=value+1 WHERE key IN ('generation', 'learned')")
