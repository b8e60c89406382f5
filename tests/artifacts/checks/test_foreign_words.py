"""Which words count as left over from the source language."""

import pytest

from dedup.artifacts.checks.foreign_words import FEWEST, LONGEST, PER_WORDS, PLACES, foreign_candidates, words_of
from dedup.artifacts.checks.token_memory import TokenMemory
from dedup.artifacts.document import Document

FILLER = "the town was quiet and the rain fell on the roofs of the old houses "


def found(text: str, language: str = "es") -> list[str]:
    return [text[start:end] for start, end in words_of(language)(Document(text, []))]


TWO = "They want to movilizar the drivers and the inundaciones of March were heavy."


def test_two_words_alone_among_english_ones_count() -> None:
    assert found(TWO) == ["movilizar", "inundaciones"]


def test_one_word_is_not_enough_however_often_it_occurs() -> None:
    assert FEWEST == 2
    assert found("They want to movilizar the drivers and to movilizar the nurses.") == []


def test_a_long_text_must_hold_more_of_them() -> None:
    assert found(FILLER * (PER_WORDS * 2 // 14) + TWO) == ["movilizar", "inundaciones"]
    assert found(FILLER * (PER_WORDS * 3 // 14 + 1) + TWO) == []


@pytest.mark.parametrize(
    "text",
    [
        "They want to movilizar inundaciones of March.",  # a phrase
        "They want to movilizar camioneros and the inundaciones provocadas of March.",  # two phrases
        "They saw zxqv movilizar the drivers and zxqv inundaciones of March.",
        'They want to "movilizar" the drivers and the "inundaciones" of March.',
        "They want to movilizar (mobilise) the drivers and the inundaciones (floods) of March.",
        "They want to Movilizar the drivers and the Inundaciones of March.",
        "The paper El movilizar Diario and the firm Inundaciones Sur inundaciones Norte",
        "They want to movilizar-ed the drivers and the inundaciones-like rains.",
        "They want to movilizar\nand the\ninundaciones\nof March",
        f"They want to {'x' * LONGEST}izar the drivers and the {'y' * LONGEST}ciones of March.",
    ],
)
def test_what_is_quoted_glossed_capitalised_or_a_phrase_does_not(text: str) -> None:
    assert found(text) == []


def test_all_are_reported_as_words_of_the_language_that_most_fit() -> None:
    text = "The blessé was in désarroi and the sécheresse went on, said the movilizar of the club."
    assert found(text, "fr") == ["blessé", "désarroi", "sécheresse", "movilizar"]
    assert found(text, "es") == []


def test_loans_are_left_alone() -> None:
    assert found("The tifosi and the sicarios of the empanadas were at the affogato in the rain.", "it") == []


def test_a_word_is_looked_at_in_a_bounded_number_of_places() -> None:
    text = "They want to movilizar the inundaciones of it and " * (PLACES * 3)
    assert len(found(text)) == 2 * PLACES


def test_the_memory_of_harmless_tokens_is_bounded_and_changes_no_answer() -> None:
    harmless = TokenMemory(50, checks=1)
    assert foreign_candidates([b"zq" + b"x" * n for n in range(500)], harmless) == set()
    assert 0 < len(harmless) <= 50
    assert (
        foreign_candidates(TWO.encode().split(), harmless)
        == foreign_candidates(TWO.encode().split(), TokenMemory(9, checks=1))
        == {"movilizar", "inundaciones"}
    )
    assert found(TWO) == ["movilizar", "inundaciones"]


def test_a_token_is_split_at_spaces_beyond_ascii() -> None:
    token = "movilizar\u2003inundaciones,\xa0and".encode()
    assert foreign_candidates([token], TokenMemory(9, checks=1)) == {"movilizar", "inundaciones"}


def test_what_is_found_does_not_depend_on_what_was_read_before() -> None:
    before = found(TWO)
    found(FILLER * 40)
    assert found(TWO) == before != []
