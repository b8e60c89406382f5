"""From labels and articles to a model, and what a scan with it does."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.article import Article
from dedup.calibrate import FittedModel, fit_model
from dedup.calibrate.labels import read_labels
from dedup.calibrate.scored_pairs import ScoreRecorder, mapped, score_labels
from dedup.describe import ScanSettings
from dedup.errors import InputError, MissingExtraError
from dedup.pipeline import open_comparison
from dedup.relations.calibration import read_calibration
from tests.calibrate.conftest import sharing, write_lines


@pytest.fixture(scope="module")
def fitted(judged: Path) -> FittedModel:
    return fit_model(judged / "labels.jsonl", articles=[judged / "articles.jsonl"])


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_labels_set_the_probabilities_right_out_of_fold(fitted: FittedModel) -> None:
    assert (fitted.derived, fitted.other, fitted.unsure, fitted.missing, fitted.groups) == (70, 70, 0, [], 140)
    assert fitted.after.brier < 0.5 * fitted.before.brier
    assert fitted.after.f1 > fitted.before.f1 + 0.1
    assert {part.field: part.used for part in fitted.parts} == {
        "copy_map": False, "derived_map": True, "event_map": False,
    }  # fmt: skip
    assert fitted.model.derived_map is not None
    assert fitted.model.event_map is None
    assert (fitted.gained.right + fitted.gained.wrong, fitted.lost.right) == (0, 0)
    assert fitted.lost.wrong >= 20


def test_a_scan_with_the_model_calls_what_the_user_does(judged: Path, fitted: FittedModel, tmp_path: Path) -> None:
    """Pairs of seven words more and fewer than the passages that the user calls derived, which were not labelled."""
    path = tmp_path / "model.json"
    fitted.write(path)
    assert read_calibration(path) == fitted.model
    pairs = {words: sharing(700 + words, words) for words in (17, 29)}
    articles = [Article(id=f"{'ab'[k]}{words}", text=two[k]) for words, two in pairs.items() for k in (0, 1)]

    def derived(report: dedup.Report) -> set[str]:
        return {each.a for each in report.relations if each.relation == "partial"}

    shipped, calibrated = dedup.scan(articles), dedup.scan(articles, model=path)
    assert derived(shipped) == {"a17", "a29"}
    assert derived(calibrated) == {"a29"}
    assert "model" not in shipped.settings
    assert calibrated.settings["model"] == fitted.model.digest
    assert calibrated.settings["min_probability"] == fitted.model.thresholds.derived
    assert dedup.scan(articles, model=path, min_probability=0.8).settings["min_probability"] == 0.8


def test_what_is_tested_out_of_fold_is_what_a_scan_reports(judged: Path, fitted: FittedModel) -> None:
    labels = read_labels(judged / "labels.jsonl")
    with open_comparison([judged / "articles.jsonl"], ScanSettings(only=("relations",))) as compare:
        pairs = score_labels(labels, compare, None)
        derived, _ = mapped(pairs, fitted.model)
        relations, weak = compare(pairs.places, fitted.model)
        assert compare(pairs.places) == compare(pairs.places, ScoreRecorder())
    found = {each.a: each.probability for each in weak}
    found |= {each.a: each.probability for each in relations if each.relation == "partial"}
    for label, probability in zip(labels, derived.tolist(), strict=True):
        assert found.get(min(label.a, label.b), 0.0) == (probability if probability >= 0.1 else 0.0)


def test_a_report_says_what_is_judged_and_where_the_texts_are(
    judged: Path, fitted: FittedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judgements right and wrong alone, on the relations that the report lists."""
    report = tmp_path / "report.json"
    dedup.scan(judged / "articles.jsonl", only=["relations"]).write(report)
    truths = {row["a"]: row["relation"] == "partial" for row in rows(judged / "labels.jsonl")}
    listed = json.loads(report.read_text(encoding="utf-8"))
    called = {each["b"]: each["relation"] for each in [*listed["weak"], *listed["relations"]]}
    labels = write_lines(
        tmp_path / "labels.jsonl",
        [
            {"a": f"a{name[1:]}", "b": name, "judgement": "right" if truth == (called[name] == "partial") else "wrong"}
            for name, truth in truths.items()
            if name in called
        ],
    )
    with pytest.raises(InputError, match=r"neither in this folder nor in that of the report; name the articles"):
        fit_model(labels, report=report)
    monkeypatch.chdir(judged)
    found = fit_model(labels, report=report)
    assert found.derived == 70
    assert found.model.derived_map is not None
    assert fit_model(labels, report=report, articles=["articles.jsonl"]).model == found.model


