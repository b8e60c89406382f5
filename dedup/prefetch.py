"""Prefetch: the next batch is read while kernels work on this one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def prefetch(items: Iterator[Item], jobs: int) -> Iterator[Item]:
    """The items in their order; with more than one job each is made in a thread while the one before is used. Errors
    arrive in place.

    >>> list(prefetch(iter([1, 2, 3]), jobs=2))
    [1, 2, 3]
    """
    if jobs == 1:
        yield from items
        return
    end = object()
    with ThreadPoolExecutor(1) as reader:
        waiting = reader.submit(next, items, end)
        while (item := waiting.result()) is not end:
            waiting = reader.submit(next, items, end)
            yield item  # type: ignore[misc]
