"""Change what an index holds, with the checksums that a stranger would write too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from dedup.index.checksums import checksum, checksum_of_bytes
from dedup.index.header import IndexHeader


def change(path: Path, statement: str, *values: Any) -> list[Any]:
    """Run a statement on the database of an index; return its rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def flip_bits(path: Path, bits: int, place: int = 0) -> None:
    """Flip bits of one byte of a file."""
    content = bytearray(path.read_bytes())
    content[place] ^= bits
    path.write_bytes(content)


def set_header(connection: sqlite3.Connection, header: IndexHeader | str) -> None:
    """Write a header, or any text in its place."""
    text = header if isinstance(header, str) else msgspec.json.encode(header).decode()
    connection.execute("UPDATE meta SET value=?, sum=? WHERE key='header'", (text, checksum("header", text)))


def set_body(connection: sqlite3.Connection, number: int, body: bytes) -> None:
    """Write the body of an article."""
    connection.execute("UPDATE articles SET body=?, body_sum=? WHERE number=?", (body, checksum_of_bytes(body), number))


def set_row(connection: sqlite3.Connection, number: int, **values: object) -> None:
    """Change columns of an article."""
    for name, value in values.items():
        connection.execute(f"UPDATE articles SET {name}=? WHERE number=?", (value, number))
    row = connection.execute("SELECT number, id, seen, family FROM articles WHERE number=?", (number,)).fetchone()
    connection.execute("UPDATE articles SET sum=? WHERE number=?", (checksum(*row), number))
