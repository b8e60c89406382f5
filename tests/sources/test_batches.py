"""Prefetch: the same items in the same order, and errors where they happened."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from dedup.sources.batches import prefetch


@pytest.mark.parametrize("jobs", [1, 2, 8])
@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_items_come_in_their_order(jobs: int, count: int) -> None:
    assert list(prefetch(iter(range(count)), jobs)) == list(range(count))


def test_nothing_is_taken_for_the_end() -> None:
    assert list(prefetch(iter([None, 0, "", None]), 2)) == [None, 0, "", None]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_arrives_behind_the_items_before_it(jobs: int) -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third")

    got = []
    with pytest.raises(ValueError, match="the third"):
        for item in prefetch(items(), jobs):
            got.append(item)
    assert got == [1, 2]


def test_the_next_item_is_made_while_the_one_before_is_used() -> None:
    second = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    waiting = prefetch(items(), 2)
    assert next(waiting) == 1
    assert second.wait(timeout=10)
    assert list(waiting) == [2]


def test_one_job_reads_nothing_ahead() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(3):
            taken.append(item)
            yield item

    waiting = prefetch(items(), 1)
    next(waiting)
    assert taken == [0]
    assert list(waiting) == [1, 2]


def test_an_iteration_that_is_left_ends_its_thread() -> None:
    before = threading.active_count()
    waiting = prefetch(iter(range(100)), 2)
    next(waiting)
    waiting.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
