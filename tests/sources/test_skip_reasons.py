"""Each way in which an input can fail gives one entry, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from dedup.errors import InputError
from dedup.records import Skipped
from dedup.sources import Sources

GOOD = b'{"id": "good", "text": "Good."}\n'
LIMIT = 200

LINES: list[tuple[str, bytes, str]] = [
    (
        "no text",
        b'{"id": 1, "headline": "H"}',
        "no field is known to hold the text (the line has: id, headline); name the field with",
    ),
    ("text is a list", b'{"text": ["a", "b"]}', 'the field "text" is a list and not a string;'),
    ("text is a number", b'{"text": 5}', 'the field "text" is no string;'),
    ("text is an object", b'{"body": {"html": "x"}}', 'the field "body" is an object without text;'),
    ("text is null", b'{"text": null}', "no field is known to hold the text (the line has: text);"),
    ("text is empty", b'{"text": ""}', 'the field "text" is empty;'),
    ("text is white space", b'{"text": " \\n\\u00a0"}', 'the field "text" is empty;'),
    (
        "not JSON",
        b'{"text": "a"',
        "the line is not JSON (Expecting ',' delimiter at character 13); write one JSON object",
    ),
    ("two objects", GOOD.strip() + b" " + GOOD.strip(), "the line is not JSON (Extra data at character 32);"),
    ("not an object", b'["text"]', "the line is JSON but not an object;"),
    ("a bare number", b"5", "the line is JSON but not an object;"),
    ("nested too deeply", b'{"text": ' + b"[" * 100_000, "the line is nested too deeply to be read;"),
    ("an unknown field nested too deeply", b'{"z": ' + b'{"a":' * 100_000, "the line is nested too deeply to be read;"),
    ("binary", b'{"text": "a\0b"}', "this is binary data and not text"),
    ("no encoding", bytes(range(128, 256)), "the text is not UTF-8 and its encoding cannot be told;"),
]


def read(tmp_path: Path, name: str, data: bytes, **settings: Any) -> tuple[list[str], list[Skipped]]:
    (tmp_path / name).write_bytes(data)
    sources = Sources([tmp_path / name], **settings)
    return [article.text for article in sources], sources.skipped


@pytest.mark.parametrize(("line", "reason"), [each[1:] for each in LINES], ids=[each[0] for each in LINES])
def test_a_bad_line_is_told_once_and_the_rest_is_read(tmp_path: Path, line: bytes, reason: str) -> None:
    texts, skipped = read(tmp_path, "f.jsonl", GOOD + b"\n" + line + b"\n" + GOOD)
    assert texts == ["Good.", "Good."]
    assert [(each.path, each.line) for each in skipped] == [("f.jsonl", 3)]
    assert skipped[0].reason.startswith(reason)
    with pytest.raises(InputError, match=r"^f\.jsonl, line 3: ") as error:
        read(tmp_path, "f.jsonl", GOOD + b"\n" + line + b"\n" + GOOD, strict=True)
    assert skipped[0].reason in str(error.value)


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_blank_lines_count_but_are_nothing(tmp_path: Path, ending: bytes) -> None:
    texts, skipped = read(
        tmp_path, "f.jsonl", ending + b"  " + ending + GOOD.strip() + ending + b"\t" + ending + b"{" + ending
    )
    assert texts == ["Good."]
    assert [each.line for each in skipped] == [5]


@pytest.mark.parametrize("length", [LIMIT + 1, 500_000])
@pytest.mark.parametrize("place", ["first", "middle", "last", "last without newline"])
def test_a_line_over_the_limit_is_read_over(tmp_path: Path, length: int, place: str) -> None:
    long = b"x" * length + b"\n"
    data = {
        "first": long + GOOD,
        "middle": GOOD + long + GOOD,
        "last": GOOD + long,
        "last without newline": GOOD + long[:-1],
    }[place]
    texts, skipped = read(tmp_path, "f.jsonl", data, max_line_bytes=LIMIT)
    assert texts == ["Good."] * data.count(GOOD)
    assert [(each.line, each.reason) for each in skipped] == [
        (1 if place == "first" else 2, f"the line has {length:,} bytes, the limit is 200 bytes; split it into records")
    ]


def test_a_line_at_the_limit_is_read(tmp_path: Path) -> None:
    line = json.dumps({"text": "x" * (LIMIT - 12)}).encode()
    assert len(line) == LIMIT
    for data in (line, line + b"\n", GOOD + line + b"\n" + GOOD):
        texts, skipped = read(tmp_path, "f.jsonl", data, max_line_bytes=LIMIT)
        assert "x" * (LIMIT - 12) in texts
        assert skipped == []


def test_a_long_line_costs_no_memory(tmp_path: Path) -> None:
    import tracemalloc

    with gzip.open(tmp_path / "f.jsonl.gz", "wb", compresslevel=1) as file:
        for _ in range(60):
            file.write(b"x" * 2**20)
        file.write(b"\n" + GOOD)
    sources = Sources([tmp_path / "f.jsonl.gz"], max_line_bytes=2**20)
    tracemalloc.start()
    try:
        assert [article.line for article in sources] == [2]
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()
    assert "62,914,560 bytes" in sources.skipped[0].reason


FILES: list[tuple[str, str, bytes, str]] = [
    ("empty text", "f.txt", b"", "the file is empty;"),
    ("empty lines", "f.jsonl", b"", "the file is empty;"),
    ("blank lines", "f.jsonl", b"\n \r\n\n", "the file is empty;"),
    ("only a byte-order mark", "f.md", b"\xef\xbb\xbf", "the file is empty;"),
    ("blank text", "f.txt", " \n\u2003\r\n".encode(), "the file holds only white space;"),
    ("too long", "f.txt", b"x" * (LIMIT + 1), "the file holds more than 200 bytes, the limit for one article;"),
    (
        "too long when decompressed",
        "f.txt.gz",
        gzip.compress(b"x" * 10_000_000, mtime=0),
        "the file holds more than 200 bytes",
    ),
    ("NUL bytes", "f.txt", b"text\0text", "this is binary data and not text"),
    ("control characters", "f.txt", bytes(range(1, 30)) * 4, "this is binary data and not text"),
    ("no encoding", "f.txt", bytes(range(128, 256)), "the text is not UTF-8 and its encoding cannot be told;"),
    ("empty gzip", "f.jsonl.gz", b"", "the file is empty;"),
    ("gzip of nothing", "f.txt.gz", gzip.compress(b"", mtime=0), "the file is empty;"),
    ("gzip cut in its header", "f.txt.gz", gzip.compress(b"Some text.", mtime=0)[:5], "the gzip data ends too early;"),
    (
        "gzip cut in its content",
        "f.txt.gz",
        gzip.compress(b"Some text.", mtime=0)[:-9],
        "the gzip data ends too early;",
    ),
    (
        "gzip without its checksum",
        "f.txt.gz",
        gzip.compress(b"Some text.", mtime=0)[:-1],
        "the gzip data ends too early;",
    ),
    (
        "gzip with a wrong checksum",
        "f.txt.gz",
        gzip.compress(b"Some text.", mtime=0)[:-8] + b"12345678",
        "the gzip data is damaged (",
    ),
]


@pytest.mark.parametrize(("name", "data", "reason"), [each[1:] for each in FILES], ids=[each[0] for each in FILES])
def test_a_bad_file_is_told_once_and_the_rest_is_read(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_bytes(b"Good.")
    sources = Sources([tmp_path], max_file_bytes=LIMIT)
    assert [article.id for article in sources] == ["good.txt"]
    assert [(each.path, each.line if each.line != 1 else None) for each in sources.skipped] == [(name, None)]
    assert sources.skipped[0].reason.startswith(reason)
    with pytest.raises(InputError, match=f"^{name}(, line 1)?: "):
        list(Sources([tmp_path], max_file_bytes=LIMIT, strict=True))


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "f.txt", b"x" * LIMIT, max_file_bytes=LIMIT) == (["x" * LIMIT], [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some text.")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b.txt").write_text("Some text.")
    (tmp_path / "c").mkdir(mode=0)
    sources = Sources([tmp_path])
    assert [article.id for article in sources] == ["b.txt"]
    assert [each.path for each in sources.skipped] == ["c", "a.txt"]
    assert all("Permission denied" in each.reason for each in sources.skipped)


def test_a_file_that_the_system_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Some text.")
    (tmp_path / "b.txt").write_text("Some text.")
    open_as_before = Path.open

    def refuse(path: Path, *args: Any, **settings: Any) -> Any:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return open_as_before(path, *args, **settings)

    monkeypatch.setattr(Path, "open", refuse)
    sources = Sources([tmp_path])
    assert [article.id for article in sources] == ["b.txt"]
    assert sources.skipped == [
        Skipped("a.txt", None, "this cannot be read (Permission denied); check its permissions and the disk")
    ]
    assert sources.bytes_read == sources.bytes_total


def test_a_file_that_is_gone_when_its_turn_comes_is_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl", "c.txt"):
        (tmp_path / name).write_text("Some text.")
    sources = Sources([tmp_path])
    (tmp_path / "a.txt").unlink()
    (tmp_path / "b.jsonl").unlink()
    assert [article.id for article in sources] == ["c.txt"]
    assert [(each.path, each.line) for each in sources.skipped] == [("a.txt", None), ("b.jsonl", None)]
    assert "No such file or directory" in sources.skipped[0].reason


class Failing(io.BytesIO):
    """A stream that gives its content once and then fails, as a network disk does."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data:
            raise OSError(5, "Input/output error")
        return data


