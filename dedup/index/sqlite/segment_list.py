"""The table `segments`: which segments there are, with one checksum over the list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dedup.errors import FormatError
from dedup.index.article_store import MOST_NUMBERS
from dedup.index.checksums import checksum, damaged
from dedup.index.sqlite.article_numbers import marks
from dedup.index.sqlite.connection import Connection
from dedup.index.sqlite.key_segment import KeySegment, SegmentInfo
from dedup.index.sqlite.meta_table import MetaTable


class SegmentList:
    """The table, read and written by a connection."""

    def __init__(self, connection: Connection, meta: MetaTable) -> None:
        self._connection = connection
        self._meta = meta

    def _rows(self) -> list[Any]:
        return self._connection.rows(
            "SELECT name, level, first, last, entries, sums, directory FROM segments ORDER BY first"
        )

    def all(self) -> list[SegmentInfo]:
        """Return the segments by rising article number. Raises FormatError where the list is damaged."""
        rows = self._rows()
        listed = [SegmentInfo(*row) for row in rows]
        if self._meta.numbers("segments") != [_sum_of(rows)] or not all(map(_is_segment, listed)):
            raise damaged(self._connection.path, "The list of segments")
        return listed

    def replace(self, made: SegmentInfo | None, names: Sequence[int]) -> None:
        """List a segment, if any is left, in the place of others."""
        self._connection.change(f"DELETE FROM segments WHERE name IN ({marks(names)})", names)
        if made is not None:
            self._connection.change("INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?)", made)
            self._meta.write("next_segment", made.name + 1)
        self.add_checksum()
        self._meta.write("generation", self._meta.numbers("generation")[0] + 1)

    def add_checksum(self) -> None:
        """Write the checksum of the list as it is."""
        self._meta.write("segments", _sum_of(self._rows()))

    def damage(self, folder: Path) -> list[str]:
        """Return what is wrong with the list and the files."""
        found = []
        try:
            listed = self.all()
        except FormatError as error:
            return [str(error)]
        for info in listed:
            try:
                problem = KeySegment(folder, info).damage()
            except FormatError as error:
                problem = str(error)
            if problem is not None:
                found.append(problem)
        return found


def _sum_of(rows: Sequence[Sequence[Any]]) -> int:
    return checksum(*(value for row in rows for value in row))


def _is_segment(info: SegmentInfo) -> bool:
    numbers = (info.name, info.level, info.first, info.last, info.entries, info.checksums)
    return (
        all(isinstance(number, int) and number >= 0 for number in numbers)
        and 0 < info.first <= info.last < MOST_NUMBERS
        and info.entries < MOST_NUMBERS
        and (info.directory is None or isinstance(info.directory, int))
    )
