"""The reasons of a relation say its figures in whole sentences, and no more than them."""

from __future__ import annotations

import pytest

from dedup.records import RelationKind, Sides
from dedup.relations.passages import AlignedPassage, Coverage, PairPassages
from dedup.relations.relation_reasons import (
    NAMES_SHOWN,
    PHRASES_SHOWN,
    Evidence,
    PairFacts,
    counted,
    percent,
    reasons_of_copy,
    reasons_of_facts,
    reasons_of_phrases,
    reasons_of_sentences,
)

NONE = Sides(0.0, 0.0)


def found(rows: list[AlignedPassage], words: tuple[int, int], quoted_a: int = 0) -> PairPassages:
    """The passages of a pair; of what they cover only the quoted words of a are asked for."""
    return PairPassages(rows, Coverage(0, 0, quoted_a, 0), Coverage(0, 0, 0, 0), words)


def linked(a: int, b: int, copied: int = 0) -> AlignedPassage:
    return AlignedPassage(a, a + 10, b, b + 10, copied, True, 0.6)


def copied_run(a: int, b: int, words: int) -> AlignedPassage:
    return AlignedPassage(a, a + words, b, b + words, words, False, 1.0)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "0 %"),
        (0.0099, "under 1 %"),
        (0.01, "1 %"),
        (0.504, "50 %"),
        (0.995, "100 %"),
        (0.994, "99 %"),
        (1.0, "100 %"),
    ],
)
def test_shares_as_a_reader_writes_them(share: float, told: str) -> None:
    assert percent(share) == told


def test_one_is_no_plural() -> None:
    assert [counted(n, "passage") for n in (0, 1, 2)] == ["0 passages", "1 passage", "2 passages"]


@pytest.mark.parametrize(
    ("words", "told"),
    [(412, "The bodies are the same 412 words after normalisation."), (1, "The bodies are the same single word.")],
)
def test_identical_bodies_need_one_reason(words: int, told: str) -> None:
    assert reasons_of_copy(
        "identical", Sides(1.0, 1.0), Sides(0.2, 0.2), Evidence(words, words, 1, words, words, words, 50)
    ) == [told]


@pytest.mark.parametrize("kind", ["near_verbatim", "trimmed", "partial"])
def test_copied_words_are_told_by_coverage_runs_and_quotations(kind: RelationKind) -> None:
    evidence = Evidence(words_a=100, words_b=400, passages=3, covered=92, copied=90, longest=40, quoted=12)
    assert reasons_of_copy(kind, Sides(0.92, 0.23), Sides(0.12, 0.004), evidence) == [
        "92 % of the 100 words of a and 23 % of the 400 words of b lie in 3 copied passages.",
        "90 words were copied, the longest run is 40 words.",
        "12 words of these passages are quotations (12 % of a, under 1 % of b), which prove little.",
        "Single words inside the passages were changed, added or left out.",
    ]


def test_what_is_not_there_is_not_told() -> None:
    told = reasons_of_copy("partial", Sides(0.4, 0.1), NONE, Evidence(100, 400, 1, 40, 40, 40, 0))
    assert told == [
        "40 % of the 100 words of a and 10 % of the 400 words of b lie in one copied passage.",
        "40 words were copied, the longest run is 40 words.",
    ]


def test_linked_sentences_are_counted_and_their_order_told() -> None:
    rows = [linked(0, 0), copied_run(12, 200, 8), linked(20, 20, 7), linked(30, 20)]
    assert reasons_of_sentences(Sides(0.5, 0.4), NONE, found(rows, (60, 100)), []) == [
        "50 % of the 60 words of a and 40 % of the 100 words of b lie in 4 passages.",
        "15 words of them were copied.",
        "3 sentences tell the same in other words in the same order.",
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([linked(0, 50), linked(20, 20)], "2 sentences tell the same in other words."),
        ([linked(0, 0), linked(20, 50), linked(40, 30)], "3 sentences tell the same in other words."),
        ([linked(0, 0)], "1 sentence tells the same in other words."),
    ],
)
def test_sentences_in_another_order_or_alone_have_none(rows: list[AlignedPassage], told: str) -> None:
    assert reasons_of_sentences(Sides(0.5, 0.4), NONE, found(rows, (60, 100)), [])[2:] == [told]


def test_copied_passages_alone_are_no_linked_sentences() -> None:
    told = reasons_of_sentences(Sides(0.1, 0.1), NONE, found([copied_run(0, 0, 1)], (10, 10)), [])
    assert told == [
        "10 % of the 10 words of a and 10 % of the 10 words of b lie in 1 passage.",
        "1 word of them was copied.",
    ]


def test_quotations_and_names_come_last() -> None:
    spelled = [(f"hachd{n}", f"hashd{n}") for n in range(NAMES_SHOWN + 1)]
    told = reasons_of_sentences(Sides(0.5, 0.4), Sides(0.25, 0.2), found([linked(0, 0)], (60, 75), 15), spelled)
    assert told[3] == "25 % of a and 20 % of b are quotations among these passages, which prove little."
    assert told[4].startswith("The same names are romanised differently (hachd0/hashd0, hachd1/hashd1,")
    assert f"hachd{NAMES_SHOWN - 1}/" in told[4] and f"hachd{NAMES_SHOWN}/" not in told[4]
    assert len(told) == 5


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        # names of a, of b and of both; numbers of a, of b and of both
        ((13, 11, 9, 7, 7, 6), "9 of the 11 names and 6 of the 7 numbers of b are in a too; "
         "b adds 2 names and 1 number, a adds 4 names and 1 number."),
        ((11, 13, 9, 7, 7, 7), "9 of the 11 names and 7 of the 7 numbers of a are in b too; "
         "a adds 2 names, b adds 4 names."),
        ((4, 4, 4, 0, 0, 0), "4 of the 4 names of b are in a too; neither adds any."),
        ((4, 3, 3, 2, 0, 0), "3 of the 3 names of b are in a too; a adds 1 name and 2 numbers."),
        ((0, 0, 0, 5, 1, 1), "1 of the 1 number of b is in a too; a adds 4 numbers."),
        ((2, 2, 0, 1, 1, 0), "0 of the 2 names and 0 of the 1 number of b are in a too; "
         "b adds 2 names and 1 number, a adds 2 names and 1 number."),
    ],
)  # fmt: skip
def test_facts_are_told_of_the_article_with_fewer(facts: tuple[int, ...], told: str) -> None:
    assert reasons_of_facts(PairFacts(*facts)) == [told]


def test_an_article_without_facts_keeps_none() -> None:
    assert reasons_of_facts(PairFacts(3, 0, 0, 2, 0, 0)) == []


def test_stock_phrases_of_both_are_told_once_and_only_where_they_differ() -> None:
    assert reasons_of_phrases(["jaw-dropping"], ["jaw-dropping"], "count for nothing") == []
    assert reasons_of_phrases(["jaw-dropping", "turn of events"], ["jaw-dropping"], "count for nothing") == [
        "Stock phrases of language models count for nothing: “jaw-dropping”, “turn of events”."
    ]
    many = [f"phrase {n}" for n in range(PHRASES_SHOWN + 1)]
    (told,) = reasons_of_phrases(many, [], "are all that is added")
    assert told.startswith("Stock phrases of language models are all that is added: “phrase 0”, ")
    assert f"“phrase {PHRASES_SHOWN - 1}”." in told and f"phrase {PHRASES_SHOWN}" not in told
