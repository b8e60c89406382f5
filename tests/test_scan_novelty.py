"""Novelty, versions and origins in the report of a scan."""

from __future__ import annotations

import json
from pathlib import Path

import dedup
from dedup import Article
from dedup.records import Family, MemberFacts
from dedup.report import Report

STORY = (
    "County commissioners in Ellsmere voted 4-1 on Monday night to close the regional landfill by the end of next "
    "year, ending a dispute that has divided the rural district for almost a decade.\n\nThe decision followed a "
    "three-hour hearing at which more than sixty residents spoke, most of them in favor of closing the site. "
    "Commissioner Ruth Halvorsen, who cast the only vote against the plan, said the county had not shown how it would "
    "pay for hauling garbage to a private facility 70 miles away."
)
MORE = (
    "\n\nThe landfill opened in 1974 and takes in about 300 tons of waste a day from five towns. It employs 22 people. "
    "Board chairman Luis Ocampo said the county would try to find other jobs for them."
)
CANONICAL = "https://apnews.com/article/landfill-1a2b"


def scan(*articles: Article) -> Report:
    return dedup.scan(articles, only=["relations"])


def facts(report: Report) -> dict[str, MemberFacts]:
    return {member.id: member for family in report.families for member in family.member_facts}


def copies(report: Report) -> Family:
    (family,) = [family for family in report.families if family.level == "copy"]
    return family


def test_the_article_that_came_first_is_new_by_date_else_by_the_order_of_the_input() -> None:
    dated = scan(
        Article(id="later", text=STORY, published="2024-05-02"), Article(id="first", text=STORY, published="2024-05-01")
    )
    assert {name: fact.novelty for name, fact in facts(dated).items()} == {"first": 1.0, "later": 0.0}
    undated = scan(Article(id="z", text=STORY), Article(id="a", text=STORY))
    assert {name: fact.novelty for name, fact in facts(undated).items()} == {"z": 1.0, "a": 0.0}


def test_an_article_without_a_date_came_behind_the_one_before_it() -> None:
    report = scan(
        Article(id="b", text=STORY, published="2024-05-01"),
        Article(id="c", text=STORY),
        Article(id="a", text=STORY, published="2024-05-02"),
    )
    assert {name: fact.novelty for name, fact in facts(report).items()} == {"a": 0.0, "b": 1.0, "c": 0.0}


def test_a_fuller_text_supersedes_the_earlier_one() -> None:
    found = facts(scan(Article(id="a", text=STORY), Article(id="b", text=STORY + MORE)))
    assert found["a"] == MemberFacts("a", 1.0)
    assert found["b"].supersedes == ["a"]
    assert found["b"].novelty is not None and 0.2 < found["b"].novelty < 0.4


def test_versions_of_one_article_are_marked_and_count_once() -> None:
    url = "https://ledger.example/news/landfill-1234567"
    credit = "\n\n(Valley Courier)"
    report = scan(
        Article(id="a", text=f"{STORY}\n\nSource: Reuters", url=url),
        Article(id="b", text=f"{STORY}{MORE}\n\nSource: Reuters", url=f"{url}?utm_source=x"),
        Article(id="c", text=f"{STORY}{credit}", url="https://courier.example/landfill"),
    )
    assert {(r.a, r.b): r.version for r in report.relations} == {
        ("a", "b"): True,
        ("a", "c"): False,
        ("b", "c"): False,
    }
    assert copies(report).root.why.startswith("1 of 2 articles")


def test_a_repeated_id_of_the_user_is_a_version_and_a_place_in_a_file_is_none(tmp_path: Path) -> None:
    repeated = scan(Article(id="a", text=STORY), Article(id="a", text=STORY + MORE))
    assert [(r.b, r.version) for r in repeated.relations] == [("a#2", True)]
    lines = [json.dumps({"text": text}) for text in (STORY, STORY + MORE)]
    (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert [r.version for r in dedup.scan(tmp_path, only=["relations"]).relations] == [False]


def test_copies_with_one_canonical_address_keep_their_outlets(tmp_path: Path) -> None:
    """As an extractor writes it: the canonical link as the url, and the outlet that the page was fetched from."""
    rows = [
        {"url": CANONICAL, "sitename": outlet, "text": text}
        for outlet, text in (("The Ledger", STORY), ("Valley Courier", STORY + MORE), ("Daily Post", STORY))
    ]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    report = dedup.scan(tmp_path, only=["relations"])
    assert [article.outlet for article in report.articles] == ["The Ledger", "Valley Courier", "Daily Post"]
    assert {credit.kind for article in report.articles for credit in article.credits} == {"origin"}
    root = copies(report).root
    assert (root.article, root.source) == (None, "AP")
    assert not any(r.version for r in report.relations)
    assert {r.direction for r in report.relations} == {"common_source"}


def test_an_address_that_outlets_share_is_the_origin_of_those_it_does_not_fit() -> None:
    url = "https://www.springfieldcourier.example/landfill"
    report = scan(
        Article(id="a", text=STORY, url=url, outlet="Springfield Courier"),
        Article(id="b", text=STORY + MORE, url=url, outlet="The Ledger"),
    )
    assert [[credit.kind for credit in article.credits] for article in report.articles] == [["url"], ["origin"]]
    assert [(r.direction, r.version) for r in report.relations] == [("b_from_a", False)]
    assert copies(report).root.article == "a"
