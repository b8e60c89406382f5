"""Whatever the bytes: no crash, and every line that is not blank is either read or told."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.sources import Sources
from dedup.sources.line_batches import Batch, Overlong, batches

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The first text of a process costs seconds, in which Hypothesis reads the Unicode tables."""

records = st.dictionaries(
    st.sampled_from(["id", "text", "title", "body", "url", "x"]),
    st.text(max_size=6) | st.integers() | st.none() | st.lists(st.text(max_size=2), max_size=2),
    max_size=4,
)
lines = st.one_of(
    st.binary(max_size=12),
    records.map(lambda record: json.dumps(record, ensure_ascii=True).encode()),
    records.map(lambda record: json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    records.map(lambda record: json.dumps(record, ensure_ascii=False).encode("cp1252", "replace")),
    st.sampled_from(
        [
            b"",
            b" ",
            b"\r",
            b'{"text": "x"}',
            b'{"text": "\\ud800"}',
            b'{"text": "\xe2\x80"}',
            b"\xef\xbb\xbf",
            b"\xff\xfe",
        ]
    ),
)
content = st.one_of(st.binary(max_size=200), st.lists(lines, max_size=12).map(b"\n".join))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any_bytes")


def read(path: Path, data: bytes, max_line_bytes: int = 2**20) -> tuple[list[Article], Sources]:
    path.write_bytes(data)
    sources = Sources([path], max_line_bytes=max_line_bytes)
    articles = list(sources)
    assert all(article.text and not article.text.isspace() for article in articles)
    assert len({article.id for article in articles}) == len(articles)
    assert sources.bytes_read == sources.bytes_total == len(data)
    assert all(
        entry.path == path.name and entry.reason.isprintable() and len(entry.reason) < 250 for entry in sources.skipped
    )
    return articles, sources


def wide(data: bytes) -> bool:
    """UTF-16 and UTF-32, whose lines are not those of the bytes, and gzip in disguise."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"\x1f\x8b"))


def lines_with_content(data: bytes) -> set[int]:
    return {
        number
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1)
        if line.strip(b" \t\r\n\v\f")
    }


@relaxed
@given(content, st.sampled_from([2**20, 30]))
def test_any_bytes_as_lines(folder: Path, data: bytes, limit: int) -> None:
    articles, sources = read(folder / "f.jsonl", data, max_line_bytes=limit)
    if wide(data):
        return
    read_lines = [article.line for article in articles]
    told_lines = [entry.line for entry in sources.skipped if entry.line is not None]
    expected = lines_with_content(data)
    assert set(read_lines) | set(told_lines) == expected
    assert len(set(read_lines)) == len(read_lines)
    assert len(set(told_lines)) == len(told_lines)
    assert len(sources.skipped) == len(told_lines) + (not expected)


@relaxed
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(str.encode),
        st.text(max_size=50).map(lambda t: t.encode("utf-16")),
    )
)
def test_any_bytes_as_text(folder: Path, data: bytes) -> None:
    articles, sources = read(folder / "f.txt", data)
    assert len(articles) <= 1
    assert articles or len(sources.skipped) == 1
    assert len(sources.skipped) <= 1


@relaxed
@given(
    st.text(min_size=1, max_size=200).filter(
        lambda text: not text.isspace() and "\0" not in text and text.isprintable()
    )
)
def test_any_text_is_read_as_it_is(folder: Path, text: str) -> None:
    articles, sources = read(folder / "f.txt", text.encode())
    assert ([article.text for article in articles], sources.skipped) == (
        [text.removeprefix("\ufeff")],
        [],
    ) or text == "\ufeff"


@settings(relaxed, max_examples=200)
@given(st.binary(max_size=100), content, st.integers(0, 400), st.binary(max_size=6))
def test_any_bytes_as_gzip(folder: Path, rubbish: bytes, data: bytes, at: int, damage: bytes) -> None:
    whole = gzip.compress(data)
    unpacked, packed = read(folder / "f.jsonl", data)[0], read(folder / "f.jsonl.gz", whole)[0]
    assert [article.text for article in packed] == [article.text for article in unpacked]
    for stored in (rubbish, whole[:at], whole[:at] + damage + whole[at + len(damage) :], whole + rubbish):
        read(folder / "f.jsonl.gz", stored)
        read(folder / "f.txt.gz", stored)


@relaxed
@given(content, st.integers(0, 400))
def test_lines_before_a_cut_are_those_of_the_whole(folder: Path, data: bytes, cut: int) -> None:
    whole, _ = read(folder / "f.jsonl", data)
    stored = gzip.compress(data)
    part, sources = read(folder / "f.jsonl.gz", stored[:cut])
    if not wide(data):
        assert [article.text for article in part] == [article.text for article in whole][: len(part)]
    assert len(part) == len(whole) or len(sources.skipped) >= 1


@relaxed
@given(content)
def test_any_bytes_on_standard_input(data: bytes) -> None:
    sources = Sources(["-"], stdin=io.BytesIO(data))
    articles = list(sources)
    assert len({article.id for article in articles}) == len(articles)
    assert articles or sources.skipped


def plain_batches(data: bytes, limit: int) -> list[tuple[int, bytes | int]]:
    """What `batches` does, said in two lines."""
    split = data.split(b"\n")
    return [(n, line if len(line) <= limit else len(line)) for n, line in enumerate(split, 1) if n < len(split) or line]


def cut(data: bytes, sizes: Iterable[int]) -> list[bytes]:
    chunks = []
    for size in sizes:
        chunks.append(data[:size])
        data = data[size:]
    return [*chunks, data]


few_lines = st.lists(st.sampled_from([b"", b"a", b"bb", b"ccccc", b"\r", b"d" * 9])).map(b"\n".join)


@relaxed
@given(few_lines, st.lists(st.integers(0, 9)), st.integers(0, 12))
def test_lines_are_the_same_however_they_are_read(data: bytes, sizes: list[int], limit: int) -> None:
    got: list[tuple[int, bytes | int]] = []
    for batch in batches(cut(data, sizes), limit):
        if isinstance(batch, Overlong):
            got.append((batch.line, batch.length))
        else:
            assert isinstance(batch, Batch)
            got += [(number, line.removesuffix(b"\n")) for number, line in enumerate(batch.lines, batch.start)]
    assert got == plain_batches(data, limit)
