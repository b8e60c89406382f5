"""`dedup scan`: the options reach the scan, the report reaches its files, and the exit code says what was asked."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dedup.cli import main
from dedup.report import Report
from dedup.report.schema import json_schema

Run = Callable[..., tuple[int, str, str]]
SEEDS = Path(__file__).parents[2] / "seeds"


def test_defaults(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    assert run("scan", "news", "more.jsonl")[0] == 0
    assert asked == {
        "inputs": ("news", "more.jsonl"), "only": (), "jobs": None, "memory": 2**30, "text_field": None, "id_field": None,
        "strict": False, "min_probability": 0.5, "progress": None, "rules": (), "ignore": (),
    }  # fmt: skip


def test_options_reach_the_scan(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    args = "--only copies --only relations --jobs 3 --memory 512MB --text-field body --id-field key --strict --min-probability 0.25 -q"
    assert run("scan", "news", *args.split()) == (0, "", "")
    assert asked == {
        "inputs": ("news",), "only": ("copies", "relations"), "jobs": 3, "memory": 512 * 2**20, "text_field": "body", "id_field": "key",
        "strict": True, "min_probability": 0.25, "progress": None, "rules": (), "ignore": (),
    }  # fmt: skip


def test_without_an_output_the_summary_is_printed_with_a_hint(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    code, out, err = run("scan", "news")
    assert (code, err) == (0, "")
    assert "3 articles" in out and "copy:a.txt" in out
    assert "-o report.json" in out
    assert list(folder.glob("*.json*")) == []


def test_every_output_is_written_and_the_summary_shown_too(run: Run, folder: Path, asked: dict[str, Any], small_report: Report) -> None:
    code, out, err = run("scan", "news", "-o", "one.json", "--output", "two.jsonl.gz")
    assert (code, err) == (0, "")
    assert "3 articles" in out and "-o report.json" not in out
    assert Report.read("one.json") == Report.read("two.jsonl.gz") == small_report


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        (["identical"], 1),
        (["copy"], 1),
        (["trimmed"], 0),
        (["wire"], 0),
        (["skipped"], 0),
        (["trimmed", "identical"], 1),
    ],
)
def test_fail_on_exits_with_1_only_where_it_applies(run: Run, folder: Path, asked: dict[str, Any], kinds: list[str], code: int) -> None:
    found, out, err = run("scan", "news", "-q", *(word for kind in kinds for word in ("--fail-on", kind)), "-o", "report.json")
    assert (found, out) == (code, "")
    assert ("--fail-on" in err) is (code == 1)
    assert (folder / "report.json").exists()


def test_fail_on_tells_how_many(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    assert run("scan", "news", "-q", "--fail-on", "identical") == (1, "", "dedup: --fail-on identical: 2 found\n")


def test_a_real_scan_finds_the_copy_and_lists_the_empty_file(run: Run, folder: Path) -> None:
    code, out, _ = run("scan", "news", "-o", "report.json")
    assert code == 0
    report = Report.read("report.json")
    assert [(pair.a, pair.b, pair.relation) for pair in report.relations] == [("a.txt", "b.txt", "identical")]
    assert [(family.level, family.members) for family in report.families] == [("copy", ["a.txt", "b.txt"])]
    assert [skipped.path for skipped in report.input.skipped] == ["empty.txt"]
    assert "1 copy family: 2 articles, of which 1 could go" in out
    assert "empty.txt" in out


def test_a_real_scan_fails_on_what_it_found(run: Run, folder: Path) -> None:
    assert run("scan", "news", "-q", "--fail-on", "skipped")[0] == 1
    assert run("scan", "news", "-q", "--fail-on", "partial")[0] == 0
    assert run("scan", "news", "-q", "--strict")[0] == 2


def test_the_report_of_the_seeds_is_valid_and_always_the_same(tmp_path: Path) -> None:
    """In processes of their own, as a user runs them, from different folders and with different numbers of jobs."""
    written = []
    for jobs in ("1", "2"):
        place = tmp_path / jobs
        (place / "seeds").mkdir(parents=True)
        for article in SEEDS.glob("*.txt"):
            shutil.copy(article, place / "seeds")
        command = [sys.executable, "-m", "dedup", "scan", "seeds", "-o", "report.json", "-o", "report.jsonl", "--jobs", jobs]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True)
        assert "5 articles" in done.stdout
        assert "\x1b" not in done.stdout
        assert done.stderr == ""
        written.append(((place / "report.json").read_bytes(), (place / "report.jsonl").read_bytes()))
    assert written[0] == written[1]
    data = json.loads(written[0][0])
    jsonschema.Draft202012Validator(json_schema()).validate(data)
    assert len(data["articles"]) == 5
    assert str(tmp_path) not in written[0][0].decode()
    assert Report.read(tmp_path / "1" / "report.json") == Report.read(tmp_path / "1" / "report.jsonl")


def test_garbage_collection_is_on_again_after_a_scan(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Troops left the city on Friday evening.", encoding="utf-8")
    assert gc.isenabled()
    assert main(["scan", str(article), "--quiet"]) == 0
    assert gc.isenabled()
    assert main(["scan", str(tmp_path / "missing.txt")]) == 2
    assert gc.isenabled()