def test_lines_before_a_failing_disk_are_read() -> None:
    sources = Sources(["-"], stdin=Failing(GOOD + GOOD + b'{"text": "cut'))
    assert [article.text for article in sources] == ["Good.", "Good."]
    assert [(each.path, each.line) for each in sources.skipped] == [("-", 3)]
    assert "Input/output error" in sources.skipped[0].reason


def test_half_a_text_is_not_read() -> None:
    sources = Sources(["-"], stdin=Failing(b"Half a"))
    assert list(sources) == []
    assert len(sources.skipped) == 1


@pytest.mark.parametrize(
    ("name", "data", "texts"),
    [
        ("f.txt.gz", b"Some text.", ["Some text."]),
        ("f.jsonl.gz", GOOD, ["Good."]),
        ("f.jsonl", gzip.compress(GOOD, mtime=0), ["Good."]),
        ("f.txt", gzip.compress(b"Some text.", mtime=0), ["Some text."]),
    ],
)
def test_the_content_says_whether_it_is_gzip(tmp_path: Path, name: str, data: bytes, texts: list[str]) -> None:
    assert read(tmp_path, name, data) == (texts, [])


def test_gzip_on_standard_input_is_read() -> None:
    sources = Sources(["-"], stdin=io.BytesIO(gzip.compress(GOOD, mtime=0)))
    assert [article.text for article in sources] == ["Good."]


