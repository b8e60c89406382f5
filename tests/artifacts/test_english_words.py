"""The set of English word forms: what it must know, what it may confuse, and what it costs."""

import random

import pytest

from dedup.artifacts import english_words as module
from dedup.artifacts.english_words import english_words, positions

WORDS = english_words()


@pytest.mark.parametrize(
    "word", ["the", "harbours", "colour", "color", "organise", "went", "monday", "london", "café", "a"]
)
def test_forms_of_either_side_of_the_atlantic_are_known(word: str) -> None:
    assert word in WORDS


@pytest.mark.parametrize(
    "word", ["movilizando", "desactivar", "épouvantail", "vasculhou", "pattugliamento", "verkehrspolitische", "çünkü"]
)
def test_words_of_other_languages_are_not(word: str) -> None:
    assert word not in WORDS


def test_one_letter_string_in_a_hundred_passes_for_english() -> None:
    """The filter spends ten bits a word."""
    draw = random.Random(7)
    strings = ["".join(draw.choices("bcdfghjklmnpqrstvwxz", k=12)) for _ in range(5_000)]
    assert 10 < sum(string in WORDS for string in strings) < 100


def test_places_lie_in_the_filter_and_depend_on_the_word_alone() -> None:
    assert list(positions("word", 1_000, 7)) == list(positions("word", 1_000, 7)) != list(positions("sword", 1_000, 7))
    assert all(0 <= at < 1_000 for at in positions("\ud800", 1_000, 7))


def test_the_table_is_small() -> None:
    """The file travels in every wheel."""
    assert module._TABLE.stat().st_size < 400_000
    assert len(WORDS.bits) * 8 >= 10 * 130_000
