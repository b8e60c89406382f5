"""What becomes of the tail: so much of it as makes a segment, however few keys an article has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from dedup import Article, Prefilter
from dedup.index.sqlite import upkeep
from dedup.text.tables import U64


def tail(articles: int, keys: int) -> Iterator[tuple[int, U64]]:
    for number in range(1, articles + 1):
        yield number, np.zeros(keys, np.uint64)


@pytest.mark.parametrize(("keys", "taken"), [(218, 4_810), (42, 24_967)])
def test_a_segment_is_made_of_few_keys_an_article_as_of_many(keys: int, taken: int) -> None:
    rows = upkeep._oldest(tail(30_000, keys), upkeep.TAIL_ENTRIES)
    assert len(rows) == taken
    assert (taken - 1) * keys < upkeep.TAIL_ENTRIES <= taken * keys


def test_a_shorter_tail_is_taken_whole() -> None:
    assert [number for number, _ in upkeep._oldest(tail(5, 42), 1_000)] == [1, 2, 3, 4, 5]


def test_articles_without_keys_leave_the_tail_too(
    path: Path, monkeypatch: pytest.MonkeyPatch, invented: Callable[[int], str]
) -> None:
    monkeypatch.setattr(upkeep, "_ROWS", 20)
    with Prefilter(path) as seen:
        for n in range(30):
            seen.add(Article(id=f"empty{n}", text="..."))
        seen.add(Article(id="full", text=invented(1)))
    upkeep.maintain_index(path, 10_000)
    with Prefilter(path) as seen:
        assert seen.stats().in_tail == 11
        assert [m.id for m in seen.check(Article(id="again", text=invented(1))).matches] == ["full"]
        assert seen.check_index() == []


def test_of_an_index_without_texts_no_article_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, invented: Callable[[int], str]
) -> None:
    read: list[object] = []

    def noted(store: object, numbers: Sequence[int]) -> list[object]:
        read.append(numbers)
        return []

    monkeypatch.setattr("dedup.index.sqlite.database.Database.by_number", noted)
    for text, name in ((False, "none.db"), (True, "texts.db")):
        with Prefilter(path.with_name(name), text=text) as seen:
            seen.add(Article(id="a", text=invented(1), outlet="Post"))
            upkeep.maintain_index(path.with_name(name), 1, wait=True)
            assert (seen.stats().segments, len(read)) == (1, int(text))
