"""Bulletins of one form, corrections, briefs and stock sentences through the whole scan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations

import jsonschema
import pytest

import dedup
from dedup import Article, Report
from dedup.records import COPY_RELATIONS, RelationKind
from dedup.report.report import json_schema
from tests.news_texts import BRIDGE, QUAKE, RECALLS, STORIES, quake

Pair = tuple[str, str]


def scan(texts: Sequence[str]) -> Report:
    report = dedup.scan([Article(id=f"{n:02}", text=text) for n, text in enumerate(texts)])
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(report.to_json()))
    return report


def kind_of(one: str, other: str) -> RelationKind | None:
    """The relation of two texts, whichever has the smaller id."""
    kinds = {tuple(r.relation for r in scan(pair).relations) for pair in ((one, other), (other, one))}
    (found,) = kinds
    return found[0] if found else None


@pytest.mark.parametrize("pair", [*combinations([quake(n) for n in range(4)], 2), *combinations(RECALLS, 2)])
def test_two_bulletins_of_one_form_are_a_template(pair: Pair) -> None:
    report = scan(pair)
    assert [(r.a, r.b, r.relation) for r in report.relations] == [("00", "01", "template")]
    (family,) = report.families
    assert (family.id, family.level, family.members) == ("template:00", "template", ["00", "01"])
    assert (family.root.article, family.root.source) == (None, None)
    assert kind_of(*pair) == "template"


def test_the_reason_of_a_template_names_what_differs() -> None:
    one = QUAKE.format("4.1", 12, "Bishop", "Monday", "6:14 am", 7, "Fresno", 31)
    other = QUAKE.format("3.6", 9, "Eureka", "Friday", "9:47 pm", 11, "Redding", 18)
    (relation,) = scan([one, other]).relations
    assert relation.reasons[0] == (
        "One form with other facts: 8 places differ "
        "(4.1/3.6, 12/9, Bishop/Eureka, Monday/Friday, 6:14 am/9:47 pm, 7/11)."
    )
    assert relation.direction == "unknown"


def test_a_few_long_fillings_make_a_form_as_well() -> None:
    (relation,) = scan(RECALLS[:2]).relations
    assert "Tennessee/Ohio" in relation.reasons[0]
    assert "41,000/2,300" in relation.reasons[0]


CORRECTED = {
    "one number": (quake(0), quake(0).replace("5 miles from", "6 miles from")),
    "one name": (quake(0), quake(0).replace("Bishop", "Boswell")),
    "one number of a notice": (RECALLS[0], RECALLS[0].replace("41,000", "14,000")),
    "one fact of a story": (BRIDGE, BRIDGE.replace("four metres", "five metres")),
    "two words of a notice": (RECALLS[1], RECALLS[1].replace("trouble", "problems").replace("informs", "tells")),
}


@pytest.mark.parametrize("pair", CORRECTED.values(), ids=CORRECTED.keys())
def test_a_corrected_text_is_a_copy(pair: Pair) -> None:
    assert kind_of(*pair) == "near_verbatim"


def test_a_form_has_copies_and_other_bulletins() -> None:
    """The same bulletin at another outlet is its copy, the next day's bulletin is not."""
    report = scan([quake(0), quake(0), quake(3), quake(3)])
    families = {family.id: family.members for family in report.families}
    assert families == {"copy:00": ["00", "01"], "copy:02": ["02", "03"], "template:00": ["00", "01", "02", "03"]}
    assert [article.families.copy for article in report.articles] == ["copy:00", "copy:00", "copy:02", "copy:02"]


def test_forty_bulletins_list_the_first_and_the_nearest_pairs_alone() -> None:
    report = scan([quake(n) for n in range(40)])
    (family,) = report.families
    assert (family.id, len(family.members)) == ("template:00", 40)
    assert {r.relation for r in report.relations} == {"template"}
    pairs = [(r.a, r.b) for r in report.relations]
    assert family.omitted_pairs == 40 * 39 // 2 - len(pairs)
    assert {b for a, b in pairs if a == "00"} == set(family.members[1:])
    others = [pair for pair in pairs if "00" not in pair]
    assert 39 <= len(others) <= 2 * 39
    assert {side for pair in others for side in pair} == set(family.members[1:])


def test_twenty_bulletins_list_all_pairs() -> None:
    report = scan([quake(n) for n in range(20)])
    (family,) = report.families
    assert (family.omitted_pairs, len(report.relations)) == (0, 190)


def test_the_order_of_the_bulletins_changes_nothing() -> None:
    articles = [Article(id=f"{n:02}", text=quake(n)) for n in range(12)]
    expected = dedup.scan(articles)
    again = dedup.scan(articles[::-1])
    assert again.relations == expected.relations
    assert [(f.id, f.members, f.root) for f in again.families] == [(f.id, f.members, f.root) for f in expected.families]


