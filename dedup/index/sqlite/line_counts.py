"""In how many stories of an outlet each line was, as a bounded table of the index.

A line is counted from the first flush on in which two stories have it, and the rarest counters go where there are too
many, so that what returns often stays (lossy counting, Manku and Motwani 2002). The stories of a counter are a set of
256 bits, one a story: the number of bits that are set is never more than that of the stories (linear counting, Whang et
al. 1990), and counting a story twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from dedup.errors import FormatError
from dedup.index.checksums import checksum, damaged, verify
from dedup.index.learned_furniture import LearnedFurniture, LearnedLine
from dedup.index.settings import LIMITS, IndexLimits
from dedup.index.sqlite.article_numbers import marks
from dedup.index.sqlite.connection import Connection
from dedup.index.sqlite.meta_table import MetaTable

COUNTED, FURNITURE, DROPPED = 0, 1, 2  # `state` of a line; one that a user dropped stays dropped
_BITS: Final = 256
_GOLDEN: Final = 0x9E3779B97F4A7C15
_PAGE: Final = 500  # hashes that are asked for at a time
_READ: Final = "SELECT hash, outlet, stories, families, flushes, flush, state, text, sum FROM lines"


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
    """The table `lines`, read and written by a connection. Rows have checksums, and so has the list of the lines that
    are furniture."""

    def __init__(self, connection: Connection, meta: MetaTable, limits: IndexLimits = LIMITS) -> None:
        self._connection = connection
        self._meta = meta
        self._limits = limits

    def hashes(self) -> list[int]:
        """Return the hashes of all lines that are counted."""
        return [row[0] for row in self._connection.rows("SELECT DISTINCT hash FROM lines")]

    def of(self, hashes: Sequence[int]) -> list[Counter]:
        """Return all counters of these lines."""
        found: list[Counter] = []
        for at in range(0, len(hashes), _PAGE):
            part = hashes[at : at + _PAGE]
            found += map(self._read, self._connection.rows(f"{_READ} WHERE hash IN ({marks(part)})", part))
        return found

    def _read(self, values: Sequence[Any]) -> Counter:
        """Return the counter of a row of `_READ`. Raises FormatError where it is damaged."""
        *of_row, held = values
        counter = Counter(*of_row)
        verify(self._connection.path, f"The count of the line {counter.hash}", held, *counter)
        if not _is_counter(counter):
            raise damaged(self._connection.path, f"The count of the line {counter.hash}")
        return counter

    def add_checksums(self) -> None:
        """Add the checksums to rows that have none, and that of the furniture."""
        rows = self._connection.rows(_READ)
        self._connection.change_all(
            "UPDATE lines SET sum=? WHERE hash=? AND outlet=?", [(checksum(*row[:-1]), *row[:2]) for row in rows]
        )
        self._meta.write("furniture", _sum_of(self._furniture()))

    def put(self, counters: Iterable[Counter]) -> None:
        """Write counters anew, but let dropped lines be dropped, and take the rarest out where there are too many."""
        changed = 0
        for counter in counters:
            held = [other for other in self.of([counter.hash]) if other.outlet == counter.outlet]
            if held and held[0].state == DROPPED:
                counter = counter._replace(state=DROPPED, text=None)
            changed += (held[0].state if held else COUNTED) != counter.state
            self._connection.change(
                "INSERT INTO lines (hash, outlet, stories, families, flushes, flush, state, text, sum) VALUES (?, ?, "
                "?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash, outlet) DO UPDATE SET stories=excluded.stories, "
                "families=excluded.families, flushes=excluded.flushes, flush=excluded.flush, state=excluded.state, "
                "text=excluded.text, sum=excluded.sum",
                (*counter, checksum(*counter)),
            )
        for state, most in ((COUNTED, self._limits.counted_lines), (FURNITURE, self._limits.learned_lines)):
            excess = self.count(state) - most
            if excess > 0:
                rarest = "SELECT id FROM lines WHERE state=? ORDER BY stories, flush, hash, outlet LIMIT ?"
                gone, _ = self._connection.change(f"DELETE FROM lines WHERE id IN ({rarest})", (state, excess))
                changed += gone if state == FURNITURE else 0
        if changed:
            self._announce()

    def count(self, state: int) -> int:
        """Return the number of lines in this state."""
        return int(self._connection.row("SELECT count(*) FROM lines WHERE state=?", (state,))[0])

    def _furniture(self) -> list[tuple[str, int]]:
        return self._connection.rows("SELECT outlet, hash FROM lines WHERE state=? ORDER BY outlet, hash", (FURNITURE,))

    def learned(self) -> LearnedFurniture:
        """Return the furniture, to compare with. Raises FormatError where the list is damaged."""
        rows = self._furniture()
        if self._meta.numbers("furniture") != [_sum_of(rows)]:
            raise damaged(self._connection.path, "The list of furniture")
        return LearnedFurniture(rows)

    def shown(self) -> list[LearnedLine]:
        """Return the furniture, to look at: by outlet, the most seen first."""
        found = []
        query = f"{_READ.replace('SELECT', 'SELECT id,')} WHERE state=? ORDER BY outlet, stories DESC, id"
        for number, *values in self._connection.rows(query, (FURNITURE,)):
            counter = self._read(values)
            found.append(LearnedLine(number, counter.outlet, counter.stories, counter.text or ""))
        return found

    def drop(self, number: int) -> bool:
        """Let a line be furniture no more, for good; whether it was."""
        if not 0 < number < 1 << 63:  # no number of SQLite's
            return False
        row = self._connection.row(f"{_READ} WHERE id=? AND state=?", (number, FURNITURE))
        if row is None:
            return False
        counter = self._read(row)._replace(state=DROPPED, text=None)
        self._connection.change(
            "UPDATE lines SET state=?, text=NULL, sum=? WHERE id=?", (DROPPED, checksum(*counter), number)
        )
        self._announce()
        return True

    def _announce(self) -> None:
        """Let every process read the furniture again."""
        self._meta.write("furniture", _sum_of(self._furniture()))
        for key, value in zip(("generation", "learned"), self._meta.numbers("generation", "learned"), strict=True):
            self._meta.write(key, value + 1)

    def damage(self) -> list[str]:
        """Return what is wrong with the rows and with the list of the furniture."""
        found = []
        for row in self._connection.rows(_READ):
            try:
                self._read(row)
            except FormatError as error:
                found.append(str(error))
        try:
            self.learned()
        except FormatError as error:
            found.append(str(error))
        return found


def _sum_of(rows: Sequence[tuple[str, int]]) -> int:
    return checksum(*(value for row in rows for value in row))


def _is_counter(counter: Counter) -> bool:
    numbers = (counter.hash, counter.stories, counter.flushes, counter.flush, counter.state)
    return (
        all(isinstance(number, int) for number in numbers)
        and counter.state in (COUNTED, FURNITURE, DROPPED)
        and isinstance(counter.outlet, str)
        and isinstance(counter.families, bytes)
        and len(counter.families) == _BITS // 8
        and (counter.text is None or isinstance(counter.text, str))
    )
