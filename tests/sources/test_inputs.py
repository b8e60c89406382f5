"""Which files are read, in which order, and under which names."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

from dedup.errors import InputError
from dedup.sources import Sources, skip_reasons
from dedup.sources.line_reader import LineReader


def write(path: Path, content: str = "Some text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


RECORD = '{"text": "A record."}\n'


def test_a_folder_is_read_at_any_depth_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.txt", "c.TXT"):
        write(tmp_path / name)
    for name in ("d.jsonl", "e.ndjson", "f.jsonl.gz"):
        write(tmp_path / name, RECORD)
    write(tmp_path / "g.txt.gz")
    articles = list(Sources([tmp_path]))
    assert [a.id for a in articles] == [
        "a/b/c.txt",
        "a/z.md",
        "b.txt",
        "c.TXT",
        "d.jsonl:1",
        "e.ndjson:1",
        "f.jsonl.gz:1",
        "g.txt.gz",
    ]
    assert [a.path for a in articles][4:7] == ["d.jsonl", "e.ndjson", "f.jsonl.gz"]
    assert [a.line for a in articles] == [None] * 4 + [1] * 3 + [None]


def test_hidden_files_are_left_out_and_what_is_no_article_is_listed(tmp_path: Path) -> None:
    for name in ("a.txt", ".b.txt", ".git/c.txt", "d.css", "e.foo", "README", "README.md", "LICENSE"):
        write(tmp_path / name)
    write(tmp_path / "f", "Some text without an ending.")
    (tmp_path / "g.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    sources = Sources([tmp_path])
    assert [a.id for a in sources] == ["README.md", "a.txt", "f"]
    assert [s.path for s in sources.skipped] == ["LICENSE", "README", "d.css", "e.foo", "g.png"]
    assert all(s.reason.startswith("this is ") for s in sources.skipped)


def test_what_is_no_article_does_not_stop_a_strict_reading(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.css")
    assert [a.id for a in Sources([tmp_path], strict=True)] == ["a.txt"]


@pytest.mark.parametrize("name", ["d.css", "e.foo", "README", "f"])
def test_any_text_that_is_named_is_an_article(tmp_path: Path, name: str) -> None:
    sources = Sources([write(tmp_path / name)])
    assert [(a.id, a.text) for a in sources] == [(name, "Some text.")]
    assert sources.skipped == []


def test_a_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    assert [a.id for a in Sources([write(tmp_path / ".a.txt")])] == [".a.txt"]


def test_a_single_file_goes_by_its_name(tmp_path: Path) -> None:
    assert [(a.id, a.path) for a in Sources([write(tmp_path / "a" / "b.txt")])] == [("b.txt", "b.txt")]


def test_several_inputs_go_by_their_names(tmp_path: Path) -> None:
    write(tmp_path / "news" / "x" / "a.txt")
    write(tmp_path / "wires" / "a.jsonl", RECORD)
    single = write(tmp_path / "b.txt")
    articles = list(Sources([tmp_path / "wires", tmp_path / "news", single]))
    assert [a.id for a in articles] == ["wires/a.jsonl:1", "news/x/a.txt", "b.txt"]


def test_inputs_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [write(tmp_path / name / "news" / "a.txt") for name in ("x", "y")]
    assert [a.path for a in Sources(paths)] == ["x/news/a.txt", "y/news/a.txt"]
    assert [a.path for a in Sources([path.parent for path in paths])] == ["x/news/a.txt", "y/news/a.txt"]


def test_an_input_that_is_named_twice_is_read_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    sources = Sources([path, path])
    assert [a.id for a in sources] == ["a.txt", "a.txt#2"]
    assert len(sources.renamed) == 1


def test_where_a_file_lies_is_told_as_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "news" / "a.txt")
    write(tmp_path / "b.txt")
    monkeypatch.chdir(tmp_path)
    sources = Sources(["news", "./b.txt"])
    assert [sources.place(a.path or "") for a in sources] == ["news/a.txt", "./b.txt"]
    sources = Sources([tmp_path / "news"])
    assert [sources.place(a.path or "") for a in sources] == [str(tmp_path / "news" / "a.txt")]
    assert sources.place("-") == "-"


def test_no_path_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    for given in (".", str(tmp_path), "./a.txt", "../" + tmp_path.name):
        assert [a.path for a in Sources([given])] == ["a.txt"]


@pytest.mark.parametrize("name", ["missing.txt", "missing", "a\0b.txt"])
def test_a_missing_input_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"there is no file or folder .*; check the name"):
        Sources([f"{tmp_path}/{name}"])


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / ".hidden.txt")
    with pytest.raises(InputError, match=r"is empty; give one with articles"):
        Sources([tmp_path])


def test_a_folder_of_which_nothing_can_be_read_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.txt")
    with pytest.raises(InputError, match=r"holds nothing that can be read; \"b\.txt\": this is a pipe"):
        Sources([tmp_path])


def test_no_input_is_an_error() -> None:
    with pytest.raises(InputError, match="no input was given"):
        Sources([])


def test_standard_input_twice_is_an_error() -> None:
    with pytest.raises(InputError, match="give - once"):
        Sources(["-", "-"])


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    sources = Sources([tmp_path])
    assert [a.id for a in sources] == ["a/b.txt"]
    assert sources.skipped == []


def test_what_is_linked_from_inside_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "far" / "b.txt")
    write(tmp_path / "z.txt")
    (tmp_path / "1").symlink_to(tmp_path / "far")
    (tmp_path / "a.txt").symlink_to(tmp_path / "z.txt")
    (tmp_path / "far.txt").symlink_to(tmp_path / "far" / "b.txt")
    sources = Sources([tmp_path])
    assert [a.id for a in sources] == ["far/b.txt", "z.txt"]
    assert sources.skipped == []


def test_a_link_that_leads_out_of_the_folder_is_listed_and_not_followed(tmp_path: Path) -> None:
    """An archive from elsewhere may hold one to "/", under which every text of the machine is."""
    write(tmp_path / "far" / "b.txt")
    write(tmp_path / "root-2" / "b.txt")
    root = tmp_path / "root"
    write(root / "deep" / "z.txt")
    (root / "top").symlink_to("/")
    (root / "1").symlink_to(tmp_path / "far")
    (root / "2").symlink_to(tmp_path / "root-2")
    (root / "deep" / "b.txt").symlink_to("../../far/b.txt")
    (root / "up").symlink_to("..")
    sources = Sources([root])
    assert [a.id for a in sources] == ["deep/z.txt"]
    assert sorted(s.path for s in sources.skipped) == ["1", "2", "deep/b.txt", "top", "up"]
    assert {s.reason for s in sources.skipped} == {skip_reasons.LINK_OUT}


def test_a_folder_that_is_named_by_a_link_is_read(tmp_path: Path) -> None:
    write(tmp_path / "far" / "b.txt")
    (tmp_path / "far" / "a.txt").symlink_to("b.txt")
    (tmp_path / "root").symlink_to(tmp_path / "far")
    sources = Sources([tmp_path / "root"])
    assert [a.id for a in sources] == ["b.txt"]
    assert sources.skipped == []


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_is_refused_since_it_has_no_end(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a device and no file"):
        Sources(["/dev/zero"])
    with pytest.raises(InputError, match="is a device and no file"):
        LineReader("/dev/zero")
    write(tmp_path / "a.txt")
    (tmp_path / "z.jsonl").symlink_to("/dev/zero")
    with pytest.raises(InputError, match="is a device and no file"):
        Sources([tmp_path / "z.jsonl"])
    sources = Sources([tmp_path])
    assert [a.id for a in sources] == ["a.txt"]
    assert [s.path for s in sources.skipped] == ["z.jsonl"]


def test_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    sources = Sources([tmp_path])
    assert [a.id for a in sources] == ["a.txt"]
    assert [(s.path, s.line) for s in sources.skipped] == [("b.txt", None)]
    assert "cannot be read" in sources.skipped[0].reason


def test_a_pipe_in_a_folder_is_told_and_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    sources = Sources([tmp_path])
    assert [a.id for a in sources] == ["a.txt"]
    assert [s.path for s in sources.skipped] == ["b.txt"]


def test_a_name_that_is_not_utf8_can_be_written_in_a_report(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Some text.")
    (article,) = Sources([tmp_path])
    assert article.path == article.id == "caf\ufffd.txt"


def test_sizes_add_up(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl", "c.jsonl.gz"):
        write(tmp_path / name, '{"text": "A record."}\n' * 100)
    sources = Sources([tmp_path])
    assert sources.bytes_total == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert sources.bytes_read == 0
    seen = [sources.bytes_read for _ in sources]
    assert seen == sorted(seen)
    assert sources.bytes_read == sources.bytes_total


def test_standard_input_has_no_size(tmp_path: Path) -> None:
    sources = Sources([write(tmp_path / "a.txt"), "-"], stdin=io.BytesIO(b"Some text."))
    assert sources.bytes_total is None
    assert [a.id for a in sources] == ["a.txt", "-"]
    assert sources.bytes_read == 20


def test_a_second_round_starts_anew(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", RECORD + "{\n")
    sources = Sources([tmp_path])
    assert list(sources) == list(sources)
    assert len(sources.skipped) == 1
    assert sources.bytes_read == sources.bytes_total


@pytest.mark.parametrize(
    ("data", "expect"),
    [
        (b'{"text": "A record."}\n{"id": "b", "text": "B."}\n', [("-:1", 1, "A record."), ("b", 2, "B.")]),
        (b' \n\n {"text": "A record."}', [("-:3", 3, "A record.")]),
        (b'\xef\xbb\xbf{"text": "A record."}', [("-:1", 1, "A record.")]),
        ('{"text": "é"}\n'.encode("utf-16"), [("-:1", 1, "é")]),
        (b" \n Some text.\n", [("-", None, " \n Some text.\n")]),
        (b'["text"]', [("-", None, '["text"]')]),
        (b" " * 300_000 + b'{"text": "Late."}', [("-:1", 1, "Late.")]),
    ],
)
def test_standard_input_is_told_by_its_content(data: bytes, expect: list[tuple[str, int | None, str]]) -> None:
    sources = Sources(["-"], stdin=io.BytesIO(data))
    assert [(a.id, a.line, a.text) for a in sources] == expect
    assert {a.path for a in Sources(["-"], stdin=io.BytesIO(data))} == {"-"}
    assert sources.skipped == []


def test_standard_input_is_the_process_own_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Some text.")))
    assert [a.text for a in Sources(["-"])] == ["Some text."]
