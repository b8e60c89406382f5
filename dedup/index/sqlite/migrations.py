"""Migrations: the tables of an index, from each format to the next; a new index goes the same way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

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
# Rows have checksums, and what is looked up is in two trees: a look-up that finds nothing proves nothing where a tree
# may be damaged, so that both are asked (see `database`). Articles and relations that are there get no checksums: of
# the bodies there are others, and all rows would have to be written again.
_FORMAT_4: Final = """
ALTER TABLE meta ADD COLUMN sum INTEGER;
ALTER TABLE articles ADD COLUMN sum INTEGER;
ALTER TABLE articles ADD COLUMN body_sum INTEGER;
ALTER TABLE relations ADD COLUMN sum INTEGER;
ALTER TABLE tail ADD COLUMN sum INTEGER;
ALTER TABLE lines ADD COLUMN sum INTEGER;
ALTER TABLE segments ADD COLUMN directory INTEGER;
CREATE INDEX ids_twin ON articles (id);
CREATE INDEX members_twin ON articles (family) WHERE family IS NOT NULL;
CREATE INDEX relations_twin ON relations (number);
INSERT INTO meta (key, value) VALUES ('furniture', 0), ('segments', 0);
"""
# The house style of outlets is looked up in two trees too. Its rows are new, and each has a checksum.
_FORMAT_5: Final = """
CREATE TABLE styles (number INTEGER PRIMARY KEY, outlet TEXT NOT NULL UNIQUE, counts TEXT NOT NULL, \
sum INTEGER NOT NULL);
CREATE INDEX styles_twin ON styles (outlet);
"""
# The statements that lead from format n - 1 to format n
MIGRATIONS: Final = {1: _FORMAT_1, 2: _FORMAT_2, 3: _FORMAT_3, 4: _FORMAT_4, 5: _FORMAT_5}
CHECKSUMS: Final = 4  # the first format with checksums and twins
STYLES: Final = 5  # the first format with the house style of outlets
_STATISTICS: Final = "sqlite_stat"  # tables that ANALYZE makes; they change no result

Run = Callable[[str], Any]


def migrate(run: Run, held: int) -> None:
    """Bring an index of format `held`, 0 where there is none yet, up to date; `run` executes a statement of one open
    transaction."""
    for version in sorted(MIGRATIONS):
        if version > held:
            for statement in filter(None, MIGRATIONS[version].strip().split(";\n")):
                run(statement.rstrip(";"))
            run(f"INSERT INTO migrations (format) VALUES ({version})")


class SchemaItem(NamedTuple):
    """A table or an index, with the statement that makes it; of the index of a UNIQUE column there is none."""

    kind: str
    name: str
    table: str
    statement: str | None


def read_schema(rows: Callable[[str], list[Any]]) -> frozenset[SchemaItem]:
    """Return what a file holds; `rows` are those of a query."""
    found = (SchemaItem(*row) for row in rows("SELECT type, name, tbl_name, sql FROM sqlite_master"))
    return frozenset(item for item in found if not str(item.name).startswith(_STATISTICS))


@cache
def schema_of(version: int) -> frozenset[SchemaItem]:
    """Return what an index of this format holds, and nothing else: a trigger or a view in a stranger's file would run
    statements of the stranger's."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for number in range(1, version + 1):
            for statement in filter(None, MIGRATIONS[number].strip().split(";\n")):
                made.execute(statement.rstrip(";"))
        return read_schema(lambda query: made.execute(query).fetchall())
    finally:
        made.close()
