"""LineReader: every line of a file with its bytes, whatever stands in it."""

from __future__ import annotations

import gzip
import json
import os
import threading
from pathlib import Path

import pytest

from dedup.errors import InputError
from dedup.sources.line_reader import InputLine, LineReader

A = b'{"id": "a", "text": "The ferry sails again"}\n'
B = b'  {"text" : "The bridge is shut","id":"b"}  \r\n'


def read(tmp_path: Path, data: bytes, name: str = "news.jsonl", **settings: int) -> list[InputLine]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(LineReader(str(path), **settings))  # type: ignore[arg-type]


def ids(lines: list[InputLine]) -> list[str | None]:
    return [None if line.article is None else line.article.id for line in lines]


def test_lines_come_with_their_number_and_their_very_bytes(tmp_path: Path) -> None:
    lines = read(tmp_path, A + b"\n \n" + B + b'{"id": "c", "text": "x"}')
    assert [(line.number, line.raw) for line in lines] == [(1, A), (4, B), (5, b'{"id": "c", "text": "x"}')]
    assert ids(lines) == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["news.jsonl.gz", "news.data"])
def test_gzip_is_known_by_its_bytes_whatever_the_name(tmp_path: Path, name: str) -> None:
    lines = read(tmp_path, gzip.compress(A) + gzip.compress(B), name)
    assert [line.raw for line in lines] == [A, B]


def test_a_byte_order_mark_goes_and_utf_16_becomes_utf_8(tmp_path: Path) -> None:
    assert [line.raw for line in read(tmp_path, b"\xef\xbb\xbf" + A)] == [A]
    assert [line.raw for line in read(tmp_path, (A + B).decode().encode("utf-16"))] == [A, B]


def test_a_line_without_article_tells_why(tmp_path: Path) -> None:
    lines = read(tmp_path, b"{broken\n" + A + b'{"id": "x"}\n[]\n')
    assert ids(lines) == [None, "a", None, None]
    assert [len(line.notes) for line in lines] == [1, 0, 1, 1]
    assert lines[0].notes[0].startswith("the line is not JSON")


def test_a_line_that_is_too_long_is_not_held(tmp_path: Path) -> None:
    lines = read(tmp_path, A + b'{"text": "' + b"x" * 200 + b'"}\n' + B, max_line_bytes=100)
    assert [(line.number, line.raw) for line in lines] == [(1, A), (2, b""), (3, B)]
    assert "the limit is 100 bytes" in lines[1].notes[0]


def test_damaged_bytes_are_noted_and_the_article_is_read(tmp_path: Path) -> None:
    (line,) = read(tmp_path, '{"id": "a", "text": "The café’s owner"}\n'.encode().replace(b"owner", b"own\xffer"))
    assert line.article is not None
    assert line.article.text == "The café’s own\ufffder"
    assert line.notes[0].startswith("1 byte is not valid UTF-8")


def test_what_stands_before_a_damage_is_read(tmp_path: Path) -> None:
    lines = read(tmp_path, gzip.compress(A + B * 50)[:-12])
    assert ids(lines)[0] == "a"
    assert lines[-1].article is None
    assert "ends too early" in lines[-1].notes[0]


def test_an_article_without_id_is_called_by_its_url_else_by_its_line(tmp_path: Path) -> None:
    lines = read(tmp_path, b'{"text": "x", "url": "https://example.org/1"}\n{"text": "y"}\n' + A)
    assert ids(lines) == ["https://example.org/1", "news.jsonl:2", "a"]
    assert [line.made_up for line in lines] == [True, True, False]


def test_an_id_can_be_written(tmp_path: Path) -> None:
    assert ids(read(tmp_path, b'{"id": "\\ud800x", "text": "y"}\n{"id": "\\u00e9", "text": "y"}\n')) == ["?x", "é"]


def test_on_standard_input_an_article_without_id_is_called_by_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def names(data: bytes) -> list[str | None]:
        source, sink = os.pipe()
        os.write(sink, data)
        os.close(sink)
        with os.fdopen(source, "rb", buffering=0) as stream:
            monkeypatch.setattr("sys.stdin", stream)
            return ids(list(LineReader("-")))

    first, second = names(b'{"text": "x"}\n{"text": "y"}\n')
    assert names(b'{"text": "y"}\n') == [second]
    assert first != second
    assert str(first).startswith("text:")


def test_a_pipe_gives_a_line_when_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    os.mkfifo(path)
    had = threading.Event()

    def write() -> None:
        with path.open("wb", buffering=0) as pipe:
            pipe.write(A[:1])
            pipe.write(A[1:])
            assert had.wait(timeout=30)
            pipe.write(B)

    writer = threading.Thread(target=write)
    writer.start()
    records = LineReader(str(path))
    assert not records.again
    lines = iter(records)
    assert next(lines).raw == A
    had.set()
    assert [line.raw for line in lines] == [B]
    writer.join()


def test_own_fields_are_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps({"key": 7, "story": {"words": "The ferry sails"}}))
    (line,) = LineReader(str(path), text_field="story.words", id_field="key")
    assert line.article is not None
    assert (line.article.id, line.article.text) == ("7", "The ferry sails")


def test_a_file_can_be_read_again_and_standard_input_cannot(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(A)
    records = LineReader(str(path))
    assert records.again
    assert list(records) == list(records)
    assert not LineReader("-").again


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        LineReader(str(tmp_path))
    for name in ("missing.jsonl", "a\0b"):
        with pytest.raises(InputError, match="there is no file"):
            LineReader(name)
