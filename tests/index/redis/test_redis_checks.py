"""`check_index` finds what is wrong in a Redis that others may have written to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from dedup import Article, Prefilter
from dedup.errors import DedupError, FormatError


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
        (lambda client: client.hset("{dedup}:s:post", "rule", 3), "The house style of 'post' in the index is damaged"),
        (
            lambda client: client.hset("{dedup}:s:post", "", "many"),
            "The count of marks of the index in Redis is 'many'",
        ),
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


COUNTERS = [b"-5", b"4294967301", b"9" * 5_000, b"soon", b"", b"\xff\x1b[31m"]


@pytest.mark.parametrize("value", COUNTERS, ids=range(len(COUNTERS)))
@pytest.mark.parametrize("counter", ["last", "floor", "lowest"])
def test_a_counter_that_was_changed_is_told(
    filled: Prefilter, client: Any, counter: str, value: bytes, invented: Callable[[int], str]
) -> None:
    """Neither a walk that never ends nor four gigabytes for a number that was claimed."""
    client.set("{dedup}:" + counter, value)
    if value:
        with pytest.raises(FormatError, match=r"of the index in Redis is .* and not a number below 2\^32"):
            filled.check(Article(id="x", text=invented(1)))
    try:
        damage = filled.check_index()
    except FormatError as error:
        damage = [str(error)]
    assert damage != [] or counter != "last"
    assert "\x1b" not in "".join(damage).replace("'\\x1b", "")


@pytest.mark.parametrize("value", [2**32 - 1, 4_000_000_000])
def test_a_largest_number_that_was_raised_makes_no_long_walk(filled: Prefilter, client: Any, value: int) -> None:
    client.set("{dedup}:last", value)
    assert filled.check_index() == []
    assert (filled.stats().articles, len(list(filled.records()))) == (4, 4)
    assert len(filled.families()) == 1
    assert filled.forget(older_than="1d") == 0


def test_a_largest_number_that_was_lowered_is_told(filled: Prefilter, client: Any) -> None:
    client.set("{dedup}:last", 2)
    assert any("the largest number is 2, and there is an article 4" in line for line in filled.check_index())


@pytest.mark.parametrize(
    "harm",
    [
        lambda client: client.hset("{dedup}:ids", "n1", "-7"),
        lambda client: client.hset("{dedup}:ids", "n1", "x"),
        lambda client: client.hset("{dedup}:r:4", "x", b"\x94"),
        lambda client: client.hset("{dedup}:r:4", "3", msgspec.msgpack.encode(("no kind", 0.5, 0.5, 0.5))),
        lambda client: client.hset("{dedup}:r:4", "3", msgspec.msgpack.encode(("identical", 7.5, 0.5, 0.5))),
        lambda client: client.setrange("{dedup}:a:1", 0, b"\xff" * 8),
        lambda client: client.setrange("{dedup}:a:1", 8, b"\xff" * 8),
        lambda client: client.hset("{dedup}:counts", "relations", "many"),
    ],
)
def test_values_that_mean_nothing_end_in_a_sentence(filled: Prefilter, client: Any, harm: Callable[[Any], Any]) -> None:
    harm(client)
    asked: list[Callable[[], object]] = [
        filled.check_index,
        filled.stats,
        filled.families,
        lambda: list(filled.records()),
        lambda: [filled.recall(f"n{n}") for n in range(4)],
    ]
    told = 0
    for ask in asked:
        try:
            ask()
        except DedupError as error:
            told += 1
            assert "\n" not in str(error)
    assert told
