"""Where two word lists differ, and what was moved."""

from dedup.siblings.edit_search import ANCHORED, ANCHORED_BESIDE
from dedup.siblings.edits import Alignment, aligned
from dedup.siblings.version_words import VersionWords, WordTypes


def align(one: str, other: str) -> Alignment:
    types = WordTypes()
    return aligned(VersionWords(one, types), VersionWords(other, types))


def edits(alignment: Alignment) -> list[tuple[str, str]]:
    return [
        (
            " ".join(w.form for w in alignment.one[e.a : e.end_a]),
            " ".join(w.form for w in alignment.other[e.b : e.end_b]),
        )
        for e in alignment.edits
    ]


def test_words_between_what_both_have_are_an_edit() -> None:
    assert edits(align("Divers raised the heavy bell at noon", "Divers lifted the old bell at noon")) == [
        ("raised the heavy", "lifted the old"),
    ]


def test_a_function_word_between_two_changes_is_no_anchor_and_a_content_word_is() -> None:
    assert edits(align("ships carried grain of the north", "ships hauled wheat of that region")) == [
        ("carried grain of the north", "hauled wheat of that region")
    ]
    assert len(align("ships carried grain from here", "ships hauled grain to there").edits) == 2


def test_forms_of_one_word_are_kept() -> None:
    assert edits(align("The attack stopped the pilots", "The attacks stop the pilot")) == []


def test_an_edit_needs_content_words_on_both_sides_and_a_bounded_length() -> None:
    inside = align("Divers raised the bell yesterday at noon sharp", "Divers raised the anchor yesterday at noon sharp")
    assert [e.shows(ANCHORED) for e in inside.edits] == [True]
    at_end = align("Divers raised the bell", "Divers raised the anchor")
    assert [e.shows(ANCHORED) for e in at_end.edits] == [False]
    assert [e.shows(ANCHORED_BESIDE) for e in at_end.edits] == [True]
    long = align(
        "Divers raised " + "one more little thing " * 4 + "at noon sharp", "Divers raised anchors at noon sharp"
    )
    assert [e.shows(ANCHORED) for e in long.edits] == [False]


def test_a_word_that_was_moved_is_reported_with_the_words_between() -> None:
    alignment = align(
        "No ship leaves this harbour today without papers", "No ship leaves today this harbour without papers"
    )
    assert [(alignment.one[m.a].form, m.over) for m in alignment.moves] == [("today", 2)]


def test_a_word_that_is_there_twice_nearby_was_not_moved() -> None:
    alignment = align(
        "No ship leaves this harbour today without papers", "Today no ship leaves today this harbour without papers"
    )
    assert alignment.moves == []


def test_nothing_against_something() -> None:
    assert edits(align("", "Divers raised the bell")) == [("", "divers raised the bell")]
    assert edits(align("", "")) == []
