"""Alternatives of one word and itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.checks.doubled import doubled_alternatives, doubled_phrases, listed_twice
from dedup.artifacts.document import Document


def alternatives(text: str) -> list[str]:
    return [text[start:end] for start, end in doubled_alternatives(Document(text, []))]


@given(
    st.from_regex(r"[b-d]{4,10}ty", fullmatch=True),
    st.sampled_from(["and", "or"]),
    st.sampled_from([".", ",", "\n", " of the town", " is"]),
)
def test_a_word_and_itself_between_function_words_is_marked(word: str, conjunction: str, after: str) -> None:
    said = f"{word} {conjunction} {word}"
    assert alternatives(f"The inquiry has no {said}{after}") == [said]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("He spoke of security and security forces.", "the second begins a compound"),
        ("He spoke of law or law-enforcement.", "the second begins a compound"),
        ("He asked head teachers and teachers.", "an adjective belongs to the first alone"),
        ("He wrote for teachers and teachers in training.", "the second is qualified"),
        ("They sang and sang.", "a verb is repeated for emphasis"),
        ("It is hard to have the right and right and right.", "three times is emphasis"),
        ("It grew for years and years.", "a fixed pair"),
        ("It is colder and colder.", "a comparative"),
        ("non-violence or violence.", "the first is another word"),
        ("clarity or clarity", "nothing tells what stands before"),
    ],
)
def test_what_english_says_twice_is_left_alone(text: str, why: str) -> None:
    assert alternatives(text) == [], why


def test_a_phrase_that_only_its_second_mention_qualifies_is_left_alone() -> None:
    text = "It hit the school and the school compound. It spoke of flood control and flood control."
    assert [text[a:b] for a, b in doubled_phrases(Document(text, []))] == ["flood control and flood control"]


@pytest.mark.parametrize(
    "text", ["He tried and he tried.", "They want to fight and to fight.", "It went on for years and for years."]
)
def test_a_phrase_said_twice_for_emphasis_is_left_alone(text: str) -> None:
    assert list(doubled_phrases(Document(text, []))) == []


def test_an_item_named_twice_running_is_marked_where_the_list_goes_on() -> None:
    text = (
        "He was an actor, presenter, presenter and singer. He asked for bread, bread, bread and water. "
        "He said so, maybe, maybe and again."
    )
    assert [text[a:b] for a, b in listed_twice(Document(text, []))] == ["presenter, presenter"]
