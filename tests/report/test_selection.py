"""A part of a report is a report of its own, with what belongs to it and nothing else."""

from __future__ import annotations

import pytest

from dedup.errors import InputError
from dedup.records import (
    ArticleRecord,
    Family,
    InputRecord,
    Relation,
    RelationKind,
    Root,
    Sides,
    Similarity,
    Translation,
)
from dedup.report import Report, make_report
from dedup.report.outlets import OutletSource, outlet_records
from dedup.report.selection import Selection, select


def pair(a: str, b: str, kind: RelationKind = "identical", direction: str = "unknown") -> Relation:
    sides = Sides(1.0, 1.0)
    return Relation(a, b, kind, 1.0, direction, sides, Sides(0, 0), Similarity(1, 1, 1), [], [])  # type: ignore[arg-type]


@pytest.fixture
def outlets() -> Report:
    """The Ledger copies the Post twice, three hours and one hour later; the Sun credits AFP; one article is alone."""
    made = [
        ("p1", "The Post", "2022-01-01T08:00"), ("p2", "The Post", "2022-01-02T08:00"),
        ("l1", "The Ledger", "2022-01-01T11:00"), ("l2", "The Ledger", "2022-01-02T09:00"),
        ("s1", "The Sun", None), ("s2", None, None),
    ]  # fmt: skip
    articles = [ArticleRecord(id=i, outlet=o, published=d, words=100) for i, o, d in made]
    articles[4] = ArticleRecord(id="s1", outlet="The Sun", words=9, translation=Translation(verdict="spun"))
    return make_report(
        settings={},
        input=InputRecord(articles=6),
        articles=articles,
        relations=[
            pair("l1", "p1", direction="a_from_b"), pair("l2", "p2", direction="a_from_b"),
            pair("l1", "s2", "same_event"), pair("p1", "p2", "same_event", "a_from_b"),
        ],
        families=[
            Family("copy:l1", "copy", ["l1", "p1"], Root(article="p1")),
            Family("copy:l2", "copy", ["l2", "p2"], Root(article="p2")),
            Family("wire:s1", "wire", ["s1", "s2"], Root(source="AFP")),
            Family("event:l1", "event", ["l1", "p1", "s2"]),
        ],
    )  # fmt: skip


def ids(wanted: Selection, report: Report) -> tuple[list[str], list[str], tuple[str, ...]]:
    part, chosen = select(report, wanted)
    assert part.summary.articles == len(part.articles) == part.input.articles
    kept = {article.id for article in part.articles}
    assert all({r.a, r.b} <= kept for r in part.relations)
    return [family.id for family in part.families], [article.id for article in part.articles], chosen


def test_a_level_keeps_its_families_and_their_members(outlets: Report) -> None:
    assert ids(Selection(levels=("wire",)), outlets) == (["wire:s1"], ["s1", "s2"], ())
    assert ids(Selection(levels=("copy", "wire")), outlets)[0] == ["copy:l1", "copy:l2", "wire:s1"]


def test_a_family_is_kept_by_its_id(outlets: Report) -> None:
    assert ids(Selection(families=("copy:l2",)), outlets) == (["copy:l2"], ["l2", "p2"], ())


def test_an_article_keeps_its_families_and_all_it_is_related_to(outlets: Report) -> None:
    assert ids(Selection(articles=("l1",)), outlets) == (["copy:l1", "event:l1"], ["l1", "p1", "s2"], ("l1",))
    assert ids(Selection(articles=("l1",), levels=("copy",)), outlets) == (["copy:l1"], ["l1", "p1"], ("l1",))


def test_an_outlet_and_a_verdict_choose_articles(outlets: Report) -> None:
    assert ids(Selection(outlets=("the ledger",)), outlets)[2] == ("l1", "l2")
    assert ids(Selection(verdicts=("spun",)), outlets) == (["wire:s1"], ["s1", "s2"], ("s1",))
    assert ids(Selection(outlets=("The Post",), verdicts=("spun",)), outlets) == ([], [], ())


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Selection(families=("copy:l3",)), "the report has no family 'copy:l3'; did you mean 'copy:l"),
        (Selection(articles=("zzz",)), "the report has no article 'zzz': look it up"),
        (
            Selection(outlets=("The Leger",)),
            "no outlet 'The Leger'; did you mean 'The Ledger'?; `dedup outlets REPORT`",
        ),
    ],
)
def test_what_the_report_does_not_have_is_an_error(outlets: Report, wanted: Selection, told: str) -> None:
    with pytest.raises(InputError) as error:
        select(outlets, wanted)
    assert told in str(error.value)


def test_outlets_take_from_outlets_and_from_credited_sources(outlets: Report) -> None:
    found = {record.outlet: record for record in outlet_records(outlets)}
    ledger, post, sun = found["The Ledger"], found["The Post"], found["The Sun"]
    assert (ledger.articles, ledger.taken, ledger.given, ledger.delay) == (2, 2, 0, 2.0)
    assert ledger.sources == [OutletSource("The Post", 2)]
    assert (post.taken, post.given, post.delay) == (0, 2, None)
    assert (sun.taken, sun.sources) == (1, [OutletSource("AFP", 1)])
    assert found["unknown"].articles == 1


def test_a_pair_of_one_event_or_one_outlet_is_nothing_taken(outlets: Report) -> None:
    assert all(record.taken == 0 for record in outlet_records(outlets) if record.outlet == "The Post")
