"""Planted copies among many look-alikes: all are found and nothing else."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable

import jsonschema
import msgspec
import pytest

import dedup
from dedup import Article, Report
from dedup.describe import ScanSettings
from dedup.limits import Limits
from dedup.pipeline import scan_within
from dedup.records import COPY_RELATIONS, Family, Relation
from dedup.report.report import json_schema

WORDS = {
    kind: group.split()
    for kind, group in (
        (
            "adjective",
            "old new young northern southern local foreign former senior small second private public injured retired "
            "angry",
        ),
        (
            "person",
            "minister farmer judge pilot teacher banker fisherman doctor general actor mayor driver nurse bishop "
            "miner architect",
        ),
        (
            "place",
            "harbour valley capital island border quarter province district village market coast river park delta "
            "forest desert",
        ),
        (
            "verb",
            "rejected welcomed delayed denied praised attacked signed cancelled examined sold defended doubted "
            "opened lost",
        ),
        (
            "thing",
            "budget bridge treaty strike factory election tunnel hospital painting railway law harvest inquiry "
            "stadium tax ferry",
        ),
        (
            "adverb",
            "quickly again finally quietly openly yesterday reluctantly together unexpectedly almost twice later "
            "formally never",
        ),
        ("number", " ".join(map(str, range(2, 900)))),
        ("year", " ".join(map(str, range(1900, 2020)))),
    )
}
PHRASES = (
    "the {adjective} {person}",
    "{adverb} {verb} the {thing}",
    "in the {place}",
    "with {number} {adjective} people",
    "since {year}",
    "although the {person} {verb} it",
    "near the {adjective} {place}",
    "was {adverb} {verb} by a {person}",
    "as {number} of them said",
    "after the {adjective} {thing}",
    "worth {number} million",
    "for the {thing} of the {place}",
    "and its {thing}",
    "on Monday",
)
FURNITURE = (
    "Advertisement",
    "Source link",
    "Share this article",
    "Sign up for our daily newsletter.",
    "Read more: The year in pictures",
)


def sentences(chosen: random.Random, count: int) -> list[str]:
    """News of one grammar: all articles use the same words and turns of phrase, in another order."""
    made = []
    for _ in range(count):
        words = " ".join(chosen.sample(PHRASES, chosen.randint(4, 8)))
        filled = re.sub(r"\{(\w+)\}", lambda kind: chosen.choice(WORDS[kind[1]]), words)
        made.append(f"{filled[0].upper()}{filled[1:]}.")
    return made


def drop_words(chosen: random.Random, story: list[str]) -> list[str]:
    return [" ".join(word for word in " ".join(story).split() if chosen.random() >= 0.1)]


def add_furniture(chosen: random.Random, story: list[str]) -> list[str]:
    laden = [story[0]]
    for sentence in story[1:]:
        laden += [f"\n\n{chosen.choice(FURNITURE)}\n\n"] if chosen.random() < 0.3 else []
        laden.append(sentence)
    return [*laden, "\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *"]


PLANTED: dict[str, tuple[Callable[[random.Random, list[str]], list[str]], set[str]]] = {
    "exact": (lambda chosen, story: story, {"identical"}),
    "dropped": (drop_words, {"near_verbatim", "trimmed"}),
    "reordered": (lambda chosen, story: chosen.sample(story, len(story)), {"near_verbatim"}),
    "truncated": (lambda chosen, story: story[: len(story) // 2], {"trimmed"}),
    "furniture": (add_furniture, {"identical"}),
}


def corpus(seed: int) -> tuple[list[Article], dict[tuple[str, str], str]]:
    """150 stories, and ten copies of each kind; also the planted pairs and their kinds."""
    chosen = random.Random(seed)
    stories = [sentences(chosen, chosen.randint(14, 30)) for _ in range(150)]
    articles = [Article(id=f"{n:03}", text=" ".join(story)) for n, story in enumerate(stories)]
    pairs = {}
    sources = chosen.sample(range(150), 50)
    for k, source in enumerate(sources):
        kind = list(PLANTED)[k % len(PLANTED)]
        copy = PLANTED[kind][0](chosen, stories[source])
        articles.append(Article(id=f"{source:03}-{kind}", text=" ".join(copy)))
        pairs[f"{source:03}", f"{source:03}-{kind}"] = kind
    chosen.shuffle(articles)
    return articles, pairs


@pytest.mark.parametrize("seed", [1, 2])
def test_all_planted_copies_are_found_and_nothing_else(seed: int) -> None:
    articles, planted = corpus(seed)
    assert len(articles) == 200
    report = dedup.scan(articles)
    copies = copies_in(report)
    assert set(copies) == set(planted)
    for pair, relation in copies.items():
        assert relation.relation in PLANTED[planted[pair]][1], (planted[pair], relation.coverage)
    assert [family.members for family in report.families if family.level == "copy"] == [
        list(pair) for pair in sorted(planted)
    ]
    check(report)


def copy_families(report: Report) -> list[Family]:
    """Without what the members add to one another, which depends on what came first."""
    return [msgspec.structs.replace(f, member_facts=[]) for f in report.families if f.level == "copy"]


def copies_in(report: Report) -> dict[tuple[str, str], Relation]:
    """The relations that make copy families; the sentences of these articles are made from few words, so that most look
    like one event."""
    return {(r.a, r.b): r for r in report.relations if r.relation in COPY_RELATIONS}


def test_copies_alone_finds_them_too() -> None:
    articles, planted = corpus(1)
    report = dedup.scan(articles, only=["copies"])
    assert {(r.a, r.b) for r in report.relations} == set(planted)
    whole = dedup.scan(articles)
    assert {(r.a, r.b): r for r in report.relations} == copies_in(whole)
    assert {family.level for family in report.families} == {"copy"}
    assert copy_families(report) == copy_families(whole)


def test_batches_threads_and_memory_change_nothing() -> None:
    articles, _ = corpus(1)
    expected = dedup.scan(articles, jobs=1).to_json()
    assert dedup.scan(articles, jobs=2, memory=1).to_json() == expected
    for limits in (Limits(50_000, 2, 20_000), Limits(1, 1, 20_000)):
        assert scan_within(articles, ScanSettings(), limits).to_json() == expected


def test_the_order_changes_neither_relations_nor_families() -> None:
    """Only which of the look-alikes below the threshold were compared at all may hang on it, where many share a
    phrase."""
    articles, _ = corpus(1)
    expected = dedup.scan(articles)
    for seed in range(3):
        report = dedup.scan(random.Random(seed).sample(articles, len(articles)))
        assert (report.articles, copies_in(report)) == (expected.articles, copies_in(expected))
        assert copy_families(report) == copy_families(expected)


def check(report: Report) -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(report.to_json()))


@pytest.mark.parametrize("only", [[], ["copies"]])
def test_a_thousand_identical_articles_make_no_half_million_pairs(only: list[str]) -> None:
    """They are one family; each lists its pair with the first and at most two of its nearest, the rest is counted."""
    text = " ".join(sentences(random.Random(7), 20))
    compared: set[int | None] = set()
    articles = [Article(id=f"{n:04}", text=text) for n in reversed(range(1000))]
    report = dedup.scan(
        articles, only=only, progress=lambda stage, done, total: compared.add(total if stage == "pairing" else 0)
    )
    assert max(number or 0 for number in compared) < 3 * 1000
    (family,) = report.families
    assert len(family.members) == 1000
    assert family.omitted_pairs + len(report.relations) == 1000 * 999 // 2
    assert len(report.relations) <= 3 * 1000
    anchor = family.root.article or "0000"
    assert {r.b if r.a == anchor else r.a for r in report.relations if anchor in (r.a, r.b)} == set(family.members) - {
        anchor
    }
    assert {r.relation for r in report.relations} == {"identical"}
    check(report)


EDITS = (  # without names and numbers: what is exchanged for other facts may be a form
    "Nobody wanted to say when the work would go on.",
    "The old people of the quarter had seen it coming.",
    "Most of them went home before it was dark.",
)


def test_a_large_family_of_edited_copies_lists_all_pairs_with_its_anchor() -> None:
    chosen = random.Random(8)
    story = sentences(chosen, 25)
    copies = [" ".join([*story[:k], EDITS[k % len(EDITS)], *story[k + 1 :]]) for k in range(25)]
    report = dedup.scan([Article(id=f"{n:02}", text=text) for n, text in enumerate([" ".join(story), *copies])])
    (family,) = report.families
    assert len(family.members) == 26
    assert family.omitted_pairs == 26 * 25 // 2 - len(report.relations) > 0
    anchor = family.root.article or "00"
    assert sum(anchor in (r.a, r.b) for r in report.relations) == 25
    check(report)
