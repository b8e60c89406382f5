"""Words as they are aligned, and what stands in quotation marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.siblings.version_words import VersionWords, WordTypes, quotations, words_of


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"We go," she said. "We stay."', ["We go,", "We stay."]),
        ("“We go,” she said, “or stay.“", ["We go,", "or stay."]),
        ("„Wir gehen“, sagte sie", ["Wir gehen"]),
        ("He called it a ‘cold day’ in the officers’ mess", ["cold day"]),
        ("the officers’ mess and the players’ bus", []),
        ("“the ‘cold day’ is over”", ["the ‘cold day’ is over"]),
        ("“an open one\nand “a closed” one", ["an open one", "a closed"]),
        ('cut short" he said, "but "here" it is whole"', ["here"]),
        ("“" + "x" * 2000 + "”", []),
    ],
)
def test_what_is_in_quotation_marks(text: str, quoted: list[str]) -> None:
    assert [text[a:b] for a, b in quotations(text)] == quoted


def test_a_word_knows_its_place() -> None:
    text = "Smoke rose. The U.S. Navy’s tug, 1,200 tons, “did not burn”."
    words = words_of(text)
    assert [text[w.start : w.end] for w in words] == [
        "Smoke", "rose", "The", "U.S.", "Navy", "tug", "1,200", "tons", "did", "not", "burn"
    ]  # fmt: skip
    assert [w.key for w in words[3:7]] == ["us", "navi", "tug", "1200"]
    assert [w.form for w in words if w.first] == ["smoke", "the", "did"]
    assert [w.form for w in words if w.quotation] == ["did", "not", "burn"]
    assert [w.form for w in words if w.acronym] == ["us"]
    assert "us" in [w.form for w in words if w.content]
    assert "," in words[5].after and "," not in words[4].after


def test_a_quotation_that_was_opened_before_the_passage_and_closed_behind_it_is_seen() -> None:
    text = "She said: “All of the boats that left the harbour at dawn are back.”"
    start = text.index("boats")
    words = words_of(text)
    assert all(w.quotation for w in words[slice(*words.within(start, start + 20))])


@given(st.text(alphabet="ab'’“”\"‘.[] \n5,é\x00", max_size=200))
def test_any_text_is_read_in_order_and_in_bounds(text: str) -> None:
    words = words_of(text)
    assert all(a.end <= b.start for a, b in pairwise(words))
    spans = quotations(text)
    assert all(0 <= a <= b <= len(text) for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))


def test_a_word_that_a_range_cuts_is_not_in_it() -> None:
    """The second half of "drone" is no "one"."""
    text = "a drone attack"
    first, end = words_of(text).within(text.index("one"), len(text))
    assert [w.form for w in words_of(text)[first:end]] == ["attack"]


def test_a_range_of_a_text_has_the_words_that_are_whole_in_it() -> None:
    text = "Smoke rose over the harbour"
    words = words_of(text)
    assert [w.form for w in words[slice(*words.within(1, len(text) - 1))]] == ["rose", "over", "the"]
    assert words.within(0, len(text)) == (0, 5)
    assert words.within(1, 4) == (1, 1)


def test_words_of_one_run_have_one_number_in_all_of_its_versions() -> None:
    types = WordTypes()
    one, other = VersionWords("The guards attacked", types), VersionWords("Guards attack the Guards", types)
    assert one.keys.tolist() == [0, 1, 2]
    assert other.keys.tolist() == [1, 2, 0, 1]
    assert one.forms.tolist()[1] == other.forms.tolist()[0] != one.forms.tolist()[2]
    assert len(types) == 6
