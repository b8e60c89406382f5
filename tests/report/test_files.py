"""A report goes into a file and comes back: whole, the same bytes each time, or not at all."""

from __future__ import annotations

import gzip
import json
import stat
import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import FormatError, InputError, SettingsError
from dedup.records import ArticleRecord, InputRecord
from dedup.report import Report, make_report
from dedup.report.writing import PIECE, READABLE, Pieces, check_target

CHANGES = [
    (b'"dedup-report/2"', b'"dedup-report/3"', "dedup-report/3"),
    (b'"words":412', b'"words":"many"', "words"),
    (b'"verdict":"spun"', b'"verdict":"guilty"', "verdict"),
    (b'"probability":0.91', b'"probability":1.91', "probability"),
    (b'"relations":', b'"pairs":', "relations"),
    (b"[", b"", "malformed"),
]


@pytest.mark.parametrize("ending", READABLE)
def test_a_report_comes_back_as_it_was(report: Report, tmp_path: Path, ending: str) -> None:
    report.write(tmp_path / f"report{ending}")
    assert Report.read(tmp_path / f"report{ending}") == report


@pytest.mark.parametrize("ending", READABLE)
def test_two_writes_give_the_same_bytes(report: Report, tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"first{ending}", tmp_path / f"other-name{ending}"
    report.write(first)
    Report.read(first).write(second)
    assert first.read_bytes() == second.read_bytes()


def as_format_1(data: bytes) -> bytes:
    """A report as version 1 of the format had it: without the fields that came later."""
    whole = json.loads(data)
    whole["schema"] = "dedup-report/1"
    for article in whole["articles"]:
        del article["families"]
    for relation in whole["relations"]:
        del relation["version"]
    for family in whole["families"]:
        del family["member_facts"], family["root"]["probability"]
    for counts, later in (("relations", "template"), ("families", "template"), ("verdicts", "assistant")):
        del whole["summary"][counts][later]
    return json.dumps(whole).encode()


def test_a_report_of_format_1_is_read_as_this_one(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(as_format_1(report.to_json()))
    read = Report.read(path)
    assert (read.schema, read.articles, read.relations) == ("dedup-report/2", report.articles, report.relations)
    assert [family.members for family in read.families] == [family.members for family in report.families]
    assert [family.member_facts for family in read.families] == [[], []]
    assert read.summary == report.summary


def test_lines_of_format_1_are_read_as_this_one(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.jsonl"
    report.to_jsonl(path)
    path.write_bytes(path.read_bytes().replace(b'"dedup-report/2"', b'"dedup-report/1"'))
    assert Report.read(path) == report


def test_an_empty_report_comes_back(tmp_path: Path) -> None:
    empty = make_report(settings={}, input=InputRecord(articles=0), articles=[])
    for ending in (".json", ".jsonl"):
        empty.write(tmp_path / f"empty{ending}")
        assert Report.read(tmp_path / f"empty{ending}") == empty


def test_to_json_returns_what_it_writes(report: Report, tmp_path: Path) -> None:
    report.to_json(tmp_path / "report.json")
    assert (tmp_path / "report.json").read_bytes() == report.to_json()
    assert json.loads(report.to_json())["summary"]["articles"] == 5


def test_each_record_has_a_line_of_its_own(report: Report) -> None:
    lines = report.to_json().decode().splitlines()
    assert (
        json.loads(lines[lines.index(next(line for line in lines if '"id":"plain.txt"' in line))].rstrip(","))["words"]
        == 300
    )


def test_jsonl_lines_tell_their_type_first(report: Report, tmp_path: Path) -> None:
    report.to_jsonl(tmp_path / "report.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds = ["header", *["article"] * 5, "name", *["relation"] * 4, *["family"] * 2, "summary"]
    assert [line["type"] for line in lines] == kinds
    assert {next(iter(line)) for line in lines} == {"type"}
    assert list(lines[0]) == ["type", "schema", "tool", "settings", "input"]
    assert [line.get("weak", False) for line in lines if line["type"] == "relation"] == [False, False, False, True]
    whole = json.loads(report.to_json())
    for key, kind in (("articles", "article"), ("names", "name"), ("families", "family")):
        assert [{k: v for k, v in line.items() if k != "type"} for line in lines if line["type"] == kind] == whole[key]


@pytest.mark.parametrize("name", ["report.txt", "report", "report.json.zip", "report.gz"])
def test_an_unknown_ending_names_the_known_ones(report: Report, tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"\.json, \.jsonl, \.json\.gz, \.jsonl\.gz"):
        report.write(tmp_path / name)
    with pytest.raises(SettingsError, match="ending"):
        Report.read(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_target_is_checked_before_anything_is_written(report: Report, tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(SettingsError, match="is a folder"):
        check_target(tmp_path / "folder.json")
    with pytest.raises(SettingsError, match="does not exist"):
        report.write(tmp_path / "nowhere" / "report.json")


def test_a_failure_leaves_the_old_report_and_no_other_file(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report.write(path)
    before = path.read_bytes()
    broken = msgspec.structs.replace(report, settings={"only": object()})
    for ending in (".json", ".json.gz"):
        with pytest.raises(TypeError):
            broken.write(tmp_path / f"report{ending}")
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.json"]


def test_a_reader_of_the_old_report_is_not_disturbed(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report.write(path)
    with path.open("rb") as reader:
        make_report(settings={}, input=InputRecord(articles=0), articles=[]).write(path)
        assert reader.read() == report.to_json()


def test_a_gzip_header_holds_neither_time_nor_name(report: Report, tmp_path: Path) -> None:
    report.write(tmp_path / "report.json.gz")
    magic, flags, time = struct.unpack("<2sxBI", (tmp_path / "report.json.gz").read_bytes()[:8])
    assert (magic, flags, time) == (b"\x1f\x8b", 0, 0)


def test_a_link_stays_a_link_and_the_umask_holds(report: Report, tmp_path: Path) -> None:
    (tmp_path / "new.json").touch()
    (tmp_path / "latest.json").symlink_to("new.json")
    report.write(tmp_path / "latest.json")
    assert (tmp_path / "latest.json").is_symlink()
    assert Report.read(tmp_path / "new.json") == report
    (tmp_path / "plain.txt").touch()
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == stat.S_IMODE((tmp_path / "plain.txt").stat().st_mode)


@given(st.text(st.characters(), max_size=40), st.integers(0, 39))
def test_any_text_gives_valid_utf8_json(text: str, place: int) -> None:
    """Lone surrogates have no UTF-8: they become U+FFFD, and nothing else changes."""
    hostile = text[:place] + "\ud800" + text[place:]
    article = ArticleRecord(id=hostile, title=text, words=1)
    report = make_report(settings={hostile: [hostile]}, input=InputRecord(articles=1), articles=[article])
    data = json.loads(report.to_json().decode("utf-8"))
    clean = "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in hostile)
    assert data["articles"][0]["id"] == clean
    assert data["settings"] == {clean: [clean]}
    assert data["articles"][0]["words"] == 1


def test_a_surrogate_does_not_touch_its_neighbours(report: Report) -> None:
    hostile = [*report.articles, ArticleRecord(id="\udfff", words=1)]
    data = json.loads(
        make_report(settings={}, input=report.input, articles=hostile, families=report.families).to_json()
    )
    assert data["articles"][:-1] == json.loads(report.to_json())["articles"]


def test_a_large_report_is_written_in_pieces() -> None:
    sizes: list[int] = []
    pieces = Pieces(lambda piece: sizes.append(len(piece)))
    records = (ArticleRecord(id=f"article-{i}", title="t" * 300, words=i) for i in range(10_000))
    pieces.array(records)
    pieces.flush()
    assert len(sizes) > 3
    assert max(sizes) < PIECE + 1000


@pytest.mark.parametrize(("old", "new", "told"), CHANGES)
@pytest.mark.parametrize("ending", READABLE)
def test_a_wrong_report_is_told_in_one_sentence(
    report: Report, tmp_path: Path, ending: str, old: bytes, new: bytes, told: str
) -> None:
    path = tmp_path / f"report{ending}"
    report.write(path)
    packed = ending.endswith(".gz")
    data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    if old == b'"relations":' and ending.startswith(".jsonl"):
        old, new = b'"members"', b'"people"'
        told = "members"
    changed = data.replace(old, new, 1)
    assert changed != data
    path.write_bytes(gzip.compress(changed, mtime=0) if packed else changed)
    with pytest.raises(FormatError) as caught:
        Report.read(path)
    message = str(caught.value)
    assert str(path) in message
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        (".json", b""),
        (".json", b"[]"),
        (".json", b"\xff\xfe{}"),
        (".json", b'{"schema": "dedup-report/2", "settings": ' + b"[" * 100_000),
        (".json.gz", b"no gzip"),
        (".json.gz", gzip.compress(b"{}", mtime=0)[:-4]),
        (".jsonl", b""),
        (".jsonl", b"\n"),
        (".jsonl", b'{"type":"article","id":"a","words":1}\n'),
        (".jsonl", b'{"type":"verdict"}\n'),
        (".jsonl.gz", gzip.compress(b"\x00" * 10_000, mtime=0)),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"wrong{ending}"
    path.write_bytes(data)
    with pytest.raises(FormatError, match="no report"):
        Report.read(path)


@given(st.binary(max_size=200), st.sampled_from(sorted(READABLE)))
def test_any_bytes_are_refused_without_a_crash(tmp_path_factory: Any, data: bytes, ending: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(data)
    with pytest.raises(FormatError):
        Report.read(path)


def test_a_jsonl_cut_short_is_refused(report: Report, tmp_path: Path) -> None:
    report.write(tmp_path / "report.jsonl")
    lines = (tmp_path / "report.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "report.jsonl").write_bytes(b"".join(lines[:-1]))
    with pytest.raises(FormatError, match="ends before the summary"):
        Report.read(tmp_path / "report.jsonl")


def test_a_missing_file_and_a_folder_are_input_errors(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    for name in ("missing.json", "missing.jsonl.gz", "folder.json"):
        with pytest.raises(InputError, match=name):
            Report.read(tmp_path / name)


@pytest.mark.parametrize(
    "name", ["r.json", "r.jsonl.gz", "r.csv", "r.graphml", "r.html", pytest.param("r.parquet", id="parquet")]
)
def test_who_might_read_the_old_report_may_read_the_new_one_and_nobody_else(
    report: Report, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).touch()
    (tmp_path / name).chmod(0o600)
    report.write(tmp_path / name)
    assert (tmp_path / name).stat().st_size > 0
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    (tmp_path / name).chmod(0o664)
    report.write(tmp_path / name)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o664


def test_a_new_report_has_the_permissions_of_any_new_file(report: Report, tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    report.write(tmp_path / "r.json")
    assert (tmp_path / "r.json").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_folder_of_pages_keeps_its_permissions(report: Report, tmp_path: Path) -> None:
    report.write(f"{tmp_path}/pages/")
    (tmp_path / "pages").chmod(0o700)
    report.write(f"{tmp_path}/pages/")
    assert stat.S_IMODE((tmp_path / "pages").stat().st_mode) == 0o700
