"""Credits: the cases of tests/cases/credits.json, and what holds for any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.provenance import find_credits
from dedup.provenance.credits import HEAD, MAX_CREDITS, TAIL

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = json.loads((ROOT / "tests/cases/credits.json").read_text("utf-8"))["cases"]
PIECES = [
    "AFP", "AP", "(AP)", "Reuters",
    "told", "the", "according to", "reported", "By", "Source:", "©", "2018", "Copyright", "The", "New York Times",
    "Baghdad,", "LONDON", "January 2",
    "(RHC)--", "(", ")", " ", "-", "–", "\n", ".", "’s", "correspondent", "With inputs from", "and", "via",
    "http://a.org/b", "www.a.org", "This story first appeared on", "Quartz", "é", "\u00a0", "İ", "𝒜", "\u0301", "_",
    "*", "dpa",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[c["about"] for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = find_credits(Article(text=case["text"]))
    assert [[c.kind, c.source, c.text] for c in found] == case["credits"]


def seed(number: str) -> str:
    (path,) = (ROOT / "seeds").glob(f"{number}_*.txt")
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    ("number", "credits"),
    [
        ("000", [("attribution", "Al Jazeera", "Al Jazeera’s Mahmoud Abdul Wahid said")]),
        (
            "001",
            [
                ("dateline", "", "(Baghdad)"),
                ("attribution", "AFP", "an AFP correspondent noted"),
                ("attribution", "AFP", "told AFP"),
            ],
        ),
        (
            "002",
            [
                ("dateline", "RHC", "Baghdad, January 2 (RHC)--"),
                ("attribution", "Al Jazeera", "Al Jazeera’s Mahmoud Abdelwahed said"),
                (
                    "url",
                    "radiohc.cu",
                    "https://www.radiohc.cu/en/noticias/internacionales/"
                    "281521-thousands-rally-in-baghdad-to-mark-2020-killing-of-iran-general",
                ),
                ("credit", "RHC", "Radio Habana Cuba"),
            ],
        ),
        ("003", [("dateline", "Mehr News Agency", "TEHRAN, Jan. 01 (MNA) –")]),
        ("004", [("credit", "Arab News", "Source: Arab News")]),
    ],
)
def test_seeds(number: str, credits: list[tuple[str, str, str]]) -> None:
    found = find_credits(Article(text=seed(number)))
    assert [(c.kind, c.source, c.text.strip("*")) for c in found] == credits


def test_title_and_url() -> None:
    article = Article(
        text="Prices rose. (AP)",
        title="Prices rise, minister tells BBC | Al Jazeera",
        url="https://www.aljazeera.com/news/1?x=" + "y" * 400,
    )
    assert article.title is not None and article.url is not None
    found = find_credits(article)
    assert [(c.field, c.kind, c.source) for c in found] == [
        ("text", "credit", "AP"),
        ("title", "attribution", "BBC"),
        ("title", "credit", "Al Jazeera"),
        ("url", "url", "aljazeera.com"),
    ]
    assert found[2].text == "| Al Jazeera" == article.title[found[2].start : found[2].end]
    assert (found[3].start, found[3].end, len(found[3].text)) == (0, len(article.url), 300)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60), st.sampled_from(["", " "]))
def test_spans_are_the_text_they_name(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    found = find_credits(Article(text=text))
    assert [(c.start, c.end, c.source) for c in found] == sorted((c.start, c.end, c.source) for c in found)
    assert len(found) <= MAX_CREDITS
    for credit in found:
        assert 0 <= credit.start < credit.end <= len(text)
        assert credit.text == text[credit.start : credit.end][:300]


def test_a_long_text_is_searched_at_its_top_and_its_end() -> None:
    filler = "Prices rose on Monday and fell again.\n" * (HEAD // 30)
    middle = len(filler) // 2
    assert middle > TAIL
    text = "PARIS (AFP) - " + filler + "He told Reuters so.\n" + filler + "\nSource: Arab News\n"
    found = find_credits(Article(text=text))
    assert [(c.kind, c.source) for c in found] == [("dateline", "AFP"), ("credit", "Arab News")]
    assert all(c.text == text[c.start : c.end] for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000, "By " * 70_000, "AFP " * 60_000, "told AFP, " * 30_000, "Source: " * 30_000,
        "© 2018 A " * 30_000, "\n" * 300_000,
        "A" * 300_000, "A, " * 100_000, "a " * 150_000 + "told the AFP", "https://" * 40_000,
        "\n<https://a.org/" + "a" * 250_000,
        "This story " * 20_000 + "first appeared on", "This story a first appeared on b " * 10_000, "dpa " * 60_000,
        "Al Jazeera’s " * 20_000,
        "AFP's A b " * 30_000, "(AFP/" * 50_000, "With inputs from AFP, " * 15_000, "AFP\n" * 60_000,
        " \n* (A A A A) B\n" * 20_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_texts_end(text: str) -> None:
    """What is looked at around a place is bounded, and so is the number of places."""
    assert len(find_credits(Article(text=text))) <= MAX_CREDITS
