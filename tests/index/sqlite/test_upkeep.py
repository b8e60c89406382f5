"""What becomes of the tail: so much of it as makes a segment, however few keys an article has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from dedup import Article, Prefilter
from dedup.index.article_store import ArticleRow
from dedup.index.settings import LIMITS
from dedup.index.sqlite import upkeep
from dedup.index.sqlite.database import Database
from dedup.text.tables import U64


def tail(articles: int, keys: int) -> Iterator[tuple[int, U64]]:
    for number in range(1, articles + 1):
        yield number, np.zeros(keys, np.uint64)


@pytest.mark.parametrize(("keys", "taken"), [(218, 4_810), (42, 24_967)])
def test_a_segment_is_made_of_few_keys_an_article_as_of_many(keys: int, taken: int) -> None:
    rows = upkeep._oldest(tail(30_000, keys), LIMITS)
    assert len(rows) == taken
    assert (taken - 1) * keys < LIMITS.tail_keys <= taken * keys


def test_a_shorter_tail_is_taken_whole() -> None:
    assert [number for number, _ in upkeep._oldest(tail(5, 42), LIMITS._replace(tail_keys=1_000))] == [1, 2, 3, 4, 5]


def test_articles_without_keys_leave_the_tail_too(path: Path, invented: Callable[[int], str]) -> None:
    with Prefilter(path) as seen:
        for n in range(30):
            seen.add(Article(id=f"empty{n}", text="..."))
        seen.add(Article(id="full", text=invented(1)))
    upkeep.maintain_index(path, 10_000, limits=LIMITS._replace(tail_articles=20))
    with Prefilter(path) as seen:
        assert seen.stats().in_tail == 11
        assert [m.id for m in seen.check(Article(id="again", text=invented(1))).matches] == ["full"]
        assert seen.check_index() == []


@pytest.mark.parametrize("text", [False, True])
def test_of_an_index_without_texts_no_article_is_read(path: Path, invented: Callable[[int], str], text: bool) -> None:
    read: list[Sequence[int]] = []

    class Watched(Database):
        def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]:
            read.append(numbers)
            return super().by_number(numbers)

    with Prefilter(path, text=text) as seen:
        seen.add(Article(id="a", text=invented(1), outlet="Post"))
        folder = upkeep.folder_of(path)
        folder.mkdir()
        database = Watched(path, durable=True)
        upkeep.flush_tail(database, folder, 1, LIMITS)
        database.close()
        assert (seen.stats().segments, len(read)) == (1, int(text))