@pytest.mark.parametrize("path", ["/etc/hostname", "../articles.jsonl"])
def test_a_report_reads_no_file_outside_its_folder(
    judged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    report = tmp_path / "report.json"
    dedup.scan(judged / "articles.jsonl", only=["copies"]).write(report)
    report.write_text(report.read_text(encoding="utf-8").replace('"articles.jsonl"', json.dumps(path)), "utf-8")
    (judged / "below").mkdir(exist_ok=True)
    monkeypatch.chdir(judged / "below")
    with pytest.raises(InputError, match="names the file"):
        fit_model(judged / "labels.jsonl", report=report)


def test_labels_may_name_files(judged: Path, fitted: FittedModel, tmp_path: Path) -> None:
    """With ids or lines behind the name; the articles of the labels are all that is read."""
    few = rows(judged / "labels.jsonl")[:30]
    texts = {row["id"]: row["text"] for row in rows(judged / "articles.jsonl")}
    for row in few:
        for side in ("a", "b"):
            (tmp_path / f"{row[side]}.txt").write_text(texts[row[side]], encoding="utf-8")
    named = [{**row, "a": str(tmp_path / f"{row['a']}.txt"), "b": str(tmp_path / f"{row['b']}.txt")} for row in few]
    with pytest.raises(InputError, match=r"has 14 pairs that derive and 16 that do not; label at least 50 of each"):
        fit_model(write_lines(tmp_path / "labels.jsonl", named))


@pytest.mark.parametrize(("derived", "other"), [(49, 70), (70, 49), (0, 0)])
def test_fewer_than_fifty_of_a_side_are_refused(judged: Path, tmp_path: Path, derived: int, other: int) -> None:
    read = rows(judged / "labels.jsonl")
    kept = [row for row in read if row["relation"] == "partial"][:derived]
    kept += [row for row in read if row["relation"] == "unrelated"][:other]
    kept.append({"a": "a0", "b": "b1", "judgement": "unsure"})
    labels = write_lines(tmp_path / "labels.jsonl", kept)
    with pytest.raises(InputError, match=f"has {derived} pairs that derive and {other} that do not; label at least 50"):
        fit_model(labels, articles=[judged / "articles.jsonl"])


def test_labels_without_their_articles_are_counted(judged: Path, tmp_path: Path) -> None:
    read: list[dict[str, Any]] = rows(judged / "labels.jsonl")
    labels = write_lines(tmp_path / "labels.jsonl", [{"a": "a0", "b": "gone", "judgement": "right"}, *read])
    found = fit_model(labels, articles=[judged / "articles.jsonl"])
    assert [(label.b, label.line) for label in found.missing] == [("gone", 1)]
    lost = [{**row, "a": "gone"} for row in read[:40]] + read[40:]
    with pytest.raises(InputError, match=r"\(40 labels name articles that were not read\)"):
        fit_model(write_lines(tmp_path / "lost.jsonl", lost), articles=[judged / "articles.jsonl"])


def test_without_scikit_learn_the_extra_is_named_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(MissingExtraError, match=r"dedup calibrate needs the extra 'train'"):
        fit_model("missing.jsonl")
