"""The table `relations`: how each article is related to earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dedup.errors import FormatError
from dedup.index.article_store import is_relation, stored_relation
from dedup.index.checksums import Value, checksum, damaged
from dedup.index.sqlite.article_numbers import marks
from dedup.index.sqlite.connection import Connection
from dedup.records import Relation

_READ: Final = "SELECT number, other, kind, probability, coverage, other_coverage, sum FROM relations"
_COUNT: Final = "SELECT count(*) FROM relations INDEXED BY relations_twin"


class RelationTable:
    """The table, read and written by a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, number: int, other: int, kind: str, *shares: float) -> None:
        """Note how an article is related to an earlier one; the shares are probability and coverages."""
        row: tuple[Value, ...] = (number, other, kind, *map(float, shares))
        self._connection.change("INSERT OR REPLACE INTO relations VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, checksum(*row)))

    def of(self, numbers: Sequence[int] | None) -> list[Relation]:
        """Return the relations of these articles (of all) with earlier ones. Raises FormatError where a row is damaged,
        and where the two trees do not have as many."""
        which = "number > 0" if numbers is None else f"number IN ({marks(numbers)})"
        rows = self._connection.rows(f"{_READ} WHERE {which}", numbers or ())
        if self._connection.row(f"{_COUNT} WHERE {which}", numbers or ())[0] != len(rows):
            raise damaged(self._connection.path, "The table of relations")
        return [self._relation(*row) for row in rows]

    def _relation(self, *row: Any) -> Relation:
        *values, held = row
        if not is_relation(*values) or (held is not None and held != checksum(*values)):
            raise damaged(self._connection.path, f"A relation of article {row[0]}")
        return stored_relation(*values)

    def drop(self, numbers: Sequence[int]) -> None:
        """Take out the relations of these articles, and those with them."""
        which = marks(numbers)
        self._connection.change(
            f"DELETE FROM relations WHERE number IN ({which}) OR other IN ({which})", (*numbers, *numbers)
        )

    def damage(self) -> list[str]:
        """Return what is wrong with the rows."""
        found = []
        for row in self._connection.rows(_READ):
            try:
                self._relation(*row)
            except FormatError as error:
                found.append(str(error))
        return found
