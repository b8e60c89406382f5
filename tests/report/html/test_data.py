"""What is packed into a page: everything of the report that it shows, in the order that needs few chunks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.article import Article
from dedup.records import ArticleRecord, Credit, InputRecord, NameRecord, Spelling
from dedup.report import Report, make_report
from dedup.report.html.detail_records import MOST_NAMES, PageTexts, name_records
from dedup.report.html.document import write_html
from dedup.report.html.index_record import LONGEST_TITLE
from dedup.report.html.order import page_order
from dedup.report.html.text_matching import keep_texts
from dedup.report.html.text_spool import TextSpool
from dedup.report.html.thresholds import FEW_STEPS, STEPS, threshold_records
from dedup.report.regroup import regroup
from tests.report.html.unpacking import chunks_in, records_in


@pytest.fixture(scope="module")
def packed(seeds_page: Path) -> dict[str, Any]:
    return chunks_in(seeds_page)


def test_every_article_pair_and_family_is_in_the_page(packed: dict[str, Any], seeds_report: Report) -> None:
    index = packed["index"]
    ids = index["articles"]["id"]
    assert sorted(ids) == [article.id for article in seeds_report.articles]
    pairs = index["pairs"]
    found = {(ids[a], ids[b]) for a, b in zip(pairs["a"], pairs["b"], strict=True)}
    assert found == {(pair.a, pair.b) for pair in seeds_report.relations}
    families = {family[0]: [ids[member] for member in family[2]] for family in index["families"]}
    assert families == {family.id: family.members for family in seeds_report.families}


def test_details_are_in_the_order_of_the_index(packed: dict[str, Any], seeds_report: Report) -> None:
    index, by_id = packed["index"], {article.id: article for article in seeds_report.articles}
    details = records_in(packed, "articles")
    for ident, detail in zip(index["articles"]["id"], details, strict=True):
        assert [mark["rule"] for mark in detail["marks"]] == [mark.rule for mark in by_id[ident].artifacts]
    by_pair = {(pair.a, pair.b): pair for pair in seeds_report.relations}
    ids, pairs = index["articles"]["id"], index["pairs"]
    for a, b, detail in zip(pairs["a"], pairs["b"], records_in(packed, "pairs"), strict=True):
        assert [passage[:4] for passage in detail["passages"]] == [
            [*passage.a, *passage.b] for passage in by_pair[ids[a], ids[b]].passages
        ]


def test_texts_are_whole_and_passages_have_none_then(packed: dict[str, Any], seed_texts: dict[str, str]) -> None:
    ids = packed["index"]["articles"]["id"]
    assert {i: d["text"] for i, d in zip(ids, records_in(packed, "articles"), strict=True)} == seed_texts
    assert {len(passage) for pair in records_in(packed, "pairs") for passage in pair["passages"]} == {7}


def test_without_texts_passages_have_theirs(seeds_report: Report, tmp_path: Path) -> None:
    write_html(seeds_report, tmp_path / "r.html")
    packed = chunks_in(tmp_path / "r.html")
    assert packed["index"]["texts"] == 0
    assert {detail["text"] for detail in records_in(packed, "articles")} == {None}
    pair = seeds_report.relations[0]
    found = [detail["passages"] for detail in records_in(packed, "pairs")]
    assert any([p[7:] for p in passages] == [[p.text_a, p.text_b] for p in pair.passages] for passages in found)


def test_a_text_that_is_not_the_one_that_was_scanned_is_left_out(
    seeds_report: Report, seed_texts: dict[str, str], tmp_path: Path
) -> None:
    changed = next(iter(seed_texts))
    texts = {**seed_texts, changed: "Another text. " * 400}
    assert write_html(seeds_report, tmp_path / "r.html", texts) == [changed]
    packed = chunks_in(tmp_path / "r.html")
    ids = packed["index"]["articles"]["id"]
    without = [i for i, d in zip(ids, records_in(packed, "articles"), strict=True) if d["text"] is None]
    assert without == [changed]
    assert packed["index"]["texts"] == len(seed_texts) - 1


def one_article(**fields: Any) -> Report:
    articles = [ArticleRecord(**{"id": "a", "words": 3, **fields})]
    return make_report(settings={}, input=InputRecord(articles=1), articles=articles)


def test_a_span_is_compared_with_the_text(tmp_path: Path) -> None:
    credit = Credit("text", "dateline", "AP", 4, 6, "AP")
    report = one_article(credits=[credit])
    assert write_html(report, tmp_path / "r.html", {"a": "By: AP news"}) == []
    assert write_html(report, tmp_path / "r.html", {"a": "By: DPA news"}) == ["a"]


def test_an_article_without_a_title_has_the_first_line_of_its_text() -> None:
    record = ArticleRecord(id="a", words=3)
    report = make_report(settings={}, input=InputRecord(articles=1), articles=[record])
    texts = PageTexts({"a": "\n# *Bridge closed*\nMore."}, page_order(report))
    texts.text_of(record)
    assert texts.first_lines == {"a": "Bridge closed"}


def test_long_titles_are_cut_in_lists_and_kept_longer_in_details(tmp_path: Path) -> None:
    write_html(one_article(title="x" * 10_000_000), tmp_path / "r.html")
    packed = chunks_in(tmp_path / "r.html")
    assert packed["index"]["articles"]["title"] == ["x" * (LONGEST_TITLE - 1) + "…"]
    assert len(records_in(packed, "articles")[0]["title"]) == 20_000
    assert (tmp_path / "r.html").stat().st_size < 1_000_000


def test_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    assert write_html(one_article(title="a\ud800b"), tmp_path / "r.html", {"a": "x\udfffy"}) == []
    packed = chunks_in(tmp_path / "r.html")
    assert packed["index"]["articles"]["title"] == ["a\ufffdb"]
    assert records_in(packed, "articles")[0]["text"] == "x\ufffdy"


def test_articles_of_a_family_are_beside_each_other(report: Report) -> None:
    order = page_order(report)
    members = next(family for family in report.families if family.level == "copy").members
    places = sorted(order.numbers[member] for member in members)
    assert places == list(range(places[0], places[0] + len(members)))
    assert sorted(order.numbers.values()) == list(range(len(report.articles)))


def test_the_address_of_an_article_is_its_outlet_where_none_is_named(tmp_path: Path) -> None:
    write_html(one_article(url="https://www.post.example/a"), tmp_path / "r.html")
    assert chunks_in(tmp_path / "r.html")["index"]["articles"]["outlets"] == ["post.example"]
    write_html(one_article(url="https://www.post.example/a", outlet="The Post"), tmp_path / "r.html")
    assert chunks_in(tmp_path / "r.html")["index"]["articles"]["outlets"] == ["The Post"]


def test_the_most_frequent_names_are_kept() -> None:
    names = [
        NameRecord(name=f"n{n}", kind="person", spellings=[Spelling(text=f"n{n}", count=n, articles=["a"])])
        for n in range(MOST_NAMES + 1)
    ]
    records = name_records(names, {"a": 0})
    assert len(records) == MOST_NAMES
    assert records[0][0] == f"n{MOST_NAMES}"
    assert "n0" not in {record[0] for record in records}


def test_families_at_a_threshold_are_those_of_the_command(seeds_report: Report) -> None:
    order = page_order(seeds_report)
    rows = {row[0]: row for row in threshold_records(seeds_report, order.numbers)}
    assert set(rows) == {*STEPS, 0.5}
    for step in (0.3, 0.5, 0.7, 0.95):
        other = regroup(seeds_report, step)
        assert rows[step][1:3] == [len(other.relations), len(other.weak)]
        assert len(rows[step][3]) == len(other.families)


def test_a_threshold_of_its_own_is_among_the_steps(seeds_report: Report) -> None:
    report = regroup(seeds_report, 0.62)
    assert 0.62 in {row[0] for row in threshold_records(report, page_order(report).numbers)}
    assert set(FEW_STEPS) <= set(STEPS)


def test_texts_are_found_by_id_then_address_then_file_and_line() -> None:
    records = [
        ArticleRecord(id="own", words=1),
        ArticleRecord(id="b.jsonl#2", url="https://post.example/story-12345", words=1),
        ArticleRecord(id="deep/c.txt", path="deep/c.txt", words=1),
        ArticleRecord(id="x/same.txt", path="x/same.txt", words=1),
        ArticleRecord(id="y/same.txt", path="y/same.txt", words=1),
    ]
    articles = [
        Article(id="own", text="1"),
        Article(id="else", text="2", url="https://www.post.example/story-12345?utm_source=x"),
        Article(id="c.txt", path="c.txt", text="3"),
        Article(id="same.txt", path="same.txt", text="4"),
        Article(id="stranger", text="5"),
    ]
    with TextSpool() as texts:
        keep_texts(records, articles, texts)
        assert [texts.get(record.id) for record in records] == ["1", "2", "3", None, None]


def test_a_spool_keeps_texts_beyond_its_memory() -> None:
    with TextSpool(in_memory=10) as texts:
        for number in range(20):
            texts.add(Article(id=str(number), text=f"text {number} \ud800"))
        texts.add(Article(id="3", text="another"))
        assert texts.get("3") == "text 3 \ud800"
        assert texts.get("20") is None


def test_a_scan_shows_each_article_that_it_reads() -> None:
    seen: list[Article] = []
    articles = [Article(id="a", text="One story."), Article(id="a", text="Another story.")]
    dedup.scan(articles, on_article=seen.append)
    assert [article.id for article in seen] == ["a", "a#2"]
