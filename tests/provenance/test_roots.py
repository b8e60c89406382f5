"""Roots of families: each rule, what goes before it, and the seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup import scan
from dedup.article import Article
from dedup.provenance import ArticleFacts, assign_roots, find_credits
from dedup.provenance.facts import facts_of
from dedup.provenance.root_evidence import EARLIEST, LONGEST, ONE_OF_ITS_OWN, OWN_OUTLET, certainty, votes_of
from dedup.records import Credit, CreditKind, Family, Level, Passage, Relation, RelationKind, Root, Sides, Similarity

SEEDS = Path(__file__).parents[2] / "seeds"


def credit(kind: CreditKind, source: str, text: str = "x") -> Credit:
    return Credit("text", kind, source, 0, len(text), text)


def facts(
    *credits: Credit,
    outlet: str | None = None,
    published: str | None = None,
    words: int = 100,
    verdict: str = "insufficient",
) -> ArticleFacts:
    return ArticleFacts(outlet=outlet, published=published, words=words, credits=list(credits), verdict=verdict)


def root(members: dict[str, ArticleFacts], level: Level = "copy", relations: list[Relation] | None = None) -> Root:
    family = Family(id=f"{level}:{min(members)}", level=level, members=sorted(members))
    (rooted,) = assign_roots([family], relations or [], members)
    assert (rooted.id, rooted.members) == (family.id, family.members)
    return rooted.root


def cut(a: str, b: str, cover_a: float, cover_b: float) -> Relation:
    return Relation(
        a, b, "trimmed", 0.9, "unknown", Sides(cover_a, cover_b), Sides(0, 0), Similarity(0.5, 0.5, 0.5), [], []
    )


def sharing(a: str, b: str, at: tuple[int, int] = (0, 1), relation: RelationKind = "partial") -> Relation:
    """A relation of a and b whose one passage is `at` in a."""
    passage = Passage(at, (0, 9), "x", "x", "verbatim", False, 1.0)
    half = Sides(0.5, 0.5)
    return Relation(a, b, relation, 0.9, "unknown", half, Sides(0, 0), Similarity(0.5, 0.5, 0.5), [passage], [])


def seeds(*numbers: str) -> dict[str, ArticleFacts]:
    out = {}
    for number in numbers:
        (path,) = SEEDS.glob(f"{number}_*.txt")
        text = path.read_text("utf-8")
        out[number] = ArticleFacts(
            outlet=None, published=None, words=len(text.split()), credits=find_credits(Article(text=text))
        )
    return out


def test_the_seeds_copy_family_comes_from_al_jazeera() -> None:
    found = root(seeds("000", "002"))
    assert (found.article, found.source) == (None, "Al Jazeera")
    assert found.why == (
        "2 of 2 articles credit Al Jazeera (attribution in 000: 'Al Jazeera’s Mahmoud Abdul Wahid said'), which is "
        "not in the set"
    )


def test_the_seeds_wire_family_comes_from_afp() -> None:
    members = seeds("000", "001", "002", "004")
    noted = members["001"].credits[1]
    found = root(members, "wire", [sharing("001", "004", (noted.start, noted.end))])
    assert (found.article, found.source) == (None, "AFP")
    assert found.why.startswith("1 of 4 articles credits AFP (attribution in 001: 'an AFP correspondent noted')")


def test_the_seeds_keep_their_roots_in_a_scan() -> None:
    report = scan([SEEDS], only=["relations"])
    roots = {family.level: family.root for family in report.families}
    assert (roots["copy"].source, roots["wire"].source) == ("Al Jazeera", "AFP")
    assert all(roots[level].probability for level in ("copy", "wire"))
    assert facts_of(report.articles[1]).credits[1].text == "an AFP correspondent noted"


def test_without_the_french_branch_two_attributions_go_before_single_credits() -> None:
    assert root(seeds("000", "002", "004"), "wire").source == "Al Jazeera"


def test_most_members_win_and_ties_go_by_the_alphabet() -> None:
    a, b = credit("credit", "Arab News"), credit("credit", "Gulf News")
    assert root({"1": facts(a), "2": facts(b), "3": facts(b)}).source == "Gulf News"
    assert root({"1": facts(b), "2": facts(a)}).source == "Arab News"


def test_an_explicit_credit_goes_before_an_attribution() -> None:
    told, signed = credit("attribution", "CNN"), credit("credit", "Arab News")
    assert root({"1": facts(told), "2": facts(signed)}).source == "Arab News"
    assert root({"1": facts(told), "2": facts(told, signed), "3": facts(told, signed)}).source == "Arab News"


def test_one_agency_dateline_goes_before_attributions() -> None:
    told = credit("attribution", "CNN")
    assert root({"1": facts(told, credit("dateline", "AP")), "2": facts(told)}).source == "AP"


def test_in_a_wire_family_an_agency_goes_before_an_outlet() -> None:
    agency, outlet = credit("attribution", "Reuters"), credit("attribution", "Al Jazeera")
    members = {"1": facts(agency), "2": facts(outlet), "3": facts(outlet)}
    shared = [sharing("1", "2")]
    assert root(members, "wire", shared).source == "Reuters"
    assert root(members, "copy", shared).source == "Al Jazeera"
    signed = credit("credit", "Al Jazeera")
    assert root({"1": facts(agency), "2": facts(signed), "3": facts(signed)}, "wire", shared).source == "Al Jazeera"


def test_an_attribution_in_one_article_counts_where_another_member_has_its_passage() -> None:
    told = Credit("text", "attribution", "CNN", 20, 28, "told CNN")
    members = {"1": facts(told), "2": facts()}
    assert root(members).source is None
    assert root(members, relations=[sharing("1", "2", (27, 90))]).source == "CNN"
    assert root(members, relations=[sharing("1", "2", (28, 90))]).source is None
    assert root(members, relations=[sharing("1", "other", (27, 90))]).source is None
    assert root(members, relations=[sharing("1", "2", (27, 90), "same_event")]).source is None
    titled = Credit("title", "attribution", "CNN", 20, 28, "told CNN")
    assert root({"1": facts(titled), "2": facts()}, relations=[sharing("1", "2", (0, 90))]).source is None


def test_an_attribution_counts_where_more_than_half_of_the_members_have_it() -> None:
    told = credit("attribution", "CNN")
    assert root({"1": facts(told), "2": facts(told), "3": facts()}).source == "CNN"
    assert root({"1": facts(told), "2": facts(told), "3": facts(), "4": facts()}).source is None


def test_what_one_outlet_cites_is_not_where_all_its_articles_come_from() -> None:
    cited, noted = credit("attribution", "CNN", "CNN said"), credit("attribution", "CNN", "a CNN reporter said")
    assert root({"1": facts(cited, outlet="Reuters"), "2": facts(cited, outlet="Reuters")}).source is None
    assert root({"1": facts(cited, outlet="Reuters"), "2": facts(cited, outlet="AP")}).source == "CNN"
    assert root({"1": facts(cited, outlet="Reuters"), "2": facts(cited)}).source == "CNN"
    assert root({"1": facts(noted, outlet="Reuters"), "2": facts(noted, outlet="Reuters")}).source == "CNN"


def test_the_surer_the_evidence_the_higher_the_probability() -> None:
    def sure(credits: list[Credit | None], source: str, level: Level = "copy") -> float:
        members = {str(n): facts(*([c] if c else [])) for n, c in enumerate(credits)}
        shared = {name: [(other, 0, 99) for other in members if other != name] for name in members}
        return certainty(source, votes_of(list(members), members, shared)[source], len(members), level)

    line, signed = credit("dateline", "AP"), credit("credit", "Arab News")
    noted, told, said = (
        credit("attribution", "AFP", text) for text in ("an AFP reporter noted", "told AFP", "AFP said")
    )
    link = credit("url", "radiohc.cu", "http://radiohc.cu")
    origin = Credit("origin", "origin", "apnews.com", 0, 1, "x")
    assert sure([origin, None], "AP") > sure([line, None], "AP")
    assert sure([line, line, None], "AP") > sure([line, None], "AP") > sure([line, None], "AP", "wire")
    assert sure([signed, signed], "Arab News") > sure([signed, None], "Arab News")
    assert sure([noted, noted], "AFP") > sure([noted, None], "AFP") > sure([said, said], "AFP")
    assert sure([told, told], "AFP") == sure([noted, noted], "AFP")
    assert sure([credit("attribution", "CNN", "told CNN")] * 2, "CNN") == sure([said, said], "AFP") < 0.5
    assert sure([link, link], "RHC") < 0.5


def test_a_station_signs_by_the_name_of_its_host() -> None:
    signed = credit("credit", "KTVB", "Copyright 2016 KTVB")
    own, other = facts(signed, outlet="ktvb.com"), facts(signed, outlet="kxxv.com")
    assert root({"1": own, "2": facts(outlet="kxxv.com")}).article == "1"
    assert root({"1": other, "2": facts(outlet="kxxv.com")}).source == "KTVB"


def test_a_url_is_the_last_credit() -> None:
    link = credit("url", "radiohc.cu")
    told = credit("attribution", "BBC")
    assert root({"1": facts(link, told), "2": facts(link, told)}).source == "BBC"
    assert root({"1": facts(link), "2": facts(link, told)}).source == "RHC"
    assert root({"1": facts(link), "2": facts()}).source is None


def test_a_dateline_without_a_source_credits_nobody() -> None:
    assert root({"1": facts(credit("dateline", "")), "2": facts()}).source is None


def test_a_member_whose_outlet_is_credited_is_the_root() -> None:
    """The earliest of several, then the longest."""
    signed = credit("dateline", "AP")
    members = {
        "1": facts(signed, published="2021-03-05"),
        "2": facts(signed, outlet="The Associated Press", published="2021-03-05", words=900),
        "3": facts(signed, outlet="apnews.com", published="2021-03-04", words=50),
        "4": facts(signed, outlet="AP", published="2021-03-04", words=60),
    }
    found = root(members)
    assert (found.article, found.source) == ("4", None)
    assert found.why == "4 of 4 articles credit AP (dateline in 1: 'x'), its own outlet"
    assert found.probability == ONE_OF_ITS_OWN
    assert root({name: members[name] for name in ("1", "2")}).probability == OWN_OUTLET > ONE_OF_ITS_OWN


def test_without_credits_the_earliest_is_the_root() -> None:
    members = {"1": facts(published="2021-03-05"), "2": facts(published="2021-03-04T10:00:00Z"), "3": facts(words=999)}
    found = root(members)
    assert found.article == "2"
    assert found.probability == EARLIEST
    assert found.why == "no credit shows the source; of the 2 with a date 2 is the earliest (2021-03-04T10:00:00Z)"


def test_dates_go_before_containment() -> None:
    members = {"1": facts(published="2021-03-05"), "2": facts(published="2021-03-04")}
    assert root(members, relations=[cut("1", "2", 0.4, 0.99)]).article == "2"


def test_without_dates_that_differ_the_one_that_contains_most_is_the_root() -> None:
    members = {
        name: facts(published="2021-03-05", words=words)
        for name, words in (("1", 50), ("2", 300), ("3", 100), ("4", 400))
    }
    relations = [cut("1", "2", 0.99, 0.2), cut("2", "3", 0.3, 0.99), cut("1", "4", 0.95, 0.1), cut("4", "x", 0.1, 0.99)]
    found = root(members, relations=relations)
    assert found.article == "2"
    assert found.probability == LONGEST < EARLIEST
    assert found.why.endswith("2 contains 2 of the other 3 articles")


def test_nothing_is_said_where_nothing_shows() -> None:
    found = root({"1": facts(words=50), "2": facts(words=90)})
    assert (found.article, found.source) == (None, None)
    assert found.probability is None
    assert found.why == "no credit shows the source, and neither dates nor lengths tell the articles apart"


def test_the_sentence_is_one_line_whatever_the_text_holds() -> None:
    hostile = credit("attribution", "AFP", "told\n\n\x1b[2J" + "the\t" * 200 + "AFP")
    why = root({"1": facts(hostile), "2": facts(hostile)}).why
    assert why.isprintable() and len(why) < 200


@pytest.mark.parametrize("verdict", ["spun", "machine_translated"])
def test_what_a_machine_made_is_no_root_however_early_or_long(verdict: str) -> None:
    made = facts(published="2021-03-01", words=900, verdict=verdict)
    found = root({"1": made, "2": facts(published="2021-03-05"), "3": facts(published="2021-03-04")})
    assert found.article == "3"
    members = {"1": facts(words=900, verdict=verdict), "2": facts(words=300), "3": facts(words=100)}
    relations = [cut("2", "1", 0.99, 0.3), cut("3", "1", 0.99, 0.1), cut("3", "2", 0.99, 0.3)]
    assert root(members, relations=relations).article == "2"


def test_a_translation_by_a_person_may_be_a_root() -> None:
    assert (
        root({"1": facts(published="2021-03-01", verdict="translated"), "2": facts(published="2021-03-05")}).article
        == "1"
    )


def test_the_spun_text_of_a_credited_outlet_is_not_its_story() -> None:
    spun, paper = facts(outlet="Reuters", verdict="spun"), facts(credit("credit", "Reuters"), outlet="Arab News")
    found = root({"1": spun, "2": paper})
    assert (found.article, found.source) == (None, "Reuters")
    assert found.why.endswith("which is not in the set")
    assert root({"1": facts(outlet="Reuters"), "2": paper}).article == "1"


def test_a_family_of_machine_made_texts_alone_says_so() -> None:
    members = {
        "1": facts(published="2021-03-01", verdict="spun"),
        "2": facts(published="2021-03-05", verdict="machine_translated"),
    }
    found = root(members)
    assert (found.article, found.source) == (None, None)
    assert found.why == "a machine translated or spun every article, and no credit shows the source"


def test_the_credits_of_a_spun_text_count() -> None:
    """A spinner changes words and leaves most names of sources standing."""
    members = {
        "1": facts(credit("dateline", "AFP"), verdict="spun"),
        "2": facts(credit("dateline", "AFP"), verdict="spun"),
    }
    assert root(members).source == "AFP"
