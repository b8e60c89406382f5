"""Buckets: what is found in their bytes, and what is taken out of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import Article, Prefilter
from dedup.errors import FormatError
from dedup.index.index_keys import LOW_BITS
from dedup.index.keys import KeyMaker
from dedup.index.nearest import KEPT
from dedup.index.redis.bucket_entries import living
from dedup.index.redis.buckets import CROWDED, BucketTrim, KeyBuckets, read_buckets
from dedup.index.redis.connection import RedisServer
from dedup.index.redis.layout import bucket_names, pack_buckets, pack_low
from dedup.index.redis.redis_store import RedisStore
from dedup.text.corpus import CorpusReader

Entries = list[tuple[int, int]]
# Lower bits, and how far the next number is
entries = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=120)


def number_id(steps: Entries) -> Entries:
    """Pairs of lower bits and rising article numbers, some of which need all four bytes."""
    return [
        (low + (1 << LOW_BITS) - 4, int(n) + 0x7FFF_FF00)
        for (low, _), n in zip(steps, np.cumsum([s for _, s in steps]), strict=True)
    ]


def packed(pairs: Entries) -> bytes:
    return b"".join(low.to_bytes(2, "little") + number.to_bytes(4, "little") for low, number in pairs)


def looked(pairs: Entries, lowest: int = 0) -> KeyBuckets:
    """Two buckets, the first of which holds these entries."""
    held = np.frombuffer(packed(pairs), np.uint8)
    return KeyBuckets(
        False, 0, 0, lowest, [b"one", b"two"], np.zeros(4, np.int64), held, np.array([0, held.size, held.size])
    )


@given(entries, st.integers(0, 100))
def test_the_newest_articles_of_each_key_are_found(steps: Entries, above: int) -> None:
    pairs = number_id(steps)
    keys = np.arange((1 << LOW_BITS) - 4, 1 << LOW_BITS, dtype=np.uint64) + np.uint64(5 << LOW_BITS)
    counts, hits = looked(pairs).matching(keys, above + 0x7FFF_FF00)
    expected = [
        [n for low, n in reversed(pairs) if low == key % (1 << LOW_BITS) and n > above + 0x7FFF_FF00][:KEPT]
        for key in keys.tolist()
    ]
    assert counts.tolist() == [len(numbers) for numbers in expected]
    assert hits.tolist() == [k << 32 | n for k, numbers in enumerate(expected) for n in numbers]


@given(entries, st.integers(0, 300))
def test_a_trim_keeps_what_is_of_use_and_its_order(steps: Entries, lowest: int) -> None:
    pairs = number_id(steps)
    lowest += 0x7FFF_FF00
    alive = [
        (low, n)
        for at, (low, n) in enumerate(pairs)
        if n >= lowest and sum(other == low for other, _ in pairs[at:]) <= KEPT
    ]
    trims = looked(pairs, lowest).trims()
    if len(pairs) >= CROWDED and 2 * len(alive) <= len(pairs):
        assert trims == [BucketTrim(b"one", packed(pairs), packed(alive))]
    else:
        assert trims == []


def test_buckets_that_are_not_in_the_answer_are_reported() -> None:
    """A server, or one that claims to be it, may answer with less than it was asked for."""
    whole = looked([((1 << LOW_BITS) - 4, 7)] * 3)
    keys = np.arange((1 << LOW_BITS) - 4, 1 << LOW_BITS, dtype=np.uint64)
    assert whole.matching(keys, 0)[0].tolist() == [3, 0, 0, 0]
    for places in ([0, 0, 0, 2], [0, 0, 0, -1], [0, 0, 0]):
        with pytest.raises(FormatError, match="Redis did not answer with the buckets"):
            whole._replace(places=np.array(places)).matching(keys, 0)
    for borders in ([0, 24, 24], [0, 13, 18], [6, 0, 18], [-6, 18, 18], [0, 1 << 40, 1 << 40]):
        with pytest.raises(FormatError, match="Redis did not answer with the buckets"):
            whole._replace(borders=np.array(borders)).matching(keys, 0)


def test_a_bucket_of_no_whole_entries_is_not_trimmed() -> None:
    seen = np.zeros(1 << LOW_BITS, np.uint8)
    for bucket, entries, counters in ((13, 2, seen), (18, 2, seen), (12, 2, seen[1:])):
        with pytest.raises(ValueError, match="not made of whole entries"):
            living(np.zeros(bucket, np.uint8), 0, KEPT, counters, np.zeros(entries, np.bool_))


def test_a_bucket_is_named_by_the_upper_bits_of_a_key() -> None:
    keys = np.array([0, (1 << 36) - 1, 0x123456789], np.uint64)
    names = bucket_names("p:", keys >> np.uint64(LOW_BITS))
    assert [name[:4] for name in names] == [b"p:k:"] * 3
    rebuilt = [
        int.from_bytes(name[4:], "big") << LOW_BITS | int.from_bytes(pack_low(keys)[2 * k : 2 * k + 2], "little")
        for k, name in enumerate(names)
    ]
    assert rebuilt == keys.tolist()
    assert b"".join(name[4:] for name in names) == pack_buckets(keys >> np.uint64(LOW_BITS))


def test_a_trim_keeps_what_came_since_and_gives_way_to_another(redis_address: str) -> None:
    store = RedisStore(RedisServer(redis_address))
    held = [packed([(1, n)]) for n in range(5)]
    store.server.ask("SET", "bucket", b"".join(held))
    store.trim([BucketTrim(b"bucket", b"".join(held[:4]), held[3])])
    assert store.server.ask("GET", "bucket") == b"".join(held[3:])
    store.trim([BucketTrim(b"bucket", b"".join(held[:4]), b"")])
    assert store.server.ask("GET", "bucket") == b"".join(held[3:])
    store.trim([BucketTrim(b"bucket", b"".join(held[3:]), b"")])
    assert store.server.ask("EXISTS", "bucket") == 0
    store.server.close()


def test_the_entries_of_what_is_gone_go_in_time(redis_address: str, whole: str) -> None:
    with Prefilter(redis_address, max_articles=3) as seen:
        keys = []
        for n in range(200):
            seen.check_and_add(Article(id=f"n{n}", text=whole))
            keys.append(seen.stats().key_bytes)
        assert max(keys) < keys[0] * 64  # those that are held, of an eviction and the next, and as many dead ones
        assert seen.check(Article(id="x", text=whole)).decision == "identical"
        assert seen.check_index() == []


def test_adding_alone_trims_too(redis_address: str, whole: str) -> None:
    with Prefilter(redis_address) as seen:
        for n in range(200):
            seen.add(Article(id=f"n{n}", text=whole))
        keys = seen.stats().key_bytes / 6 / 200
        seen.add(Article(id="other", text="Nothing in common."))
    with Prefilter(f"{redis_address}?prefix=small") as small:
        small.add(Article(id="a", text=whole))
        assert keys < small.stats().key_bytes / 6 * (3 * KEPT / 200)


def test_entries_below_the_first_article_that_is_left_are_of_no_use(redis_address: str, whole: str) -> None:
    with Prefilter(redis_address) as seen:
        for n in range(CROWDED):
            seen.check_and_add(Article(id=f"n{n}", text=whole))
        each = seen.stats().key_bytes // CROWDED
        for n in range(CROWDED - 2):
            seen.forget(f"n{n}")
        for n in range(6):  # each call trims some of the buckets
            seen.check_and_add(Article(id=f"next{n}", text=whole))
        assert seen.stats().key_bytes == 8 * each
        assert len(seen.check(Article(id="x", text=whole)).matches) == 8


def test_eviction_tells_below_which_number_nothing_is_left(
    redis_address: str, whole: str, invented: Callable[[int], str]
) -> None:
    """The floor is what shows how many articles there are, on which depends how rare a key must be."""
    with Prefilter(redis_address) as seen:
        for n in range(12):
            seen.add(Article(id=f"n{n}", text=whole if n > 8 else invented(n)))
        server = RedisServer(redis_address)
        sketch = KeyMaker(False)(CorpusReader()([Article(text=whole)]).columns)
        assert (read_buckets(server, sketch, "").last, read_buckets(server, sketch, "").floor) == (12, 0)
        assert RedisStore(server).evict(None, 2, 100) == 10
        at = read_buckets(server, sketch, "")
        assert (at.last, at.floor, at.lowest) == (12, 11, 11)
        assert sorted(at.nearest(sketch, 0, False)) == [11, 12]  # the bucket still holds an entry of 10
        assert sorted(at._replace(floor=0).nearest(sketch, 0, False)) == [10, 11, 12]
        assert (at.articles, at._replace(floor=0).articles) == (1, 12)
        server.close()
