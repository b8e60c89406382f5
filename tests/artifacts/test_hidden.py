"""Hidden characters and look-alike letters change nothing of what rules and style find; places are those of the text as
read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.artifacts import check
from dedup.artifacts.detector import Detector
from dedup.artifacts.engine import Engine
from dedup.artifacts.hidden import HIDDEN, MOST, hidden_in_words, plain_letters
from dedup.artifacts.loading import load_rules
from dedup.text.corpus import CorpusReader

TEXT = "It was their 3e defeat in a row, and there is no clarity or clarity in the report."


@pytest.mark.parametrize("character", HIDDEN)
def test_a_hidden_character_hides_no_mark(character: str) -> None:
    text = TEXT.replace("clarity", f"cla{character}rity").replace("defeat", f"de{character}feat")
    plain = {(f.rule, f.text) for f in check(TEXT)}
    found = [f for f in check(text) if f.rule != "hidden-characters"]
    assert {(f.rule, f.text.replace(character, "")) for f in found} == plain
    assert all(text[f.start : f.end] == f.text for f in check(text))
    assert {f.text for f in check(text) if f.rule == "hidden-characters"} == {
        f"de{character}feat",
        f"cla{character}rity",
    }


def test_look_alike_letters_hide_no_mark() -> None:
    text = TEXT.replace("clarity", "cl\u0430rity")
    assert "doubled-alternative" in {f.rule for f in check(text)}
    assert "mixed-alphabet-word" in {f.rule for f in check(text)}
    assert all(text[f.start : f.end] == f.text for f in check(text))


@pytest.mark.parametrize(
    "text", ["The mayor left.", "Он ушёл.", "café", "\u00adThe mayor", "می\u200cرود", "Иванов and Smith"]
)
def test_a_text_without_them_is_left_alone(text: str) -> None:
    assert plain_letters(text) is None


def test_a_word_of_two_alphabets_that_look_unlike_is_left_alone() -> None:
    assert plain_letters("the \u0436lub") is None


@given(st.text(alphabet=f"ab \u0430\u0436{HIDDEN}", max_size=60))
def test_only_look_alike_letters_are_replaced(text: str) -> None:
    plain = plain_letters(text)
    if plain is not None:
        assert plain != text
        assert all(a == b or (a, b) == ("a", "\u0430") for a, b in zip(plain, text, strict=True))


def test_the_style_is_that_of_the_plain_letters() -> None:
    plain = " ".join(
        f"The mayor said on day {n} that the bridge would open, and nobody believed him." for n in range(20)
    )
    detect = Detector(Engine(load_rules(selected=["ordinals"])))
    hidden = plain.replace("mayor", "ma\u00adyor").replace("bridge", "bri\u200bdge").replace("nobody", "n\u043ebody")
    one, other = detect(CorpusReader()([Article(text=plain), Article(text=hidden)]), ["en", "en"])
    assert one.style is not None
    assert one.style == other.style


def test_not_more_places_are_reported_than_anybody_reads() -> None:
    assert len([*hidden_in_words("ma\u00adyor " * (MOST + 5))]) == MOST
