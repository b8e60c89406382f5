"""Band keys and pairs of buckets against plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch.bands import band_keys, repeated_values
from dedup.sketch.candidates import bucket_pairs, distinct
from dedup.text.tables import U64

EMPTY = 0xFFFFFFFF
Pair = tuple[int, int]


def keys_of(rows: list[list[int]], bands: int, width: int) -> list[list[int]]:
    keys: list[list[int]] = band_keys(
        np.array(rows, np.uint32).reshape(len(rows), bands * width), width, bands
    ).T.tolist()
    return keys


@given(
    st.lists(st.lists(st.integers(0, 1) | st.just(EMPTY), min_size=6, max_size=6), min_size=1, max_size=8),
    st.sampled_from([1, 2, 3]),
)
def test_articles_share_a_key_where_they_share_a_band(rows: list[list[int]], width: int) -> None:
    """Equal slots give an equal key, other slots another (32 bits: no clash among so few), and an empty text has key 0
    alone."""
    bands = 6 // width
    keys = keys_of(rows, bands, width)
    for one, two in combinations(range(len(rows)), 2):
        if set(rows[one]) == {EMPTY} or set(rows[two]) == {EMPTY}:
            continue
        for band in range(bands):
            same = rows[one][band * width : (band + 1) * width] == rows[two][band * width : (band + 1) * width]
            assert (keys[one][band] == keys[two][band]) == same
    for row, own in zip(rows, keys, strict=True):
        assert (0 in own) == (set(row) == {EMPTY})
        if set(row) == {EMPTY}:
            assert set(own) == {0}


def test_the_same_slots_have_another_key_in_another_band() -> None:
    assert len(set(keys_of([[5] * 6], 3, 2)[0])) == 3


def entries_of(buckets: dict[int, list[int]]) -> U64:
    return np.sort(
        np.array([key << 32 | article for key, articles in buckets.items() for article in articles], np.uint64)
    )


def as_pairs(values: U64) -> list[Pair]:
    return [(int(v) >> 32, int(v) & EMPTY) for v in values]


buckets = st.dictionaries(
    st.integers(0, 5) | st.integers(1, EMPTY), st.lists(st.integers(0, 40), max_size=14), max_size=8
)


@given(buckets, st.integers(2, 10), st.integers(8, 14))
def test_pairs_of_buckets(found: dict[int, list[int]], full: int, most: int) -> None:
    """Small buckets give all their pairs, large ones a star and a chain; too large ones, key 0 and an article with
    itself give none."""
    expected: list[Pair] = []
    for key in sorted(found):
        held = sorted(found[key]) if key and len(found[key]) <= most else []
        near = [(i, j) for i, j in combinations(range(len(held)), 2) if len(held) <= full or i == 0 or j == i + 1]
        expected += [(held[i], held[j]) for i, j in near if held[i] != held[j]]
    assert sorted(as_pairs(bucket_pairs(entries_of(found), full, most))) == sorted(expected)


@pytest.mark.parametrize("size", [25, 1_000, 20_000])
def test_a_large_bucket_links_each_with_the_first_and_its_neighbour(size: int) -> None:
    """Connected, and linear in the number of articles: 2n - 3 pairs; more than the first room for pairs holds."""
    pairs = as_pairs(bucket_pairs(entries_of({7: list(range(size))}), 24, 1 << 62))
    assert set(pairs) == {(0, n) for n in range(1, size)} | {(n, n + 1) for n in range(1, size - 1)}
    assert len(pairs) == 2 * size - 3


def test_the_largest_article_number_and_key_are_kept_apart() -> None:
    top = EMPTY
    assert as_pairs(bucket_pairs(entries_of({top: [0, top], top - 1: [1, top]}), 24, 1 << 62)) == [(1, top), (0, top)]


def test_many_full_small_buckets_outgrow_the_first_room() -> None:
    buckets_of = {key: list(range(key, key + 24)) for key in range(1, 60)}
    pairs = as_pairs(bucket_pairs(entries_of(buckets_of), 24, 1 << 62))
    assert len(pairs) == 59 * 24 * 23 // 2 > 4096
    assert Counter(pairs) == Counter(pair for held in buckets_of.values() for pair in combinations(held, 2))


@given(st.lists(st.lists(st.integers(0, 5) | st.integers(0, (1 << 64) - 1), max_size=20), max_size=4))
def test_distinct_values_are_sorted(pieces: list[list[int]]) -> None:
    values = distinct([np.array(piece, np.uint64) for piece in pieces])
    assert values.dtype == np.uint64
    assert values.tolist() == sorted({value for piece in pieces for value in piece})


@given(st.lists(st.integers(0, 5) | st.integers(0, (1 << 64) - 1), max_size=40), st.integers(1, 4))
def test_values_that_repeat_often_enough(values: list[int], least: int) -> None:
    found = repeated_values(np.sort(np.array(values, np.uint64)), least)
    times: dict[int, int] = defaultdict(int)
    for value in values:
        times[value] += 1
    assert found.tolist() == sorted(value for value, n in times.items() if n >= least)
