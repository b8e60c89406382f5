"""`dedup calibrate`, and its model in scan, diff and filter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from dedup.relations.calibration import SCORES, Calibration, ScoreMap, models_that_ship
from tests.calibrate.conftest import judged, sharing, write_lines

Run = Callable[..., tuple[int, str, str]]
__all__ = ["judged"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a model that takes six from the log-odds of all that aligned sentences show, and two
    articles that share thirty words, which a scan calls partial at .98."""
    even = {name: float(name == "derived") for name in SCORES}
    model = Calibration(made_for=models_that_ship(), labels=0, derived_map=ScoreMap(**even, intercept=-6.0))
    (tmp_path / "model.json").write_bytes(msgspec.json.encode(model))
    (tmp_path / "damaged.json").write_bytes(b"{")
    for name, text in zip(("a.txt", "b.txt"), sharing(900, 30), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_labels_become_a_model_and_a_table_of_what_it_is_worth(
    run: Run, judged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(
        "calibrate", str(judged / "labels.jsonl"), "--articles", str(judged / "articles.jsonl"), "-o", "model.json"
    )
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "70 pairs derived, 70 not, 0 unsure; 140 groups of articles"
    assert lines[2].split() == ["derived", "as", "shipped", "calibrated,", "out", "of", "fold"]
    brier = next(line.split() for line in lines if line.startswith("Brier"))
    assert float(brier[2]) > 2 * float(brier[3])
    assert any(
        re.fullmatch(r"derived, by aligned sentences \(\d+ true, \d+ not\): Brier .*intercept.*", x) for x in lines
    )
    assert any(re.fullmatch(r"one event \(0 true, \d+ not\): too few labels, stays as shipped", x) for x in lines)
    digest = lines[-1].removeprefix("wrote model.json, model ")
    assert msgspec.json.decode(Path("model.json").read_bytes(), type=Calibration).digest == digest
    assert run("scan", str(judged / "articles.jsonl"), "-q", "--model", "model.json", "-o", "report.json")[0] == 0
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["settings"]["model"] == digest


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("calibrate", "missing.csv", "-o", "m.json"), "the labels 'missing.csv' cannot be read"),
        (
            ("calibrate", "few.csv", "-o", "m.json"),
            "'few.csv' has 1 pairs that derive and 0 that do not; label at least",
        ),
        (("calibrate", "few.csv"), "Missing option '-o'"),
        (("scan", "a.txt", "--model", "missing.json"), "the model 'missing.json' cannot be read"),
        (("scan", "a.txt", "--model", "damaged.json"), "'damaged.json' is no model or damaged"),
        (("diff", "a.txt", "b.txt", "--model", "damaged.json"), "'damaged.json' is no model or damaged"),
        (("filter", "--index", "i.db", "l.jsonl", "--model", "damaged.json"), "'damaged.json' is no model or damaged"),
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, place: Path, args: tuple[str, ...], message: str) -> None:
    (place / "few.csv").write_text("a,b,judgement\na.txt,b.txt,right\n", encoding="utf-8")
    write_lines(place / "l.jsonl", [{"id": "a", "text": "One article."}])
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.startswith(f"dedup: {message}")
    assert err.count("\n") == 1
    assert not (place / "m.json").exists()
    assert not (place / "i.db").exists()


def test_diff_judges_by_the_model(run: Run, place: Path) -> None:
    shipped, calibrated = (
        json.loads(run("diff", "a.txt", "b.txt", "--json", *model)[1]) for model in ((), ("--model", "model.json"))
    )
    assert (shipped["relation"], shipped["probability"] > 0.9) == ("partial", True)
    assert calibrated["relation"] != "partial" or calibrated["probability"] < 0.5


def test_the_model_may_be_named_in_pyproject_and_lies_beside_it(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "pyproject.toml").write_text('[tool.dedup]\nmodel = "model.json"\n', encoding="utf-8")
    below = place / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert run("scan", "../a.txt", "../b.txt", "-q", "-o", "report.json")[0] == 0
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert len(report["settings"]["model"]) == 16
    assert not [each for each in report["relations"] if each["relation"] == "partial"]
    assert (
        run("diff", "../a.txt", "../b.txt", "--json")[1]
        == run("diff", "../a.txt", "../b.txt", "--json", "--model", "../model.json")[1]
    )


def test_filter_judges_by_the_model_and_its_index_notes_it(run: Run, place: Path) -> None:
    write_lines(
        place / "l.jsonl",
        [{"id": name, "text": (place / f"{name}.txt").read_text(encoding="utf-8")} for name in ("a", "b")],
    )
    removing = ("filter", "l.jsonl", "-q", "--remove", "partial", "--novelty", "1")
    assert len(run(*removing, "--index", "shipped.db")[1].splitlines()) == 1
    assert len(run(*removing, "--index", "own.db", "--model", "model.json")[1].splitlines()) == 2
    noted = json.loads(run("index", "stats", "own.db", "--json")[1])["header"]["models"]
    assert noted.startswith(f"{models_that_ship()}-")
    assert json.loads(run("index", "stats", "shipped.db", "--json")[1])["header"]["models"] == models_that_ship()


def test_a_run_of_filter_is_continued_with_the_same_model_alone(run: Run, place: Path) -> None:
    write_lines(place / "l.jsonl", [{"id": "c", "text": "One article."}, {"id": "d"}])
    for output in ("one.jsonl", "two.jsonl"):
        begun = ("filter", "l.jsonl", "--index", "seen.db", "--model", "model.json", "-o", output)
        assert run(*begun, "--strict")[0] == 2
        if output == "one.jsonl":
            assert run(*begun)[0] == 0
    model = place / "model.json"
    model.write_bytes(model.read_bytes().replace(b"-6.0", b"-5.0"))
    code, _, err = run(*begun)
    assert code == 2
    assert "the interrupted run had model" in err
