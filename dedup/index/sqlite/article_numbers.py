"""Which numbers have no article: those that were evicted or forgotten. Any other number without one is damage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.index.article_store import MOST_NUMBERS
from dedup.index.checksums import damaged
from dedup.index.sqlite.connection import Connection
from dedup.index.sqlite.meta_table import MetaTable
from dedup.text.tables import I64


def marks(values: Sequence[object]) -> str:
    """Return as many question marks as there are values, for a statement."""
    return ",".join("?" * len(values))


class ArticleNumbers:
    """Numbers are given one by one and never again, so that each one is that of an article, or evicted, or
    forgotten."""

    def __init__(self, connection: Connection, meta: MetaTable) -> None:
        self._connection = connection
        self._meta = meta

    def last(self) -> int:
        """Return the largest number that an article was ever given."""
        row = self._connection.row("SELECT seq FROM sqlite_sequence WHERE name='articles'")
        if row is None:
            return 0
        if not (isinstance(row[0], int) and 0 <= row[0] < MOST_NUMBERS):
            raise damaged(self._connection.path, "The largest number of an article")
        return int(row[0])

    def forgotten(self) -> I64:
        """Return the numbers of articles that were taken out and may still have keys, sorted."""
        found = [row[0] for row in self._connection.rows("SELECT number FROM forgotten ORDER BY number")]
        if found and not 0 < found[0] <= found[-1] < MOST_NUMBERS:
            raise damaged(self._connection.path, "The list of forgotten articles")
        return np.array(found, np.int64)

    def forget(self, numbers: Sequence[int]) -> None:
        """Note that articles were taken out."""
        self._connection.change_all("INSERT OR IGNORE INTO forgotten VALUES (?)", [(n,) for n in numbers])

    def check_missing(self, numbers: Sequence[int]) -> None:
        """Raise FormatError where a number without an article was neither evicted nor forgotten."""
        (floor,) = self._meta.numbers("floor")
        asked = [number for number in numbers if number >= floor]
        if not asked:
            return
        rows = self._connection.rows(f"SELECT number FROM forgotten WHERE number IN ({marks(asked)})", asked)
        if lost := sorted(set(asked) - {row[0] for row in rows}):
            raise damaged(self._connection.path, f"The place of article {lost[0]}")

    def check_count(self, what: str, first: int, last: int, count: int) -> None:
        """Raise FormatError unless `count` is the number of articles from `first` to `last`."""
        (floor,) = self._meta.numbers("floor")
        first = max(1, first, floor)
        expected = 0
        if first <= last:
            between = "SELECT count(*) FROM forgotten WHERE number BETWEEN ? AND ?"
            expected = last - first + 1 - self._connection.row(between, (first, last))[0]
        if count != expected:
            raise damaged(self._connection.path, f"{what} (it has {count} articles, and should have {expected})")
