"""Texts read by machine are known by their marks, aligned by their letters, and compared with room for misread
letters; all others are compared word by word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dedup
from dedup.records import Relation
from dedup.relations.copied_passages import COPIED_PASSAGE
from dedup.relations.letter_alignment import Letters, align_letters, words_by_letters
from dedup.relations.machine_read import (
    KINDS,
    MARKS,
    PATTERNS,
    WRAPPED,
    WRAPPED_LINE,
    WRAPPED_LOOK,
    is_machine_read,
    shown_kinds,
)
from dedup.relations.misreadings import CERTAINLY_MISREAD, OTHER_NUMBERS, ReadPassages

PRINTED = """On Saturday evening the magistrates of the borough met at the Town Hall to hear the case against
a carpenter of
the parish, who was charged with taking a watch and two rings from the dwelling of a widow in Bridge-street. The
constable said that he was called to the house soon after nine, and that the window of the kitchen had been forced. A
neighbour had seen a man cross the yard with a parcel under his arm, and had followed him as far as the canal. The
prisoner, who said nothing, was committed for trial at the next sessions, and bail was refused. The widow thanked the
neighbour, and the bench ordered that the reward of five pounds be paid to him out of the county fund."""
WEB = PRINTED.replace("\n", " ")
# Letters that machines confuse, words parted and joined, signs alone; every name and number as it was
READ = """. On Saturday evening the magistrates of tbe borough rnet at the Town Hall to hear tlie case
against a carpentcr of
the parish, who was charged with tak- ing a watch and two rings from the dweIling of a widow in Bridge-street. Tbe
con- stable said that he was called to the house soon aftcr nine, ' and that the wiudow of tho kitchen had
been forced. A
neigh- bour had seen a man cross tlie yard with a par0el under his arm, and had followcd him as far as the cana1. The
prisoner, who said nothing, was committed for tria1 at the next sessi0ns, and bail was refnsed. b The wid0w
thanked tho
neighbour, and the bencli ordered that the reward of five pounds be paid to him outof the county fund."""


def related(*texts: str) -> Sequence[Relation]:
    articles = [dedup.Article(id=str(n), text=text) for n, text in enumerate(texts)]
    return dedup.scan(articles, only=["relations"], jobs=1).relations


@pytest.mark.parametrize(("text", "read"), [(READ, True), (PRINTED, True), (WEB, False), ("", False), ("x", False)])
def test_marks_and_line_ends_show_that_a_text_was_read_by_machine(text: str, read: bool) -> None:
    assert is_machine_read(text) is read


# Kinds of letters, digits, spaces and signs that the patterns and their looks tell apart; 𝐚 and 𝟗 lie beyond the basic
# plane, where a look takes them for anything
CHARACTERS = "abkzéßñЖжǅʰ中١09ABÉ.,'’*^~|_■•°<>\\{}[]=`„-¬;:!?»«\n\t \u2028\u00a0\x1c\x1f\ufffd𝐚𝟗😀\ud800"
texts = st.text(st.sampled_from(CHARACTERS), max_size=40)


def plainly_machine_read(text: str) -> bool:
    """The same without any look before a pattern is tried."""
    words = max(20, text.count(" ") + text.count("\n")) / 100
    if len(WRAPPED_LINE.findall(text)) >= WRAPPED * words:
        return True
    found = [len(list(pattern.finditer(text))) for pattern, _ in PATTERNS]
    return sum(map(bool, found)) >= KINDS and sum(found) >= MARKS * words


@pytest.mark.parametrize(
    "text",
    [
        "A1b", "É٩é", "é9", "9é99ééé", "𐐨9", "\u2028b\u00a0", "\tK\v", "a,b", "ʰ*é",
        "中•é", "»é«é", "é\né", ",\né", "éÉ",
        "é-\u2028éé", "é¬\nab", "\u00a0„\u2028", " ’\n", " ._ ", "é-\u2029𐐨b",
    ],
)  # fmt: skip
def test_a_look_knows_each_kind_of_character(text: str) -> None:
    assert_looks_find(text)
    assert any(pattern.search(text) for pattern, look in PATTERNS if look is not None) or WRAPPED_LINE.search(text)


@given(texts)
def test_a_look_finds_something_wherever_its_pattern_does(text: str) -> None:
    assert_looks_find(text)


def assert_looks_find(text: str) -> None:
    shown = shown_kinds(np.array([ord(character) for character in text], np.uint32))
    assert len(shown) == len(text)
    for pattern, look in PATTERNS:
        if look is not None and pattern.search(text):
            assert look.search(shown), pattern.pattern
    assert len(WRAPPED_LOOK.findall(shown)) >= len(WRAPPED_LINE.findall(text))


def test_looks_spare_most_texts_the_patterns() -> None:
    shown = shown_kinds(np.frombuffer(WEB.encode("utf-32-le"), np.uint32))
    assert [look.pattern for _, look in PATTERNS if look is not None and look.search(shown)] == []


@given(st.lists(texts, max_size=4))
@example([READ])
@example(["no. 1st, 2nd and 3rd; a B C. iPhone of 5G-net  x  "] * 3)
def test_looks_change_no_answer(parts: list[str]) -> None:
    text = " ".join(parts)
    assert is_machine_read(text) is plainly_machine_read(text)


def test_a_copy_stays_a_copy_where_it_was_read_by_machine() -> None:
    (relation,) = related(WEB, READ)
    assert relation.relation == "near_verbatim"
    assert any("letters of these passages differ: read by machine." in reason for reason in relation.reasons)


def test_exact_copies_are_not_said_to_be_read() -> None:
    (relation,) = related(PRINTED, PRINTED + "\nAnother case was put off.")
    assert relation.relation in ("near_verbatim", "identical")
    assert not any("read by machine" in reason for reason in relation.reasons)


def test_other_words_in_the_same_places_are_no_misread_letters() -> None:
    """The same number of words differ, and the text has lines like a scanned one."""
    words = PRINTED.split(" ")
    for place in range(3, len(words), 4):
        words[place] = "zebra"
    found = related(WEB, " ".join(words))
    assert all("read by machine" not in reason for relation in found for reason in relation.reasons)


def test_one_form_with_other_facts_stays_a_form() -> None:
    form = (
        "{name} Corp said its board has declared an initial quarterly dividend of {cents} cents a share,\n"
        "payable {month} {day} to holders of record on {month} {before}. The company of {place}\n"
        "had paid {old} cents in the quarter before, and has {shares} million shares outstanding at the\n"
        "end of the year, and it expects to pay the same dividned in the quarters that follow."
    )
    one = form.format(name="Alpha", cents=14, month="April", day=24, before=6, place="Denver", old=12, shares=31)
    other = form.format(name="Delmar", cents=33, month="June", day=15, before=2, place="Boston", old=30, shares=8)
    found = related(one, other.replace("dividned", "dividend"))
    assert all(relation.relation in ("template", "same_event") for relation in found)


@pytest.mark.parametrize(
    ("printed", "misread"),
    [
        ("was refused", "was not refused"),
        ("possible", "impossible"),
        ("1881", "1882"),
        ("Hashd", "Hachd"),
        ("now", "not"),
    ],
)
def test_denials_digits_names_and_known_words_are_never_misread(printed: str, misread: str) -> None:
    """Both texts are read by machine; the words that a text may change are no copies of one another."""
    story = PRINTED.replace("who said nothing", f"who said that {printed} it would be for Mr. Lowe")
    (relation,) = related(
        story.replace("\n", " "), READ.replace("who said nothing", f"who said that {misread} it would be for Mr. Lowe")
    )
    shown = [p for p in relation.passages if printed in p.text_a]
    assert all(p.kind != "verbatim" for p in shown)


def letters(*words: str) -> Letters:
    return Letters("".join(words), np.cumsum([0, *map(len, words)]))


def test_letters_lead_from_words_to_the_words_that_have_them() -> None:
    one = letters("the", "magistrates", "heard", "possible", "reasons", "for", "nothing")
    other = letters("the", "magis", "trates", "heard", "impossible", "reason", "sfor", "nothing")
    found = words_by_letters(one, other, align_letters(one.text, other.text))
    assert found.first.tolist() == [0, 1, 3, 4, 5, 6, 7]
    assert found.last.tolist() == [0, 2, 3, 4, 6, 6, 7]
    assert found.own.tolist() == [0, 0, 0, 0, 0, 0, 0]
    assert found.others.tolist() == [0, 0, 0, 2, 0, 0, 0]


def test_texts_with_letters_in_common_by_chance_have_no_passage() -> None:
    one = "thecouncilofthetownvotedonmondaytoclosetheroad" * 3
    other = "firefightersputoutablazeinawarehouseattheport" * 3
    assert not align_letters(one, other).passages.size
    assert not align_letters("", other).passages.size
    assert align_letters(one, one).passages.tolist() == [[0, len(one) - 1]]


@pytest.mark.parametrize(
    ("misread", "same", "other", "of_machine"),
    [
        (CERTAINLY_MISREAD - 1, 3, OTHER_NUMBERS, False),  # more than half of the equal ones
        (CERTAINLY_MISREAD - 1, 4, OTHER_NUMBERS, True),
        (CERTAINLY_MISREAD - 1, 1, OTHER_NUMBERS - 1, True),
        (CERTAINLY_MISREAD, 3, OTHER_NUMBERS, True),
    ],
)
def test_other_numbers_show_a_form_unless_many_words_are_misread(
    misread: int, same: int, other: int, of_machine: bool
) -> None:
    found = ReadPassages(
        np.empty(0, COPIED_PASSAGE), 0.05, copied=100, misread=misread, parted=2, others=5, same_numbers=same,
        other_numbers=other, same_facts=9, other_facts=0,
    )  # fmt: skip
    assert found.is_of_machine is of_machine
