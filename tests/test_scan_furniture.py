"""Furniture that nobody knows beforehand, through the whole scan: it returns in unlike articles of one outlet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest

import dedup
from dedup import Article, Report
from dedup.describe import ScanSettings
from dedup.limits import Limits
from dedup.pipeline import scan_within
from dedup.text.packing import pack
from dedup.text.tokens import Tokenizer
from tests.news_texts import STORIES
from tests.text.returning_texts import rest

FOOT = (
    "Our reporters work from a shed behind the cattle market. Every letter that reaches the shed is answered by hand "
    "within a fortnight."
)


def pieces(texts: Sequence[str], outlets: Sequence[str | None]) -> list[list[str]]:
    """The learned furniture of each article."""
    articles = [
        Article(id=f"{n:02}", text=text, outlet=outlet)
        for n, (text, outlet) in enumerate(zip(texts, outlets, strict=True))
    ]
    return pieces_of(dedup.scan(articles), texts)


def pieces_of(report: Report, texts: Sequence[str]) -> list[list[str]]:
    return [
        [text[piece.start : piece.end] for piece in record.furniture if piece.kind == "returning"]
        for record, text in zip(report.articles, texts, strict=True)
    ]


def words_in(text: str) -> int:
    buffer, offsets = pack([text])
    return int(Tokenizer()(buffer, offsets).counts[0])


def with_foot(count: int, foot: str = FOOT) -> list[str]:
    return [f"{story}\n\n{foot}" for story in STORIES[:count]]


@pytest.mark.parametrize(("count", "furniture"), [(3, True), (2, False)])
def test_a_foot_of_three_articles_of_one_outlet_is_furniture(count: int, furniture: bool) -> None:
    found = pieces(with_foot(count), ["Market Post"] * count)
    assert found == ([[FOOT.rstrip(".")]] * count if furniture else [[]] * count)


def test_the_outlet_is_the_host_of_the_address_where_none_is_given() -> None:
    texts = with_foot(3)
    articles = [Article(id=str(n), text=text, url=f"https://www.post.example/{n}") for n, text in enumerate(texts)]
    assert pieces_of(dedup.scan(articles), texts) == [[FOOT.rstrip(".")]] * 3


def test_articles_with_one_unknown_foot_are_not_related() -> None:
    """A hundred words of it would be a partial copy."""
    foot = " ".join(
        [FOOT, *(f"{part.capitalize()} is where the shed keeps a stove." for part in ("first", "then", "last"))] * 2
    )
    articles = [Article(id=str(n), text=text, outlet="Market Post") for n, text in enumerate(with_foot(4, foot))]
    report = dedup.scan(articles)
    assert (report.relations, report.families) == ([], [])


def test_the_words_of_an_article_are_those_without_its_furniture() -> None:
    texts = with_foot(3)
    report = dedup.scan([Article(id=str(n), text=text, outlet="Market Post") for n, text in enumerate(texts)])
    assert [record.words for record in report.articles] == [words_in(story) for story in STORIES[:3]]


@pytest.mark.parametrize(("count", "furniture"), [(3, True), (2, False)])
def test_three_articles_that_name_no_outlet_are_enough(count: int, furniture: bool) -> None:
    assert pieces(with_foot(count), [None] * count) == ([[FOOT.rstrip(".")]] * count if furniture else [[]] * count)


def test_one_story_at_eight_outlets_with_feet_of_their_own_stays_the_body() -> None:
    """Each outlet has three stories of its own besides; the story that all have is furniture nowhere."""
    feet = [f"Number {n} {FOOT}" for n in range(1, 9)]
    stories = [[STORIES[0], *(rest(10 * n + k, 60) for k in range(3))] for n in range(8)]
    texts = [f"{story}\n\n{foot}" for own, foot in zip(stories, feet, strict=True) for story in own]
    report = dedup.scan([Article(id=f"{n:02}", text=text, outlet=f"Outlet {n // 4}") for n, text in enumerate(texts)])
    assert pieces_of(report, texts) == [[foot.rstrip(".")] for foot in feet for _ in range(4)]
    members = [f"{4 * n:02}" for n in range(8)]
    assert {(r.a, r.b) for r in report.relations if r.relation == "identical"} == set(combinations(members, 2))
    assert [family.members for family in report.families if "00" in family.members] == [members]


def test_versions_of_one_story_do_not_make_its_sentences_furniture() -> None:
    sentences = STORIES[4].split(". ")
    versions = [". ".join([*sentences[:n], *sentences[n + 1 :]]).rstrip(".") + "." for n in range(5)]
    assert pieces(versions, ["Market Post"] * 5) == [[]] * 5


def test_a_foot_that_is_not_ascii_has_its_place_in_code_points() -> None:
    foot = "Größe und Güte sind uns überall gleich – schrieb Käthe Žižková 1931 im Café."
    texts = [f"Ärger – “{n}”: {story}\n\n{foot} Ünd Schlüß!" for n, story in enumerate(STORIES[:3])]
    assert pieces(texts, ["Bote"] * 3) == [[foot.rstrip(".")]] * 3


def test_a_foot_in_mojibake_has_its_place_in_the_text_as_read() -> None:
    """All three are mended to the same words, though one was read as it should be."""
    foot = "Größe und Güte sind uns überall gleich, so schrieb es einst Käthe Müller"
    broken = foot.encode().decode("cp1252")
    texts = [f"{story}\n\n{broken}." for story in STORIES[:2]] + [f"{STORIES[2]}\n\n{foot}."]
    assert pieces(texts, ["Bote"] * 3) == [[broken], [broken], [foot]]


def test_a_page_that_is_nothing_but_furniture_is_related_to_nothing() -> None:
    texts = [*with_foot(3), FOOT, FOOT]
    report = dedup.scan([Article(id=str(n), text=text, outlet="Market Post") for n, text in enumerate(texts)])
    assert [record.words for record in report.articles[3:]] == [0, 0]
    assert report.relations == []


def test_copies_under_other_unknown_feet_are_copies() -> None:
    feet = [FOOT, "Wherever bread is baked we send somebody to taste it. Nothing of that was ever printed before noon."]
    texts = [f"{story}\n\n{foot}" for foot in feet for story in STORIES[:4]]
    articles = [Article(id=f"{n}", text=text, outlet=f"Outlet {n // 4}") for n, text in enumerate(texts)]
    report = dedup.scan(articles)
    assert [(r.a, r.b, r.relation) for r in report.relations] == [(f"{n}", f"{n + 4}", "identical") for n in range(4)]


@pytest.mark.parametrize("outlets", [2, 3, 8])
def test_outlets_with_the_same_stories_and_feet_of_their_own_have_copies(outlets: int) -> None:
    """Every sentence of these articles returns somewhere."""
    ends = ["at noon", "by night", "on foot", "for two coins", "in the rain", "under oath", "with care", "as ever"]
    feet = [f"Wherever bread is baked we send somebody to taste it. Nothing was ever printed {end}." for end in ends]
    texts = [f"{story}\n\n{foot}" for foot in feet[:outlets] for story in STORIES[:4]]
    report = dedup.scan([Article(id=f"{n:02}", text=text, outlet=f"Outlet {n // 4}") for n, text in enumerate(texts)])
    assert {r.relation for r in report.relations} == {"identical"}
    assert [family.members for family in report.families] == [
        [f"{4 * n + story:02}" for n in range(outlets)] for story in range(4)
    ]


def test_a_scan_for_copies_alone_learns_nothing() -> None:
    articles = [Article(id=str(n), text=text, outlet="Market Post") for n, text in enumerate(with_foot(3))]
    assert [record.furniture for record in dedup.scan(articles, only=["copies"]).articles] == [[], [], []]


LIMITS = {
    "one thread": Limits(jobs=1),
    "three threads": Limits(jobs=3),
    "an article a batch": Limits(jobs=2, batch=1),
    "small batches": Limits(jobs=2, batch=1_500),
    "nothing in memory": Limits(memory=1, jobs=1, batch=1_500),
}


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS.keys())
def test_the_report_is_the_same_however_it_is_made(limits: Limits) -> None:
    broken = "Größe und Güte sind uns überall gleich, so schrieb es Käthe".encode().decode("cp1252")
    texts = [*with_foot(5), *(f"{story} {broken}." for story in STORIES[5:])]
    outlets = [*["Market Post"] * 3, None, *["Bote"] * 4, None, None]
    articles = [Article(id=f"{n:02}", text=t, outlet=o) for n, (t, o) in enumerate(zip(texts, outlets, strict=True))]
    expected = dedup.scan(articles)
    assert sum(map(len, pieces_of(expected, texts))) == 3 + 3
    assert scan_within(articles, ScanSettings(), limits).to_json() == expected.to_json()
