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
from dedup.provenance.look import ALL
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


def prefilter(*texts: str) -> list[int]:
    return may_have_credits(READER([Article(text=text) for text in texts]))


def test_loses_none_of_the_cases() -> None:
    texts = [case["text"] for case in CASES]
    for text, look in zip(texts, prefilter(*texts), strict=True):
        assert find_credits(Article(text=text), look=look) == find_credits(Article(text=text))


def test_loses_no_name_of_the_table() -> None:
    texts = [f"A long sentence that goes on and on, until he told the {name}, who had come late." for name in table().spelled]
    assert all(prefilter(*texts))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40), st.sampled_from(["", " "]))
def test_loses_nothing(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    assert find_credits(Article(text=text), look=prefilter(text)[0]) == find_credits(Article(text=text))


@pytest.mark.parametrize(
    "text",
    [
        "The source said that reporting via the app was first seen in a new post. She used to work for a press.",
        "He was first in the race, and originally from Kent; the times were hard and the sun was out.",
        "Prices rose (a little) on Monday - and fell again.",
    ],
)
def test_ordinary_words_are_no_reason_to_look(text: str) -> None:
    assert prefilter(text) == [0]


def test_titles_and_urls_are_looked_at_without_the_text() -> None:
    article = Article(text="He told Reuters so.", title="Prices rose | Al Jazeera", url="https://www.radiohc.cu/en/x")
    assert [c.field for c in find_credits(article)] == ["text", "title", "url"]
    assert [(c.field, c.source) for c in find_credits(article, look=0)] == [("title", "Al Jazeera"), ("url", "radiohc.cu")]
    assert may_have_credits(READER([Article(text="Prices rose.", title="x", url="http://a.org")])) == [0]


@pytest.mark.parametrize(
    "text",
    [
        "The prices that many families pay for bread rose by a third, and the offices of Reuters in the city were closed all day long.",
        "She watched the evening programme of the BBC with her children every day of the week, and nobody wanted to miss any of it.",
    ],
)
def test_a_name_alone_in_a_paragraph_is_no_reason_to_look(text: str) -> None:
    assert find_credits(Article(text=text)) == []
    assert may_have_credits(READER([Article(text=text)])) == [0]


def test_furniture_is_a_reason_to_look() -> None:
    """Its words are not in the columns."""
    corpus = READER([Article(text="Prices rose on Monday, and fell again on Tuesday.\n\nSource: Flightradar24")])
    assert corpus.furniture and may_have_credits(corpus) == [ALL]


@pytest.mark.parametrize(
    "credit",
    ["© 2018 Hawaii News Now", "This post appeared first on Quartz", "Information from: Quartz", "This story first appeared on Quartz"],
)
def test_credits_in_lines_that_are_too_long_for_furniture_are_not_lost(credit: str) -> None:
    corpus = READER([Article(text="Prices rose, and then they fell again. " * 200 + credit)])
    assert corpus.furniture == {} and find_credits(corpus.articles[0])
    assert find_credits(corpus.articles[0], look=may_have_credits(corpus)[0]) == find_credits(corpus.articles[0])


def test_what_stands_beside_a_name_parts_tokens_too() -> None:
    classes = character_classes()
    assert {char for char in BORDER if classes[ord(char)] != SEPARATOR} == set()
