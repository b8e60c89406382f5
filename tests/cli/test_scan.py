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
from dedup.report.report import json_schema
from tests.cli.artifact_texts import GLUED, MARKED, PLAIN, rule_folder

Run = Callable[..., tuple[int, str, str]]
SEEDS = Path(__file__).parents[2] / "seeds"


def test_defaults(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    assert run("scan", "news", "more.jsonl")[0] == 0
    assert asked == {
        "inputs": ("news", "more.jsonl"),
        "only": (),
        "jobs": None,
        "memory": 2**30,
        "text_field": None,
        "id_field": None,
        "fields": (),
        "strict": False,
        "min_probability": None,
        "model": None,
        "progress": None,
        "rules": (),
        "ignore": (),
        "house_style": True,
    }


def test_options_reach_the_scan(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    args = (
        "--only copies --only relations --jobs 3 --memory 512MB --text-field body --id-field key --strict "
        "--field title=head --field date=when --min-probability 0.25 -q --model model.json"
    )
    args += " --rules own --rules more --ignore joins --house-style off"
    assert run("scan", "news", *args.split()) == (0, "", "")
    assert asked == {
        "inputs": ("news",),
        "only": ("copies", "relations"),
        "jobs": 3,
        "memory": 512 * 2**20,
        "text_field": "body",
        "id_field": "key",
        "fields": ("title=head", "date=when"),
        "strict": True,
        "min_probability": 0.25,
        "model": "model.json",
        "rules": ("own", "more"),
        "ignore": ("joins",),
        "house_style": False,
        "progress": None,
    }


def test_without_an_output_the_summary_is_printed_with_a_hint(run: Run, folder: Path, asked: dict[str, Any]) -> None:
    code, out, err = run("scan", "news")
    assert (code, err) == (0, "")
    assert "3 articles" in out and "copy:a.txt" in out
    assert "-o report.json" in out
    assert list(folder.glob("*.json*")) == []


def test_every_output_is_written_and_the_summary_shown_too(
    run: Run, folder: Path, asked: dict[str, Any], small_report: Report
) -> None:
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
def test_fail_on_exits_with_1_only_where_it_applies(
    run: Run, folder: Path, asked: dict[str, Any], kinds: list[str], code: int
) -> None:
    found, out, err = run(
        "scan", "news", "-q", *(word for kind in kinds for word in ("--fail-on", kind)), "-o", "report.json"
    )
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
        command = [
            sys.executable,
            "-m",
            "dedup",
            "scan",
            "seeds",
            "-o",
            "report.json",
            "-o",
            "report.jsonl",
            "--jobs",
            jobs,
        ]
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


@pytest.fixture
def wire(folder: Path) -> Path:
    """The current folder, with `wire` in it: an article with marks of two families, one with a single mark, one
    without."""
    (folder / "wire").mkdir()
    for name, text in (("marked.txt", MARKED), ("glued.txt", GLUED), ("plain.txt", PLAIN)):
        (folder / "wire" / name).write_text(text, encoding="utf-8")
    return folder


def test_artifacts_alone_compare_no_articles(run: Run, wire: Path) -> None:
    code, out, _ = run("scan", "wire", "--only", "artifacts", "-o", "report.json")
    assert code == 0
    report = Report.read("report.json")
    # Though two of them are copies with one name glued
    assert (report.relations, report.weak, report.families) == ([], [], [])
    assert [(a.id, a.translation.verdict, [m.rule for m in a.artifacts]) for a in report.articles] == [
        ("glued.txt", "insufficient", ["glued-sentence"]),
        ("marked.txt", "machine_translated", ["glued-sentence", "doubled-alternative"]),
        ("plain.txt", "insufficient", []),
    ]
    assert "3 marks of translation or spinning; articles: 1 machine translated" in out
    assert "marked.txt  machine translated" in out


def test_copies_alone_look_for_no_artifacts(run: Run, wire: Path) -> None:
    assert run("scan", "wire", "--only", "copies", "-q", "-o", "report.json", "--fail-on", "machine_translated")[0] == 0
    report = Report.read("report.json")
    assert {a.translation.verdict for a in report.articles} == {"insufficient"}
    assert report.summary.artifacts == 0


def test_rules_of_ones_own_and_rules_left_out(run: Run, wire: Path) -> None:
    rule_folder(
        wire / "own", pattern="(?i)\\bpilots wait\\b", matches=["⟦Pilots wait⟧", "⟦pilots wait⟧", "a ⟦pilots wait⟧"]
    )
    args = (
        "--rules",
        "own",
        "--ignore",
        "doubled",
        "--ignore",
        "sibling-name",
        "--only",
        "artifacts",
        "-q",
        "-o",
        "report.json",
    )
    assert run("scan", "wire", *args)[0] == 0
    report = Report.read("report.json")
    assert [[m.rule for m in a.artifacts] for a in report.articles] == [
        ["glued-sentence"],
        ["glued-sentence", "stacked-fish"],
        [],
    ]
    assert (report.settings["rules"], report.settings["ignore"]) == (["own"], ["doubled", "sibling-name"])
    text = (wire / "wire" / "marked.txt").read_text(encoding="utf-8")
    assert [text[m.start : m.end] for m in report.articles[1].artifacts] == ["PetrovaShe", "Pilots wait"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--rules", "nowhere"], "nowhere: there is no such folder of rules"),
        (["--rules", "broken"], "the pattern '(fish' is no regular expression"),
        (["--ignore", "glued-sentense"], "did you mean 'glued-sentence'"),
    ],
)
def test_a_fault_in_the_rules_is_one_line(run: Run, wire: Path, args: list[str], told: str) -> None:
    rule_folder(wire / "broken", pattern="(fish")
    code, out, err = run("scan", "wire", *args)
    assert (code, out) == (2, "")
    assert err.startswith("dedup: ") and err.count("\n") == 1 and told in err


def test_fail_on_a_verdict(run: Run, wire: Path) -> None:
    args = ("--only", "artifacts", "-q")
    assert run("scan", "wire", *args, "--fail-on", "machine_translated") == (
        1,
        "",
        "dedup: --fail-on machine_translated: 1 found\n",
    )
    assert run("scan", "wire", *args, "--fail-on", "spun", "--fail-on", "translated") == (0, "", "")
    spun = "He writes of counterfeit consciousness and profound learning.\n" + MARKED.splitlines()[1]
    (wire / "wire" / "spun.txt").write_text(spun, encoding="utf-8")
    code, _, err = run("scan", "wire/spun.txt", *args, "--ignore", "doubled", "--fail-on", "spun")
    assert (code, err) == (1, "dedup: --fail-on spun: 1 found\n")


def test_garbage_collection_is_on_again_after_a_scan(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Troops left the city on Friday evening.", encoding="utf-8")
    assert gc.isenabled()
    assert main(["scan", str(article), "--quiet"]) == 0
    assert gc.isenabled()
    assert main(["scan", str(tmp_path / "missing.txt")]) == 2
    assert gc.isenabled()
