"""Words that run together are found by an English word at either end, and what is written so is left alone."""

from collections.abc import Callable, Iterable

import pytest

from dedup.artifacts.checks.glued import glued_function_words, glued_names
from dedup.artifacts.document import Document


def marked(check: Callable[[Document], Iterable[tuple[int, int]]], text: str) -> list[str]:
    document = Document(text)
    return [text[start:end] for start, end in check(document)]


def test_two_glued_function_words_are_marked_without_what_is_beside_them() -> None:
    assert marked(glued_function_words, "The (judgesaid) that the wallmust, he thinks, be high.") == [
        "judgesaid",
        "wallmust",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The judgesaid that it rained. The judgesaid so twice.",  # one word of it, twice
        "He lives elsewhere and somewhere; hereabout, thereafter, goodwill, freewill.",
        "Judgesaid and Wallmust are names.",
    ],
)
def test_one_slip_and_real_compounds_are_left_alone(text: str) -> None:
    assert marked(glued_function_words, text) == []


def test_a_name_is_found_behind_a_preposition_of_two_letters() -> None:
    assert marked(glued_names, "The party ofPedro won, helped byRafael.") == ["ofPedro", "byRafael"]
    assert marked(glued_names, "He uses inDesign, isNull and toString.") == []
