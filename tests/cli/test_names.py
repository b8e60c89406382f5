"""`dedup names`: a table of names and spellings, or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

KHALILI = (
    "The minister Karim Khalili met General Qassem Soleimani in Baghdad. Khalili said that Soleimani would come back."
)
KASEM = "In Baghdad the general Qasem Soleimani met Karim Khalili again. Soleimani spoke of Iran."


@pytest.fixture
def news(tmp_path: Path) -> str:
    (tmp_path / "a.txt").write_text(KHALILI)
    (tmp_path / "b.txt").write_text(KASEM)
    return str(tmp_path)


def test_spellings_of_one_name_stand_together(run: Run, news: str) -> None:
    code, out, err = run("names", news)
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines()]
    at = next(
        n for n, row in enumerate(rows) if row[:2] == ["Qassem", "Soleimani"] or row[:2] == ["Qasem", "Soleimani"]
    )
    shown = " ".join(out.splitlines()[at : at + 3])
    assert "Qasem Soleimani" in shown and "Qassem Soleimani" in shown
    assert rows[0] == ["name", "kind", "spelling", "times", "romanised", "articles"]


def test_json_holds_the_records_of_a_report(run: Run, news: str) -> None:
    code, out, _ = run("names", news, "--format", "json")
    names = json.loads(out)
    assert code == 0
    (soleimani,) = [name for name in names if any(s["text"] == "Soleimani" for s in name["spellings"])]
    assert {"Qassem Soleimani", "Qasem Soleimani"} <= {s["text"] for s in soleimani["spellings"]}
    assert {article for s in soleimani["spellings"] for article in s["articles"]} == {"a.txt", "b.txt"}


def test_only_variants_and_kinds_are_shown_when_asked_for(run: Run, news: str) -> None:
    _, out, _ = run("names", news, "--variants", "--format", "json")
    assert all(len(name["spellings"]) > 1 or name["aliases"] for name in json.loads(out))
    _, out, _ = run("names", news, "--kind", "place", "--format", "json")
    assert {name["name"] for name in json.loads(out)} == {"Baghdad"}


def test_a_limit_tells_how_many_are_left(run: Run, news: str) -> None:
    _, out, _ = run("names", news, "--limit", "1")
    assert "more names; --limit shows more" in out


def test_what_cannot_be_read_is_told_and_the_rest_is_shown(run: Run, news: str) -> None:
    (Path(news) / "c.jsonl").write_text("{broken\n")
    code, out, err = run("names", news)
    assert code == 0
    assert "Baghdad" in out
    assert err.startswith("dedup: c.jsonl:1: ")


def test_a_name_cannot_move_the_cursor(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}\x1b[31m.txt").write_text("He met Karim Khalili\x1b[2J in Baghdad.")
    _, out, _ = run("names", str(tmp_path))
    assert "\x1b" not in out
