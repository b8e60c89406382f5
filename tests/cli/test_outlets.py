"""`dedup outlets`: who takes from whom, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.report import Report

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _written(folder: Path, report: Report) -> None:
    report.write("r.json")


def test_outlets_are_shown_with_what_they_took(run: Run) -> None:
    code, out, err = run("outlets", "r.json")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["outlet", "articles", "taken", "given", "delay", "from"]
    assert any(line.split()[:5] == ["The", "Guardian", "1", "1", "0"] for line in lines)
    assert "AP 1" in out


def test_outlets_as_json(run: Run) -> None:
    found = {record["outlet"]: record for record in json.loads(run("outlets", "r.json", "--format", "json")[1])}
    assert found["The Guardian"]["taken"] == 1
    assert found["The Guardian"]["delay"] == 2.8


def test_the_table_is_bounded(run: Run) -> None:
    assert "... and 3 more outlets" in run("outlets", "r.json", "--limit", "1")[1]


def test_no_report_is_an_error(run: Run) -> None:
    code, out, err = run("outlets", "missing.json")
    assert (code, out) == (2, "")
    assert "missing.json" in err