@pytest.mark.parametrize("lines", [3, 30_000])
def test_lines_before_a_cut_in_gzip_are_read(tmp_path: Path, lines: int) -> None:
    data = gzip.compress(
        b"".join(b'{"id": %d, "text": "%s"}\n' % (n, os.urandom(20).hex().encode()) for n in range(lines))
    )
    texts, skipped = read(tmp_path, "f.jsonl.gz", data[: len(data) * 2 // 3])
    assert lines // 3 <= len(texts) < lines
    assert [(each.line, each.reason) for each in skipped] == [
        (len(texts) + 1, "the gzip data ends too early; fetch the file again (the lines before this one were read)")
    ]


def test_lines_before_damage_in_gzip_are_read(tmp_path: Path) -> None:
    """Content that is stored as it is shows where the damage stands: in the length of the third member's only block."""
    member = gzip.compress(GOOD, compresslevel=0, mtime=0)
    damaged = member[:11] + b"\xff\xff" + member[13:]
    texts, skipped = read(tmp_path, "f.jsonl.gz", member + member + damaged + member)
    assert texts == ["Good.", "Good."]
    assert len(skipped) == 1
    assert skipped[0].line == 3
    assert skipped[0].reason.startswith(
        "the gzip data is damaged (Error -3 while decompressing data: invalid stored block"
    )


def test_a_wrong_checksum_loses_no_line(tmp_path: Path) -> None:
    texts, skipped = read(tmp_path, "f.jsonl.gz", gzip.compress(GOOD * 3, mtime=0)[:-8] + b"12345678")
    assert texts == ["Good."] * 3
    assert len(skipped) == 1


@pytest.mark.parametrize("padding", [b"", b"\0" * 600])
def test_members_and_padding_of_gzip_are_one_file(tmp_path: Path, padding: bytes) -> None:
    texts, skipped = read(tmp_path, "f.jsonl.gz", gzip.compress(GOOD * 2, mtime=0) + gzip.compress(GOOD) + padding)
    assert (texts, skipped) == (["Good."] * 3, [])


def test_rubbish_after_gzip_is_told(tmp_path: Path) -> None:
    texts, skipped = read(tmp_path, "f.jsonl.gz", gzip.compress(GOOD * 2, mtime=0) + b"rubbish")
    assert texts == ["Good."] * 2
    assert len(skipped) == 1


def test_a_reason_quotes_little_and_no_control_characters(tmp_path: Path) -> None:
    name = "\x1b[31m" + "k" * 1000
    for line in (
        json.dumps({name: 1}),
        json.dumps({"text": [name]}),
        name,
        json.dumps({name + str(n): n for n in range(50)}),
    ):
        _, (entry,) = read(tmp_path, "f.jsonl", line.encode())
        assert len(entry.reason) < 200
        assert entry.reason.isprintable()
    _, (entry,) = read(tmp_path, "f.jsonl", b'{"a": 1}', text_field=name)
    assert len(entry.reason) < 200
    assert entry.reason.isprintable()


def test_strict_lets_good_input_through(tmp_path: Path) -> None:
    assert read(tmp_path, "f.jsonl", GOOD, strict=True) == (["Good."], [])


def test_strict_names_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some text.")
    os.mkfifo(tmp_path / "b.txt")
    with pytest.raises(InputError, match=r"^b\.txt: "):
        list(Sources([tmp_path], strict=True))
