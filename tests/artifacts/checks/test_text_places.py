"""The kernels that find the places to look at, against plain looks at each place."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.checks.text_places import capitals_inside, french_letters, repeated_items, repeats_around

LETTERS = st.text(st.sampled_from("abchdjouACDM7éÉ字ß😀\ud800\x00 _.-“"), max_size=30)
EDGES = ".,"
LONGEST = 12


@given(LETTERS)
def test_a_capital_inside_is_behind_two_small_letters_that_begin_a_word(text: str) -> None:
    pattern = re.compile("(?<![A-Za-z0-9._-])[a-z]{2,}(?=[A-Z])")
    assert capitals_inside(text, "._-") == [match.end() for match in pattern.finditer(text)]


@given(LETTERS)
def test_french_letters_are_found_in_words_that_begin_with_a_capital(text: str) -> None:
    places = [at for at in range(len(text)) if text.startswith(("ch", "dj", "Ch", "Dj", "Mou"), at)]
    begins = [max(at - LONGEST, at - len(re.search(r"\w*$", text[:at])[0])) for at in places]  # type: ignore[index]
    expected = [pair for pair in zip(begins, places, strict=True) if re.match("[A-ZÀ-Þ]", text[pair[0]])]
    assert french_letters(text, LONGEST) == expected


@given(st.lists(st.sampled_from(["cats", "cat", "c", "", "é字", " ", ", ", ", ", ",", "x" * LONGEST, "x" * 13])))
def test_an_item_is_found_where_the_next_one_begins_with_it(parts: list[str]) -> None:
    text = "".join(parts)
    pattern = re.compile(rf", ([^, ]{{1,{LONGEST}}})(?=, \1)")
    assert repeated_items(text, LONGEST) == [
        at for at in range(len(text)) if (match := pattern.match(text, at)) and text.startswith(", ", match.end())
    ]


def plain_repeats(text: str, words: int) -> list[tuple[int, int]]:
    """The conjunctions that have so many same words before and behind them."""
    found, at = [], 0
    pieces = text.split(" and ")
    for before, behind in pairwise(pieces):
        at += len(before)
        repeated = " ".join(behind[:LONGEST].split(None, 2)[:words]).rstrip(EDGES)
        if repeated and before.endswith(repeated):
            found.append((at, at + 5))
        at += 5
    return found


@given(st.lists(st.sampled_from(["cat", "cats", "é字", "a cat", "a", ".", ",", " ", "\n", "\u2003", " and "])))
def test_no_conjunction_between_the_same_words_is_let_go(parts: list[str]) -> None:
    text = "".join(parts)
    found = [(start, end) for _, start, end in repeats_around(text, " and ", EDGES, LONGEST)]
    assert {*plain_repeats(text, 1), *plain_repeats(text, 2)} <= set(found)


def test_a_conjunction_between_other_words_is_passed_by() -> None:
    assert repeats_around("cats and dogs and a cat or cat", " and ", EDGES, LONGEST) == []


def test_words_before_a_conjunction_begin_behind_the_one_before() -> None:
    assert repeats_around("a and cat and cat.", " and ", EDGES, LONGEST) == [(6, 9, 14)]


@pytest.mark.parametrize(
    "text", ["", " and ", " and", "a and ", " and a", ", ", "aA", "ch", "M", "Mo", "c", ",", ", a, "]
)
def test_the_ends_of_a_text_are_no_trouble(text: str) -> None:
    assert repeats_around(text, " and ", EDGES, LONGEST) == []
    assert french_letters(text, LONGEST) == []
    assert repeated_items(text, LONGEST) == capitals_inside(text, "") == []
