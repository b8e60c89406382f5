"""Each number that decides the language of a body, with a case on either side of it."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.article import Article
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.language import by_model, languages
from dedup.text.tables import I64

COMMON = ("and", "for", "from", "of", "the", "to")


def is_asked(text: str) -> bool:
    """Return whether the model is asked, as the text is not clearly English."""
    asked: list[int] = []

    def identify(corpus: Corpus, chosen: I64) -> list[str | None]:
        asked.extend(chosen.tolist())
        return [None] * chosen.size

    languages(CorpusReader()([Article(text=text)]), identify)
    return bool(asked)


@pytest.mark.parametrize(("kinds", "asked"), [(4, False), (3, True)])
def test_english_has_four_kinds_of_common_words(kinds: int, asked: bool) -> None:
    assert is_asked(" ".join([*(COMMON[n % kinds] for n in range(12)), *["zork"] * 28])) == asked


@pytest.mark.parametrize(("common", "asked"), [(12, False), (11, True)])
def test_a_tenth_of_the_first_words_are_common_in_english(common: int, asked: bool) -> None:
    assert is_asked(" ".join([*(COMMON[n % 6] for n in range(common)), *["zork"] * (120 - common)])) == asked


@pytest.mark.parametrize(("before", "asked"), [(108, False), (109, True)])
def test_a_hundred_and_twenty_words_are_looked_at(before: int, asked: bool) -> None:
    assert is_asked(" ".join([*["zork"] * before, *(COMMON[n % 6] for n in range(12)), *["zork"] * 40])) == asked


@pytest.mark.parametrize(("letters", "named"), [(24, True), (23, False)])
def test_a_body_of_twenty_four_bytes_has_a_language(letters: int, named: bool) -> None:
    corpus = CorpusReader()([Article(text=("Der Minister sagte gestern abend nichts" * 2)[:letters])])
    assert (by_model(corpus, np.array([0])) != [None]) == named
