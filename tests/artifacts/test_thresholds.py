"""Each number that decides what checks, rules and style find, with a case on either side of it."""

from __future__ import annotations

import pytest

from dedup.artifacts import check
from dedup.artifacts.checks.foreign_words import words_of
from dedup.artifacts.checks.genitives import of_chains
from dedup.artifacts.checks.loops import loops
from dedup.artifacts.document import MASK, Document
from dedup.artifacts.style import style_of

CHAINS = "the roof of the house of stone and a lack of milk of goats of farmers and the end of the strike of pilots"
LOOP = "copper lantern window garden river candle saddle bridge meadow pepper rocket violin walnut zebra".split()  # noqa: SIM905


def padded(text: str, words: int, filler: str = "went") -> str:
    return " ".join([*text.split(), *[filler] * (words - len(text.split()))])


@pytest.mark.parametrize(("words", "found"), [(99, False), (100, True), (101, True), (102, False)])
def test_a_text_full_of_chains_has_a_hundred_words_and_seven_of_in_a_hundred(words: int, found: bool) -> None:
    """There are seven in it: 6.9 % of 101 words, and less of 102."""
    assert bool(list(of_chains(Document(padded(CHAINS, words), [])))) == found


@pytest.mark.parametrize(("words", "found"), [(1199, True), (1200, False)])
def test_foreign_words_are_one_in_four_hundred(words: int, found: bool) -> None:
    text = "They want to movilizar the people and the inundaciones are over."
    assert bool(list(words_of("es")(Document(padded(text, words, "house"), [])))) == found


@pytest.mark.parametrize(("size", "found"), [(3, False), (4, True), (13, True), (14, False)])
def test_a_loop_has_four_to_thirteen_words(size: int, found: bool) -> None:
    said = " ".join(LOOP[:size])
    text = f"On that day the minister {said} {said} before the night was over."
    assert bool(list(loops(Document(text, [])))) == found


@pytest.mark.parametrize(("size", "title"), [(150, True), (151, False)])
def test_a_headline_has_a_hundred_and_fifty_characters_at_most(size: int, title: bool) -> None:
    assert bool(Document("a" * size + "\nThe text is below.", []).title_end) == title


@pytest.mark.parametrize(("size", "left"), [(400, 0), (401, 1)])
def test_an_embedded_post_has_four_hundred_characters_at_most(size: int, left: int) -> None:
    text = "a" * size + "(@ann) May 3"
    assert Document(text, []).text.index(MASK) == left


@pytest.mark.parametrize(("line", "masked"), [("Won | Lost | Drawn", True), ("Won | Lost", False)])
def test_a_row_of_a_table_has_three_cells(line: str, masked: bool) -> None:
    assert (MASK in Document(f"{line}\nof the cup", []).text) == masked


@pytest.mark.parametrize(("marks", "kept"), [(200, 200), (201, 200)])
def test_two_hundred_marks_of_a_rule_are_kept(marks: int, kept: int) -> None:
    found = check(" ".join(["Members of the European Union of EU (EU) met."] * marks))
    assert sum(finding.rule == "doubled-acronym" for finding in found) == kept


@pytest.mark.parametrize(("words", "scored"), [(119, False), (120, True)])
def test_style_is_scored_from_a_hundred_and_twenty_words(words: int, scored: bool) -> None:
    assert (style_of("of " * words).probability is not None) == scored


@pytest.mark.parametrize(("known", "scored"), [(23, False), (24, True)])
def test_a_fifth_of_the_words_of_english_are_function_words(known: int, scored: bool) -> None:
    text = " ".join(["of"] * known + ["zork"] * (120 - known))
    assert (style_of(text).probability is not None) == scored
