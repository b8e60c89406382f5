"""`make quality` as a process, on a folder of labelled data whose scorer prints what the test asks for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "benchmarks" / "quality.py"
SCORER = """
import json, pathlib
print(pathlib.Path(__file__).with_name("scores.json").read_text(encoding="utf-8"))
"""
SCORES = {"auc": 0.97, "same_precision": 1.0, "same_recall": 0.5, "different_precision": 0.9, "ambiguous": 0.3}


def measure(bench: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the program on the one data set that needs neither a scan nor a filter."""
    committed = str(bench / "quality.json")
    command = [sys.executable, str(PROGRAM), "--bench", str(bench), "--committed", committed, *options]
    return subprocess.run([*command, "--set", "trap pairs"], capture_output=True, text=True, check=False)


def set_scores(bench: Path, **scores: float) -> None:
    """Choose what the scorer prints."""
    scored = {"trap_pairs.jsonl.gz": {**SCORES, "auc_by_script": {}, **scores}}
    (bench / "scores.json").write_text(json.dumps(scored), encoding="utf-8")


def test_without_labelled_data_nothing_is_measured(tmp_path: Path) -> None:
    done = measure(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"No labelled data at {tmp_path.resolve()}: nothing is measured.\n"


def test_a_worse_figure_ends_with_1_and_a_scorer_that_fails_with_2(tmp_path: Path) -> None:
    (tmp_path / "score.py").write_text(SCORER, encoding="utf-8")
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "trap_pairs.jsonl.gz").touch()

    set_scores(tmp_path)
    assert measure(tmp_path, "--write").returncode == 0
    assert json.loads((tmp_path / "quality.json").read_text(encoding="utf-8")) == {"trap pairs": SCORES}

    set_scores(tmp_path, auc=0.96, same_recall=0.6, ambiguous=0.4)
    done = measure(tmp_path)
    assert done.returncode == 1, done.stderr
    rows = {line.split("  ")[0]: line.split()[-1] for line in done.stdout.splitlines()}
    assert rows["trap pairs: auc"] == "WORSE"
    assert rows["trap pairs: same_recall"] == "better"
    assert rows["trap pairs: ambiguous"] == "changed"
    assert done.stdout.endswith("1 of 5 figures are worse than the committed ones by more than is allowed.\n")

    (tmp_path / "scores.json").unlink()
    done = measure(tmp_path)
    assert done.returncode == 2
    assert "trap pairs: not measured: NotMeasuredError: FileNotFoundError" in done.stdout
