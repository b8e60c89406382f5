"""A report with every kind of record in it, made by hand: what tests write, read and show."""

from __future__ import annotations

import pytest

from dedup.records import (
    Alias,
    ArticleRecord,
    ArtifactRecord,
    Bridge,
    Convention,
    Credit,
    Direction,
    Family,
    Furniture,
    InputRecord,
    LanguageGuess,
    MemberFacts,
    NameRecord,
    Passage,
    Relation,
    RelationKind,
    Renamed,
    Root,
    Sibling,
    Sides,
    Similarity,
    Skipped,
    Spelling,
    Translation,
    Weak,
)
from dedup.report import Report, make_report


def relation(
    a: str, b: str, kind: RelationKind, probability: float, direction: Direction, cover_a: float, cover_b: float
) -> Relation:
    passage = Passage(
        (0, 24), (10, 34), "The bridge will be closed", "The bridge is to be closed", "edited", False, 0.8
    )
    return Relation(
        a,
        b,
        kind,
        probability,
        direction,
        Sides(cover_a, cover_b),
        Sides(0.0, 0.1),
        Similarity(0.5, 0.6, 0.9),
        [passage],
        ["copied runs"],
    )


def articles() -> list[ArticleRecord]:
    artifact = ArtifactRecord(
        rule="doubled-alternative",
        category="lexical",
        claims="machine",
        evidence="aligned",
        field="text",
        start=5,
        end=23,
        text="clarity or clarity",
        message="the same word twice",
        sibling=Sibling("wire/guardian-2", 7, 14, "clarity"),
    )
    return [
        ArticleRecord(
            id="wire/apw-1",
            path="wire.jsonl",
            line=1,
            url="https://example.org/1",
            title="Bridge over the river will be closed",
            published="2021-03-04T09:12:00Z",
            outlet="AP",
            language="en",
            words=412,
            furniture=[Furniture(0, 12, "breadcrumb")],
            credits=[Credit("text", "dateline", "AP", 0, 12, "BAGHDAD (AP)")],
            translation=Translation(
                verdict="spun",
                probability=0.91,
                source_languages=[LanguageGuess("fr", 0.7)],
                reasons=["two families of rules"],
            ),
            artifacts=[artifact],
        ),
        ArticleRecord(
            id="wire/guardian-2",
            title="Bridge to stay closed",
            outlet="The Guardian",
            published="2021-03-04T12:00:00Z",
            words=410,
        ),
        ArticleRecord(
            id="wire/latimes-3", title="Bridge closed", outlet="Los Angeles Times", published="2021-03-05", words=250
        ),
        ArticleRecord(id="plain.txt", path="plain.txt", words=300),
        ArticleRecord(id="other.txt", path="other.txt", words=2),
    ]


@pytest.fixture
def report() -> Report:
    name = NameRecord(
        name="Hashd",
        kind="group",
        spellings=[Spelling(text="Hashd", count=3, articles=["plain.txt"], conventions=[Convention("en", 0.8)])],
        aliases=[Alias("PMF", "acronym", ["plain.txt"])],
        ambiguous_with=["Hashed"],
    )
    return make_report(
        settings={"only": [], "min_probability": 0.5},
        input=InputRecord(
            articles=5,
            skipped=[
                Skipped("b.jsonl", 12, "the line is no JSON object: mend it"),
                Skipped("a.txt", None, "the file is empty: remove it"),
            ],
            renamed=[Renamed("wire.jsonl", 3, "x", "x#2")],
        ),
        articles=articles(),
        names=[name],
        relations=[
            relation("wire/guardian-2", "wire/latimes-3", "trimmed", 0.6, "unknown", 0.55, 0.99),
            relation("wire/apw-1", "wire/guardian-2", "identical", 1.0, "b_from_a", 1.0, 1.0),
            relation("other.txt", "plain.txt", "partial", 0.9, "common_source", 1.0, 0.12),
        ],
        weak=[Weak("plain.txt", "wire/apw-1", "partial", 0.3)],
        families=[
            Family(
                "wire:other.txt",
                "wire",
                ["other.txt", "plain.txt"],
                Root(None, "AFP", "plain.txt credits AFP"),
                omitted_pairs=1,
            ),
            Family(
                "copy:wire/apw-1",
                "copy",
                ["wire/apw-1", "wire/guardian-2", "wire/latimes-3"],
                Root("wire/apw-1", "AP", "dateline"),
                [Bridge("wire/guardian-2", "wire/latimes-3", "one weak link")],
                member_facts=[
                    MemberFacts("wire/apw-1", 1.0),
                    MemberFacts("wire/guardian-2", 0.0, ["wire/apw-1"]),
                    MemberFacts("wire/latimes-3"),
                ],
            ),
        ],
    )
