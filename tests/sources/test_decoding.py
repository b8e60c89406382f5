"""Bytes that are not UTF-8, and JSON that only Python's own reader takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dedup.article import Article
from dedup.records import Skipped
from dedup.sources import Sources
from dedup.sources.decoding import Decoder

CASES = json.loads((Path(__file__).parent.parent / "cases" / "sources_encodings.json").read_text(encoding="utf-8"))


def read(tmp_path: Path, name: str, data: bytes) -> tuple[list[Article], list[Skipped]]:
    (tmp_path / name).write_bytes(data)
    sources = Sources([tmp_path / name])
    return list(sources), sources.skipped


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["encoding"])
@pytest.mark.parametrize("times", [1, 20])
def test_a_text_in_another_encoding_is_read(tmp_path: Path, case: dict[str, Any], times: int) -> None:
    text = case["text"] * times
    articles, skipped = read(tmp_path, "f.txt", text.encode(case["encoding"]))
    assert ([a.text for a in articles], skipped) == ([text], [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["encoding"])
def test_lines_in_another_encoding_are_read(tmp_path: Path, case: dict[str, Any]) -> None:
    line = json.dumps({"id": "a", "text": case["text"]}, ensure_ascii=False) + "\n"
    articles, skipped = read(tmp_path, "f.jsonl", (line * 20).encode(case["encoding"]))
    assert ([a.text for a in articles], skipped) == ([case["text"]] * 20, [])


def test_each_line_is_decided_on_its_own(tmp_path: Path) -> None:
    french, russian = CASES[1]["text"], CASES[6]["text"]
    lines = [(french, "cp1252")] * 20 + [(russian, "utf-8"), (french, "utf-8")]
    data = b"".join(json.dumps({"text": text}, ensure_ascii=False).encode(encoding) + b"\n" for text, encoding in lines)
    articles, skipped = read(tmp_path, "f.jsonl", data)
    assert ([a.text for a in articles], skipped) == ([text for text, _ in lines], [])


def test_an_encoding_that_was_sure_is_left_where_it_does_not_fit() -> None:
    decoder = Decoder()
    chinese, french = CASES[11]["text"], CASES[1]["text"]
    for _ in range(20):
        assert decoder.decode(chinese.encode("gb18030")).text == chinese
    assert decoder.decode(french.encode("cp1252")).text == french


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_a_text_is_exactly_what_was_decoded(tmp_path: Path, newline: str) -> None:
    text = f"\ufeff {newline} Headline{newline}{newline}Body.\u00a0{newline}"
    articles, _ = read(tmp_path, "f.md", text.encode())
    assert articles == [Article(id="f.md", text=text[1:], path="f.md")]


def test_only_the_first_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, "f.txt", "\ufeff\ufeffText.".encode())
    assert articles[0].text == "\ufeffText."


@pytest.mark.parametrize(
    ("data", "text", "reason"),
    [
        (
            "“It’s over”, he said".encode() + b"\xff.",
            "“It’s over”, he said\ufffd.",
            "1 byte is not valid UTF-8, at byte 26,",
        ),
        ("“It’s over”".encode()[:-1], "“It’s over\ufffd", "2 bytes are not valid UTF-8, the first at byte 14,"),
        (
            "Été — ".encode() + b"\xe9\xe8 \xe9",
            "Été — \ufffd\ufffd \ufffd",
            "3 bytes are not valid UTF-8, the first at byte 10,",
        ),
    ],
)
def test_broken_utf8_is_read_and_told(tmp_path: Path, data: bytes, text: str, reason: str) -> None:
    articles, skipped = read(tmp_path, "f.txt", data)
    assert [a.text for a in articles] == [text]
    assert len(skipped) == 1
    assert skipped[0].reason.startswith(reason)
    assert skipped[0].reason.endswith("; fetch the page again")


def test_a_broken_line_is_read_and_told_with_its_number(tmp_path: Path) -> None:
    good = '{"text": "“Good”"}\n'.encode()
    articles, skipped = read(tmp_path, "f.jsonl", good + good.replace("”".encode(), b"\xe2\x80") + good)
    assert [a.text for a in articles] == ["“Good”", "“Good\ufffd", "“Good”"]
    assert [(s.line, s.reason[:27]) for s in skipped] == [(2, "2 bytes are not valid UTF-8")]
    assert "the first at byte 17 of the line" in skipped[0].reason


def test_a_broken_line_that_is_not_read_either_is_told_once(tmp_path: Path) -> None:
    articles, skipped = read(
        tmp_path, "f.jsonl", '{"titel": "“a'.encode() + b'\xff"}\n' + '{"text": "“a'.encode() + b"\xff\n"
    )
    assert articles == []
    assert [s.line for s in skipped] == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_broken_wide_encodings_are_read_and_told(tmp_path: Path, encoding: str) -> None:
    """A lone surrogate, and a file that ends within a character."""
    data = "\ufeffBefore \ud800 after.".encode(encoding, "surrogatepass") + b"\x41"
    articles, skipped = read(tmp_path, "f.txt", data)
    assert [a.text for a in articles] == ["Before \ufffd after.\ufffd"]
    assert len(skipped) == 1
    lines = '\ufeff{"text": "Good."}\n{"text": "a\ud800"}\n{"text": "Good."}\n'.encode(encoding, "surrogatepass")
    articles, skipped = read(tmp_path, "f.jsonl", lines)
    assert [a.text for a in articles] == ["Good.", "a\ufffd", "Good."]
    assert [s.line for s in skipped] == [2]


@pytest.mark.parametrize("size", [10, 200_000])
def test_wide_encodings_may_be_cut_anywhere_by_reading(tmp_path: Path, size: int) -> None:
    text = "x" * size + "😀é" * size
    for encoding in ("utf-16", "utf-32"):
        articles, skipped = read(tmp_path, "f.txt", text.encode(encoding))
        assert ([a.text for a in articles], skipped) == ([text], [])


def test_a_letter_far_behind_is_found(tmp_path: Path) -> None:
    text = (
        "The minister said so on Monday, and the parliament will vote next week. " * 2000
        + "“Voilà”, he said – it’s a café."
    )
    articles, skipped = read(tmp_path, "f.txt", text.encode("cp1252"))
    assert ([a.text for a in articles], skipped) == ([text], [])


def test_lone_surrogates_of_json_are_kept(tmp_path: Path) -> None:
    lines = b'{"id": "\\udc00", "text": "a\\ud800b", "title": "\\ude00\\ud83d"}\n{"text": "\\ud83d\\ude00"}\n'
    articles, skipped = read(tmp_path, "f.jsonl", lines)
    assert [(a.id, a.text, a.title) for a in articles] == [
        ("\udc00", "a\ud800b", "\ude00\ud83d"),
        ("f.jsonl:2", "😀", None),
    ]
    assert skipped == []


def test_numbers_that_only_python_writes_are_read(tmp_path: Path) -> None:
    articles, skipped = read(
        tmp_path,
        "f.jsonl",
        b'{"text": "a", "score": NaN, "title": NaN}\n{"text": "b", "date": -Infinity}\n{"text": "c", "date": 1e999}\n'
        b'{"text": "d", "id": ' + b"9" * 5000 + b"}\n" + b'{"text": "e", "id": ' + b"9" * 30 + b"}\n",
    )
    assert [a.text for a in articles] == ["a", "b", "c", "d", "e"]
    assert {a.title for a in articles} | {a.published for a in articles} == {None}
    assert [a.id for a in articles][3:] == ["f.jsonl:4", "9" * 30]
    assert skipped == []


def test_a_byte_order_mark_inside_joined_files_is_read_over(tmp_path: Path) -> None:
    record = '\ufeff{"text": "a"}\n'.encode()
    articles, skipped = read(tmp_path, "f.jsonl", record * 3)
    assert ([a.text for a in articles], skipped) == (["a"] * 3, [])
