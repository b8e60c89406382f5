"""Records stand as the report format lists them: names, order and sorting."""

from __future__ import annotations

import json
import random

import dedup
from dedup.records import (
    COPY_RELATIONS,
    RELATIONS,
    WIRE_RELATIONS,
    ArticleFamilies,
    ArticleRecord,
    Family,
    InputRecord,
    Root,
)
from dedup.report import Report, make_report

# The format as it is documented: records nested in lists are given by their keys in order.
FORMAT = {
    "report": ["schema", "tool", "settings", "input", "articles", "names", "relations", "weak", "families", "summary"],
    "tool": ["name", "version"],
    "input": ["articles", "skipped", "renamed"],
    "skipped": ["path", "line", "reason"],
    "renamed": ["path", "line", "id", "as"],
    "article": [
        "id",
        "path",
        "line",
        "url",
        "title",
        "published",
        "outlet",
        "language",
        "words",
        "families",
        "furniture",
        "credits",
        "translation",
        "artifacts",
    ],
    "article_families": ["copy", "wire", "event"],
    "furniture": ["start", "end", "kind"],
    "credit": ["field", "kind", "source", "start", "end", "text"],
    "translation": ["verdict", "probability", "source_languages", "reasons"],
    "source_language": ["language", "probability"],
    "artifact": [
        "rule",
        "category",
        "claims",
        "evidence",
        "field",
        "start",
        "end",
        "text",
        "message",
        "sibling",
        "status",
    ],
    "sibling": ["article", "start", "end", "text"],
    "name": ["name", "kind", "spellings", "aliases", "ambiguous_with"],
    "spelling": ["text", "count", "articles", "conventions"],
    "convention": ["convention", "probability"],
    "alias": ["text", "relation", "articles"],
    "relation": [
        "a",
        "b",
        "relation",
        "probability",
        "direction",
        "coverage",
        "quoted",
        "similarity",
        "passages",
        "reasons",
        "version",
    ],
    "similarity": ["jaccard5", "jaccard2", "containment"],
    "passage": ["a", "b", "text_a", "text_b", "kind", "quoted", "similarity"],
    "weak": ["a", "b", "relation", "probability"],
    "family": ["id", "level", "members", "root", "bridges", "omitted_pairs", "member_facts"],
    "member_fact": ["id", "novelty", "supersedes"],
    "root": ["article", "source", "why", "probability"],
    "bridge": ["a", "b", "why"],
}


def test_keys_stand_in_the_documented_order(report: Report) -> None:
    data = json.loads(report.to_json())
    article = next(a for a in data["articles"] if a["artifacts"])
    pair = data["relations"][0]
    copy = data["families"][0]
    shown = {
        "report": data,
        "tool": data["tool"],
        "input": data["input"],
        "skipped": data["input"]["skipped"][0],
        "renamed": data["input"]["renamed"][0],
        "article": article,
        "article_families": article["families"],
        "furniture": article["furniture"][0],
        "credit": article["credits"][0],
        "translation": article["translation"],
        "source_language": article["translation"]["source_languages"][0],
        "artifact": article["artifacts"][0],
        "sibling": article["artifacts"][0]["sibling"],
        "name": data["names"][0],
        "spelling": data["names"][0]["spellings"][0],
        "convention": data["names"][0]["spellings"][0]["conventions"][0],
        "alias": data["names"][0]["aliases"][0],
        "relation": pair,
        "similarity": pair["similarity"],
        "passage": pair["passages"][0],
        "weak": data["weak"][0],
        "family": copy,
        "member_fact": copy["member_facts"][0],
        "root": copy["root"],
        "bridge": copy["bridges"][0],
    }
    assert {record: list(value) for record, value in shown.items()} == FORMAT
    assert data["schema"] == "dedup-report/2"
    assert data["tool"] == {"name": "dedup-news", "version": dedup.__version__}


