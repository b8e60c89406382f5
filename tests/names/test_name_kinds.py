"""What bears a name: by its own words, the words around it, and the other names of the corpus."""

import pytest

from dedup.names import mentions
from dedup.names.name_kinds import LEAST, Evidence, best_kind, kinds_of, surname_of
from dedup.names.name_lists import name_lists
from dedup.names.name_spans import NameKey

KINDS = [
    ("Kelmar, 24, left on Monday.", "Kelmar", "person"),
    ("The teacher Kelmar left on Monday.", "Kelmar", "person"),
    ("On Monday it rained in Kelmar again.", "Kelmar", "place"),
    ("It rained at home in Kelmar, Ohio, on Monday.", "Kelmar", "place"),
    ("On Monday they saw Maria Kelmar again.", "Maria Kelmar", "person"),
    ("On Monday they saw Kelmar Data Corp again.", "Kelmar Data Corp", "company"),
    ("On Monday they saw the Kelmar Supreme Court again.", "Kelmar Supreme Court", "group"),
    ("On Monday they saw the Kelmar Gazette again.", "Kelmar Gazette", "outlet"),
    ("On Monday they saw Los Angeles again.", "Los Angeles", "place"),
    ("On Monday they saw Zarnitsa again.", "Zarnitsa", "other"),
    (
        "On Monday they read the Torvik Agreement on Grain and Rice again.",
        "Torvik Agreement on Grain and Rice",
        "group",
    ),
    ("On Monday they saw N.M. again.", "N.M.", "place"),
    ("On Monday they saw the Soviet Union again.", "Soviet Union", "place"),
    ("On Monday they saw the Republicans again.", "Republicans", "group"),
    ("On Monday they saw North Broadway again.", "North Broadway", "place"),
    ("On Monday they saw N.Z. again.", "N.Z.", "place"),
    ("On Monday they saw McDonald's again.", "McDonald's", "company"),
    ("On Monday the level of M-1 rose.", "M-1", "other"),
    ("On Monday the firm Genetics said that sales rose.", "Genetics", "company"),
    ("On Monday they saw the London Interbank Rate again.", "London Interbank Rate", "other"),
    ("On Monday the firm Zelmar Cement said that sales rose.", "Zelmar Cement", "company"),
    ("On Monday they saw Maria Pharmaceuticals again.", "Maria Pharmaceuticals", "company"),
    ("On Monday Zelmar Japan fell.", "Zelmar Japan", "company"),
    ("On Monday they saw North Korea again.", "North Korea", "place"),
    ("On Monday they saw Toyota again.", "Toyota", "company"),
    ("On Monday they saw Jacques de Larosiere again.", "Jacques de Larosiere", "person"),
    ("On Monday the fans saw Broadway again.", "Broadway", "place"),
    ("On Monday they spoke of Apollo 11 again.", "Apollo 11", "other"),
    ("On Monday they sang in World War II again.", "World War II", "other"),
    ("On Monday they saw Marks & Zelmar again.", "Marks & Zelmar", "company"),
    ("On Monday they saw Xi Jinping again.", "Xi Jinping", "person"),
    ("On Monday they saw Yoon Suk Yeol again.", "Yoon Suk Yeol", "person"),
    ("On Monday they saw Hong Kong again.", "Hong Kong", "place"),
    ("On Monday they saw Osama bin Laden again.", "Osama bin Laden", "person"),
    ("On Monday they saw Saint Kitts and Nevis again.", "Saint Kitts and Nevis", "place"),
    ("On Monday they saw the Black Sea Fleet again.", "Black Sea Fleet", "group"),
    ("On Monday General Partners said that sales rose.", "General Partners", "company"),
]


@pytest.mark.parametrize(("text", "name", "kind"), KINDS)
def test_the_kind_of_a_mention(text: str, name: str, kind: str) -> None:
    assert [m.kind for m in mentions(text) if m.text == name] == [kind]


def test_a_surname_is_a_person_where_the_text_has_the_full_name() -> None:
    alone, full = "On Monday they saw Kelmar again.", " It was Maria Kelmar."
    assert [m.kind for m in mentions(alone)] == ["other"]
    assert [m.kind for m in mentions(alone + full)] == ["person", "person"]


def test_a_town_stays_a_place_beside_a_bearer_of_its_name() -> None:
    found = mentions("Denzel Washington spoke in Washington.")
    assert [(m.text, m.kind) for m in found] == [("Denzel Washington", "person"), ("Washington", "place")]


def test_the_beginning_of_a_company_is_the_company() -> None:
    found = mentions("They own Kelmar Data Corp. On Monday they sold shares of Kelmar Data, and Delic Data was sold.")
    assert [m.kind for m in found] == ["company", "company", "other"]


def test_a_station_is_an_outlet_beside_the_name_of_its_news() -> None:
    text = "He told KXQZ that he was fine. KXQZ News has more. They saw KXQZ again."
    assert [m.kind for m in mentions(text) if m.text == "KXQZ"] == ["outlet", "outlet"]
    assert [m.kind for m in mentions("He told KXQZ. They saw KXQZ again.")] == ["group", "group"]


@pytest.mark.parametrize(("weight", "kind"), [(LEAST, "person"), (LEAST - 0.01, "other")])
def test_a_kind_needs_a_weight(weight: float, kind: str) -> None:
    assert best_kind([weight, 0.0, 0.0, 0.0, 0.0]) == kind


def test_what_is_behind_bin_is_no_surname() -> None:
    assert surname_of(("mohammed", "bin", "salman")) is None
    assert surname_of(("mohammed", "salman")) == "salman"
    assert surname_of(("robert", "kennedy", "jr")) == "kennedy"


def test_a_word_far_more_frequent_than_the_longer_name_may_be_a_place() -> None:
    placed = Evidence(100, {}, placed=30)
    company: dict[NameKey, Evidence] = {("zarnitsa", "oil", "corp"): Evidence(3, {"company": 3})}
    person: dict[NameKey, Evidence] = {("ana", "zarnitsa"): Evidence(3, {"person": 3})}
    for longer in (company, person):
        assert kinds_of({("zarnitsa",): placed, **longer})["zarnitsa",] == "place"
        assert kinds_of({("zarnitsa",): placed._replace(total=4, placed=1), **longer})["zarnitsa",] != "place"


def test_nothing_known_is_other() -> None:
    assert kinds_of({("zarnitsa",): Evidence(1, {})}) == {("zarnitsa",): "other"}


def test_the_lists_part_the_sexes() -> None:
    lists = name_lists()
    assert "gabriel" in lists.masculine - lists.feminine
    assert "gabrielle" in lists.feminine - lists.masculine
    assert "jean" in lists.masculine & lists.feminine
    assert {"los angeles", "baghdad"} <= lists.great
