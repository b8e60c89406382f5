"""The head of an article, headline and date and byline, is told from its body by lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations.heads import HEAD_LINES, HEAD_SHARE, HEAD_WORDS, SENTENCE_WORDS, count_head_words
from dedup.sketch import pack
from dedup.text.tokens import Tokenizer

BODY = (
    "The minister said on Monday that the old bridge over the river would be closed for repairs until the end of the "
    "year.\n"
    "Engineers had found cracks in two of its piers during an inspection in spring, and lorries have been sent round "
    "since.\n"
    "Shopkeepers on both banks fear for their trade and have asked the council for a ferry while the work goes on."
)


def head_of(text: str, *, behind: str = "") -> int:
    """The words of a text's head; another article may stand before it, so that it does not begin the buffer."""
    buffer, offsets = pack([behind, text])
    return count_head_words(buffer, offsets, Tokenizer()(buffer, offsets), 1)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("", 0),
        ("\n\n", 0),
        ("Bridge to stay closed\n", 4),
        ("Bridge to stay closed\n\nBy Jane Doe\n4 March 2021\n\n", 10),
        ("Bridge to stay closed\r\n\r\nBy Jane Doe\r\n", 7),
        ("Pont fermé à Genève\n", 4),
        ("“We shall close it”\n", 4),  # short, though it ends like a sentence
        ("Published on Thursday 4 March 2021 at 9.30 by our own correspondent.\n", 13),  # a sentence, but dated
        ("In 1999 it stood.\n", 4),
        ("Bridge to be closed until the end of the year.\n", 0),  # a sentence
        ("Will the old bridge over the river be closed?\n", 0),
        ("“The old bridge over the river is closed”\n", 0),
        ("Orders 12021 and 20215 for the old bridge was signed.\n", 0),  # no year in a longer number
        # What stands below a sentence is body
        ("Bridge to stay closed\nWhy the old bridge over the river is closed!\nBy Jane Doe\n", 4),
        (" ".join(["word"] * HEAD_WORDS) + "\n", HEAD_WORDS),
        (" ".join(["word"] * (HEAD_WORDS + 1)) + "\n", 0),
        (" ".join(["word"] * SENTENCE_WORDS) + ".\n", SENTENCE_WORDS),
        (" ".join(["word"] * (SENTENCE_WORDS + 1)) + ".\n", 0),
        ("one two\n" * HEAD_LINES, 2 * HEAD_LINES),
        ("one two\n" * (HEAD_LINES + 1), 2 * HEAD_LINES),
    ],
)
def test_short_lines_above_the_body_are_its_head(head: str, words: int) -> None:
    assert head_of(head + BODY) == words
    assert head_of(head + BODY, behind="Another story\nDated 2021\n\nwith a body") == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Bridge to stay closed",
        BODY.replace("\n", " "),
        "\n".join(["one two three"] * 12),
        "Bridge to stay closed\nFor repairs now",
        "字\n" * 9,
    ],
)
def test_a_list_and_a_text_of_one_line_have_no_head(text: str) -> None:
    """What would take more than its share of the article is no head."""
    assert head_of(text) == 0


@pytest.mark.parametrize(("body", "words"), [(7, 3), (6, 0)])
def test_a_head_takes_at_most_its_share(body: int, words: int) -> None:
    assert HEAD_SHARE == 0.3
    assert head_of("One two three\n" + "word " * body) == words


@given(st.text(alphabet="aé字 .\n\r”2019", max_size=200))
def test_any_text_has_a_head_within_its_share(text: str) -> None:
    buffer, offsets = pack(["2020\n", text])
    tokens = Tokenizer()(buffer, offsets)
    found = count_head_words(buffer, offsets, tokens, 1)
    assert 0 <= found <= HEAD_SHARE * int(tokens.counts[1])
    lines = text.split("\n")
    own = [int(Tokenizer()(*pack([line])).counts[0]) for line in lines[:-1][:HEAD_LINES]]
    assert found in {sum(own[:k]) for k in range(len(own) + 1)}


@pytest.mark.parametrize(
    "text", ["x\n" * 200_000, "word " * 100_000, "\n" * 500_000 + BODY, "2019 " * 100_000 + "\n" + BODY]
)
def test_hostile_texts_have_no_head(text: str) -> None:
    assert head_of(text) in (0, HEAD_LINES)


def test_lines_of_a_table_are_no_head() -> None:
    """Two numbers and no year: a row of data. The first line may be a headline with numbers."""
    table = "Arrivals, 2 June\nOslo 10:05 SK201\nParis 11:40 AF118\n"
    body = "The airport lists flights as the airlines report them, and does not answer for mistakes. " * 4
    assert head_of(table + body) == len(["Arrivals", "2", "June"])
    assert head_of("Quake of 4.6 wakes 3 towns\nMarch 14, 2013 at 11:51 AM\n" + body) > 8