def test_arrays_are_sorted(report: Report) -> None:
    assert [article.id for article in report.articles] == [
        "other.txt",
        "plain.txt",
        "wire/apw-1",
        "wire/guardian-2",
        "wire/latimes-3",
    ]
    assert [(pair.a, pair.b) for pair in report.relations] == sorted((pair.a, pair.b) for pair in report.relations)
    assert [family.level for family in report.families] == ["copy", "wire"]
    assert [skipped.path for skipped in report.input.skipped] == ["a.txt", "b.jsonl"]


def test_the_order_of_the_findings_does_not_show(report: Report) -> None:
    shuffled = {key: list(getattr(report, key)) for key in ("articles", "names", "relations", "weak", "families")}
    for values in shuffled.values():
        random.Random(7).shuffle(values)
    again = make_report(settings=report.settings, input=report.input, **shuffled)
    assert again.to_json() == report.to_json()


def test_summary_counts_the_records(report: Report) -> None:
    summary = report.summary
    assert (summary.articles, summary.words, summary.skipped, summary.renamed) == (5, 1374, 2, 1)
    assert (summary.relations.identical, summary.relations.trimmed, summary.relations.partial, summary.weak) == (
        1,
        1,
        1,
        1,
    )
    assert (summary.families.copy, summary.families.wire, summary.families.event) == (1, 1, 0)
    assert (summary.in_copy_families, summary.redundant, summary.in_wire_families, summary.largest_copy_family) == (
        3,
        2,
        5,
        3,
    )
    assert (summary.verdicts.spun, summary.verdicts.insufficient, summary.artifacts, summary.names) == (1, 4, 1, 1)


def test_an_article_of_two_wire_families_counts_once(report: Report) -> None:
    more = [*report.families, Family("wire:plain.txt", "wire", ["plain.txt", "wire/apw-1"], Root())]
    again = make_report(settings={}, input=report.input, articles=report.articles, families=more)
    assert again.summary.in_wire_families == 5
    assert again.summary.families.wire == 2


def test_an_article_starts_undecided(report: Report) -> None:
    verdict = report.articles[0].translation
    assert (verdict.verdict, verdict.probability, verdict.source_languages, verdict.reasons) == (
        "insufficient",
        None,
        [],
        [],
    )


def test_relations_are_listed_from_the_strongest_and_a_form_is_no_derivation() -> None:
    assert (
        *("identical", "near_verbatim", "trimmed", "rewrite", "translation", "partial", "template", "same_event"),
    ) == RELATIONS
    assert {"identical", "near_verbatim", "trimmed", "rewrite"} == COPY_RELATIONS
    assert {"translation", "partial"} == WIRE_RELATIONS - COPY_RELATIONS


def test_each_article_lists_its_families(report: Report) -> None:
    """Both families of the report have no wider one of the same articles, so that they are named for these levels."""
    families = {article.id: article.families for article in report.articles}
    copy, wire = "copy:wire/apw-1", "wire:other.txt"
    assert families["wire/apw-1"] == ArticleFamilies(copy=copy, wire=[copy], event=copy)
    assert families["plain.txt"] == ArticleFamilies(wire=[wire], event=wire)


def test_wider_families_take_the_place_of_the_lower_ones(report: Report) -> None:
    more = [
        *report.families,
        Family("wire:plain.txt", "wire", ["plain.txt", "wire/apw-1"]),
        Family("event:plain.txt", "event", ["plain.txt", "wire/apw-1"]),
        Family("template:other.txt", "template", ["other.txt", "wire/guardian-2"]),
    ]
    again = make_report(settings={}, input=report.input, articles=report.articles, families=more)
    families = {article.id: article.families for article in again.articles}
    assert families["wire/apw-1"] == ArticleFamilies(
        copy="copy:wire/apw-1", wire=["wire:plain.txt"], event="event:plain.txt"
    )
    assert families["plain.txt"] == ArticleFamilies(wire=["wire:other.txt", "wire:plain.txt"], event="event:plain.txt")
    assert families["other.txt"] == ArticleFamilies(wire=["wire:other.txt"], event="wire:other.txt")
    assert again.summary.families.template == 1


def test_an_article_of_no_family_lists_none() -> None:
    alone = make_report(settings={}, input=InputRecord(articles=1), articles=[ArticleRecord(id="a", words=3)])
    assert alone.articles[0].families == ArticleFamilies()
