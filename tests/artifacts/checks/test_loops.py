"""Loops: words that a decoder writes again at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.checks.loops import LONGEST, SHORTEST, loops
from dedup.artifacts.checks.repeated_words import may_loop
from dedup.artifacts.document import Document

WORDS = ["river", "gate", "the", "mayor", "of", "old", "town", "spoke", "twice", "about", "rain", "and", "snow", "here"]
BEFORE = "The report on the flood says that"


def marked(text: str) -> list[str]:
    return [text[start:end] for start, end in loops(Document(text, []))]


@given(
    st.lists(st.sampled_from(WORDS), min_size=SHORTEST, max_size=LONGEST, unique=True),
    st.sampled_from(["", "and ", "or ", "but "]),
)
def test_words_said_again_at_once_are_found_whatever_they_are(words: list[str], joint: str) -> None:
    """From four words to twelve, with a conjunction between or none; the mark covers both."""
    if words[-1] in ("and", "or", "but") or words[0] in ("and", "or", "but"):
        return
    said = " ".join(words)
    found = marked(f"{BEFORE} {said} {joint}{said} yesterday evening.")
    assert len(found) == 1
    assert f"{said} {joint}{said}".startswith(found[0][: len(said)])
    assert len(found[0].split()) >= 2 * SHORTEST


@given(st.text(alphabet="ab “”,.\n", max_size=200))
def test_the_kernel_lets_no_loop_go(text: str) -> None:
    """It is asked first, and only where it says yes are the words compared."""
    words = text.split("\n")[0].split()
    repeated = any(
        words[i : i + n] == words[i + n : i + 2 * n]
        for n in range(SHORTEST, LONGEST + 1)
        for i in range(len(words) - 2 * n + 1)
    )
    if repeated:
        assert may_loop(text.encode(), SHORTEST, LONGEST + 1)


def test_the_kernel_passes_by_a_text_without_a_loop() -> None:
    text = "The river rose in the night, and in the morning the gate of the old town stood in the water."
    assert not may_loop(text.encode(), SHORTEST, LONGEST + 1)


def test_the_kernel_starts_again_with_each_line() -> None:
    assert not may_loop(b"at a gate of town a gate\nrain on the river rain", SHORTEST, LONGEST + 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Minister at the gate of town Minister at the gate of town", id="a whole line is a caption"),
        pytest.param(
            "They sang: down with the old wall! Down with the old wall! down with the old wall!",
            id="a sentence is a refrain",
        ),
        pytest.param(
            "He said: “Now we want the old town back, we want the old town back.” Then they left.",
            id="a quotation is a slogan",
        ),
        pytest.param(
            "The sets of the match were 6-4 7-5 6-1 7-6 6-4 7-5 6-1 7-6 in the end, all in all.",
            id="numbers are scores",
        ),
        pytest.param(
            "The bells went ding dong ding bang ding dong ding bang until the morning.", id="few words are a sound"
        ),
        pytest.param(
            "The report says that the gate\nthe gate of the town and\nthe gate of the town and", id="lines do not loop"
        ),
    ],
)
def test_what_people_say_twice_is_no_loop(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    ("unit", "times"),
    [("contrary", 5), ("year", 5), ("of the", 5), ("it seems that", 5), ("the vote was final and", 3), ("pre-", 5)],
)
def test_few_words_five_times_and_a_clause_three_times(unit: str, times: int) -> None:
    (found,) = marked(f"{BEFORE} {' '.join([unit] * times)} yesterday evening.")
    assert set(found.split()) == set(unit.split())
    if times == 5:
        assert marked(f"{BEFORE} {' '.join([unit] * (times - 1))} yesterday evening.") == []


@pytest.mark.parametrize("border", [" ", "\n", "\n\n"])
def test_a_statement_three_times_in_a_row_however_long(border: str) -> None:
    said = "The mayor of the old town spoke about the rain and the snow on the river and by the gate."
    assert marked(border.join([BEFORE + " it rains.", said, said, said, "Then she left."])) == [border.join([said] * 3)]
    assert marked(border.join([BEFORE + " it rains.", said, said, "Then she left."])) == []


@pytest.mark.parametrize("said", ["The rain falls.", "Rain, snow!", "Gate 1 and gate 22."])
def test_a_short_sentence_a_cry_and_a_score_are_said_again_by_people(said: str) -> None:
    assert marked(" ".join([BEFORE + " it rains.", said, said, said])) == []


def test_a_small_word_five_times_is_a_loop_and_a_cry_is_none() -> None:
    assert marked(f"{BEFORE} it is the the the the the gate of town.") == ["the the the the the"]
    assert marked(f"{BEFORE} it is the the the the gate of town.") == []
    assert marked(f"{BEFORE} the machine went beep beep beep beep beep beep until dawn.") == []
    assert marked(f"{BEFORE} they sang la la la la la la la la until dawn.") == []


@given(st.sampled_from(["contrary", "of the", "it seems that"]), st.integers(5, 9))
def test_the_kernel_lets_no_short_loop_go(unit: str, times: int) -> None:
    assert may_loop(f"It is {' '.join([unit] * times)}.".encode(), SHORTEST, LONGEST + 1)


def test_the_kernel_passes_by_what_is_said_four_times() -> None:
    assert not may_loop(b"It is contrary contrary contrary contrary.", SHORTEST, LONGEST + 1)
