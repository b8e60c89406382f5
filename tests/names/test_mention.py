"""Where the names of a text stand."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.names import mentions
from dedup.names.mention_collection import LONGEST_RUN, MentionCollection, locate_mentions
from dedup.text.corpus import CorpusReader

CASES = json.loads((Path(__file__).parents[1] / "cases/names_mentions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "names"), CASES.values(), ids=CASES)
def test_names_of_a_sentence(text: str, names: list[str]) -> None:
    assert [mention.text for mention in mentions(text)] == names


@pytest.mark.parametrize(("text", "names"), CASES.values(), ids=CASES)
def test_offsets_are_code_points_of_the_text(text: str, names: list[str]) -> None:
    text = f"Ünïçödé 🙂 {text}"
    assert all(text[m.start : m.end] == m.text for m in mentions(text))
    assert len(mentions(text)) >= len(names)


def test_offsets_hold_where_the_text_was_repaired() -> None:
    text = "The mayor said â€œenoughâ€\u009d to Ana KovaÄ\u008d and to Ruth Adler in CafÃ© Zarnitsa."
    found = mentions(text)
    assert "Ruth Adler" in [m.text for m in found]
    assert all(text[m.start : m.end] == m.text for m in found)


def test_a_word_that_a_text_keeps_writing_with_a_capital_is_a_name() -> None:
    one = "Fighters of the Resistance came."
    many = one + " The men of the Resistance left. Nobody saw the Resistance again, and the Resistance fell silent."
    assert [m.text for m in mentions(many)] == ["Resistance"] * 4
    assert mentions("There was resistance, little resistance, no resistance and armed resistance. " + one) == []


def test_two_names_side_by_side_part_where_the_second_is_alone_elsewhere() -> None:
    text = (
        "The head of the Fatah Alliance Hadi al-Ameri spoke. "
        "On Monday Hadi al-Ameri left, and so did Hadi al-Ameri's men."
    )
    assert [m.text for m in mentions(text)][:2] == ["Fatah Alliance", "Hadi al-Ameri"]


def test_other_articles_tell_what_a_capital_at_the_beginning_is() -> None:
    texts = ["Wooden Bridge guards met.", "He crossed the Wooden Bridge, wooden like every wooden bridge."]
    corpus = CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(texts)])
    gathered = MentionCollection()
    gathered.add(corpus.columns)
    assert [[m.text for m in found] for found in locate_mentions(corpus, gathered)] == [
        ["Wooden Bridge"],
        ["Wooden Bridge"],
    ]
    assert [m.text for m in mentions(texts[0])] != ["Wooden Bridge"]


def test_furniture_has_no_names() -> None:
    text = "Ruth Adler left Erbil.\n\nCopyright 2017 The Associated Press. All rights reserved.\n"
    assert [m.text for m in mentions(text)] == ["Ruth Adler", "Erbil"]


@given(st.text(st.sampled_from("AaBe. -'’&()\n\u0301\0éÉ9İß"), max_size=200))
def test_any_text_has_mentions_within_its_bounds(text: str) -> None:
    found = mentions(text)
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


HOSTILE = {
    "words": ("Zarnitsa " * 200_000, 1),
    "hyphens": ("Zarnitsa-" * 200_000, 1),
    "apostrophes": ("Zarnitsa'" * 200_000, 1),
    "initials": ("A." * 300_000, 0),
    "acronyms": ("(ZZ) " * 200_000, 200_000),
    "links": ("Zarnitsa (ZZ), also known as " * 40_000, 80_000),
    "nuls": ("\0Zarnitsa\0" * 100_000, 100_000),
    "brackets": ("(" * 500_000, 0),
    "heading": (" ".join(["Every", "Heading", "Has", "Capitals"] * 2_500), 0),
    "long word": ("Z" + "a" * 1_000_000, 0),
}


@pytest.mark.parametrize(("text", "least"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_read_to_the_end(text: str, least: int) -> None:
    """None of these ends in reasonable time where a step takes more than time in proportion."""
    found = mentions(text)
    assert len(found) >= least
    assert all(
        len(mention.text) <= LONGEST_RUN and text[mention.start : mention.end] == mention.text for mention in found
    )
