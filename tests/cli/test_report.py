"""`dedup report` and `dedup schema`: a report is shown again and described, without a scan."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.report import Report
from dedup.report.report import json_schema

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("name", ["r.json", "r.jsonl", "r.json.gz", "r.jsonl.gz"])
def test_a_report_is_shown_again(run: Run, folder: Path, small_report: Report, name: str) -> None:
    small_report.write(name)
    code, out, err = run("report", name)
    assert (code, err) == (0, "")
    assert "copy:a.txt" in out and "3 articles" in out


def test_at_another_threshold_the_families_are_others(run: Run, folder: Path, small_report: Report) -> None:
    small_report.write("r.json")
    code, out, _ = run("report", "r.json", "--min-probability", "0.9", "-o", "strict.jsonl")
    assert code == 0
    assert "2 pairs below the threshold" in out
    strict = Report.read("strict.jsonl")
    assert strict.settings["min_probability"] == 0.9
    assert [family.members for family in strict.families] == [["a.txt", "b.txt"]]
    assert len(strict.weak) == 2


def test_quiet_only_converts(run: Run, folder: Path, small_report: Report) -> None:
    small_report.write("r.json")
    assert run("report", "r.json", "-q", "-o", "r.jsonl.gz") == (0, "", "")
    assert Report.read("r.jsonl.gz") == small_report


def test_the_settings_of_a_scan_do_not_change_a_report(run: Run, folder: Path, small_report: Report) -> None:
    small_report.write("r.json")
    (folder / "pyproject.toml").write_text("[tool.dedup]\nmin-probability = 0.9\n", encoding="utf-8")
    assert "2 pairs below" not in run("report", "r.json")[1]


def test_schema_is_printed(run: Run) -> None:
    code, out, err = run("schema")
    assert (code, err) == (0, "")
    assert json.loads(out) == json_schema()


@pytest.mark.parametrize(
    ("args", "shown", "missing"),
    [
        (["--level", "wire"], "wire:other.txt", "copy:wire/apw-1"),
        (["--family", "copy:wire/apw-1"], "copy:wire/apw-1", "wire:other.txt"),
        (["--article", "plain.txt"], "wire:other.txt", "copy:wire/apw-1"),
        (["--outlet", "the guardian"], "copy:wire/apw-1", "wire:other.txt"),
        (["--verdict", "spun"], "copy:wire/apw-1", "wire:other.txt"),
        (["--limit", "1"], "... and 1 more wire families", "wire:other.txt  2 articles"),
    ],
)
def test_a_part_is_shown(run: Run, folder: Path, report: Report, args: list[str], shown: str, missing: str) -> None:
    report.write("r.json")
    code, out, err = run("report", "r.json", *args)
    assert (code, err) == (0, "")
    assert shown in out
    assert missing not in out


def test_one_article_is_shown_with_all_that_is_known(run: Run, folder: Path, report: Report) -> None:
    report.write("r.json")
    out = run("report", "r.json", "--article", "wire/guardian-2")[1]
    assert "0 % of its words are in no earlier article" in out
    assert "this one derives from it" in out
    assert "wire/latimes-3" in out


def test_what_is_written_is_the_part(run: Run, folder: Path, report: Report) -> None:
    report.write("r.json")
    assert run("report", "r.json", "--level", "wire", "-q", "-o", "wire.json", "-o", "wire.csv")[0] == 0
    part = Report.read("wire.json")
    assert [family.id for family in part.families] == ["wire:other.txt"]
    assert [article.id for article in part.articles] == ["other.txt", "plain.txt"]
    assert len((folder / "wire.csv").read_text().splitlines()) == 3


def test_what_a_report_does_not_have_is_an_error_that_helps(run: Run, folder: Path, report: Report) -> None:
    report.write("r.json")
    code, out, err = run("report", "r.json", "--article", "plain.tx")
    assert (code, out) == (2, "")
    assert "did you mean 'plain.txt'?" in err


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_ids_are_never_cut_in_a_pipe(
    run: Run, folder: Path, small_report: Report, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    long = "https://ledger.example/" + "a-very-long-address/" * 9
    ids = {article.id: long + article.id for article in small_report.articles}
    text = small_report.to_json().decode()
    for ident, new in ids.items():
        text = text.replace(f'"{ident}"', f'"{new}"').replace(f'"copy:{ident}"', f'"copy:{new}"')
    (folder / "r.json").write_text(text)
    out = run("report", "r.json")[1]
    for new in ids.values():
        assert any(new in line for line in out.splitlines())
    assert f"copy:{long}a.txt" in out
    first, second = sorted(ids.values())[:2]
    assert run("diff", "r.json", first, second)[0] == 0


@pytest.mark.parametrize("order", ["size", "date"])
def test_families_are_sorted(run: Run, folder: Path, report: Report, order: str) -> None:
    from dedup.records import ArticleRecord, Family, InputRecord
    from dedup.report import make_report

    made = make_report(
        settings={},
        input=InputRecord(articles=5),
        articles=[ArticleRecord(id=f"a{n}", words=9, published=f"2022-01-0{n + 1}") for n in range(5)],
        families=[Family("copy:a0", "copy", ["a0", "a1", "a2"]), Family("copy:a3", "copy", ["a3", "a4"])],
    )
    made.write("r.json")
    out = run("report", "r.json", "--sort", order)[1]
    assert (out.index("copy:a0") < out.index("copy:a3")) == (order == "size")
