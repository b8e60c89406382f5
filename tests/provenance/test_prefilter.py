"""may_have_credits says no only where find_credits finds nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.provenance import find_credits, may_have_credits
from dedup.provenance.sources import BORDER, table
from dedup.text.corpus import CorpusReader
from dedup.text.kernels import SEPARATOR
from dedup.text.tables import character_classes

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases/credits.json").read_text("utf-8"))["cases"]
PIECES = [
    "AFP", "Ap", "(Afp)", "Reuters", "told", "the", "reported", "By", "Source", ":", "©", "2018", "Copyright", "The", "New",
    "York", "Times",
    "Baghdad,", "LONDON", "January 2", "(RHC)", "--", "(", ")", " ", "-", "–", "\n", ".", "’s", "With inputs from", "(Baghdad)",
    "ABP", "An",
    "http://a.org/b", "www.a.org", "This story first appeared on", "This post", "appeared first on", "originally published by", "Quartz",
    "Information from:", "é", "\u00a0", "\r", "\t", "*", "\u0301", "\u00ad", "_", "dpa", "ČTK", "Original source", "News",
]  # fmt: skip
READER = CorpusReader()


def prefilter(*texts: str) -> list[bool]:
    return may_have_credits(READER([Article(text=text) for text in texts]))


def test_loses_none_of_the_cases() -> None:
    texts = [case["text"] for case in CASES]
    lost = [text for text, kept in zip(texts, prefilter(*texts), strict=True) if not kept and find_credits(Article(text=text))]
    assert lost == []


def test_loses_no_name_of_the_table() -> None:
    texts = [f"A long sentence that goes on and on, until he told the {name}, who had come late." for name in table().spelled]
    assert all(prefilter(*texts))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40), st.sampled_from(["", " "]))
def test_loses_nothing(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    if find_credits(Article(text=text)):
        assert prefilter(text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "The source said that reporting via the app was first seen in a new post. She used to work for a press.",
        "He was first in the race, and originally from Kent; the times were hard and the sun was out.",
        "Prices rose (a little) on Monday - and fell again.",
    ],
)
def test_ordinary_words_are_no_reason_to_look(text: str) -> None:
    assert prefilter(text) == [False]


def test_a_title_or_a_url_is_a_reason_to_look() -> None:
    articles = [Article(text="Prices rose."), Article(text="Prices rose.", title="x"), Article(text="Prices rose.", url="http://a.org")]
    assert may_have_credits(READER(articles)) == [False, True, True]


def test_furniture_is_a_reason_to_look() -> None:
    """Its words are not in the columns."""
    corpus = READER([Article(text="Prices rose on Monday, and fell again on Tuesday.\n\nSource: Flightradar24")])
    assert corpus.furniture and may_have_credits(corpus) == [True]


def test_what_stands_beside_a_name_parts_tokens_too() -> None:
    classes = character_classes()
    assert {char for char in BORDER if classes[ord(char)] != SEPARATOR} == set()
