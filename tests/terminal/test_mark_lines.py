"""Findings as lines, as JSON and as SARIF."""

import json
import weakref
from collections.abc import Iterator

import jsonschema
import pytest

from dedup.article import Article
from dedup.artifacts.rule import Finding, Rule
from dedup.artifacts.translation_verdict import TranslationVerdict
from dedup.records import VerdictKind
from dedup.terminal.mark_lines import MarkedArticle, Places, mark_lines, mark_record, placed_marks
from dedup.terminal.sarif import sarif
from tests.terminal.sarif_schema import REQUIRED

TEXT = "One line.\r\nÜber SoleimaniHe led.\nThird"
AT = TEXT.index("SoleimaniHe")
MARK = Finding("glued", "joins", "glued words", "machine", "text", AT, AT + 11, "SoleimaniHe", "Glued: “SoleimaniHe”.")
RULE = Rule(
    id="glued",
    family="joins",
    category="glued words",
    claims="machine",
    message="m",
    why="Because.",
    matches=("a",),
    misses=("b",),
    pattern="x",
)
CLEAN = TranslationVerdict("clean", 0.1)


def test_lines_and_columns_count_from_one_whatever_the_line_breaks() -> None:
    places = Places("a\nbc\r\nd\re")
    assert [places(at) for at in (0, 1, 2, 3, 6, 8)] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1)]


def test_a_finding_in_a_file_stands_in_its_line() -> None:
    (one,) = placed_marks(MarkedArticle(Article(text=TEXT, path="a.txt"), [MARK], CLEAN))
    assert (one.line, one.column, one.end_line, one.end_column) == (2, 6, 2, 17)


def test_a_finding_in_a_record_stands_in_the_record_s_line() -> None:
    (one,) = placed_marks(MarkedArticle(Article(text=TEXT, path="a.jsonl", line=7), [MARK], CLEAN))
    assert (one.line, one.column) == (7, AT + 1)


def test_it_is_told_as_linters_do() -> None:
    assert list(mark_lines(MarkedArticle(Article(text=TEXT, path="a.txt"), [MARK], CLEAN))) == [
        "a.txt:2:6: glued Glued: “SoleimaniHe”."
    ]


@pytest.mark.parametrize("verdict", ["clean", "insufficient"])
def test_a_verdict_that_says_nothing_is_not_told(verdict: VerdictKind) -> None:
    assert list(mark_lines(MarkedArticle(Article(text="x", path="a.txt"), [], TranslationVerdict(verdict)))) == []


def test_a_verdict_is_told_with_its_languages_and_reasons() -> None:
    verdict = TranslationVerdict("machine_translated", 0.9, (("fr", 0.8),), ("Glued words: “x”.",))
    (line,) = mark_lines(MarkedArticle(Article(text="x", path="a.txt"), [], verdict))
    assert line == "a.txt:1:1: verdict machine_translated (from fr 0.80): Glued words: “x”."


def test_a_verdict_that_is_known_is_not_told() -> None:
    found = MarkedArticle(
        Article(text="x", path="a.txt"), [], TranslationVerdict("spun", reasons=("Why.",)), known=True
    )
    assert list(mark_lines(found)) == [] and sarif([], [found])["runs"][0]["results"] == []
    assert mark_record(found)["translation"]["verdict"] == "spun"


def test_an_article_is_named_by_where_it_lies() -> None:
    found = MarkedArticle(Article(text=TEXT, path="a.txt", id="a"), [MARK], CLEAN, "news/a.txt")
    assert next(mark_lines(found)).startswith("news/a.txt:2:6: ")
    assert mark_record(found)["path"] == "news/a.txt"
    assert MarkedArticle(Article(text="x", id="a"), [], CLEAN).name == "a"


def test_what_is_shown_cannot_move_the_cursor() -> None:
    hostile = Finding("glued", "joins", "c", "machine", "text", 0, 1, "x", "Glued: “\x1b[2J\nx”.")
    (line,) = mark_lines(MarkedArticle(Article(text="x", path="a\x1b[31m.txt"), [hostile], CLEAN))
    assert "\x1b" not in line
    assert "\n" not in line


def test_json_holds_offsets_and_places() -> None:
    told = mark_record(MarkedArticle(Article(text=TEXT, id="a", path="a.txt"), [MARK], CLEAN))
    assert told["artifacts"][0] | {"start": AT, "line": 2, "column": 6} == told["artifacts"][0]
    assert json.loads(json.dumps(told))["translation"]["verdict"] == "clean"


def test_sarif_points_to_rule_and_region() -> None:
    told = sarif([RULE], [MarkedArticle(Article(text=TEXT, path="my news/a.txt"), [MARK], CLEAN)])
    (run,) = told["runs"]
    (result,) = run["results"]
    assert told["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "glued"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20news/a.txt"
    assert place["region"] == {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 17}
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(
    ("place", "uri"),
    [("./a.txt", "a.txt"), ("../a b.txt", "../a%20b.txt"), ("/news/ü.txt", "file:///news/%C3%BC.txt"), ("-", "-")],
)
def test_sarif_names_files_by_uri(place: str, uri: str) -> None:
    (result,) = sarif([RULE], [MarkedArticle(Article(text=TEXT), [MARK], CLEAN, place)])["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@pytest.mark.parametrize("kind", ["translated", "machine_translated", "spun"])
def test_sarif_holds_the_verdict_as_a_result_of_its_own(kind: VerdictKind) -> None:
    log = sarif(
        [RULE],
        [
            MarkedArticle(
                Article(text="x", path="a.jsonl", line=4), [], TranslationVerdict(kind, reasons=("Why\x1b[2J.",))
            )
        ],
    )
    jsonschema.validate(log, REQUIRED)
    (result,) = log["runs"][0]["results"]
    assert (
        log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
        == result["ruleId"]
        == f"verdict-{kind.replace('_', '-')}"
    )
    assert result["message"]["text"] == f"{kind}: Why."
    assert result["level"] == ("note" if kind == "translated" else "warning")
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 4}


class Watched(MarkedArticle, frozen=True, weakref=True):
    """An article of which it can be seen whether it is still held."""


def test_sarif_keeps_no_article() -> None:
    passed: list[weakref.ref[Watched]] = []

    def articles() -> Iterator[MarkedArticle]:
        for n in range(5):
            assert sum(ref() is not None for ref in passed) <= 1
            found = Watched(Article(text=TEXT, path=f"{n}.txt"), [MARK], CLEAN)
            passed.append(weakref.ref(found))
            yield found
            del found

    assert len(sarif([RULE], articles())["runs"][0]["results"]) == len(passed) == 5
