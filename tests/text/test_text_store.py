"""The text store gives back what was added, from memory or from its file, and leaves nothing behind."""

from __future__ import annotations

import gc
import tempfile
from io import FileIO
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import DedupError
from dedup.text.packing import pack
from dedup.text.text_store import SharedTexts, Spans, TextStore

Batches = list[list[str]]
texts = st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=5), max_size=6)


def fill(store: TextStore, batches: Batches) -> list[str]:
    for batch in batches:
        store.add(*pack(batch), {})
    return [text for batch in batches for text in batch]


def read(store: TextStore, numbers: list[int]) -> list[str]:
    buffer, offsets = store.read(np.array(numbers, np.int64))
    assert buffer.size == offsets[-1] + 256, "kernels read beyond the last text"
    return [bytes(buffer[s:e]).decode() for s, e in pairwise(offsets)]


@given(texts, st.sampled_from([0, 1, 30, 100, 1 << 20]), st.data())
def test_articles_are_read_back_in_any_order(batches: Batches, limit: int, data: st.DataObject) -> None:
    """Whatever the limit, also between two batches, with repeats, with empty texts, and when more is added after a
    read."""
    with TextStore(limit) as store:
        known: list[str] = []
        for part in (batches[:3], batches[3:]):
            known += fill(store, part)
            assert store.articles == len(known)
            numbers = data.draw(st.lists(st.integers(0, len(known) - 1), max_size=12)) if known else []
            assert read(store, numbers) == [known[n] for n in numbers]
        assert store.offsets().tolist() == [0, *np.cumsum([len(t.encode()) for t in known]).tolist()]


@given(texts)
def test_sizes_are_bytes_by_article(batches: Batches) -> None:
    with TextStore(1 << 20) as store:
        known = fill(store, batches)
        assert store.sizes().tolist() == [len(text.encode()) for text in known]


@pytest.mark.parametrize("limit", [0, 1 << 20])
def test_furniture_is_kept_by_the_number_of_the_article(limit: int) -> None:
    spans: Spans = [(0, 3), (5, 9)]
    with TextStore(limit) as store:
        store.add(*pack(["one", "two two two"]), {1: spans})
        store.add(*pack([]), {})
        store.add(*pack(["three", "four"]), {0: [(1, 2)]})
        assert [list(store.furniture(n)) for n in range(4)] == [[], spans, [(1, 2)], []]


def test_the_buffer_is_copied() -> None:
    """The reader of batches uses its memory again."""
    buffer, offsets = pack(["first text"])
    writable = buffer.copy()
    with TextStore(1 << 20) as store:
        store.add(writable, offsets, {})
        writable[:] = 0
        assert read(store, [0]) == ["first text"]


def open_files(folder: Path) -> list[str]:
    """Files below `folder` that this process holds open or mapped, also those without a name."""
    links = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return [str(target) for target in links if str(target).startswith(str(folder))] + [
        line for line in maps if str(folder) in line
    ]


@pytest.fixture
def spill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to see files without a name")
def test_nothing_is_left_after_leaving(spill: Path) -> None:
    with TextStore(10) as store:
        known = fill(store, [["a" * 8], ["b" * 8], ["c" * 8]])
        assert read(store, [2, 0, 1]) == [known[2], known[0], known[1]]
        assert open_files(spill), "the text went to a file"
        assert list(spill.iterdir()) == []
    gc.collect()
    assert open_files(spill) == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to see files without a name")
def test_nothing_is_left_after_an_exception(spill: Path) -> None:
    def work() -> None:
        with TextStore(0) as store:
            fill(store, [["text"]])
            assert open_files(spill)
            raise KeyError("something else went wrong")

    with pytest.raises(KeyError, match="something else"):
        work()
    gc.collect()
    assert list(spill.iterdir()) == []
    assert open_files(spill) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("size", [5, 100_000])
def test_a_full_disk_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A short text that would wait in a buffer, and a long one; leaving the store does not hide what went wrong."""

    def full(**_: Any) -> BinaryIO:
        return Path("/dev/full").open("wb")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with (
        pytest.raises(DedupError, match=r"is full .*; set TMPDIR to a folder with room or raise --memory\.$"),
        TextStore(0) as store,
    ):
        store.add(*pack(["x" * size]), {})


def test_no_temporary_file_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: Any) -> FileIO:
        raise PermissionError("no writable folder")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    with (
        pytest.raises(DedupError, match=r"No temporary file .*no writable folder.*; set TMPDIR"),
        TextStore(0) as store,
    ):
        store.add(*pack(["text"]), {})


@given(texts, st.sampled_from([0, 30, 1 << 20]), st.data())
def test_another_process_reads_the_shared_file(batches: Batches, limit: int, data: st.DataObject) -> None:
    """Whether the texts were in memory or in a file before, and with those that came later."""
    with tempfile.TemporaryDirectory() as folder, TextStore(limit) as store:
        known = fill(store, batches[:2])
        path = Path(folder, "texts")
        store.share(path)
        known += fill(store, batches[2:])
        shared = SharedTexts(str(path), store.offsets(), store.all_furniture())
        assert shared.sizes().tolist() == store.sizes().tolist()
        numbers = data.draw(st.lists(st.integers(0, len(known) - 1), max_size=12)) if known else []
        for texts_of in (store, shared):
            buffer, offsets = texts_of.read(np.array(numbers, np.int64))
            assert buffer.size == offsets[-1] + 256
            assert [bytes(buffer[s:e]).decode() for s, e in pairwise(offsets)] == [known[n] for n in numbers]


def test_the_shared_file_may_not_be_there(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("mine")
    with TextStore(1 << 20) as store:
        fill(store, [["one"]])
        with pytest.raises(DedupError, match="No temporary file can be made"):
            store.share(tmp_path / "texts")
        assert read(store, [0]) == ["one"]
    assert (tmp_path / "texts").read_text() == "mine"
