"""Tortured phrases are found where they stand as phrases, and told only where a text has enough of them."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts import Finding, check
from dedup.artifacts.checks.spinner_phrases import TABLE, PhraseTableFile, find_tortured, read_table, search, table_of
from dedup.artifacts.checks.word_pairs import WordPairs

FILE = PhraseTableFile(
    {"sedate>drug": ("abuse", "the")},
    {"anterior>previous": ("year", "")},
    {"deep learning": "profound+learning", "a random forest": "the arbitrary+timberland"},
    {"Security Council": "Security+Chamber"},
)
OWN = table_of(FILE)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.original) for one in search(text, OWN)[1]]


def test_a_swap_is_reported_with_the_pair_it_replaces() -> None:
    """On either side of the word that stays."""
    assert found("Sedate abuse rose; the sedate was cheap.") == [
        ("Sedate abuse", "drug abuse"),
        ("the sedate", "the drug"),
    ]


def test_a_phrase_is_found_by_the_marked_pair_of_its_words() -> None:
    assert found("It is the arbitrary timberland that counts.") == [("the arbitrary timberland", "a random forest")]
    assert found("Her arbitrary timberland burned; arbitrary timberland.") == []


def test_two_phrases_may_have_one_pair() -> None:
    file = msgspec.structs.replace(
        FILE, phrases={"deep learning": "profound+learning", "deep learning model": "profound+learning shape"}
    )
    text = "Profound learning shape"
    assert [text[one.start : one.end] for one in search(text, table_of(file))[1]] == ["Profound learning", text]


def test_a_rendering_is_no_swap_of_a_spinner() -> None:
    assert [(one.kind, one.original) for one in search("The anterior year was dry.", OWN)[1]] == [
        ("rendering", "previous year")
    ]


def test_a_name_has_capitals() -> None:
    assert found("A security chamber is not the Security Chamber.") == [("Security Chamber", "Security Council")]


@pytest.mark.parametrize(
    "text",
    [
        "sedate, abuse",
        "sedate  abuse",
        "sedate\nabuse",
        "sedate abused",
        "5sedate abuse",
        "ésedate abuse",
        "sedate. Abuse",
    ],
)
def test_words_that_are_no_phrase_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["sedate-abuse", "“sedate abuse”", "é sedate abuse", "😀 SEDATE ABUSE."])
def test_places_are_code_points(text: str) -> None:
    (start, end, *_), *_ = search(text, OWN)[1]
    assert text[start:end].lower().replace("-", " ") == "sedate abuse"


def test_words_are_counted() -> None:
    assert search("One, two3 café\x00four", OWN)[0] == 4


@given(
    st.lists(st.sampled_from(["sedate", "abuse", "the", "profound", "learning", "é", "SEDATE"])),
    st.sampled_from([" ", "-", "  ", ", ", "\n"]),
)
def test_the_kernel_finds_what_a_look_at_each_pair_finds(words: list[str], gap: str) -> None:
    text = gap.join(words)
    folded = [word.lower() for word in words]
    pairs = {*OWN.swaps, *OWN.phrases}
    expected = sum(pair in pairs for pair in pairwise(folded)) if gap in " -" else 0
    assert len(search(text, OWN)[1]) == expected


def test_the_kernel_stops_where_its_places_are_full() -> None:
    pairs = WordPairs("sedate abuse, " * 5)
    assert pairs.words == 10
    assert pairs.find(OWN.slots, OWN.bits, most=3) == [0, 14, 28]
    assert pairs.find(OWN.slots, OWN.bits, most=0) == []


@given(
    st.lists(
        st.sampled_from(["river", "sedate", "abuse", "profound", "learning", "creating", "countries"]), max_size=30
    )
)
def test_the_map_of_bits_hides_no_pair(words: list[str]) -> None:
    pairs = WordPairs(" ".join(words))
    assert pairs.find(OWN.slots, OWN.bits, most=40) == pairs.find(OWN.slots, np.full_like(OWN.bits, 255), most=40)
    assert not OWN.bits.all()


def test_bits_of_another_table_are_refused() -> None:
    with pytest.raises(ValueError, match="no bits"):
        WordPairs("sedate abuse").find(OWN.slots, OWN.bits[:-1], most=3)


def test_the_table_is_small_and_whole() -> None:
    """Every phrase of the shipped table is found in itself."""
    table = read_table()
    assert TABLE.stat().st_size < 600_000
    assert len(table.swaps) > 10_000
    for first, second in [*table.swaps][::97]:
        assert any(one.kind in ("collocation", "rendering") for one in find_tortured(f"{first} {second}")[1])
    for phrases in [*table.phrases.values()][::13]:
        for phrase in phrases:
            assert phrase.original in [one.original for one in find_tortured(" ".join(phrase.words).title())[1]]


def findings(text: str) -> list[Finding]:
    return [finding for finding in check(text) if finding.rule.startswith("tortured-")]


def test_a_finding_says_the_original_of_the_phrase() -> None:
    (one,) = findings("He flew to the Joined together States.")
    assert (one.text, one.claims) == ("Joined together States", "spun")
    assert one.message == "“Joined together States” stands for “United States”."


def test_one_tortured_phrase_is_no_evidence() -> None:
    """A journalist may come to write one; the same one twice is still one."""
    assert findings("Profound learning sells. Profound learning pays.") == []
    assert len(findings("Profound learning sells. Counterfeit consciousness pays.")) == 2


def test_a_long_text_needs_more() -> None:
    """Two swapped words are chance in a long article."""
    two = "Doctors treat sedate abuse in creating countries. "
    assert len(findings(two)) == 2
    assert findings(two + "The town has a mill and a pond. " * 60) == []
