"""`check_index` finds what is wrong in a Redis that others may have written to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dedup import Article, Prefilter


@pytest.fixture
def client(redis_address: str) -> Iterator[Any]:
    import redis

    with redis.Redis.from_url(redis_address) as made:
        yield made


@pytest.fixture
def filled(redis_address: str, whole: str, invented: Callable[[int], str]) -> Iterator[Prefilter]:
    with Prefilter(redis_address) as seen:
        for n, text in enumerate((invented(1), invented(2), whole, whole)):
            seen.check_and_add(Article(id=f"n{n}", text=text))
        assert seen.check_index() == []
        yield seen


def a_bucket_is_cut(client: Any) -> None:
    name = next(client.scan_iter("{dedup}:k:*"))
    client.set(name, client.get(name)[:-1])


def entries_are_out_of_order(client: Any) -> None:
    client.set(b"{dedup}:k:\x00\x00\x01", bytes([0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0]))


def keys_are_gone(client: Any) -> None:
    for name in client.scan_iter("{dedup}:k:*"):
        held = client.get(name)
        client.set(name, b"".join(held[at : at + 6] for at in range(0, len(held), 6) if held[at + 2] != 1))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda client: client.hset("{dedup}:ids", "ghost", 3), "the id 'ghost' has no article"),
        (lambda client: client.hdel("{dedup}:ids", "n1"), "4 articles are there and 3 ids"),
        (lambda client: client.delete("{dedup}:a:2"), "the id 'n1' has no article"),
        (lambda client: client.setrange("{dedup}:a:1", 40, b"damage"), "Article 'n0' of the index is damaged"),
        (lambda client: client.delete("{dedup}:f:3"), "article 'n3' is missing in its copy family"),
        (a_bucket_is_cut, "is cut or out of order"),
        (entries_are_out_of_order, "is cut or out of order"),
        (keys_are_gone, "article 'n0' has no keys"),
    ],
)
def test_damage_is_told(filled: Prefilter, client: Any, harm: Callable[[Any], Any], told: str) -> None:
    harm(client)
    assert any(told in line for line in filled.check_index())


def test_an_article_that_is_cut_is_told(filled: Prefilter, client: Any) -> None:
    client.set("{dedup}:a:1", b"short")
    assert any("Article 1 of the index is damaged" in line for line in filled.check_index())


def test_texts_without_words_need_no_keys(redis_address: str) -> None:
    with Prefilter(redis_address) as seen:
        seen.add(Article(id="a", text=""))
        assert seen.check_index() == []
