"""Invisible characters inside words are left out of the text that is compared, with a map back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.artifacts.style import style_of
from dedup.text.corpus import CorpusReader
from dedup.text.repair import clean
from dedup.text.visible import without_invisible

HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u2060\u2063\u180e\ufeff"


@pytest.mark.parametrize("mark", HIDDEN)
def test_an_invisible_character_inside_a_word_is_left_out(mark: str) -> None:
    found = without_invisible(f"Co{mark}unty 1{mark}0 w{mark}as")
    assert found is not None
    assert found[0] == "County 10 was"
    assert found[1][np.arange(14)].tolist() == [0, 1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16]


@pytest.mark.parametrize(
    "text", ["\u200bCounty", "County\u00ad was.\u200b", "می\u200cشود", "क्\u200dष", "👩\u200d🚒", ""]
)
def test_between_words_and_in_scripts_that_need_them_they_stay(text: str) -> None:
    assert without_invisible(text) is None


@given(st.text(st.sampled_from(HIDDEN + "ab é漢ข.\n"), max_size=40))
def test_the_map_leads_back_to_what_was_read(text: str) -> None:
    found = without_invisible(text)
    if found is None:
        return
    shown, places = found
    assert [text[int(places[at])] for at in range(len(shown))] == list(shown)
    assert int(places[len(shown)]) == len(text)
    for at in range(len(text) + 1):
        first = next(v for v in range(len(shown) + 1) if int(places[v]) >= at)
        assert places.find(at) == first


def test_mojibake_is_mended_before() -> None:
    raw = "so\u00adfort schÃ¶n\n"
    found = clean(raw)
    assert found is not None
    assert found.text == "sofort schön\n"
    assert [raw[int(found.to_raw[at])] for at in (1, 2, 7, 10, 11)] == ["o", "f", "s", "Ã", "n"]
    assert found.find(8) == 7


def test_words_are_reported_by_their_place_in_the_text_as_read() -> None:
    text = "Die Po\u00adli\u00adzei kam."
    corpus = CorpusReader()([Article(id="a", text=text)])
    assert corpus.words(0) == ["Die", "Polizei", "kam"]
    assert [text[start:end] for start, end in corpus.spans(0)] == ["Die", "Po\u00adli\u00adzei", "kam"]


def test_soft_hyphens_do_not_change_the_style_score() -> None:
    text = "The council of the town voted on Monday to close the road that leads to the old mill by next year. " * 20
    hidden = text.replace("council", "coun\u00adcil").replace("Monday", "Mon\u200bday").replace("road", "ro\u2060ad")
    assert style_of(hidden) == style_of(text)


def test_spaced_letters_are_words() -> None:
    spaced = "T h e  c o u n c i l  o f\nL o n d o n  m e t  o n  M o n d a y ,  a n d  v o t e d ."
    corpus = CorpusReader()([Article(id="a", text=spaced)])
    assert corpus.words(0) == ["The", "council", "of", "London", "met", "on", "Monday", "and", "voted"]
    start, end = corpus.spans(0)[3]
    assert spaced[start:end] == "L o n d o n"


@pytest.mark.parametrize("text", ["a b c d e " * 20, "x y\n" * 3 + "The council met on Monday. " * 9, "1 2 3 4 " * 20])
def test_letters_that_are_no_words_stay_apart(text: str) -> None:
    assert without_invisible(text) is None
