"""A pattern that never ends, in a rule of the user: the run goes on without it, and says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.cli import main

RULE = """
[[rule]]
id = "evil-one"
family = "evil"
category = "evil"
claims = "translated"
pattern = '(?:a|aa)+!'
message = "m"
why = "w"
matches = ["⟦aa!⟧ x", "⟦aaa!⟧ x", "⟦a!⟧ x"]
misses = ["b", "c", "d"]
"""
TEXT = f"The text {'a' * 200} end! {'aaaa ' * 300}!"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "r.toml").write_text(RULE, encoding="utf-8")
    lines = [json.dumps({"id": f"a{n}", "text": f"Number {n}. {TEXT}"}) for n in range(5)]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_rule_that_never_ends_is_left_out_of_the_run_and_named(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told: Callable[[str], list[str]] = lambda text: [line for line in text.splitlines() if "evil-one" in line]  # noqa: E731
    assert main(["artifacts", "news.jsonl", "--rules", "rules"]) == 0
    lines = told(capfd.readouterr().err)
    assert [line.split(":")[1].strip() for line in lines] == ["a0", "a1", "a2", "a2"]
    assert "It took too long on 3 articles and was left out of the rest" in lines[-1]
    assert main(["scan", "news.jsonl", "--rules", "rules", "--only", "artifacts", "-o", "report.json"]) == 0
    report = json.loads((folder / "report.json").read_bytes())
    (skipped,) = report["input"]["skipped"]
    assert skipped["path"] == "rule evil-one" and "left out of the rest" in skipped["reason"]
    assert "rule evil-one" in capfd.readouterr().out
