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
