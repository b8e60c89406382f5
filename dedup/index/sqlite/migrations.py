"""Migrations: the tables of an index, from each format to the next; a new index goes the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

# An index keeps the text of these statements, so that lines are only broken where SQLite does not see it.
_FORMAT_1: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE articles (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, \
seen INTEGER NOT NULL, family INTEGER, body BLOB);
CREATE INDEX members ON articles (family) WHERE family IS NOT NULL;
CREATE TABLE relations (number INTEGER, other INTEGER, kind TEXT, probability REAL, coverage REAL, other_coverage REAL,
                        PRIMARY KEY (number, other)) WITHOUT ROWID;
CREATE TABLE tail (number INTEGER PRIMARY KEY, keys BLOB NOT NULL);
CREATE TABLE segments (name INTEGER PRIMARY KEY, level INTEGER, first INTEGER, last INTEGER, \
entries INTEGER, sums INTEGER);
CREATE TABLE forgotten (number INTEGER PRIMARY KEY);
CREATE TABLE migrations (format INTEGER PRIMARY KEY, at TEXT DEFAULT CURRENT_TIMESTAMP);
INSERT INTO meta VALUES ('generation', 0), ('floor', 0), ('next_segment', 1);
"""
_FORMAT_2: Final = """
CREATE TABLE lines (id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, outlet TEXT NOT NULL, \
stories INTEGER NOT NULL,
                    families BLOB NOT NULL, flushes INTEGER NOT NULL, flush INTEGER NOT NULL, \
state INTEGER NOT NULL, text TEXT,
                    UNIQUE (hash, outlet));
CREATE INDEX lines_by_state ON lines (state, stories);
INSERT INTO meta VALUES ('learned', 0);
"""
# Articles are stored with their credits. Those that are there keep their bodies: what these lack is found when they are
# read, as what was compressed otherwise by format 1.
_FORMAT_3: Final = ""
MIGRATIONS: Final = {1: _FORMAT_1, 2: _FORMAT_2, 3: _FORMAT_3}  # the statements that lead from format n - 1 to format n


def migrate(run: Callable[..., Any], held: int) -> None:
    """Bring an index of format `held`, 0 where there is none yet, up to date; `run` executes a statement of one open
    transaction."""
    for version in sorted(MIGRATIONS):
        if version > held:
            for statement in filter(None, MIGRATIONS[version].strip().split(";\n")):
                run(statement.rstrip(";"))
            run("INSERT INTO migrations (format) VALUES (?)", (version,))
