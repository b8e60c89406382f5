"""The table `styles`: how often each outlet has marks that may be its house style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from dedup.errors import FormatError
from dedup.index.checksums import checksum, damaged
from dedup.index.outlet_style import NO_COUNTS, OutletCounts, OutletMarks
from dedup.index.settings import LIMITS
from dedup.index.sqlite.connection import Connection

_READ: Final = "SELECT outlet, counts, sum"
_IN_BOTH_TREES: Final = (
    "SELECT (SELECT number FROM styles INDEXED BY sqlite_autoindex_styles_1 WHERE outlet=?1), "
    "(SELECT number FROM styles INDEXED BY styles_twin WHERE outlet=?1)"
)
_PAGE: Final = 500  # rows that are read at a time
_decode: Final = msgspec.json.Decoder(OutletCounts).decode


class StyleTable:
    """The table, read and written by a connection. No row is ever taken out: its number is that of the outlets before
    it and itself."""

    def __init__(self, connection: Connection, most: int = LIMITS.outlets, page: int = _PAGE) -> None:
        """`most` outlets are counted; `page` rows are read at a time."""
        self._connection = connection
        self._most = most
        self._page = page

    def count(self, marks: OutletMarks) -> None:
        """Count one article of an outlet."""
        number = self._number_of(marks.outlet)
        held = NO_COUNTS if number is None else self._by_number(number, marks.outlet)
        self._write(marks.outlet, number, held.with_article(marks.rules))

    def put(self, outlet: str, counts: OutletCounts) -> None:
        """Write the counts of an outlet over those that are there."""
        self._write(outlet, self._number_of(outlet), counts)

    def of(self, outlet: str) -> OutletCounts:
        """Return the counts of an outlet. Raises FormatError where they are damaged."""
        number = self._number_of(outlet)
        return NO_COUNTS if number is None else self._by_number(number, outlet)

    def __len__(self) -> int:
        return int(self._connection.row("SELECT ifnull(max(number), 0) FROM styles")[0])

    def all(self) -> Iterator[tuple[str, OutletCounts]]:
        """Yield the outlets with their counts. Raises FormatError where one is damaged or missing."""
        last = len(self)
        for first in range(1, last + 1, self._page):
            numbers = range(first, min(first + self._page, last + 1))
            rows = self._connection.rows(
                f"{_READ}, number FROM styles WHERE number BETWEEN ? AND ? ORDER BY number", (numbers[0], numbers[-1])
            )
            if [row[-1] for row in rows] != list(numbers):
                raise self._damaged()
            for *row, _ in rows:
                yield row[0], self._read(*row)

    def _number_of(self, outlet: str) -> int | None:
        first, twin = self._connection.row(_IN_BOTH_TREES, (outlet,))
        if first != twin:
            raise self._damaged()
        return None if first is None else int(first)

    def _by_number(self, number: int, outlet: str) -> OutletCounts:
        row = self._connection.row(f"{_READ} FROM styles WHERE number=?", (number,))
        if row is None or row[0] != outlet:
            raise self._damaged()
        return self._read(*row)

    def _write(self, outlet: str, number: int | None, counts: OutletCounts) -> None:
        text = msgspec.json.encode(counts).decode()
        values = (text, checksum(outlet, text))
        if number is not None:
            self._connection.change("UPDATE styles SET counts=?, sum=? WHERE number=?", (*values, number))
        elif (held := len(self)) < self._most:
            self._connection.change("INSERT INTO styles VALUES (?, ?, ?, ?)", (held + 1, outlet, *values))

    def _read(self, outlet: Any, counts: Any, held: Any) -> OutletCounts:
        """Return the counts of these columns. Raises FormatError where it is damaged."""
        if not isinstance(outlet, str) or not isinstance(counts, str) or held != checksum(outlet, counts):
            raise self._damaged()
        try:
            found = _decode(counts)
            return OutletCounts.checked(found.articles, found.rules)
        except ValueError as error:
            raise self._damaged() from error

    def _damaged(self) -> FormatError:
        return damaged(self._connection.path, "The table of house styles")

    def damage(self) -> list[str]:
        """Return what is wrong with the rows."""
        try:
            for outlet, _ in self.all():
                self._number_of(outlet)
        except FormatError as error:
            return [str(error)]
        return []
