"""Codes that several agencies share: which evidence goes before which, and the table itself."""

from __future__ import annotations

import pytest

from dedup.article import Article
from dedup.provenance import find_credits
from dedup.provenance.codes import TOP, source_meant
from dedup.provenance.source_table import Source, is_agency, lookup, source_table

CNS = source_table().codes["CNS"]


@pytest.mark.parametrize("code", source_table().codes.values(), ids=lambda code: code.name)
def test_each_meaning_is_known_and_found_by_each_of_its_places(code: Source) -> None:
    known = source_table().by_name
    assert len(code.means) > 1 and sum(meaning.usual for meaning in code.means) <= 1
    others = [{place.casefold() for place in meaning.places} for meaning in code.means]
    for meaning in code.means:
        assert not meaning.source or meaning.source in known
        assert meaning.source or meaning.names
        for place in meaning.places:
            if sum(place.casefold() in places for places in others) == 1:
                assert source_meant(code, Article(text="x"), f"{place.upper()} ({code.name}) -") == meaning.source


def test_no_source_has_a_shared_code_as_its_own_spelling() -> None:
    spellings = {text for source in source_table().by_name.values() for text in [*source.aliases, *source.careful]}
    assert spellings.isdisjoint(source_table().codes)


def test_the_place_of_the_dateline_goes_before_what_the_text_spells_out() -> None:
    text = "It was first reported by China News Service."
    assert source_meant(CNS, Article(text=text), "LOS ANGELES (CNS) -") == "City News Service"
    assert source_meant(CNS, Article(text=text), "ELSEWHERE (CNS) -") == "China News Service"


def test_a_name_in_full_goes_before_places() -> None:
    assert source_meant(CNS, Article(text="China, Beijing, Shanghai. City News Service")) == "City News Service"
    assert source_meant(CNS, Article(text="China, Beijing, Shanghai.")) == "China News Service"


def test_the_address_and_the_title_count() -> None:
    assert source_meant(CNS, Article(text="x", url="https://www.chinanews.com/a")) == "China News Service"
    assert source_meant(CNS, Article(text="x", title="Fire in Riverside")) == "City News Service"
    assert source_meant(CNS, Article(text="x", title="Fire in Brookside")) == ""


def test_most_places_decide_and_equal_numbers_do_not() -> None:
    assert source_meant(CNS, Article(text="From Beijing to Riverside and Ventura.")) == "City News Service"
    assert source_meant(CNS, Article(text="From Beijing to Riverside.")) == ""
    assert source_meant(CNS, Article(text="From Beijing to Riverside and RIVERSIDE.")) == ""


def test_places_are_whole_words_at_the_top() -> None:
    assert source_meant(CNS, Article(text="Riversides and Chinas.")) == ""
    assert source_meant(CNS, Article(text="." * (TOP - 9) + "Riverside")) == "City News Service"
    assert source_meant(CNS, Article(text="." * (TOP - 8) + "Riverside")) == ""


def test_a_usual_meaning_needs_no_evidence_and_yields_to_it() -> None:
    pti = source_table().codes["PTI"]
    assert source_meant(pti, Article(text="Prices rose.")) == "PTI"
    assert source_meant(pti, Article(text="Prices rose in Lahore.")) == ""
    assert source_meant(pti, Article(text="Prices rose in Lahore, and in India, Delhi said.")) == "PTI"


def test_a_title_names_the_agency_that_the_text_shows() -> None:
    taiwan, nowhere = (
        Article(text=text, title="Prices rose, minister told CNA") for text in ("Taipei is calm.", "All is calm.")
    )
    assert [c.source for c in find_credits(taiwan)] == ["Central News Agency (Taiwan)"]
    assert find_credits(nowhere) == []


def test_a_code_is_looked_up_as_it_is_written() -> None:
    assert lookup("CNS") is CNS and is_agency("CNS")
    assert lookup("cns") is CNS
    assert lookup("City News Service") is source_table().by_name["City News Service"]
