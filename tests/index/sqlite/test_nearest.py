"""The nearest articles are the same whether one thread looks all keys up or a second one half of them."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dedup.index.index_keys import ANCHOR, BAND
from dedup.index.keys import ArticleKeys
from dedup.index.settings import LIMITS
from dedup.index.sqlite.key_segment import KeySegment, entries_of, write
from dedup.index.sqlite.snapshot import RecentKeys, nearest
from dedup.text.tables import U64


class Counting(Executor):
    """An executor that counts what it was given."""

    def __init__(self) -> None:
        self.given = 0

    def submit(self, call: Any, /, *given: Any, **named: Any) -> Future[Any]:
        self.given += 1
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(call, *given, **named)


@pytest.fixture
def keys() -> U64:
    return np.sort(np.random.default_rng(5).choice(1 << 36, 200, replace=False).astype(np.uint64))


@pytest.fixture
def sketch(keys: U64) -> ArticleKeys:
    return ArticleKeys(keys, np.repeat(np.array([BAND, ANCHOR], np.uint8), 100), np.empty(0, np.uint32))


def segments(folder: Path, keys: U64, mapped_entries: int = LIMITS.mapped_entries) -> list[KeySegment]:
    """Two of 60 articles each, which have ten keys drawn at random: six others have one of them."""
    draw = np.random.default_rng(7)
    made = []
    for name, first in ((1, 1), (2, 61)):
        numbers = np.arange(first, first + 60)
        entries = entries_of(numbers, [draw.choice(keys, 10, replace=False) for _ in numbers], first)
        made.append(KeySegment(folder, write(folder, name, 0, (first, first + 59), entries), mapped_entries))
    return made


def test_a_helper_changes_nothing(tmp_path: Path, keys: U64, sketch: ArticleKeys) -> None:
    made = segments(tmp_path, keys, mapped_entries=0)
    tail = RecentKeys(120)
    tail.extend([(121, keys[90:120]), (122, keys[199:])])
    alone = [nearest(sketch, tail, made, above, least) for above in (0, 60, 121) for least in (1, 24)]
    helper = Counting()
    helped = [nearest(sketch, tail, made, above, least, helper) for above in (0, 60, 121) for least in (1, 24)]
    assert helped == alone
    assert alone[0][0] == alone[1][0] == 121  # ten bands and twenty pairs of stems
    assert len(alone[0]) > len(alone[1]) > 1
    assert alone[-2:] == [[122], []]
    assert helper.given == 4  # above 121 nothing is asked of a segment


def test_segments_in_memory_need_no_helper(tmp_path: Path, keys: U64, sketch: ArticleKeys) -> None:
    helper = Counting()
    assert nearest(sketch, RecentKeys(120), segments(tmp_path, keys), 0, 2, helper)
    assert helper.given == 0
