"""Notes of the desk are found; what only looks like one is left alone."""

from __future__ import annotations

import pytest

from dedup.text.editorial_notes import LONGEST_NOTE, find_notes

STORY = "The council met on Tuesday and closed the bridge until the spring."


def found(text: str) -> list[str]:
    data = text.encode()
    return sorted(data[start:end].decode() for start, end in find_notes(data))


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier headline named the wrong river.",
        "Editor’s note: The figures were revised.",
        "This story has been corrected to show that the bridge has two lanes.",
        "An earlier version of this article misstated the cost, $1.5 million.",
        "This is a developing story. Please check back for updates.",
        "More to follow.",
        "© 2024 The Ledger. All rights reserved.",
    ],
)
def test_a_note_below_a_story_is_found(note: str) -> None:
    assert found(f"{STORY}\n\n{note}") == [note]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("BREAKING: Bridge closes", "BREAKING:"),
        ("UPDATE 3-Bridge closes", "UPDATE 3-"),
        ("[CORRECTED] Bridge closes", "[CORRECTED]"),
        ("URGENT — Bridge closes", "URGENT —"),
        ("EILMELDUNG: Brücke gesperrt", "EILMELDUNG:"),
        ("Bridge closes - 3RD LEAD", " - 3RD LEAD"),
        (f"(Adds details, quotes, background)\n{STORY}", "(Adds details, quotes, background)"),
        (f"{STORY} This story was updated on Friday.", "This story was updated on Friday."),
    ],
)
def test_a_note_is_found(text: str, note: str) -> None:
    assert found(text) == [note]


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "Breaking the ice - a winter tale",
        "Leading the way: how the town rebuilt",
        "He asked for a correction: the sum was wrong, he said.",
        "The article was updated in 1998 by the court.",
        "They wanted more to eat, and more to follow the leader.",
        "The sign read (Adds 5 % tax) in red.",
        "Correction: " + "a" * LONGEST_NOTE,
    ],
)
def test_what_looks_like_one_is_left(text: str) -> None:
    assert found(text) == []


def test_the_middle_of_a_long_text_is_not_searched() -> None:
    lines = [f"{STORY}\n"] * 400
    lines[200] = "Correction: the middle.\n"
    assert found("".join(lines)) == []
    lines[399] = "Correction: the end.\n"
    assert found("".join(lines)) == ["Correction: the end."]
