"""Batches: articles -> runs of a few megabytes, each of which is read while the one before is worked on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from dedup.article import Article
from dedup.errors import InputError
from dedup.sources.skipped import SkippedPieces
from dedup.text.corpus import BATCH_BYTES, LARGEST_TEXT

Item = TypeVar("Item")


def bounded(
    articles: Iterable[Article], skipped: SkippedPieces, *, strict: bool, longest: int = LARGEST_TEXT
) -> Iterator[Article]:
    """Return the articles of at most `longest` code points; list the others in `skipped`.

    Raises InputError for the first of the others where `strict`.
    """
    for article in articles:
        if len(article.text) <= longest:
            yield article
            continue
        reason = f"The text has {len(article.text)} characters, more than {longest}; split it into its articles."
        if strict:
            raise InputError(f"{article.path or article.id}: {reason}")
        skipped.note(article.path or article.id, article.line, reason)


def batches(articles: Iterable[Article], size: int = BATCH_BYTES) -> Iterator[list[Article]]:
    """Return runs of articles with about `size` code points of text; an article above that is a run of its own."""
    batch: list[Article] = []
    held = 0
    for article in articles:
        batch.append(article)
        held += len(article.text)
        if held >= size:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def prefetch(items: Iterator[Item], jobs: int) -> Iterator[Item]:
    """Return the items in their order; with more than one job each is made in a thread while the one before is used.

    What making an item raises arrives in its place.

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
