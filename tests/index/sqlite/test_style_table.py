"""Counts of house style: what is written is read again, and what is damaged is reported."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dedup.errors import FormatError
from dedup.index.checksums import checksum
from dedup.index.header import make_header
from dedup.index.outlet_style import NO_COUNTS, OutletCounts, OutletMarks
from dedup.index.settings import LIMITS
from dedup.index.sqlite.connection import Connection
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.style_table import StyleTable
from dedup.index.stored_article import make_dictionary
from tests.index.sqlite.tampering import change

DAMAGED = r"The table of house styles of .* is damaged"
POST, CLOCK = OutletCounts(3, {"a": 2}), OutletCounts(1, {})


@pytest.fixture
def filled(path: Path) -> Iterator[Database]:
    made = Database(path, make_header(True, False), make_dictionary)
    with made.writing():
        for rules in ({"a"}, {"a"}, set[str]()):
            made.styles.count(OutletMarks("post", frozenset(rules)))
        made.styles.count(OutletMarks("clock", frozenset()))
    yield made
    made.close()


def test_what_is_counted_is_read_again(filled: Database) -> None:
    assert filled.style_of("post") == POST
    assert filled.style_of("other") == NO_COUNTS
    assert list(filled.all_styles()) == [("post", POST), ("clock", CLOCK)]
    assert (len(filled.styles), filled.damage()) == (2, [])


def test_counts_take_the_place_of_those_before(filled: Database) -> None:
    with filled.writing():
        filled.styles.put("post", CLOCK)
        filled.styles.put("new", POST)
    assert list(filled.all_styles()) == [("post", CLOCK), ("clock", CLOCK), ("new", POST)]


def test_all_are_read_in_pages(filled: Database) -> None:
    with filled.writing():
        for number in range(3):
            filled.styles.put(f"n{number}", POST)
    connection = Connection(filled.path, may_make=False, durable=False)
    paged = StyleTable(connection, page=2)
    assert [outlet for outlet, _ in paged.all()] == ["post", "clock", "n0", "n1", "n2"]
    change(filled.path, "DELETE FROM styles WHERE number=4")
    with pytest.raises(FormatError, match=DAMAGED):
        list(paged.all())
    connection.close()


def test_at_most_so_many_outlets_are_counted(path: Path) -> None:
    database = Database(path, make_header(True, False), make_dictionary, limits=LIMITS._replace(outlets=1))
    with database.writing():
        for outlet in ("post", "clock", "post"):
            database.styles.count(OutletMarks(outlet, frozenset()))
    assert list(database.all_styles()) == [("post", OutletCounts(2, {}))]
    database.close()


@pytest.mark.parametrize(
    "counts", ["", "{}", "[]", '{"articles":1,"rules":{"a":2}}', '{"articles":1,"rules":{"a":"x"}}']
)
def test_counts_that_mean_nothing_are_reported(filled: Database, counts: str) -> None:
    change(
        filled.path, "UPDATE styles SET counts=?, sum=? WHERE outlet='post'", counts, checksum("post", counts)
    )  # as a stranger would write them
    with pytest.raises(FormatError, match=DAMAGED):
        filled.style_of("post")
    assert [line for line in filled.damage() if "house styles" in line] != []


@pytest.mark.parametrize(
    "statement", ["UPDATE styles SET counts='{\"articles\":9}'", "UPDATE styles SET outlet='x' WHERE number=1"]
)
def test_a_row_without_its_checksum_is_reported(filled: Database, statement: str) -> None:
    change(filled.path, statement)
    with pytest.raises(FormatError, match=DAMAGED):
        list(filled.all_styles())


def test_an_outlet_that_one_tree_has_and_the_other_has_not_is_reported(filled: Database) -> None:
    """As where a page of one is damaged: an outlet that is not found would have no style."""
    filled.close()
    with closing(sqlite3.connect(filled.path)) as connection, connection:
        connection.execute("PRAGMA writable_schema=ON")
        empty = "SELECT rootpage FROM sqlite_master WHERE name='lines_by_state'"
        connection.execute(f"UPDATE sqlite_master SET rootpage=({empty}) WHERE name='styles_twin'")
    with pytest.raises(FormatError, match=DAMAGED):
        filled.style_of("post")
