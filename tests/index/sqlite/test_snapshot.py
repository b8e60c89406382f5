"""A snapshot is what the index has, whatever came between two look-ups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dedup import Article, Prefilter
from dedup.index.backend import MissingSegmentError
from dedup.index.settings import LIMITS, IndexLimits, IndexSettings
from dedup.index.sqlite.key_segment import KeySegment, SegmentInfo
from dedup.index.sqlite.snapshot import IndexSnapshot, RecentKeys
from dedup.index.sqlite.sqlite_index import SqliteIndex
from dedup.index.sqlite.upkeep import maintain_index
from dedup.text.tables import U64


class Opener:
    """Opens an index in a file, and keeps its snapshot and its backend."""

    def __init__(self, snapshot: type[IndexSnapshot] = IndexSnapshot) -> None:
        self.make_snapshot = snapshot

    def __call__(self, settings: IndexSettings, limits: IndexLimits) -> SqliteIndex:
        def make(folder: Path, copies_alone: bool, limits: IndexLimits) -> IndexSnapshot:
            self.snapshot = self.make_snapshot(folder, copies_alone, limits)
            return self.snapshot

        return SqliteIndex(settings, limits, make)


def test_a_look_up_that_met_a_missing_segment_is_made_again(path: Path, invented: Callable[[int], str]) -> None:
    """Another process has replaced the segments between the reading of their list and the opening of their files."""
    missed: list[SegmentInfo] = []

    class Late(IndexSnapshot):
        def _open_segment(self, info: SegmentInfo) -> KeySegment:
            if not missed:
                missed.append(info)
                raise MissingSegmentError("a segment is missing")
            return super()._open_segment(info)

    with Prefilter.within(IndexSettings(path=str(path)), open_backend=Opener(Late)) as seen, Prefilter(path) as other:
        assert seen.check(Article(id="x", text=invented(1))).is_new
        other.add(Article(id="a", text=invented(1)))
        maintain_index(path, 1, wait=True)
        assert [m.id for m in seen.check(Article(id="x", text=invented(1))).matches] == ["a"]
    assert len(missed) == 1


def test_recent_keys_that_could_not_be_read_are_read_the_next_time(path: Path, invented: Callable[[int], str]) -> None:
    failures = [MissingSegmentError("a segment is missing")]

    class Failing(RecentKeys):
        def extend(self, entries: Sequence[tuple[int, U64]]) -> None:
            if entries and failures:
                raise failures.pop()
            super().extend(entries)

    class WithFailingKeys(IndexSnapshot):
        def __init__(self, folder: Path, copies_alone: bool, limits: IndexLimits) -> None:
            super().__init__(folder, copies_alone, limits, Failing)

    settings, limits = IndexSettings(path=str(path)), LIMITS._replace(tries=0)
    with Prefilter.within(settings, limits, Opener(WithFailingKeys)) as seen, Prefilter(path) as other:
        assert seen.check(Article(id="x", text=invented(1))).is_new
        other.add(Article(id="a", text=invented(1)))
        with pytest.raises(MissingSegmentError):
            seen.check(Article(id="x", text=invented(1)))
        assert [m.id for m in seen.check(Article(id="x", text=invented(1))).matches] == ["a"]


def test_what_this_process_itself_took_out_is_below_the_floor_at_the_next_look_up(
    path: Path, invented: Callable[[int], str]
) -> None:
    opener = Opener()
    with Prefilter.within(IndexSettings(path=str(path), max_articles=2), open_backend=opener) as seen:
        for n in range(32):
            seen.add(Article(id=f"n{n}", text=invented(n)))
        seen.check(Article(id="x", text=invented(31)))
        assert (opener.snapshot.floor, seen.stats().articles) == (31, 2)
