"""credit_places leaves find_credits all that it would find in the whole text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.provenance import credit_places, find_credits, first_pass
from dedup.provenance.credits import HEAD, TAIL
from dedup.provenance.source_table import MAX_SPOTS, NO_PLACES, CreditPlaces, find_spots, source_table
from dedup.text.corpus import CorpusReader

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases/credits.json").read_text("utf-8"))["cases"]
NAMES = [
    "AFP", "AP", "Ap", "Reuters", "dpa", "ČTK", "New York Times", "Al Jazeera", "NBC News", "Times of India",
    "The Guardian", "RHC",
    "New\nYork Times", "Clarín", "North Korea’s Central News Agency", "BBC", "bbc.com", "english.news.cn", "Quartz",
    "ABP", "EL PAÍS", "CNS", "Guardian", "CBS",
]  # fmt: skip
WORDS = [
    "told", "the", "The", "according to", "said in a short talk to", "wrote to", "quoted by",
    "interview published by", "citing",
    "agency", "news agency", "newspaper", "reported", ", reports", "says", "later", "has", "also", "'s", "’s",
    "Mahmoud", "Abdel Wahed",
    "correspondent", "an", "photographers", "team", "saw", "contributed to this report", "contributed reporting",
    "With inputs from",
    "with additional information by", "files", "Republished from", "re-published on",
    "first published in partnership with",
    "(first appeared on", "appeared first on", "Copyright", "copyrightby", "©", "(c)", "2018", "by", "Source:",
    "SOURCES |", "sources –",
    "Original source:", "Information from:", "via", "Via:", "Editing by", "Additional reporting by", "and", "Photo:",
    "By", "BY", "for",
    "This story first appeared on", "originally posted by", "http://a.org/b", "www.a.org", "<https://a.org>",
    "Baghdad,", "LONDON",
    "PARIS,", "Nov 3,", "January 2", "september 5", "in", "under", "al-Quds", "protests", "Monday", "sre", "un",
]  # fmt: skip
MARKS = [
    "--", "-", " - ", " – ", "—", "(", ")", "[", "]", "/", ",", ".", ":", "!", "?", "”", '"', "*", "_", "#", ">",
    "|", "&", "•",
    " ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2003", "\x0b", "\x1c", "\u0301", "\u00ad", "é", "É", "中", "𝒜",
    "\ud800", "5", "a",
]  # fmt: skip
PIECES = st.sampled_from(NAMES) | st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.text(max_size=3)
FILLER = "Prices rose on that day and fell again soon after, which nobody in the big city had hoped for at all, "
READER = CorpusReader()


def places_of(*texts: str) -> list[CreditPlaces | None]:
    return credit_places(READER([Article(text=text) for text in texts]))


def agree(text: str) -> bool:
    article = Article(text=text)
    return find_credits(article, places=places_of(text)[0]) == find_credits(article)


def test_loses_none_of_the_cases() -> None:
    texts = [case["text"] for case in CASES]
    for text, places in zip(texts, places_of(*texts), strict=True):
        assert find_credits(Article(text=text), places=places) == find_credits(Article(text=text))


def test_sees_each_spelling_of_the_table() -> None:
    texts = [f"{FILLER}é until he told the {name}, who had come late." for name in source_table().spelled]
    for text, places in zip(texts, places_of(*texts), strict=True):
        assert places is not None and [name for name, _ in places.names] == find_spots(text).names


@pytest.mark.parametrize(
    "text",
    [
        "who said in a short talk to the big state agency the AFP that it went well",
        "which the AFP’s Mahmoud Abdel Wahed Ali news agency later said was well",
        "which an AFP news agency senior correspondent saw, ",
        "he told the New\u00a0York Times, ",
        "he told the North Korea’s Central News Agency, ",
        "© 2018 by the AFP, ",
        "(c) 2018 by the AFP, ",
        "copyrightby AFP, ",
        "\nRepublished from AFP, ",
        "\nSource: * The AFP, ",
        "\nEditing by Ali Bo and Bo Ali for the AFP, ",
        "with additional agency inputs from Bo Ali, Ali Bo and AFP, ",
        "he went. –\u00a0AFP",
        "\n(AFP / dpa)\n",
        "\nBy Ali Bo for the AFP\n",
        "\nEnglish.news.cn / BBC\nRain fell.",
        "told the New\nYork Times (AFP) – rain fell, ",
        "he told EL PAÍS EL PAÍS, ",
        "he told El País\nEl País, ",
        "\nAvignon under Bergen (AFP) – rain fell, ",
        "\nParis, Nov 3 (AFP) rain fell, ",
        "\nParis, september 5 (AFP) rain fell, ",
        "\nPARIS, Nov 3, The AFP – rain fell, ",
        "\nPARIS (WHO/ dpa) rain fell, ",
        "\n (https://a.org/b)\n",
    ],
)
def test_loses_no_credit_at_the_edge_of_what_is_looked_at(text: str) -> None:
    text = f"{FILLER}{text}{FILLER if text[-1] == ' ' else ''}"
    assert find_credits(Article(text=text))
    assert agree(text)


@given(st.lists(PIECES, max_size=40), st.sampled_from(["", " "]), st.sampled_from(["", FILLER, "\n\n\n\n\n" + FILLER]))
@settings(max_examples=1500)
def test_loses_nothing(pieces: list[str], glue: str, filler: str) -> None:
    assert agree(filler + glue.join(pieces) + filler)


@given(
    st.lists(st.sampled_from(WORDS) | st.sampled_from(["a", "quite", "Ali"]), max_size=7),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(WORDS), max_size=6),
)
@settings(max_examples=1500)  # fmt: skip
def test_loses_no_name_between_the_words_of_a_credit(before: list[str], name: str, behind: list[str]) -> None:
    assert agree(f"{FILLER}\n{FILLER}{' '.join(before)} {name} {' '.join(behind)} {FILLER}")


@given(
    st.integers(60, 135),
    st.sampled_from(
        ["reediting by", "unsaid a bb ccc d to", "retold", "resource:", "forthwith files from", "xre-published by"]
    ),
    st.sampled_from("xé"),
)
@settings(max_examples=1500)  # fmt: skip
def test_loses_nothing_where_a_word_is_cut(far: int, credit: str, letter: str) -> None:
    """What contexts.py sees of the words before a name begins where it cuts them."""
    gap = (" " + letter * 9) * 20
    assert agree(f"{FILLER}{credit}{gap[: far - len(credit)]} AFP, {FILLER}")
    assert agree(f"{FILLER}{credit} {letter * (far - len(credit))} agency AFP, {FILLER}")


@given(
    st.lists(
        st.sampled_from(
            [
                "PARIS",
                "Paris",
                "the",
                "el-",
                "Nov 3",
                "september 5",
                "people",
                ",",
                "/",
                "(",
                ")",
                "AFP",
                "The AFP",
                "WHO",
                "AFP/dpa",
                "\u2003",
                "–",
                "--",
                ":",
                "Rain fell",
                "*",
                "(Baghdad)",
                "\n",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(["", " "]),
    st.integers(0, 9),
)
@settings(max_examples=1500)  # fmt: skip
def test_loses_no_dateline(pieces: list[str], glue: str, line: int) -> None:
    assert agree("\n".join([*["Rain fell."] * line, glue.join(pieces) + " Rain fell. " + FILLER]))


@pytest.mark.parametrize(
    "text",
    [
        "The source said that reporting via the app was first seen in a new post. She used to work for a press.",
        "He was first in the race, and originally from Kent; the times were hard and the sun was out.",
        "Prices rose (a little) on Monday - and fell again.",
        "The World Health Organization (WHO) said on Monday that prices rose.",
    ],
)
def test_ordinary_sentences_leave_nothing_to_look_at(text: str) -> None:
    assert find_credits(Article(text=text)) == []
    assert places_of(text)[0] is NO_PLACES


def test_titles_and_urls_are_looked_at_without_the_text() -> None:
    article = Article(text="He told Reuters so.", title="Prices rose | Al Jazeera", url="https://www.radiohc.cu/en/x")
    assert [c.field for c in find_credits(article)] == ["text", "title", "url"]
    assert [(c.field, c.source) for c in find_credits(article, places=NO_PLACES)] == [
        ("title", "Al Jazeera"),
        ("url", "radiohc.cu"),
    ]
    assert credit_places(READER([Article(text="Prices rose.", title="x", url="http://a.org")])) == [NO_PLACES]


@pytest.mark.parametrize("line", ["Source: Flightradar24", "© 2018 Hawaii News Now", "(AP)", "With inputs from PTI"])
def test_furniture_is_looked_at(line: str) -> None:
    """The search reads the text, not the columns, which leave it out."""
    corpus = READER([Article(text=f"Prices rose on Monday, and fell again on Tuesday.\n\n{line}")])
    (places,) = credit_places(corpus)
    assert corpus.furniture and places is not None and places != NO_PLACES
    assert find_credits(corpus.articles[0], places=places) == find_credits(corpus.articles[0]) != []


def test_a_repaired_text_is_searched_whole() -> None:
    corpus = READER([Article(text="He said itâ€™s late, and then he told AFP so.")])
    assert corpus.repaired and credit_places(corpus) == [None]


@pytest.mark.parametrize("text", ["AFP " * (first_pass.MANY + 1), "a" * (HEAD + TAIL + 1)])
def test_a_long_text_and_one_of_many_names_is_searched_whole(text: str) -> None:
    assert places_of("He told AFP so.", text, "He told AFP so.")[1] is None


def test_many_places_in_a_batch_fit() -> None:
    text = "He told AFP so. " * (first_pass.MANY - 1)
    first, second = places_of(text, text)
    assert first is not None and second is not None and len(first.names) == len(second.names) == first_pass.MANY - 1


def test_the_first_pass_counts_no_more_names_than_the_search() -> None:
    assert first_pass.MANY < MAX_SPOTS


def test_a_spelling_in_small_letters_stands_in_no_other() -> None:
    """The trie finds it in one walk with the others, the search of the whole text by itself."""
    for small in source_table().lower:
        assert [s for s in source_table().spelled if re.search(rf"(?<!\w){re.escape(small.text)}(?!\w)", s)] == [
            small.text
        ]
