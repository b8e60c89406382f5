"""One article by name: a file, or an id or a line of a file of records."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from dedup.errors import InputError
from dedup.sources.one_article import find_articles, split_name

RECORDS = [
    {"id": "a17", "text": "first", "body": {"html": "own"}},
    {"id": "4", "text": "second"},
    {"text": "third"},
    {"id": "x", "text": "fourth"},
    {"id": "a17", "text": "fifth"},
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps(record) for record in RECORDS]
    Path("news.jsonl").write_text("\n".join(lines) + '\n{"id": "broken"\n', encoding="utf-8")
    with gzip.open("news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    Path("one.jsonl").write_text(f"not JSON\n{lines[0]}\n", encoding="utf-8")
    Path("a#1.txt").write_text("hash in the name", encoding="utf-8")
    Path("old.txt").write_bytes("naïve text with a stray byte \xff".encode() + b"\xff")
    Path("empty.txt").write_text("")
    return tmp_path


def text_of(*names: str, **options: str) -> list[str]:
    return [named.article.text for named in find_articles(names, **options)]  # type: ignore[arg-type]


def test_an_id_counts_before_a_line_wherever_it_stands() -> None:
    assert text_of("news.jsonl#a17", "news.jsonl#1", "news.jsonl#3") == ["first", "first", "third"]
    assert text_of("news.jsonl#4") == ["second"]
    assert text_of("news.jsonl#a17#2") == ["fifth"]
    assert text_of("news.jsonl#news.jsonl:3") == ["third"]
    assert text_of("news.jsonl.gz#x") == ["fourth"]


def test_a_file_of_one_article_needs_no_key() -> None:
    assert text_of("one.jsonl", "a#1.txt") == ["first", "hash in the name"]


def test_a_file_with_the_separator_in_its_name_is_found_first() -> None:
    assert split_name("a#1.txt") == ("a#1.txt", None)
    assert split_name("a#1.txt#2") == ("a#1.txt", "2")


def test_own_fields_are_read() -> None:
    assert text_of("news.jsonl#first", text_field="body.html", id_field="text") == ["own"]


def test_standard_input_may_stand_once_with_or_without_a_key() -> None:
    lines = "\n".join(json.dumps(record) for record in RECORDS).encode()
    named = find_articles(["-#x", "a#1.txt"], stdin=io.BytesIO(lines))
    assert named[0].article.text == "fourth"
    assert find_articles(["-"], stdin=io.BytesIO(b"plain text"))[0].article.text == "plain text"


def test_what_is_odd_about_an_article_is_told_and_what_is_odd_about_others_is_not() -> None:
    (old,) = find_articles(["old.txt"])
    assert len(old.notes) == 1 and "old.txt" in old.notes[0] and "U+FFFD" in old.notes[0]
    assert find_articles(["one.jsonl"])[0].notes == []


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["-", "-"], "once"),
        (["-", "-#3"], "once"),
        (["."], "folder"),
        (["missing.txt"], "missing.txt"),
        (["missing.jsonl#3"], "missing.jsonl"),
        (["#3"], "no file"),
        (["\0"], "no file"),
        (["x" * 5000], "cannot be read"),
        (["news.jsonl"], "more than one article"),
        (["news.jsonl#"], "no article with the id or line"),
        (["news.jsonl#7"], "no article with the id or line"),
        (["news.jsonl#0"], "no article with the id or line"),
        (["news.jsonl#" + "9" * 5000], "no article with the id or line"),
        (["news.jsonl#٣"], "no article with the id or line"),
        (["news.jsonl#6"], "news.jsonl, line 6: the line is not JSON"),
        (["a#1.txt#1"], "no article with the id or line"),
        (["empty.txt"], "empty.txt: the file is empty"),
    ],
)
def test_errors_name_the_place(names: Sequence[str], told: str) -> None:
    with pytest.raises(InputError) as error:
        find_articles(names, stdin=io.BytesIO(b"x"))
    assert told in str(error.value)
    assert len(str(error.value)) < 500