BRIEFS = {
    "opened and closed": (
        "The Harlan library opened its new reading room on Tuesday after two years of work.",
        "The Harlan library closed its new reading room on Tuesday after two years of work.",
    ),
    "rose and fell": (
        "Shares of Tolland Mills rose sharply on Wednesday after the company published its results.",
        "Shares of Tolland Mills fell sharply on Wednesday after the company published its results.",
    ),
    "hurt and killed": (
        "A lorry driver was hurt when his vehicle overturned on the coast road near Amble on Monday.",
        "A lorry driver was killed when his vehicle overturned on the coast road near Amble on Monday.",
    ),
    "two deaths": (
        "Poet Marta Quiroga died at her home in Lugo on Sunday, her publisher said. She was 81.",
        "Poet Ivan Petrak died at his home in Brno on Friday, his publisher said. He was 67.",
    ),
    "two arrests": (
        "Police arrested a man of 34 after a shop in Kirk Street was robbed.",
        "Police arrested a man of 51 after a bank in Mill Lane was robbed.",
    ),
    "two results": ("Amble beat Harlan 3-1 on Saturday.", "Amble beat Tolland 2-0 on Sunday."),
    "one other number": (
        "The ferry to Orme carried 240 passengers on its first day, the company said.",
        "The ferry to Orme carried 310 passengers on its first day, the company said.",
    ),
}


@pytest.mark.parametrize("pair", BRIEFS.values(), ids=BRIEFS.keys())
def test_briefs_of_other_facts_are_not_derived(pair: Pair) -> None:
    assert kind_of(*pair) in (None, "template", "same_event")


SAME_BRIEFS = {
    "the same words": (BRIEFS["rose and fell"][0], BRIEFS["rose and fell"][0].upper()),
    "a typo": (BRIEFS["opened and closed"][0], BRIEFS["opened and closed"][0].replace("library", "libary")),
    "two typos": (
        BRIEFS["hurt and killed"][0],
        BRIEFS["hurt and killed"][0].replace("overturned", "overtunred").replace("vehicle", "vehicel"),
    ),
    "a word more": (BRIEFS["two deaths"][0], BRIEFS["two deaths"][0].replace("her publisher", "her Madrid publisher")),
}


@pytest.mark.parametrize("pair", SAME_BRIEFS.values(), ids=SAME_BRIEFS.keys())
def test_briefs_of_the_same_facts_are_copies(pair: Pair) -> None:
    assert kind_of(*pair) in COPY_RELATIONS


STOCK = (
    "A spokesman for the company did not immediately respond to a request for comment.",
    "This is a developing story and will be updated as soon as more is known.",
    "The cause of the fire is under investigation, and nobody has been arrested so far.",
)


@pytest.mark.parametrize("sentence", STOCK)
@pytest.mark.parametrize("place", [0, 1])
def test_a_stock_sentence_is_related_to_no_story(sentence: str, place: int) -> None:
    """Two stories have it, so that it is no furniture; it was read as an article of its own."""
    stories = [f"{sentence} {text}" if place == 0 else f"{text} {sentence}" for text in STORIES[:2]]
    assert scan([sentence, *stories]).relations == []


def test_a_first_paragraph_is_contained_in_its_story() -> None:
    """Thirty words or more, or two names: no stock sentence."""
    sentences = BRIDGE.split(". ")
    assert kind_of(". ".join(sentences[:2]) + ".", BRIDGE) == "trimmed"
    assert kind_of(sentences[0] + ".", BRIDGE) == "trimmed"
    assert kind_of(sentences[2] + ".", BRIDGE) is None


THAI = (
    "นายกเทศมนตรีกล่าวว่าสะพานข้ามแม่น้ำจะปิดซ่อมแซมเป็นเวลาสามเดือนตั้งแต่วันจันทร์นี้ ชาวบ้านต้องใช้เส้นทางอื่นและเผื่อเวลาเดินทางมากขึ้น "
    "งบประมาณในการซ่อมมาจากรัฐบาลกลางทั้งหมด",
    "ทีมฟุตบอลของจังหวัดชนะการแข่งขันนัดแรกของฤดูกาลด้วยคะแนนสองต่อหนึ่ง ผู้ฝึกสอนกล่าวว่านักเตะทุกคนเล่นได้ดีและจะพยายามต่อไปในนัดหน้า "
    "แฟนบอลเข้าชมการแข่งขันเต็มสนามในวันเสาร์ที่ผ่านมา",
    "ชาวบ้านต้องใช้เส้นทางอื่น เพราะสะพานข้ามแม่น้ำปิดซ่อมแซมสามเดือน นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่ารัฐบาลกลางจ่ายงบประมาณทั้งหมด",
)


def test_thai_texts_are_related_by_copied_words_alone() -> None:
    """The third has clauses of the first in another order and with other words between them."""
    report = scan([*THAI, THAI[0].replace("สามเดือน", "สี่เดือน")])
    found = {(r.a, r.b): r for r in report.relations}
    assert {pair: r.relation for pair, r in found.items()} == {
        ("00", "02"): "partial",
        ("00", "03"): "near_verbatim",
        ("02", "03"): "partial",
    }
    assert {passage.kind for r in report.relations for passage in r.passages} <= {"verbatim", "edited"}
    assert found["00", "02"].coverage.a < 0.9


def test_a_paragraph_with_one_other_figure_is_a_copy() -> None:
    """So short that its few facts look like those of a form; one that differs is a correction."""
    text = (
        "County engineer Paul Dietrich told the board that closing the site would cost an estimated $11.4 million, "
        "including a cap of clay and plastic and thirty years of monitoring. About half the money has been set aside "
        "in a trust fund. The rest would have to come from a bond issue or from higher fees, he said."
    )
    articles = [dedup.Article(id="a", text=text), dedup.Article(id="b", text=text.replace("11.4", "14.1"))]
    assert [r.relation for r in dedup.scan(articles, only=["relations"], jobs=1).relations] == ["near_verbatim"]
