"""Directions of relations: each rule, and what goes before it."""

from __future__ import annotations

from dedup.provenance import ArticleFacts, direction_of
from dedup.provenance.credit import Credit, Kind
from dedup.relations.relation import Relation, RelationKind, Sides, Similarity


def credit(kind: Kind, source: str) -> Credit:
    return Credit("text", kind, source, 0, 1, "x")


def facts(*credits: Credit, outlet: str | None = None, published: str | None = None) -> ArticleFacts:
    return ArticleFacts(outlet=outlet, published=published, words=100, credits=list(credits))


def related(kind: RelationKind, a: float = 0.95, b: float = 0.95) -> Relation:
    return Relation("a", "b", kind, 0.9, "unknown", Sides(a, b), Sides(0, 0), Similarity(0.5, 0.5, 0.5), [], [])


def test_the_one_that_credits_the_other_derives() -> None:
    reuters, paper = facts(outlet="Thomson Reuters"), facts(credit("credit", "Reuters"), outlet="Arab News")
    for kind in ("partial", "near_verbatim", "trimmed"):
        assert direction_of(related(kind), paper, reuters) == "a_from_b"
        assert direction_of(related(kind), reuters, paper) == "b_from_a"


def test_a_credit_goes_before_date_and_length() -> None:
    a = facts(credit("dateline", "AFP"), published="2021-01-01")
    b = facts(outlet="afp.com", published="2021-01-09")
    assert direction_of(related("trimmed", 0.5, 0.99), a, b) == "a_from_b"


def test_an_attribution_counts_where_no_explicit_credit_does() -> None:
    a, b = facts(credit("attribution", "Reuters"), outlet="BBC"), facts(outlet="Reuters")
    assert direction_of(related("partial"), a, b) == "a_from_b"
    b = facts(credit("byline", "BBC"), outlet="Reuters")
    assert direction_of(related("partial"), a, b) == "b_from_a"


def test_the_host_of_its_own_url_is_an_outlet() -> None:
    own = Credit("url", "url", "reuters.com", 0, 1, "x")
    assert direction_of(related("partial"), facts(credit("credit", "Reuters")), facts(own)) == "a_from_b"


def test_one_source_that_both_credit_is_common() -> None:
    a, b = facts(credit("dateline", "AP"), outlet="CNN"), facts(credit("credit", "AP"), outlet="BBC")
    assert direction_of(related("near_verbatim"), a, b) == "common_source"
    told = facts(credit("attribution", "AP"))
    assert direction_of(related("near_verbatim"), told, told) == "unknown"  # a copy carries the attributions of its model
    linked = facts(credit("url", "example.org"))
    assert direction_of(related("near_verbatim"), linked, linked) == "unknown"


def test_two_that_credit_each_other_show_nothing() -> None:
    a, b = facts(credit("credit", "BBC"), outlet="CNN"), facts(credit("credit", "CNN"), outlet="BBC")
    assert direction_of(related("near_verbatim"), a, b) == "unknown"


def test_a_credit_to_the_own_outlet_shows_nothing() -> None:
    a, b = facts(outlet="AP"), facts(credit("dateline", "AP"), outlet="AP")
    assert direction_of(related("near_verbatim"), a, b) == "unknown"
    assert direction_of(related("near_verbatim"), b, a) == "unknown"


def test_a_cut_copy_derives_from_the_longer() -> None:
    assert direction_of(related("trimmed", 0.99, 0.4), facts(), facts()) == "a_from_b"
    assert direction_of(related("trimmed", 0.4, 0.99), facts(), facts()) == "b_from_a"


def test_dates_go_before_the_length() -> None:
    early, late = facts(published="2021-01-01"), facts(published="2021-01-03T10:00:00Z")
    assert direction_of(related("trimmed", 0.99, 0.4), early, late) == "b_from_a"


def test_a_later_copy_derives() -> None:
    early, late = facts(published="2021-01-01T09:00:00Z"), facts(published="2021-01-02T09:00:00+02:00")
    assert direction_of(related("identical"), late, early) == "a_from_b"
    assert direction_of(related("near_verbatim"), early, late) == "b_from_a"
    assert direction_of(related("partial"), early, late) == "unknown"


def test_dates_less_than_a_day_apart_or_in_words_show_nothing() -> None:
    evening, night = facts(published="2021-01-01T23:00"), facts(published="2021-01-02T08:00")
    assert direction_of(related("identical"), evening, night) == "unknown"
    assert direction_of(related("identical"), facts(published="May 3, 2013"), night) == "unknown"
    assert direction_of(related("identical"), facts(published="2021-13-45"), night) == "unknown"
    assert direction_of(related("identical"), facts(published="2021-01-02"), night) == "unknown"
