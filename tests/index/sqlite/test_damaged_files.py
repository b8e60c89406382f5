"""Whatever the files of an index hold: an answer, or one sentence that names what is damaged, and never a look outside
of memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import Article, Prefilter
from dedup.errors import FormatError
from dedup.index.index_keys import BUCKETS, KEY_BITS, are_keys
from dedup.index.key_search import KeySearch
from dedup.index.nearest import KEPT
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.key_segment import KeySegment, SegmentInfo, entries_of, merge, write
from dedup.index.sqlite.segment_entries import ARTICLE_BITS, SegmentEntries, gather, lay_out
from dedup.index.sqlite.segment_search import CAN_READ, search_files, search_mapped
from dedup.index.sqlite.sqlite_checks import damage_of_segments
from dedup.index.sqlite.tail_chains import Chains
from dedup.index.sqlite.upkeep import folder_of, maintain_index
from dedup.text.tables import U32, U64
from tests.index.sqlite.tampering import change

Invented = Callable[[int], str]
DIRECTORY: Final = 4 * (BUCKETS + 1)  # bytes
KEYS: Final[U64] = np.array([5, 70_000, 70_001, 1 << 30, (1 << KEY_BITS) - 1], np.uint64)
WAY_OUT: Final = r"restore a copy.*, or export the index and import it anew\.$"


def with_bit(bit: int) -> Callable[[bytes], bytes]:
    def flipped(held: bytes) -> bytes:
        keys = np.frombuffer(held, np.uint64).copy()
        keys[0] |= np.uint64(1 << bit)
        return keys.tobytes()

    return flipped


@pytest.fixture
def filled(path: Path, invented: Invented) -> Path:
    """An index of three articles, whose keys are in the tail."""
    with Prefilter(path) as seen:
        for n in range(3):
            seen.add(Article(id=f"n{n}", text=invented(n)))
    return path


DAMAGED_KEYS: dict[str, Callable[[bytes], Any]] = {
    "bit 36": with_bit(36),
    "bit 45": with_bit(45),
    "bit 63": with_bit(63),
    "cut": lambda held: held[:-3],
    "a text": lambda held: "x" * 16,
    "a number": lambda held: 7,
}


@pytest.mark.parametrize("damaged", DAMAGED_KEYS.values(), ids=DAMAGED_KEYS)
def test_damaged_keys_of_the_tail_are_reported(
    filled: Path, invented: Invented, damaged: Callable[[bytes], Any]
) -> None:
    ((held,),) = change(filled, "SELECT keys FROM tail WHERE number=2")
    change(filled, "UPDATE tail SET keys=? WHERE number=2", damaged(held))
    told = rf"The keys of article 2 in the tail of .*seen\.db are damaged; {WAY_OUT}"
    with Prefilter(filled) as seen:
        with pytest.raises(FormatError, match=told):
            seen.check(Article(id="x", text=invented(1)))
        with pytest.raises(FormatError, match=told):
            seen.check_and_add(Article(id="x", text=invented(1)))
        assert len(seen.check_index()) == 1
        assert [record.article.id for record in seen.records()] == ["n0", "n1", "n2"], "an export is the way out"
    with pytest.raises(FormatError, match=told):
        maintain_index(filled, 1, wait=True)


def test_a_number_that_four_bytes_do_not_hold_is_reported(filled: Path, invented: Invented) -> None:
    change(filled, "UPDATE tail SET number=? WHERE number=3", 1 << 32)
    with Prefilter(filled) as seen, pytest.raises(FormatError, match="The keys of article 4294967296 in the tail"):
        seen.check(Article(id="x", text=invented(1)))


DAMAGED_BORDERS: dict[str, Callable[[U32], U32]] = {
    "a high bit each": lambda borders: borders | np.uint32(1 << 30),
    "falling": lambda borders: borders[::-1].copy(),
    "all ones": lambda borders: np.full_like(borders, 0xFFFFFFFF),
    "all zeros": lambda borders: np.zeros_like(borders),
    "one too large": lambda borders: np.where(
        np.arange(borders.size) == 1_000, borders[-1] + np.uint32(1), borders
    ).astype(np.uint32),
    "the first": lambda borders: np.maximum(borders, 1).astype(np.uint32),
}


@pytest.mark.parametrize("damaged", DAMAGED_BORDERS.values(), ids=DAMAGED_BORDERS)
def test_a_damaged_directory_is_reported(filled: Path, invented: Invented, damaged: Callable[[U32], U32]) -> None:
    maintain_index(filled, 1, wait=True)
    (file,) = folder_of(filled).glob("*.keys")
    held = file.read_bytes()
    file.write_bytes(damaged(np.frombuffer(held, np.uint32, BUCKETS + 1)).tobytes() + held[DIRECTORY:])
    with Prefilter(filled) as seen:
        with pytest.raises(
            FormatError, match=rf"Segment 1 in .*seen\.db\.keys was changed or damaged since it was written; {WAY_OUT}"
        ):
            seen.check(Article(id="x", text=invented(1)))
        assert ["Segment 1 in" in line for line in seen.check_index()] == [True]
        assert [record.article.id for record in seen.records()] == ["n0", "n1", "n2"], "an export is the way out"


@pytest.fixture
def listed(tmp_path: Path) -> SegmentInfo:
    """A segment of articles 10 to 39 that all have the same keys."""
    numbers = np.arange(10, 40)
    return write(tmp_path, 1, 0, (10, 39), entries_of(numbers, [KEYS] * numbers.size, 10))


def overwrite(file: Path, at: int, data: bytes) -> None:
    """Change bytes of a file that stays the same one, as another process or a disk may."""
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(data)


def test_borders_that_change_while_a_segment_is_in_use_are_reported(tmp_path: Path, listed: SegmentInfo) -> None:
    """In a file that is mapped a change shows at once; each look asks whether its bucket is inside."""
    segment = KeySegment(tmp_path, listed)
    segment.look_up(KeySearch(KEYS, 0, KEPT))
    overwrite(tmp_path / "1.keys", 4 * int(KEYS[1] >> np.uint64(16)), b"\xff\xff\xff\xff")
    with pytest.raises(FormatError, match=r"Segment 1 in .* was changed or damaged since it was written"):
        segment.look_up(KeySearch(KEYS, 0, KEPT))
    segment.look_up(KeySearch(KEYS[3:], 0, KEPT))
    with pytest.raises(FormatError, match=r"Segment 1 in .* was changed or damaged since it was written"):
        merge(tmp_path, 2, 1, (10, 39), [segment], np.empty(0, np.int64))


@pytest.mark.parametrize("number", [0, 9, (1 << ARTICLE_BITS) + 10, (1 << 32) - 1])
def test_articles_that_a_segment_cannot_have_are_not_merged(tmp_path: Path, listed: SegmentInfo, number: int) -> None:
    """They would become other keys: an entry is key << 28 | article - 10."""
    overwrite(tmp_path / "1.articles", 8, number.to_bytes(4, "little"))
    with pytest.raises(FormatError, match=r"Segment 1 in .* was changed or damaged since it was written"):
        merge(tmp_path, 2, 1, (10, 39), [KeySegment(tmp_path, listed)], np.empty(0, np.int64))


def arrays_of(borders: list[int], low: bytes, articles: bytes) -> SegmentEntries:
    """A segment whose first borders are these; the others repeat the last one."""
    directory = np.full(BUCKETS + 1, borders[-1], np.uint32)
    directory[: len(borders)] = borders
    return SegmentEntries(directory, np.frombuffer(low, np.uint16), np.frombuffer(articles, np.uint32))


any_borders = st.lists(st.integers(0, 12) | st.sampled_from([1 << 31, (1 << 32) - 1]), min_size=1, max_size=5)
entries_in = st.integers(0, 10)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """Two files, by their descriptors, for the lower bits and the articles."""
    folder = tmp_path_factory.mktemp("files")
    opened = [os.open(folder / name, os.O_RDWR | os.O_CREAT) for name in ("low", "articles")]
    yield opened[0], opened[1]
    for file in opened:
        os.close(file)


@given(any_borders, entries_in, st.data())
def test_no_bytes_of_a_segment_lead_outside(
    files: tuple[int, int], borders: list[int], size: int, data: st.DataObject
) -> None:
    """Of borders that hold, the entries are looked through; of others it is said that they do not."""
    low, articles = (data.draw(st.binary(min_size=width * size, max_size=width * size)) for width in (2, 4))
    segment = arrays_of(borders, low, articles)
    keys = np.unique(np.array(data.draw(st.lists(st.integers(0, (6 << 16) - 1), max_size=8)), np.uint64))
    bounds = [*borders, *[borders[-1]] * 7]
    inside = all(bounds[key >> 16] <= bounds[(key >> 16) + 1] <= size for key in keys.tolist())
    asked = KeySearch(keys, -1, 2)
    assert search_mapped(segment, asked) == inside
    assert asked.hits.size <= 2 * keys.size
    held = set(np.frombuffer(articles, np.uint32).tolist())
    assert {hit & 0xFFFFFFFF for hit in asked.hits.tolist()} <= held
    room = np.zeros(12, np.uint64)
    whole = all(a <= b <= size for a, b in pairwise(bounds))
    found = gather(segment, (0, 10), 0, 0, room, 0)
    assert (found >= 0) == (
        whole and all(n >> ARTICLE_BITS == 0 for n in np.frombuffer(articles, np.uint32)[bounds[0] : bounds[-1]])
    )
    if CAN_READ:
        for file, content in zip(files, (low, articles), strict=True):
            os.ftruncate(file, 0)
            os.pwrite(file, content, 0)
        again = KeySearch(keys, -1, 2)
        assert search_files(segment, files, 0, again) == inside
        assert again.hits.tolist() == asked.hits.tolist()


@pytest.mark.skipif(not CAN_READ, reason="this system reads no files from a place")
def test_a_file_that_was_cut_while_it_is_in_use_is_reported(files: tuple[int, int]) -> None:
    segment = arrays_of([0, 3], bytes(6), bytes(12))
    key = np.zeros(1, np.uint64)
    for file, size in zip(files, (6, 12), strict=True):
        os.ftruncate(file, 0)
        os.ftruncate(file, size)
    assert search_files(segment, files, 0, KeySearch(key, -1, 9))
    os.ftruncate(files[1], 11)
    assert not search_files(segment, files, 0, KeySearch(key, -1, 9))
    os.ftruncate(files[0], 5)
    assert not search_files(segment, files, 0, KeySearch(key, -1, 9))
    assert not search_files(segment, (files[0], 1 << 20), 0, KeySearch(key, -1, 9)), "no such file is open"


def test_a_segment_is_whole_when_its_borders_rise_from_nothing_to_the_end() -> None:
    assert arrays_of([0, 0, 2, 3], bytes(6), bytes(12)).is_whole()
    for borders in ([1, 3], [0, 2], [0, 4], [0, 3, 2, 3], [0, 4, 3]):
        assert not arrays_of(borders, bytes(6), bytes(12)).is_whole()


def test_arrays_that_are_no_segment_are_refused() -> None:
    borders = np.zeros(BUCKETS + 1, np.uint32)
    with pytest.raises(ValueError, match="not of one segment"):
        SegmentEntries(borders[1:], np.empty(0, np.uint16), np.empty(0, np.uint32))
    with pytest.raises(ValueError, match="not of one segment"):
        SegmentEntries(borders, np.empty(1, np.uint16), np.empty(0, np.uint32))
    whole = SegmentEntries(borders, np.empty(0, np.uint16), np.empty(0, np.uint32))
    for buckets, found in (((0, BUCKETS + 1), 0), ((-1, 1), 0), ((0, 1), 1)):
        with pytest.raises(ValueError, match="no such"):
            gather(whole, buckets, 0, 0, np.empty(0, np.uint64), found)
    with pytest.raises(ValueError, match="a border for each bucket"):
        lay_out(np.zeros(1, np.uint64), KEPT, 0, borders[1:])


def test_numbers_that_are_no_keys_are_refused() -> None:
    largest, beyond = np.array([(1 << KEY_BITS) - 1], np.uint64), np.array([0, 1 << KEY_BITS], np.uint64)
    assert are_keys(largest)
    assert are_keys(largest[:0])
    assert not are_keys(beyond)
    with pytest.raises(ValueError, match="keys of the index"):
        KeySearch(beyond, 0, KEPT)
    chains = Chains()
    with pytest.raises(ValueError, match="no key of the index"):
        chains.enter(beyond, 1)
    chains.enter(largest, 1)
    assert len(chains) == 1


@pytest.mark.parametrize(
    ("generations", "found", "told"),
    [
        ([1, 2, 2, 2], [["1.keys is missing"], []], []),  # another process merged it
        ([1, 1], [["1.keys is missing"]], ["1.keys is missing"]),
        ([1, 2, 2, 2], [["1.keys is missing"], ["2.keys is damaged"]], ["2.keys is damaged"]),
        (list(range(100)), [["1.keys is missing"]] * 100, ["1.keys is missing"]),
    ],
)
def test_a_segment_that_is_merged_meanwhile_is_not_damaged(
    tmp_path: Path, generations: list[int], found: list[list[str]], told: list[str]
) -> None:
    counted, looks = iter(generations), iter(found)
    database = SimpleNamespace(
        path=tmp_path / "seen.db",
        meta=SimpleNamespace(numbers=lambda _: [next(counted)]),
        segments=SimpleNamespace(damage=lambda _: next(looks)),
    )
    assert damage_of_segments(cast(Database, database)) == told
