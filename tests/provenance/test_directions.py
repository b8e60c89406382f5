"""Directions of relations: each rule, and what goes before it."""

from __future__ import annotations

from dedup.provenance import ArticleFacts, direction_of
from dedup.records import Credit, CreditKind, Relation, RelationKind, Sides, Similarity


def credit(kind: CreditKind, source: str) -> Credit:
    return Credit("text", kind, source, 0, 1, "x")


def facts(
    *credits: Credit,
    outlet: str | None = None,
    published: str | None = None,
    verdict: str = "insufficient",
    words: int = 100,
) -> ArticleFacts:
    return ArticleFacts(outlet=outlet, published=published, words=words, credits=list(credits), verdict=verdict)


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
    # A copy carries the attributions of its model
    assert direction_of(related("near_verbatim"), told, told) == "unknown"
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


def test_a_spun_rewrite_derives_from_the_other() -> None:
    for plain in (facts(verdict="clean"), facts(), facts(verdict="translated")):
        assert direction_of(related("rewrite"), facts(verdict="spun"), plain) == "a_from_b"
        assert direction_of(related("rewrite"), plain, facts(verdict="spun")) == "b_from_a"


def test_a_machine_translation_has_its_source_in_common_with_a_rewrite() -> None:
    made, plain = facts(verdict="machine_translated"), facts(verdict="clean")
    assert (
        direction_of(related("rewrite"), made, plain)
        == direction_of(related("rewrite"), plain, made)
        == "common_source"
    )


def test_a_translation_by_a_person_shows_no_direction() -> None:
    assert direction_of(related("rewrite"), facts(verdict="translated"), facts(verdict="clean")) == "unknown"


def test_two_that_machines_made_show_no_direction() -> None:
    spun, translated = facts(verdict="spun"), facts(verdict="machine_translated")
    assert direction_of(related("rewrite"), spun, spun) == "unknown"
    assert direction_of(related("rewrite"), spun, translated) == "unknown"


def test_a_verdict_goes_before_the_dates_of_a_rewrite_alone() -> None:
    early, late = facts(verdict="spun", published="2021-01-01"), facts(published="2021-01-09")
    assert direction_of(related("rewrite"), early, late) == "a_from_b"
    assert direction_of(related("near_verbatim"), early, late) == "b_from_a"
    assert direction_of(related("trimmed", 0.4, 0.99), facts(verdict="spun"), facts()) == "b_from_a"
    assert direction_of(related("partial"), facts(verdict="spun"), facts()) == "unknown"


def test_a_text_in_other_words_comes_from_no_spun_one_whatever_it_credits() -> None:
    spun, paper = facts(outlet="Reuters", verdict="spun"), facts(credit("credit", "Reuters"), outlet="Arab News")
    assert direction_of(related("rewrite"), spun, paper) == "a_from_b"
    assert direction_of(related("partial"), spun, paper) == "unknown"
    assert direction_of(related("near_verbatim"), spun, paper) == "b_from_a"  # a reprint of it
    assert direction_of(related("partial"), facts(outlet="Reuters", verdict="machine_translated"), paper) == "b_from_a"


def test_a_spun_text_that_credits_its_source_derives_from_it() -> None:
    spun, agency = facts(credit("credit", "Reuters"), verdict="spun"), facts(outlet="Reuters")
    for kind in ("rewrite", "partial"):
        assert direction_of(related(kind), spun, agency) == "a_from_b"
