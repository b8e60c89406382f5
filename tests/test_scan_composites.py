"""Digests and live blogs through the whole scan: their stories stay apart."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import dedup
from dedup import Article, Report
from dedup.records import COPY_RELATIONS
from tests.news_texts import BRIDGE, STORIES

HEAD = "Good morning. Here is what you need to know before the day begins."


def scan(texts: Mapping[str, str]) -> Report:
    return dedup.scan([Article(id=name, text=text) for name, text in texts.items()])


def copies(report: Report) -> list[list[str]]:
    return [family.members for family in report.families if family.level == "copy"]


def composites(report: Report) -> set[str]:
    """The articles that a reason calls so."""
    return {
        r.a if reason.startswith("a") else r.b
        for r in report.relations
        for reason in r.reasons
        if reason.endswith("is a composite: it holds several stories.")
    }


def digest(*numbers: int) -> str:
    return "\n\n".join([HEAD, *(STORIES[n] for n in numbers)])


@pytest.mark.parametrize("name", ["a digest", "the digest"])
def test_a_digest_joins_the_copy_family_of_no_story(name: str) -> None:
    """Whether its id comes before those of the stories or behind; two of the stories have a copy elsewhere."""
    stories = {f"s{n}": STORIES[n] for n in range(4)} | {f"s{n} again": STORIES[n] for n in (1, 3)}
    report = scan(stories | {name: digest(0, 1, 2, 3)})
    assert copies(report) == [["s1", "s1 again"], ["s3", "s3 again"]]
    with_digest = [r for r in report.relations if name in (r.a, r.b)]
    assert {r.relation for r in with_digest} == {"trimmed"}
    assert {r.b if r.a == name else r.a for r in with_digest} == set(stories)
    side = "a" if name == "a digest" else "b"
    assert {r.reasons[0] for r in with_digest} == {f"{side} is a composite: it holds several stories."}
    assert composites(report) == {name}


def test_two_digests_with_a_story_in_common_are_both_composites() -> None:
    texts = {f"s{n}": STORIES[n] for n in range(5)} | {"monday": digest(0, 1, 2), "tuesday": digest(2, 3, 4)}
    report = scan(texts)
    assert composites(report) == {"monday", "tuesday"}
    assert copies(report) == []
    between = {(r.a, r.b): r.relation for r in report.relations}["monday", "tuesday"]
    assert between == "partial"


def test_a_copy_of_a_digest_is_its_copy() -> None:
    texts = {f"s{n}": STORIES[n] for n in range(3)} | {"digest": digest(0, 1, 2), "again": digest(0, 1, 2)}
    assert copies(scan(texts)) == [["again", "digest"]]


def test_a_digest_of_one_known_story_is_no_composite_that_could_be_seen() -> None:
    report = scan({"s0": STORIES[0], "digest": digest(0, 1, 2, 3)})
    assert [(r.a, r.b, r.relation) for r in report.relations] == [("digest", "s0", "trimmed")]
    assert composites(report) == set()


def part(first: int, end: int) -> str:
    """Some sentences of the story."""
    return ". ".join(BRIDGE.split(". ")[first:end]).rstrip(".") + "."


CUTS = {
    "two heads": (part(0, 6), part(0, 10)),
    "a head and a foot with a third in common": (part(0, 9), part(6, 15)),
    "a middle and a head": (part(3, 10), part(0, 7)),
}


@pytest.mark.parametrize("cuts", CUTS.values(), ids=CUTS.keys())
def test_two_cuts_of_one_story_do_not_make_it_a_composite(cuts: tuple[str, str]) -> None:
    report = scan({"story": BRIDGE, "cut": cuts[0], "other cut": cuts[1]})
    assert composites(report) == set()
    assert copies(report) == [["cut", "other cut", "story"]]


def test_a_live_blog_keeps_its_stories_apart() -> None:
    """Each version has a new story above the former ones; the last has all."""
    texts = {f"s{n}": STORIES[n] for n in range(4)}
    texts |= {f"version {n}": "\n\n".join(STORIES[k] for k in range(n, -1, -1)) for n in (1, 2, 3)}
    report = scan(texts)
    assert composites(report) == {"version 1", "version 2", "version 3"}
    stories = {f"s{n}" for n in range(4)}
    assert all(len(stories & set(members)) <= 1 for members in copies(report))
    assert {r.relation for r in report.relations if r.a in stories} <= COPY_RELATIONS
