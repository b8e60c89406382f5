"""Counters: what a counter adds up, and which ones go where there are too many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.index.header import make_header
from dedup.index.settings import LIMITS
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.line_counts import Counter
from dedup.index.stored_article import make_dictionary


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    made = Database(path, make_header(True, False), make_dictionary)
    yield made
    made.close()


def test_a_flush_counts_once_and_so_does_a_story() -> None:
    counter = Counter(1, "post").seen_in([1, 2], 5).seen_in([2, 3], 5)
    assert (counter.stories, counter.distinct(), counter.flushes, counter.flush) == (4, 3, 1, 5)
    assert counter.seen_in([1], 8).flushes == 2
    assert Counter(1, "post").seen_in([1], 0).flushes == 1


def test_what_is_written_is_read_again(database: Database) -> None:
    first = Counter(-1, "post").seen_in([1, 2], 5)
    second = first.seen_in([3], 6)
    for counter in (first, second):
        with database.writing():
            database.line_counts.put([counter])
        assert database.line_counts.of([-1, 7]) == [counter]


def test_of_equally_rare_counters_the_one_that_was_not_seen_for_longest_goes(path: Path) -> None:
    database = Database(path, make_header(True, False), make_dictionary, limits=LIMITS._replace(counted_lines=2))
    old, older, again = (Counter(n, "post").seen_in([n], flush) for n, flush in ((1, 2), (3, 1), (2, 0)))
    with database.writing():
        database.line_counts.put([old, again])
        database.line_counts.put([again._replace(flush=3), older])
        assert sorted(database.line_counts.hashes()) == [1, 2]
        database.line_counts.put([Counter(4, "post").seen_in([4, 5], 0)])
        assert sorted(database.line_counts.hashes()) == [2, 4]
    database.close()
