"""The same findings at another threshold."""

from __future__ import annotations

import json

import jsonschema
import msgspec

from dedup.records import (
    ArticleRecord,
    ArtifactRecord,
    Credit,
    Family,
    InputRecord,
    Relation,
    RelationKind,
    Sides,
    Similarity,
    Translation,
    VerdictKind,
    Weak,
)
from dedup.report import Report, make_report
from dedup.report.regroup import regroup
from dedup.report.report import json_schema


def ids(report: Report) -> set[tuple[str, str]]:
    return {(pair.a, pair.b) for pair in report.relations} | {(weak.a, weak.b) for weak in report.weak}


def test_at_the_same_threshold_nothing_changes(report: Report) -> None:
    assert regroup(report, 0.5) == report


def test_pairs_below_a_higher_threshold_are_set_aside(report: Report) -> None:
    strict = regroup(report, 0.95)
    assert [(pair.a, pair.b) for pair in strict.relations] == [("wire/apw-1", "wire/guardian-2")]
    assert {(weak.a, weak.b, weak.probability) for weak in strict.weak} == {
        ("other.txt", "plain.txt", 0.9),
        ("plain.txt", "wire/apw-1", 0.3),
        ("wire/guardian-2", "wire/latimes-3", 0.6),
    }
    assert [(family.level, family.members) for family in strict.families] == [
        ("copy", ["wire/apw-1", "wire/guardian-2"])
    ]
    assert strict.settings == {**report.settings, "min_probability": 0.95}
    assert strict.summary.weak == 3


def test_weak_pairs_come_back_without_passages_and_say_so(report: Report) -> None:
    loose = regroup(report, 0.2)
    back = next(pair for pair in loose.relations if (pair.a, pair.b) == ("plain.txt", "wire/apw-1"))
    assert (back.relation, back.probability, back.passages, back.direction) == ("partial", 0.3, [], "unknown")
    assert "scan again with --min-probability 0.2" in back.reasons[0]
    assert loose.weak == []
    assert [pair for pair in loose.relations if pair != back] == report.relations


def test_no_pair_is_lost_and_the_report_stays_valid(report: Report) -> None:
    pairs = ids(report)
    for threshold in (0.0, 0.3, 0.61, 1.0):
        again = regroup(report, threshold)
        assert ids(again) == pairs
        assert all(pair.probability >= threshold for pair in again.relations)
        assert all(pair.probability < threshold for pair in again.weak)
        jsonschema.Draft202012Validator(json_schema()).validate(json.loads(again.to_json()))


def test_families_built_again_get_their_roots_again(report: Report) -> None:
    """A credit that stands in the articles counts; what an earlier grouping said of other members does not."""
    articles = [
        msgspec.structs.replace(article, credits=[Credit("text", "credit", "Reuters", 0, 15, "Source: Reuters")])
        for article in report.articles
    ]
    strict = regroup(msgspec.structs.replace(report, articles=articles), 0.95)
    (family,) = strict.families
    assert family.root.source == "Reuters"


