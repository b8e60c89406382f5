"""A baseline hides what it holds, once for each time that it was found, wherever it stands."""

from pathlib import Path

import msgspec
import pytest

from dedup.artifacts.baseline import Baseline, KnownFinding, KnownVerdict, read_baseline, write_baseline
from dedup.artifacts.rule import Finding
from dedup.errors import SettingsError


def found(text: str, start: int = 0, rule: str = "glued") -> Finding:
    return Finding(rule, "joins", "glued words", "machine", "text", start, start + len(text), text, "A message.")


def test_what_is_known_is_left_out_wherever_it_is() -> None:
    baseline = Baseline([KnownFinding("a.txt", "glued", "SoleimaniHe")])
    again, new = found("SoleimaniHe", 70), found("PetrovaShe")
    assert baseline.unknown("a.txt", [again, new]) == [new]


def test_it_hides_as_many_as_it_has() -> None:
    baseline = Baseline([KnownFinding("a.txt", "glued", "SoleimaniHe", 2)])
    third = found("SoleimaniHe", 90)
    assert baseline.unknown("a.txt", [found("SoleimaniHe"), found("SoleimaniHe", 40), third]) == [third]


@pytest.mark.parametrize(("article", "rule"), [("b.txt", "glued"), ("a.txt", "doubled")])
def test_another_article_or_rule_is_not_known(article: str, rule: str) -> None:
    baseline = Baseline([KnownFinding("a.txt", "glued", "SoleimaniHe")])
    one = found("SoleimaniHe", rule=rule)
    assert baseline.unknown(article, [one]) == [one]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    assert write_baseline(path, [("b.txt", [found("x"), found("x", 5)], "spun"), ("a.txt", [found("y")], "clean")]) == 3
    baseline = read_baseline(path)
    assert baseline.unknown("b.txt", [found("x"), found("x")]) == []
    assert baseline.unknown("a.txt", [found("y")]) == []
    assert baseline.knows("b.txt", "spun") and not baseline.knows("a.txt", "clean")
    assert [row["article"] for row in msgspec.json.decode(path.read_bytes())["known"]] == ["a.txt", "b.txt"]


def test_another_verdict_is_not_known() -> None:
    baseline = Baseline(verdicts=[KnownVerdict("a.txt", "translated")])
    assert baseline.knows("a.txt", "translated")
    assert not baseline.knows("a.txt", "spun") and not baseline.knows("b.txt", "translated")


def test_a_baseline_of_findings_alone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(
        '{"schema": "dedup-baseline/1", "known": [{"article": "a", "rule": "glued", "text": "x"}]}', encoding="utf-8"
    )
    assert read_baseline(path).unknown("a", [found("x")]) == []


@pytest.mark.parametrize("content", [b"", b"[]", b'{"known": [1]}', b'{"schema": "other/1", "known": []}', b"\xff\xfe"])
def test_what_is_no_baseline_is_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"known\.json: this is no baseline .*--write-baseline"):
        read_baseline(path)


def test_a_missing_baseline_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_baseline(tmp_path / "none.json")
