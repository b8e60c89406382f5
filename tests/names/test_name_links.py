"""Places where a text says that two names are one."""

import pytest

from dedup.article import Article
from dedup.names.mention_collection import MentionCollection
from dedup.names.name_links import MOST, NameLink
from dedup.text.corpus import CorpusReader


def links(text: str) -> list[NameLink]:
    gathered = MentionCollection(0)
    gathered.add(CorpusReader()([Article(id="", text=text)]).columns)
    return [link for _, link in gathered.links]


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("He joined the Northern Rivers Board (NRB) in May.", "Northern Rivers Board", "NRB"),
        ("The Union of Concerned Cooks (UCC) met.", "Union of Concerned Cooks", "UCC"),
        ("On Monday Électricité de France (EDF) met.", "Électricité de France", "EDF"),
        ("Fighters of Asaib Ahl al-Haq (AAH) left.", "Asaib Ahl al-Haq", "AAH"),
    ],
)
def test_acronyms_in_brackets(text: str, name: str, other: str) -> None:
    assert links(text) == [NameLink(name, other, "acronym")]


@pytest.mark.parametrize(
    "text", ["He joined the Northern Rivers Board (XYZ).", "It rained a lot (RAL).", "The Board met (NRB)."]
)
def test_letters_that_stand_for_other_words(text: str) -> None:
    assert links(text) == []


@pytest.mark.parametrize(
    "tie",
    [
        ", also known as ", " (also known as ", ", better known by the Arabic name as ", ", a.k.a. ", " (aka ",
        ", otherwise called ",
        " (NRB), known as ", ", also referred to as the ",
    ],
)  # fmt: skip
def test_names_that_are_also_known_as_others(tie: str) -> None:
    found = [link for link in links(f"We saw Northern Rivers Board{tie}Lajnat al-Anhar.") if link.relation != "acronym"]
    assert found == [NameLink("Northern Rivers Board", "Lajnat al-Anhar", "also_known_as")]


@pytest.mark.parametrize(
    "text", ["The Northern Rivers Board, or Lajnat al-Anhar, met.", "Men of Lajnat al-Anhar (Board of the Rivers) met."]
)
def test_or_and_brackets_say_less(text: str) -> None:
    assert [(link.relation, link.sure) for link in links(text)] == [("also_known_as", False)]


@pytest.mark.parametrize(
    "text",
    [
        "It is well known as it was.",
        "The man was also known as a cook.",
        "She called Osman.",
        "In Oslo, or so Osman says.",
        "known as X",
    ],
)
def test_sentences_that_join_no_names(text: str) -> None:
    assert links(text) == []


def test_an_article_has_a_bounded_number_of_links() -> None:
    assert len(links("We saw Northern Rivers Board (NRB). " * 500)) == MOST
