"""`dedup artifacts`: findings as linters tell them, as JSON and as SARIF; own rules, baselines and exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dedup.artifacts.rule import Problem
from tests.cli.artifact_texts import GLUED, MARKED, PLAIN, rule_folder
from tests.terminal.sarif_schema import REQUIRED

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def texts(folder: Path) -> Path:
    """The current folder, with `wire` in it: one article with marks of two families, one with a single mark, one
    without."""
    (folder / "wire").mkdir()
    for name, text in (("marked.txt", MARKED), ("glued.txt", GLUED), ("plain.txt", PLAIN)):
        (folder / "wire" / name).write_text(text, encoding="utf-8")
    return folder


def findings(out: str) -> list[tuple[str, str]]:
    """Place and rule of each line."""
    return [(place, rest.split()[0]) for place, rest in (line.split(": ", 1) for line in out.splitlines())]


def test_findings_are_told_as_linters_do_with_paths_that_can_be_opened(run: Run, texts: Path) -> None:
    code, out, err = run("artifacts", "wire")
    assert (code, err) == (0, "")
    assert findings(out) == [
        ("wire/glued.txt:1:20", "glued-sentence"),
        ("wire/marked.txt:2:20", "glued-sentence"),
        ("wire/marked.txt:2:119", "doubled-alternative"),
        ("wire/marked.txt:1:1", "verdict"),
    ]
    assert "“PetrovaShe”" in out.splitlines()[0]
    assert "verdict machine_translated" in out and "trust or trust" in out.splitlines()[-1]


def test_a_file_is_named_as_it_was_given(run: Run, texts: Path) -> None:
    path = str(texts / "wire" / "glued.txt")
    assert findings(run("artifacts", path)[1]) == [(f"{path}:1:20", "glued-sentence")]


def test_json_holds_every_article_with_offsets(run: Run, texts: Path) -> None:
    code, out, err = run("artifacts", "wire", "--format", "json")
    assert (code, err) == (0, "")
    records = json.loads(out)
    assert [(r["id"], r["path"], r["translation"]["verdict"]) for r in records] == [
        ("glued.txt", "wire/glued.txt", "insufficient"),
        ("marked.txt", "wire/marked.txt", "machine_translated"),
        ("plain.txt", "wire/plain.txt", "insufficient"),
    ]
    for artifact in records[1]["artifacts"]:
        assert MARKED[artifact["start"] : artifact["end"]] == artifact["text"]
    assert records[2]["artifacts"] == []


def test_sarif_has_what_the_standard_requires(run: Run, texts: Path) -> None:
    code, out, err = run("artifacts", "wire", "--format", "sarif")
    assert (code, err) == (0, "")
    log = json.loads(out)
    jsonschema.validate(log, REQUIRED)
    (one_run,) = log["runs"]
    rules = one_run["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in one_run["results"]] == [r["ruleId"] for r in one_run["results"]]
    assert [r["ruleId"] for r in one_run["results"]][-1] == "verdict-machine-translated"
    places = [r["locations"][0]["physicalLocation"] for r in one_run["results"]]
    assert places[0] == {
        "artifactLocation": {"uri": "wire/glued.txt"},
        "region": {"startLine": 1, "startColumn": 20, "endLine": 1, "endColumn": 30},
    }


@pytest.mark.parametrize(("style", "nothing"), [("text", ""), ("json", "[]"), ("sarif", None)])
def test_nothing_found_is_a_valid_answer(run: Run, texts: Path, style: str, nothing: str | None) -> None:
    code, out, _ = run("artifacts", "wire/plain.txt", "--format", style, "--fail-on", "finding")
    assert code == 0
    if style == "text":
        assert out == ""
    elif style == "json":
        assert [r["artifacts"] for r in json.loads(out)] == [[]]
    else:
        assert json.loads(out)["runs"][0]["results"] == []


def test_a_record_is_told_by_its_line(run: Run, texts: Path) -> None:
    rows = [{"id": "p", "mine": PLAIN}, {"id": "m", "mine": GLUED, "title": "A Fish Fish Day"}]
    (texts / "n.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = run("artifacts", "n.jsonl", "--text-field", "mine", "--rules", rule_folder(texts / "own"))[1]
    assert findings(out) == [
        ("n.jsonl:2:20", "glued-sentence"),
        ("n.jsonl:2:1", "stacked-fish"),
        ("n.jsonl:2:1", "verdict"),
    ]
    log = json.loads(run("artifacts", "n.jsonl", "--text-field", "mine", "--format", "sarif")[1])
    (result,) = log["runs"][0]["results"]
    # A column of its text is none of the file
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_standard_input_is_read(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GLUED.encode())))
    assert findings(run("artifacts", "-")[1]) == [("-:1:20", "glued-sentence")]


def test_own_rules_join_the_built_in_ones(run: Run, texts: Path) -> None:
    (texts / "wire" / "plain.txt").write_text("We saw a fish fish today.", encoding="utf-8")
    out = run("artifacts", "wire/plain.txt", "wire/glued.txt", "--rules", rule_folder(texts / "own"))[1]
    assert out.startswith("wire/plain.txt:1:10: stacked-fish Two fish: fish fish.\n")
    assert "glued-sentence" in out
    log = json.loads(run("artifacts", "wire/plain.txt", "--rules", "own", "--format", "sarif")[1])
    jsonschema.validate(log, REQUIRED)
    assert [r["ruleId"] for r in log["runs"][0]["results"]] == ["stacked-fish"]


def test_rules_and_families_can_be_left_out(run: Run, texts: Path) -> None:
    out = run("artifacts", "wire/marked.txt", "--ignore", "glued-sentence")[1]
    assert findings(out) == [("wire/marked.txt:2:119", "doubled-alternative")]  # one family accuses nobody
    assert run(
        "artifacts", "wire/marked.txt", "--ignore", "joins", "--ignore", "doubled", "--ignore", "sibling-name"
    ) == (0, "", "")


def test_settings_of_the_project_hold_here_too(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (texts / "pyproject.toml").write_text(
        '[tool.dedup]\nignore = ["joins"]\nrules = ["own"]\njobs = 2\n', encoding="utf-8"
    )
    rule_folder(
        texts / "own", pattern="(?i)\\bpilots wait\\b", matches=["⟦Pilots wait⟧", "⟦pilots wait⟧", "a ⟦pilots wait⟧"]
    )
    monkeypatch.chdir(texts / "wire")  # its folder of rules lies beside the file
    assert [rule for _, rule in findings(run("artifacts", "marked.txt")[1])] == [
        "doubled-alternative",
        "stacked-fish",
        "verdict",
    ]


@pytest.mark.parametrize(
    ("kinds", "article", "code"),
    [
        (["finding"], "glued.txt", 1),
        (["finding"], "plain.txt", 0),
        (["machine_translated"], "marked.txt", 1),
        (["machine_translated"], "glued.txt", 0),
        (["spun", "translated"], "marked.txt", 0),
        (["spun", "machine_translated"], "marked.txt", 1),
        ([], "marked.txt", 0),
    ],
)
@pytest.mark.parametrize("style", ["text", "json", "sarif"])
def test_fail_on_exits_with_1_only_where_it_applies(
    run: Run, texts: Path, kinds: list[str], article: str, code: int, style: str
) -> None:
    wanted = [word for kind in kinds for word in ("--fail-on", kind)]
    assert run("artifacts", f"wire/{article}", "--format", style, *wanted)[0] == code


def test_what_a_baseline_holds_is_not_told_again(run: Run, texts: Path) -> None:
    code, out, err = run("artifacts", "wire", "--write-baseline", "known.json")
    assert (code, out) == (0, "")
    assert err == "dedup: findings that known.json holds: 3\n"
    everything = ("--fail-on", "finding", "--fail-on", "machine_translated")
    assert run("artifacts", "wire", "--baseline", "known.json", *everything) == (0, "", "")
    first = (texts / "known.json").read_bytes()
    run("artifacts", "wire", "--write-baseline", "known.json")
    assert (texts / "known.json").read_bytes() == first


def test_what_is_new_is_told_beside_a_baseline(run: Run, texts: Path) -> None:
    run("artifacts", "wire", "--write-baseline", "known.json")
    marked = texts / "wire" / "marked.txt"
    marked.write_text(
        "Another line above.\n" + MARKED + "The pilot met Ivo BrandtHe left at once for the quay.\n", encoding="utf-8"
    )
    code, out, _ = run("artifacts", "wire", "--baseline", "known.json", "--fail-on", "finding")
    assert (code, findings(out)) == (1, [("wire/marked.txt:5:19", "glued-sentence")])


def test_a_verdict_that_is_new_is_told_beside_a_baseline(run: Run, texts: Path) -> None:
    glued = texts / "wire" / "glued.txt"
    run("artifacts", "wire/glued.txt", "--write-baseline", "known.json")
    glued.write_text(GLUED + "The loan for the quay is a matter of trust or trust.\n", encoding="utf-8")
    code, out, _ = run("artifacts", "wire/glued.txt", "--baseline", "known.json", "--fail-on", "machine_translated")
    assert (code, [rule for _, rule in findings(out)]) == (1, ["doubled-alternative", "verdict"])
    record = json.loads(run("artifacts", "wire/glued.txt", "--format", "json")[1])[0]
    assert record["translation"]["verdict"] == "machine_translated"


def test_what_cannot_be_used_is_told_and_the_rest_goes_on(run: Run, texts: Path) -> None:
    rows = ['{"id": "a", "text": ', json.dumps({"id": "b", "text": GLUED}), '{"id": "c\\u001b[31m"}']
    (texts / "n.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, out, err = run("artifacts", "n.jsonl", "news/empty.txt")
    assert (code, findings(out)) == (0, [("n.jsonl:2:20", "glued-sentence")])
    told = err.splitlines()
    assert [line.split(": ")[1] for line in told] == ["n.jsonl:1", "n.jsonl:3", "news/empty.txt"]
    assert all(line.startswith("dedup: ") for line in told)
    assert run("artifacts", "n.jsonl", "--strict", "--format", "json")[:2] == (2, "")


def test_what_a_rule_could_not_do_is_told(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def batch(self: Any, corpus: Any, problems: list[Problem]) -> list[list[Any]]:
        problems += [Problem(article.id, "glued-sentence", "It took too long.") for article in corpus.articles]
        return [[] for _ in range(len(corpus))]

    monkeypatch.setattr(import_module("dedup.artifacts.engine").Engine, "batch", batch)
    code, out, err = run("artifacts", "wire/plain.txt", "wire/glued.txt")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        f"dedup: {name}: rule glued-sentence: It took too long." for name in ("plain.txt", "glued.txt")
    ]


def test_hostile_text_and_names_cannot_move_the_cursor(run: Run, texts: Path) -> None:
    hostile = "The mayor met the \x1b[2J\u202efish\x07 fish\n and left."
    (texts / "wire" / "ev\x1b[31mil.txt").write_text(hostile, encoding="utf-8")
    rules = rule_folder(
        texts / "own",
        pattern="fish\\W{1,3}fish",
        matches=["⟦fish fish⟧", "a ⟦fish fish⟧", "⟦fish, fish⟧"],
        misses=["x", "y", "z"],
    )
    for style in ("text", "sarif"):
        out = run("artifacts", "wire", "--rules", rules, "--format", style)[1]
        assert "stacked-fish" in out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    records = json.loads(run("artifacts", "wire", "--rules", rules, "--format", "json")[1])
    assert [a["text"] for r in records for a in r["artifacts"] if a["rule"] == "stacked-fish"] == ["fish\x07 fish"]


def test_text_that_the_terminal_cannot_show_stays_valid_json(texts: Path) -> None:
    (texts / "wire" / "glued.txt").write_text("Über " + GLUED, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "dedup", "artifacts", "wire/glued.txt", "--format"]
    for style in ("json", "sarif"):
        done = subprocess.run([*command, style], cwd=texts, env=environment, capture_output=True, check=True)
        assert "PetrovaShe" in done.stdout.decode("utf-8")
        assert json.loads(done.stdout)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "INPUT"),
        (["nowhere"], "nowhere"),
        (["wire", "--ignore", "glued-sentense"], "did you mean 'glued-sentence'"),
        (["wire", "--rules", "nowhere"], "nowhere: there is no such folder of rules"),
        (["wire", "--rules", "broken"], "own.toml: rule 'stacked-fish': the pattern '(fish' is no regular expression"),
        (["wire", "--baseline", "nowhere.json"], "nowhere.json"),
        (["wire", "--baseline", "wire/plain.txt"], "this is no baseline"),
        (["wire", "--write-baseline", "nowhere/known.json"], "make it first"),
        (["wire", "--write-baseline", "k.json", "--fail-on", "finding"], "without --baseline and --fail-on"),
        (["wire", "--format", "xml"], "xml"),
        (["wire", "--fail-on", "clean"], "clean"),
    ],
)
@pytest.mark.parametrize("style", ["text", "json"])
def test_errors_are_one_sentence_and_nothing_else_is_printed(
    run: Run, texts: Path, args: list[str], told: str, style: str
) -> None:
    rule_folder(texts / "broken", pattern="(fish")
    code, out, err = run("artifacts", "--format", style, *args)
    assert (code, out) == (2, "")
    assert err.startswith("dedup: ") and err.count("\n") == 1
    assert told in err


def test_a_rule_without_a_misses_example_is_refused(run: Run, texts: Path) -> None:
    code, _, err = run("artifacts", "wire", "--rules", rule_folder(texts / "own", misses=[]))
    assert code == 2
    assert "it has 0 misses; give at least 3 examples" in err
