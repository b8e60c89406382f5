"""View: what a process holds in memory is what the index says, whatever came between two looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dedup import Article, Prefilter
from dedup.index.settings import IndexSettings
from dedup.index.sqlite import snapshot
from dedup.index.sqlite.key_segment import KeySegment, MissingSegmentError
from dedup.index.sqlite.sqlite_index import SqliteIndex
from dedup.index.sqlite.upkeep import maintain_index


def test_a_look_that_met_a_missing_segment_is_taken_again(
    path: Path, invented: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process has replaced the segments between the reading of their list and the opening of their files."""
    missed: list[Any] = []

    def opened(*given: Any) -> KeySegment:
        if not missed:
            missed.append(given)
            raise MissingSegmentError("a segment is missing")
        return KeySegment(*given)

    with Prefilter(path) as seen, Prefilter(path) as other:
        assert seen.check(Article(id="x", text=invented(1))).is_new
        other.add(Article(id="a", text=invented(1)))
        maintain_index(path, 1, wait=True)
        monkeypatch.setattr(snapshot, "KeySegment", opened)
        assert [m.id for m in seen.check(Article(id="x", text=invented(1))).matches] == ["a"]
    assert len(missed) == 1


def test_a_tail_that_could_not_be_read_is_read_the_next_time(
    path: Path, invented: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise MissingSegmentError("a segment is missing")

    with Prefilter(path) as seen, Prefilter(path) as other:
        assert seen.check(Article(id="x", text=invented(1))).is_new
        other.add(Article(id="a", text=invented(1)))
        with monkeypatch.context() as broken:
            broken.setattr("dedup.index.prefilter._TRIES", 0)
            broken.setattr("dedup.index.sqlite.snapshot.RecentKeys.extend", fails)
            with pytest.raises(MissingSegmentError):
                seen.check(Article(id="x", text=invented(1)))
        assert [m.id for m in seen.check(Article(id="x", text=invented(1))).matches] == ["a"]


def test_what_this_process_itself_took_out_is_below_the_floor_at_the_next_look(
    path: Path, invented: Callable[[int], str]
) -> None:
    held = SqliteIndex(IndexSettings(path=str(path), max_articles=2))
    for n in range(32):
        held.add(Article(id=f"n{n}", text=invented(n)), None)
    held.check(Article(id="x", text=invented(31)))
    assert (held._view.floor, held.stats().articles) == (31, 2)
    held.close()
