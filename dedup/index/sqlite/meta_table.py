"""The table `meta`: the header of an index, the dictionary of its bodies, and a few numbers, each with a checksum."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from dedup.errors import FormatError
from dedup.index.checksums import checksum, damaged, verify
from dedup.index.header import IndexHeader
from dedup.index.sqlite.connection import Connection

NUMBERS: Final = ("floor", "furniture", "generation", "learned", "next_segment", "segments")
_LARGEST: Final = 1 << 62


def encoded_header(header: IndexHeader) -> str:
    """Return a header as it is stored."""
    return msgspec.json.encode(header).decode()


class MetaTable:
    """The table, read and written by a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _read(self, key: str) -> Any:
        row = self._connection.row("SELECT * FROM meta WHERE key=?", (key,))
        if row is None:
            raise damaged(self._connection.path, f"The {key}")
        self._verify(*row)
        return row[1]

    def _verify(self, key: str, value: Any, held: int | None = None) -> None:
        """Raise FormatError for a damaged value; before format 4 there were no checksums."""
        verify(self._connection.path, f"The {key}", held, key, value)
        if key in NUMBERS and not (isinstance(value, int) and 0 <= value < _LARGEST):
            raise damaged(self._connection.path, f"The {key}")

    def write(self, key: str, value: str | int) -> None:
        """Change a value."""
        changed, _ = self._connection.change(
            "UPDATE meta SET value=?, sum=? WHERE key=?", (value, checksum(key, value), key)
        )
        if changed != 1:
            raise damaged(self._connection.path, f"The {key}")

    def insert(self, key: str, value: str | bytes) -> None:
        """Add a value to a new index."""
        self._connection.change("INSERT INTO meta VALUES (?, ?, ?)", (key, value, checksum(key, value)))

    def add_checksums(self) -> None:
        """Add the checksums to values that have none."""
        for key, value in self._connection.rows("SELECT key, value FROM meta WHERE sum IS NULL"):
            self._connection.change("UPDATE meta SET sum=? WHERE key=?", (checksum(key, value), key))

    def header(self) -> IndexHeader:
        """Return the header. Raises FormatError where it is damaged."""
        held = self._read("header")
        try:
            if not isinstance(held, str):
                raise msgspec.ValidationError("it is no text")
            header = msgspec.json.decode(held, type=IndexHeader)
            if header.format < 1:
                raise msgspec.ValidationError(f"there is no format {header.format}")
        except msgspec.MsgspecError as error:
            raise FormatError(
                f"{self._connection.path} has a damaged header ({error}); restore a copy or choose another file."
            ) from error
        return header

    def write_header(self, header: IndexHeader) -> None:
        """Change the header."""
        self.write("header", encoded_header(header))

    def dictionary(self) -> bytes:
        """Return what bodies are compressed with."""
        held = self._read("dictionary")
        if not isinstance(held, bytes):
            raise damaged(self._connection.path, "The dictionary")
        return held

    def numbers(self, *keys: str) -> list[int]:
        """Return numbers, in the order of the keys."""
        marks = ",".join("?" * len(keys))
        rows = {row[0]: row for row in self._connection.rows(f"SELECT * FROM meta WHERE key IN ({marks})", keys)}
        found = []
        for key in keys:
            if key not in rows:
                raise damaged(self._connection.path, f"The {key}")
            self._verify(*rows[key])
            found.append(rows[key][1])
        return found

    def damage(self) -> list[str]:
        """Return what is wrong, one sentence for each value."""
        found = []
        for key in ("header", "dictionary", *NUMBERS):
            try:
                self._read(key)
            except FormatError as error:
                found.append(str(error))
        return found
