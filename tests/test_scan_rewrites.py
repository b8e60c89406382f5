"""Reworded stories through the whole scan: families of rewrites, what one passage links and does not join, events and
translations."""

from __future__ import annotations

import json
import random
from itertools import accumulate, combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import dedup
from dedup import Article, Report
from dedup.describe import ScanSettings
from dedup.limits import Limits
from dedup.pipeline import scan_within
from dedup.records import Family, RelationKind
from dedup.report.report import json_schema
from dedup.text.background import background

CASES: dict[str, list[str]] = json.loads((Path(__file__).parent / "cases/rewordings.json").read_text(encoding="utf-8"))
VERSIONS = 4
COMMON = 2.0  # weight of words that a rewording exchanges


class Writer:
    """Writes stories of words as common as in news, and rewords them: the rare words in another order, among other
    common ones."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        table = background()
        self.words = sorted(word for word in table.counts if word.isalpha())
        self.ranks = list(accumulate(table.counts[word] for word in self.words))
        self.weights = dict(zip(self.words, table.weights(self.words), strict=True))
        self.common = [word for word in self.words if self.weights[word] < COMMON]

    def story(self, sentences: int) -> list[str]:
        return [
            " ".join(self.draw.choices(self.words, cum_weights=self.ranks, k=20)).capitalize() + "."
            for _ in range(sentences)
        ]

    def reworded(self, story: list[str]) -> list[str]:
        made = []
        for sentence in story:
            words = sentence[:-1].lower().split()
            kept = [
                word for word in words if self.weights[word] >= COMMON or self.draw.random() < 0.5
            ] + self.draw.choices(self.common, k=4)
            made.append(" ".join(self.draw.sample(kept, len(kept))).capitalize() + ".")
        return made


def corpus() -> list[Article]:
    """Four versions each of the stories x and y, of which x0 and y0 share a passage that the others lack; the same of v
    and w, where it is most of v0 and w0, and of p and q, where it is a second story; a wire by two languages, an event,
    and 16 own texts."""
    pen = Writer(3)
    texts: dict[str, list[str]] = {}
    for pair, passage in (("xy", 4), ("vw", 60), ("pq", 40)):
        shared = pen.story(passage)
        for name in pair:
            story = pen.story(12)
            texts |= {f"{name}{n}": pen.reworded(story) for n in range(VERSIONS)}
            texts[f"{name}0"] += pen.reworded(shared)
    texts |= {
        name: CASES[name]
        for name in ("by_german", "by_french", "story", "reworded", "independent", "museum", "harvest")
    }
    texts |= {f"own{n:02}": pen.story(14) for n in range(16)}
    assert len(texts) == 47
    return [
        Article(id=name, text=" ".join(sentences), published=f"2024-05-01T10:{minute:02}:00Z")
        for minute, (name, sentences) in enumerate(texts.items())
    ]


def scan(articles: list[Article], **settings: Any) -> Report:
    report = dedup.scan(articles, **settings)
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(report.to_json()))
    return report


@pytest.fixture(scope="module")
def report() -> Report:
    return scan(corpus())


def versions(name: str) -> list[str]:
    return [f"{name}{n}" for n in range(VERSIONS)]


def kinds(report: Report) -> dict[tuple[str, str], RelationKind]:
    return {(r.a, r.b): r.relation for r in report.relations}


def family(report: Report, name: str) -> Family:
    (found,) = (each for each in report.families if each.id == name)
    return found


def test_rewrites_of_one_story_are_a_family(report: Report) -> None:
    found = kinds(report)
    for name in "xyvw":
        assert {found[pair] for pair in combinations(versions(name), 2)} == {"rewrite"}
        assert family(report, f"copy:{name}0").members == versions(name)
    assert {each.id for each in report.families if each.level == "copy"} == {
        "copy:reworded",
        *(f"copy:{name}0" for name in "xyvw"),
        *(f"copy:{name}1" for name in "pq"),
    }
    assert family(report, "copy:reworded").members == ["reworded", "story"]


def test_one_shared_passage_links_two_families_and_does_not_join_them(report: Report) -> None:
    """It is told as a bridge by both."""
    assert kinds(report)["x0", "y0"] == "partial"
    for name in "xy":
        assert [(b.a, b.b, b.why) for b in family(report, f"copy:{name}0").bridges] == [
            ("x0", "y0", "one weak link between two groups that hold together without it")
        ]
    assert not [each for each in report.families if {"x0", "y0"} <= set(each.members)]


def test_one_rewrite_between_two_families_makes_a_wire_of_them(report: Report) -> None:
    """On the average of their pairs they are too far apart for one copy family, and the link covers too much to be left
    open."""
    assert kinds(report)["v0", "w0"] == "rewrite"
    for name in "vw":
        assert [(b.a, b.b, b.why) for b in family(report, f"copy:{name}0").bridges] == [
            ("v0", "w0", "too few of the pairs between the two groups are rewrites of one another")
        ]
    assert family(report, "wire:v0").members == [*versions("v"), *versions("w")]


def test_an_article_of_two_stories_joins_the_family_of_neither(report: Report) -> None:
    """The versions of p are a quarter of p0, what it shares with q0 is the rest: no story is the whole of it."""
    assert kinds(report)["p0", "q0"] == "rewrite"
    for name in "pq":
        assert family(report, f"copy:{name}1").members == versions(name)[1:]
        held = [r for r in report.relations if (r.a, r.b) in [(f"{name}0", other) for other in versions(name)[1:]]]
        assert {r.reasons[0] for r in held} == {"a is a composite: it holds several stories."}
    assert not [each for each in report.families if "p0" in each.members and each.level == "wire"]


def test_an_independent_report_joins_the_event_alone(report: Report) -> None:
    found = kinds(report)
    assert {found[pair] for pair in found if "independent" in pair} == {"same_event"}
    assert family(report, "event:independent").members == ["independent", "reworded", "story"]
    assert {each.level for each in report.families if "independent" in each.members} == {"event"}


def test_a_wire_by_two_languages_is_a_family(report: Report) -> None:
    assert kinds(report)["by_french", "by_german"] == "translation"
    assert family(report, "wire:by_french").members == ["by_french", "by_german"]


def test_own_texts_are_in_no_family(report: Report) -> None:
    related = {side for pair in kinds(report) for side in pair}
    assert not [name for name in related if name.startswith("own") or name in ("museum", "harvest")]


@pytest.mark.parametrize("way", [{}, {"jobs": 1}, {"jobs": 2}, {"jobs": 2, "memory": 1}])
def test_the_report_is_the_same_bytes_however_it_is_made(report: Report, way: dict[str, int]) -> None:
    assert scan(corpus(), **way).to_json() == report.to_json()


def test_small_batches_and_another_order_change_nothing(report: Report) -> None:
    articles = corpus()
    for seed in range(3):
        shuffled = random.Random(seed).sample(articles, len(articles))
        assert scan_within(shuffled, ScanSettings(), Limits(batch=5_000)).to_json() == report.to_json()


def test_copies_alone_look_for_no_rewrites() -> None:
    assert scan(corpus(), only=["copies"]).relations == []
