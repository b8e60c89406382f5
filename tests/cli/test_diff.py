"""`dedup diff`: the two articles that were named, compared as a scan compares them, shown or printed as a record."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dedup.pipeline import scan
from dedup.records import ArticleRecord, InputRecord, Relation, Sides, Similarity
from dedup.report import Report, make_report
from dedup.report.report import json_schema

Run = Callable[..., tuple[int, str, str]]
SEEDS = Path(__file__).parents[2] / "seeds"
TWO, FOUR = (str(next(SEEDS.glob(name))) for name in ("002_*.txt", "004_*.txt"))


def relation_schema() -> dict[str, Any]:
    schema = json_schema()
    return {"$ref": "#/$defs/Relation", "$defs": schema["$defs"]}


def test_copies_are_shown_side_by_side(run: Run, folder: Path) -> None:
    code, out, err = run("diff", "news/a.txt", "news/b.txt")
    assert (code, err) == (0, "")
    assert "relation     identical" in out
    assert "a  news/a.txt" in out and "b  news/b.txt" in out
    assert "─ 1 [=] verbatim" in out


def test_unrelated_articles_are_no_error(run: Run, folder: Path) -> None:
    code, out, err = run("diff", "news/a.txt", "news/c.txt")
    assert (code, err) == (0, "")
    assert "none found" in out and "looked at" in out
    assert run("diff", "news/a.txt", "news/c.txt", "--json") == (0, "null\n", "")


def test_the_record_is_that_of_a_scan(run: Run, folder: Path) -> None:
    code, out, err = run("diff", TWO, FOUR, "--json")
    assert (code, err) == (0, "")
    record = json.loads(out)
    jsonschema.validate(record, relation_schema())
    report = json.loads(scan([TWO, FOUR]).to_json())
    assert [record] == report["relations"]


def test_a_is_the_first_named_whatever_the_ids(run: Run, folder: Path) -> None:
    code, out, _ = run("diff", FOUR, TWO, "--json")
    record = json.loads(out)
    assert code == 0
    assert (record["a"], record["b"]) == (Path(FOUR).name, Path(TWO).name)
    text = Path(FOUR).read_text(encoding="utf-8")
    for passage in record["passages"]:
        assert text[slice(*passage["a"])][:300] == passage["text_a"]


def test_an_article_beside_itself_has_two_ids(run: Run, folder: Path) -> None:
    record = json.loads(run("diff", "news/a.txt", "news/a.txt", "--json")[1])
    assert (record["a"], record["b"], record["relation"]) == ("a.txt", "a.txt#2", "identical")


def test_records_and_standard_input(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = (folder / "news" / "a.txt").read_text(encoding="utf-8")
    (folder / "n.jsonl").write_text(
        f'{{"id": "s", "body": {{"it": {json.dumps(story)}}}, "title": "[b]T"}}\n', encoding="utf-8"
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(story.encode())))
    code, out, err = run("diff", "-", "n.jsonl#1", "--text-field", "body.it", "--id-field", "id")
    assert (code, err) == (0, "")
    assert "identical" in out and "[b]T" in out and "a  -" in out


def test_the_fields_set_for_scans_hold_here_too(run: Run, folder: Path) -> None:
    story = (folder / "news" / "a.txt").read_text(encoding="utf-8")
    (folder / "n.jsonl").write_text(json.dumps({"id": "s", "mine": story}) + "\n", encoding="utf-8")
    assert run("diff", "n.jsonl#s", "news/b.txt")[0] == 2
    (folder / "pyproject.toml").write_text('[tool.dedup]\ntext-field = "mine"\njobs = 2\n', encoding="utf-8")
    assert run("diff", "n.jsonl#s", "news/b.txt")[0] == 0
    assert run("diff", "n.jsonl#s", "news/b.txt", "--text-field", "id")[1].count("none found") == 1


def test_full_leaves_nothing_out(run: Run, folder: Path) -> None:
    story = (folder / "news" / "a.txt").read_text(encoding="utf-8")
    more = "".join(f"Sentence number {n} of a letter to the editor about garden gnomes {n * n}.\n" for n in range(40))
    (folder / "long.txt").write_text(story + "\n" + more, encoding="utf-8")
    assert "…" in run("diff", "news/a.txt", "long.txt")[1]
    out = run("diff", "news/a.txt", "long.txt", "--full")[1]
    assert "…" not in out and "number 20 of" in out


def fake(monkeypatch: pytest.MonkeyPatch, threshold: float) -> list[dict[str, Any]]:
    """A scan that finds a relation of probability 0.3 at or below `threshold`; gives what it was called with."""
    calls: list[dict[str, Any]] = []

    def scan(articles: list[Any], **settings: Any) -> Report:
        calls.append(settings)
        found = settings.get("min_probability", 0.5) <= threshold
        related = Relation(
            "a", "b", "translation", 0.3, "unknown", Sides(0, 0), Sides(0, 0), Similarity(0, 0, 0), [], ["little"]
        )
        records = [ArticleRecord(id=article.id, words=3) for article in articles]
        return make_report(
            settings={}, input=InputRecord(articles=2), articles=records, relations=[related] if found else []
        )

    monkeypatch.setattr(import_module("dedup.pipeline"), "scan", scan)
    return calls


def test_a_relation_below_the_threshold_of_a_scan_is_shown_as_weak(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake(monkeypatch, 0.0)
    out = run("diff", "news/a.txt", "news/c.txt")[1]
    assert "translation, weak" in out and "little" in out
    assert [call.get("min_probability", 0.5) for call in calls] == [0.5, 0.0]


def test_a_relation_above_it_is_not(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake(monkeypatch, 0.5)
    assert "weak" not in run("diff", "news/a.txt", "news/c.txt")[1]
    assert len(calls) == 1


def test_damage_in_an_article_is_told_beside_the_result(run: Run, folder: Path) -> None:
    (folder / "odd.txt").write_bytes("naïve ".encode() + b"\xff" + (folder / "news" / "a.txt").read_bytes())
    code, out, err = run("diff", "odd.txt", "news/b.txt")
    assert code == 0 and "relation" in out
    assert err.startswith("dedup: odd.txt: 1 byte is not valid") and err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["news/a.txt"], "Name two articles"),
        (["news/a.txt", "news/b.txt", "--texts", "news"], "Name two articles"),
        (["news/a.txt", "missing.txt"], "missing.txt"),
        (["news/a.txt", "news"], "folder"),
        (["news/empty.txt", "news/a.txt"], "empty.txt"),
        (["-", "-"], "once"),
        (["news/a.txt#7", "news/a.txt"], "id or line"),
        (["new\x1b[31m\u202es", "news/a.txt"], "new"),
    ],
)
def test_errors_are_one_sentence(run: Run, folder: Path, args: list[str], told: str) -> None:
    code, out, err = run("diff", *args)
    assert (code, out) == (2, "")
    assert err.startswith("dedup: ") and err.count("\n") == 1
    assert told in err
    assert "\x1b" not in err and "\u202e" not in err


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from dedup.cli import main; code = main(['diff', '--help']); print('LOADED', *sys.modules); "
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    out, _, modules = done.stdout.partition("LOADED ")
    assert "Example: dedup diff" in out
    assert not set(modules.split()) & {
        "numpy",
        "rich",
        "rapidfuzz",
        "dedup.pipeline",
        "dedup.report",
    }


def test_two_articles_of_a_report_are_shown_by_their_ids(run: Run, folder: Path) -> None:
    assert run("scan", "news", "-q", "-o", "r.json")[0] == 0
    code, out, err = run("diff", "r.json", "b.txt", "a.txt")
    assert (code, err) == (0, "")
    assert "identical" in out
    assert out.index("b.txt") < out.index("a.txt")
    assert "Engineers had found cracks" in out.replace("\n", " ") or "Engineers" in out


def test_with_its_texts_a_pair_of_a_report_is_that_of_the_files(run: Run, folder: Path) -> None:
    (folder / "news" / "d.txt").write_text((folder / "news" / "a.txt").read_text() + " He gave no date for it at all.")
    assert run("scan", "news", "-q", "-o", "r.json")[0] == 0
    alone = run("diff", "r.json", "a.txt", "d.txt")[1]
    assert "no date" not in alone
    whole = run("diff", "r.json", "a.txt", "d.txt", "--texts", "news")[1]
    assert "no date" in whole
    code, _, err = run("diff", "r.json", "a.txt", "d.txt", "--texts", "news/a.txt")
    assert code == 2
    assert "the texts have no article 'd.txt'" in err


def test_a_pair_of_a_report_without_a_relation_says_so(run: Run, folder: Path) -> None:
    assert run("scan", "news", "-q", "-o", "r.json")[0] == 0
    assert "none found" in run("diff", "r.json", "a.txt", "c.txt")[1]
    assert run("diff", "r.json", "a.txt", "c.txt", "--json")[1].strip() == "null"
    code, _, err = run("diff", "r.json", "a.txt", "e.txt")
    assert code == 2
    assert "the report has no article 'e.txt'" in err
