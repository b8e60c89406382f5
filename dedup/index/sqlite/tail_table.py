"""The table `tail`: the keys of the newest articles, which no segment holds yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from dedup.errors import FormatError
from dedup.index.article_store import is_article_number
from dedup.index.checksums import RESTORE, checksum_of_bytes
from dedup.index.index_keys import are_keys
from dedup.index.sqlite.article_numbers import ArticleNumbers, marks
from dedup.index.sqlite.connection import Connection
from dedup.text.tables import U64

_PAGE: Final = 500  # rows that are read at a time


class TailTable:
    """The table, read and written by a connection."""

    def __init__(self, connection: Connection, numbers: ArticleNumbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def insert(self, number: int, keys: U64) -> None:
        """Add the keys of an article."""
        held = keys.tobytes()
        self._connection.change("INSERT INTO tail VALUES (?, ?, ?)", (number, held, checksum_of_bytes(held, number)))

    def add_checksums(self) -> None:
        """Add the checksums to rows that have none."""
        rows = self._connection.rows("SELECT number, keys FROM tail")
        self._connection.change_all(
            "UPDATE tail SET sum=? WHERE number=?", [(checksum_of_bytes(held, number), number) for number, held in rows]
        )

    def above(self, above: int) -> Iterator[tuple[int, U64]]:
        """Yield the articles with a larger number, by number, and their keys. Raises FormatError where they are
        damaged."""
        while rows := self._connection.rows(
            "SELECT number, keys, sum FROM tail WHERE number > ? ORDER BY number LIMIT ?", (above, _PAGE)
        ):
            for row in rows:
                yield row[0], self._keys_of(*row)
            above = rows[-1][0]

    def all_above(self, above: int) -> tuple[list[tuple[int, U64]], int]:
        """Return what `above` yields, and the largest number that an article was ever given. Raises FormatError also
        where an article is missing."""
        found, last = list(self.above(above)), self._numbers.last()
        self._numbers.check_count("The tail", above + 1, last, len(found))
        return found, last

    def _keys_of(self, number: Any, held: Any, sum_of_row: Any) -> U64:
        if isinstance(held, bytes) and len(held) % 8 == 0 and is_article_number(number):
            keys: U64 = np.frombuffer(held, np.uint64)
            if are_keys(keys) and (sum_of_row is None or sum_of_row == checksum_of_bytes(held, number)):
                return keys
        raise FormatError(
            f"The keys of article {number} in the tail of {self._connection.path} are damaged; {RESTORE}."
        )

    def drop_to(self, number: int) -> None:
        """Take out the keys of articles up to a number."""
        self._connection.change("DELETE FROM tail WHERE number <= ?", (number,))

    def drop(self, numbers: Sequence[int]) -> None:
        """Take out the keys of these articles."""
        self._connection.change(f"DELETE FROM tail WHERE number IN ({marks(numbers)})", numbers)

    def damage(self) -> list[str]:
        """Return what is wrong with the keys, one sentence for each article."""
        found = []
        for row in self._connection.rows("SELECT number, keys, sum FROM tail ORDER BY number"):
            try:
                self._keys_of(*row)
            except FormatError as error:
                found.append(str(error))
        return found
