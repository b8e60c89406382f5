"""Segments and the tail find what a dictionary would, before and after merges."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.index.index_keys import KEY_BITS
from dedup.index.key_search import KeySearch
from dedup.index.nearest import KEPT
from dedup.index.sqlite.key_segment import KeySegment, entries_of, merge, write
from dedup.index.sqlite.snapshot import RecentKeys
from dedup.text.tables import U64

KEYS = st.sampled_from([0, 1, 2, 65_535, 65_536, 65_537, (1 << KEY_BITS) - 1, 1 << 35, 12_345_678_901])
ARTICLES = st.lists(st.sets(KEYS, max_size=6), min_size=1, max_size=60)
ALL: U64 = np.array(
    [0, 1, 2, 3, 65_535, 65_536, 65_537, 1 << 20, 1 << 35, 12_345_678_901, (1 << KEY_BITS) - 1], np.uint64
)


def expected(articles: list[set[int]], first: int, above: int) -> dict[int, list[int]]:
    """The newest KEPT articles of each key."""
    found = {}
    for key in ALL.tolist():
        found[key] = [first + n for n, keys in enumerate(articles) if key in keys and first + n > above][::-1][:KEPT]
    return found


def as_dictionary(asked: KeySearch) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {key: [] for key in ALL.tolist()}
    for hit in asked.hits.tolist():
        out[int(ALL[hit >> 32])].append(hit & 0xFFFFFFFF)
    return out


def as_keys(keys: set[int]) -> U64:
    return np.array(sorted(keys), np.uint64)


@given(articles=ARTICLES, first=st.integers(1, 1 << 31), skipped=st.integers(0, 70))
@settings(deadline=None, max_examples=60)
def test_the_tail_finds_the_newest_of_each_key(articles: list[set[int]], first: int, skipped: int) -> None:
    tail = RecentKeys(0)
    for n, keys in enumerate(articles):
        tail.add(first + n, as_keys(keys))
    asked = KeySearch(ALL, first + skipped - 1, KEPT)
    tail.look_up(asked)
    assert as_dictionary(asked) == expected(articles, first, first + skipped - 1)
    assert (tail.last, len(tail)) == (first + len(articles) - 1, sum(map(len, articles)))


@pytest.mark.parametrize("mapped", [0, 1 << 30], ids=["read", "mapped"])
@given(articles=ARTICLES, first=st.integers(1, 1 << 31), skipped=st.integers(0, 70), parts=st.integers(1, 3))
@settings(deadline=None, max_examples=15)
def test_merged_segments_find_the_newest_of_each_key(
    mapped: int, articles: list[set[int]], first: int, skipped: int, parts: int
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        pieces = []
        size = -(-len(articles) // parts)
        for number, begin in enumerate(range(0, len(articles), size), 1):
            part = articles[begin : begin + size]
            numbers = np.arange(first + begin, first + begin + len(part))
            entries = entries_of(numbers, [as_keys(keys) for keys in part], first + begin)
            pieces.append(
                KeySegment(
                    folder, write(folder, number, 0, (first + begin, first + begin + len(part) - 1), entries), mapped
                )
            )
        merged = KeySegment(
            folder, merge(folder, 9, 1, (first, first + len(articles) - 1), pieces, np.empty(0, np.int64), 7), mapped
        )
        wanted = expected(articles, first, first + skipped - 1)
        for segments in (pieces[::-1], [merged]):
            asked = KeySearch(ALL, first + skipped - 1, KEPT)
            for one in segments:
                one.look_up(asked)
            assert as_dictionary(asked) == wanted
            assert asked.counts.tolist() == [len(wanted[key]) for key in ALL.tolist()]
        assert merged.damage() is None


def test_a_merge_leaves_out_what_is_gone_and_the_oldest_of_a_full_key(tmp_path: Path) -> None:
    numbers = np.arange(1, 101)
    entries = entries_of(numbers, [np.array([5, 1_000 + n], np.uint64) for n in range(1, 101)], 1)
    whole = KeySegment(tmp_path, write(tmp_path, 1, 0, (1, 100), entries))
    assert whole.info.entries == 100 + KEPT
    merged = KeySegment(tmp_path, merge(tmp_path, 2, 1, (51, 100), [whole], np.array([60, 100])))
    asked = KeySearch(np.array([5, 1_050, 1_051, 1_060, 1_099], np.uint64), 0, KEPT)
    merged.look_up(asked)
    assert asked.counts.tolist() == [KEPT - 1, 0, 1, 0, 1]
    assert set((asked.hits[: KEPT - 1] & np.uint64(0xFFFFFFFF)).tolist()) == set(range(76, 100))
    assert asked.hits.size == KEPT + 1


def test_the_largest_article_number_fits(tmp_path: Path) -> None:
    last = (1 << 32) - 1
    made = KeySegment(tmp_path, write(tmp_path, 1, 0, (last, last), entries_of(np.array([last]), [ALL], last)))
    asked = KeySearch(ALL, last - 1, KEPT)
    made.look_up(asked)
    assert asked.hits.size == ALL.size
    assert set((asked.hits & np.uint64(0xFFFFFFFF)).tolist()) == {last}