def test_a_large_family_still_counts_the_pairs_that_it_does_not_list() -> None:
    members = [f"m{i:02d}" for i in range(30)]
    pairs = [
        Relation(
            a,
            b,
            "identical",
            1.0,
            "unknown",
            Sides(1.0, 1.0),
            Sides(0.0, 0.0),
            Similarity(1.0, 1.0, 1.0),
            [],
            ["the same body"],
        )
        for a, b in [("m00", other) for other in members[1:]]
    ]
    report = make_report(
        settings={},
        input=InputRecord(articles=31),
        articles=[ArticleRecord(id=name, words=10) for name in [*members, "x"]],
        relations=pairs,
        weak=[Weak("m00", "x", "partial", 0.2)],
        families=[Family("copy:m00", "copy", members, omitted_pairs=30 * 29 // 2 - 29)],
    )
    loose = regroup(report, 0.1)
    assert [(family.id, family.omitted_pairs) for family in loose.families if family.level == "copy"] == [
        ("copy:m00", 30 * 29 // 2 - 29)
    ]
    assert len(loose.relations) == 30


def of_pair(kind: RelationKind, probability: float, a: str = "a", b: str = "b") -> Relation:
    return Relation(
        a, b, kind, probability, "unknown", Sides(0.4, 0.4), Sides(0.0, 0.0), Similarity(0.0, 0.1, 0.0), [], ["found"]
    )


def told_of(relations: list[Relation], weak: list[Weak], names: str = "abcd") -> Report:
    """A report of these pairs at 0.5, with the event family of the first two articles where they tell of one event."""
    events = [Family(f"event:{r.a}", "event", [r.a, r.b]) for r in relations if r.relation == "same_event"]
    return make_report(
        settings={"min_probability": 0.5},
        input=InputRecord(articles=len(names)),
        articles=[ArticleRecord(id=name, words=100) for name in names],
        relations=relations,
        weak=weak,
        families=events,
    )


def pairs(report: Report) -> list[tuple[str, str, str, float]]:
    return [(r.a, r.b, r.relation, r.probability) for r in report.relations]


def families(report: Report) -> list[tuple[str, list[str]]]:
    return [(family.id, family.members) for family in report.families]


def test_a_pair_of_one_event_comes_back_as_derived() -> None:
    """It was called one event for want of a derivation; below the threshold it is told once, as what it was weakly, and
    families follow."""
    report = told_of([of_pair("same_event", 0.9)], [Weak("a", "b", "rewrite", 0.4)])
    assert regroup(report, 0.5) == report
    loose = regroup(report, 0.4)
    assert (pairs(loose), loose.weak) == ([("a", "b", "rewrite", 0.4)], [])
    assert families(loose) == [("copy:a", ["a", "b"])]
    strict = regroup(report, 0.8)
    assert (pairs(strict), strict.weak) == ([("a", "b", "same_event", 0.9)], report.weak)


def test_one_event_below_the_threshold_is_no_weak_derivation() -> None:
    report = told_of(
        [of_pair("same_event", 0.6), of_pair("same_event", 0.9, "c", "d")], [Weak("a", "b", "partial", 0.2)]
    )
    strict = regroup(report, 0.7)
    assert pairs(strict) == [("c", "d", "same_event", 0.9)]
    assert strict.weak == [Weak("a", "b", "partial", 0.2)]
    assert families(strict) == [("event:c", ["c", "d"])]


def test_derived_pairs_set_aside_leave_the_event_of_others() -> None:
    """Both articles of a wire go their own ways, and the event keeps the one that was linked."""
    report = told_of([of_pair("partial", 0.6), of_pair("same_event", 0.9, "b", "c")], [])
    loose = regroup(report, 0.6)
    assert loose.relations == report.relations
    strict = regroup(report, 0.7)
    assert pairs(strict) == [("b", "c", "same_event", 0.9)]
    assert strict.weak == [Weak("a", "b", "partial", 0.6)]
    assert families(strict) == [("event:b", ["b", "c"])]


def test_only_the_pair_that_comes_back_changes() -> None:
    report = told_of(
        [of_pair("same_event", 0.9), of_pair("same_event", 0.8, "a", "c")],
        [Weak("a", "b", "partial", 0.45), Weak("c", "d", "partial", 0.3)],
    )
    loose = regroup(report, 0.45)
    assert pairs(loose) == [("a", "b", "partial", 0.45), ("a", "c", "same_event", 0.8)]
    assert loose.weak == [Weak("c", "d", "partial", 0.3)]
    assert families(loose) == [("wire:a", ["a", "b"]), ("event:a", ["a", "b", "c"])]
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(loose.to_json()))


def judged(report: Report, **verdicts: VerdictKind) -> Report:
    """The report with these verdicts, each with a mark."""
    mark = ArtifactRecord(
        rule="r",
        category="c",
        claims="spun",
        evidence="standalone",
        field="text",
        start=0,
        end=1,
        text="x",
        message="m",
    )
    articles = [
        msgspec.structs.replace(
            article,
            translation=Translation(verdict=verdicts[article.id], reasons=["why"]),
            artifacts=[mark],
            published=f"2021-03-0{1 + n}",
        )
        for n, article in enumerate(report.articles)
    ]
    return msgspec.structs.replace(report, articles=articles)


def test_verdicts_and_marks_stay_at_any_threshold() -> None:
    report = judged(
        told_of([of_pair("rewrite", 0.6)], [Weak("b", "c", "rewrite", 0.3)], "abc"), a="spun", b="clean", c="translated"
    )
    for threshold in (0.0, 0.3, 0.6, 0.9):
        again = regroup(report, threshold)
        kept = [(article.translation, article.artifacts) for article in again.articles]
        assert kept == [(article.translation, article.artifacts) for article in report.articles]
        assert (again.summary.verdicts.spun, again.summary.verdicts.translated, again.summary.artifacts) == (1, 1, 3)


def test_families_built_again_have_no_spun_root() -> None:
    report = judged(
        told_of([of_pair("rewrite", 0.6)], [Weak("a", "c", "rewrite", 0.5)], "abc"), a="spun", b="clean", c="clean"
    )
    (family,) = [family for family in regroup(report, 0.5).families if "c" in family.members]
    assert (family.members, family.root.article) == (["a", "b", "c"], "b")  # a is the earliest
