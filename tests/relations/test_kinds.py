"""Which relation copied words show, and what is told for it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dedup.records import Relation, Sides, Weak
from dedup.relations.copies import copied_shares, copy_kinds
from tests.relations.arrays import Figures, Rows, measured_of

Compared = Callable[..., tuple[list[Relation], list[Weak]]]
Prose = Callable[[int, int], str]


def pair(words_a: int, words_b: int, *passages: tuple[int, int, int], same: bool = False) -> tuple[Figures, Rows]:
    """A measured pair; a passage is its words in a, in b, and how many were copied."""
    figures = {"words_a": words_a, "words_b": words_b, "same": int(same)}
    return figures, [[0, in_a, 0, in_b, copied, copied, 0, 0] for in_a, in_b, copied in passages]


@pytest.mark.parametrize(
    ("measured", "kind"),
    [
        (pair(100, 100, (100, 100, 100), same=True), "identical"),
        (pair(100, 100, (100, 100, 100)), "near_verbatim"),
        (pair(100, 110, (90, 99, 90)), "near_verbatim"),
        (pair(100, 110, (45, 50, 45), (45, 49, 45)), "near_verbatim"),
        (pair(100, 101, (90, 90, 90)), "trimmed"),
        (pair(101, 100, (90, 90, 90)), "trimmed"),
        (pair(1000, 100, (90, 90, 90)), "trimmed"),
        (pair(100, 100, (90, 89, 89)), "trimmed"),
        (pair(100, 100, (89, 90, 89)), "partial"),
        (pair(100, 110, (89, 89, 89)), "partial"),
        (pair(100, 99, (99, 80, 80)), "partial"),
        (pair(100, 100, (100, 100, 90)), "near_verbatim"),
        (pair(100, 100, (100, 100, 89)), "partial"),
        (pair(100, 300, (100, 140, 90)), "trimmed"),
        (pair(100, 300, (100, 140, 89)), "partial"),
    ],
)
def test_ninety_per_cent_in_passages_is_a_copy(measured: tuple[Figures, Rows], kind: str) -> None:
    """Of both bodies or of the shorter; where less than nine tenths of the passages' words are the same it is no
    copy."""
    both = measured_of(pair(100, 100, (50, 50, 50)), measured)
    assert copy_kinds(both, copied_shares(both)) == ["partial", kind]


def test_shares_of_nothing() -> None:
    share = copied_shares(measured_of(pair(0, 0), pair(100, 50, (40, 20, 18))))
    assert [column.tolist() for column in share] == [[0, 0.4], [0, 0.4], [0, 0.9]]


def only(found: tuple[list[Relation], list[Weak]]) -> Relation:
    ((relation,), weak) = found
    assert weak == []
    return relation


def test_identical_after_normalisation(compared: Compared) -> None:
    found = only(
        compared(
            [
                "Ministers said: “It’s a naïve plan”, the Zürich daily writes.",
                'MINISTERS SAID "IT\'S A NAIVE PLAN" -- the Zurich daily writes',
            ]
        )
    )
    assert (found.relation, found.probability, found.coverage) == ("identical", 1.0, Sides(1.0, 1.0))
    assert (found.similarity.jaccard5, found.similarity.jaccard2, found.similarity.containment) == (1, 1, 1)
    assert found.reasons == ["The bodies are the same 11 words after normalisation."]


@pytest.mark.parametrize("text", ["Developing story", "Gone.", "字"])
def test_the_same_few_words_are_identical(compared: Compared, text: str) -> None:
    found = only(compared([text, text]))
    assert found.relation == "identical"
    assert found.reasons == [
        "The bodies are the same 2 words after normalisation."
        if " " in text
        else "The bodies are the same single word."
    ]
    assert [(p.a, p.text_b, p.kind) for p in found.passages] == [
        ((0, len(text.rstrip("."))), text.rstrip("."), "verbatim")
    ]


@pytest.mark.parametrize(
    "texts",
    [["", ""], ["", "Some words are here."], ["...", "!!!"], ["Two words", "Other words"], ["a b c d", "b c d a"]],
)
def test_empty_and_very_short_bodies_are_related_to_nothing(compared: Compared, texts: list[str]) -> None:
    assert compared(texts) == ([], [])


def test_short_bodies_that_hold_only_furniture_are_empty(compared: Compared) -> None:
    assert compared(["Advertisement\n\nSource link", "Advertisement\n\nSource link"]) == ([], [])


def test_single_changed_words_are_near_verbatim(compared: Compared, prose: Prose) -> None:
    words = prose(1, 240).split()
    changed = [word[::-1] if k % 20 == 10 else word for k, word in enumerate(words)]
    found = only(compared([" ".join(words), " ".join(changed)]))
    assert (found.relation, found.coverage) == ("near_verbatim", Sides(1.0, 1.0))
    assert [(p.kind, p.similarity, p.quoted) for p in found.passages] == [("edited", 0.95, False)]
    assert found.reasons == [
        "100 % of the 240 words of a and 100 % of the 240 words of b lie in one copied passage.",
        "228 words were copied, the longest run is 19 words.",
        "Single words inside the passages were changed, added or left out.",
    ]


def test_a_cut_copy_is_trimmed(compared: Compared, prose: Prose) -> None:
    whole = prose(1, 300)
    cut = " ".join(whole.split()[:120])
    for texts in ([whole, cut], [cut, whole]):
        found = only(compared(texts))
        assert found.relation == "trimmed"
        assert sorted([found.coverage.a, found.coverage.b]) == [0.4, 1.0]
        assert found.coverage.b == (1.0 if texts[1] == cut else 0.4)
        assert found.similarity.containment == 1.0
        assert [p.kind for p in found.passages] == ["verbatim"]


def test_moved_paragraphs_are_still_a_copy(compared: Compared, prose: Prose) -> None:
    paragraphs = prose(1, 300).split("\n\n")
    found = only(compared(["\n\n".join(paragraphs), "\n\n".join(reversed(paragraphs))]))
    assert found.relation == "near_verbatim"
    assert found.coverage == Sides(1.0, 1.0)
    assert [p.a for p in found.passages] == sorted(p.a for p in found.passages)
    assert [p.b for p in found.passages] == sorted((p.b for p in found.passages), reverse=True)


def test_paragraphs_among_others_are_partial(compared: Compared, prose: Prose) -> None:
    shared = prose(1, 120)
    found = only(compared([f"{prose(2, 120)}\n\n{shared}", f"{prose(3, 240)}\n\n{shared}\n\n{prose(4, 120)}"]))
    assert (found.relation, found.coverage, found.quoted) == ("partial", Sides(0.5, 0.25), Sides(0.0, 0.0))
    assert [p.text_a for p in found.passages] == [shared[:300]]
    assert found.reasons[0] == "50 % of the 240 words of a and 25 % of the 480 words of b lie in one copied passage."


def test_own_texts_are_not_related(compared: Compared, prose: Prose) -> None:
    assert compared([prose(1, 300), prose(2, 300)]) == ([], [])


@pytest.mark.parametrize(("opening", "closing"), ['""', "“”", "«»", "„“"])
def test_a_shared_quotation_alone_does_not_prove_derivation(
    compared: Compared, prose: Prose, opening: str, closing: str
) -> None:
    """Two reporters at one press conference; the same words without marks are one's writing in the other's text."""
    said = " ".join(prose(1, 60).split())
    quoting = [
        f"{prose(2, 60)}\n\n{opening}{said}{closing}",
        f"{prose(3, 48)}\n\n{opening}{said}{closing}\n\n{prose(4, 24)}",
    ]
    relations, weak = compared(quoting)
    assert relations == []
    assert all(each.probability < 0.5 for each in weak)
    found = only(compared([text.replace(opening, "").replace(closing, "") for text in quoting]))
    assert (found.relation, found.quoted) == ("partial", Sides(0.0, 0.0))


def test_quotations_are_told(compared: Compared, prose: Prose) -> None:
    text = f"{prose(1, 120)}\n\n“{prose(2, 36)}”\n\n{prose(3, 24)}"
    found = only(compared([text, f"{text}\n\n{prose(4, 180)}"]))
    assert (found.coverage, found.quoted) == (Sides(1.0, 0.5), Sides(0.2, 0.1))
    assert "36 words of these passages are quotations (20 % of a, 10 % of b), which prove little." in found.reasons
    assert [p.quoted for p in found.passages] == [False]


def test_a_passage_that_is_mostly_quotation_on_both_sides_is_quoted(compared: Compared, prose: Prose) -> None:
    quotation, story = f"“{prose(1, 36)}”", prose(2, 240)
    first = f"{story}\n\n{prose(3, 12)}\n\n{quotation}"
    found = only(compared([first, f"{quotation}\n\n{prose(4, 12)}\n\n{story}"]))
    assert sorted((p.quoted, p.text_a == quotation[1:-2][:300]) for p in found.passages) == [
        (False, False),
        (True, True),
    ]
    found = only(compared([first, f"{prose(1, 36)}\n\n{prose(4, 12)}\n\n{story}"]))
    assert [p.quoted for p in found.passages] == [False, False]


def test_reasons_are_sentences(compared: Compared, prose: Prose) -> None:
    stories = [prose(k, 240) for k in range(4)]
    mixed = f"{stories[0]}\n\n“{prose(9, 36)}”"
    relations, _ = compared([*stories, mixed, mixed.replace("ba", "do"), f"{stories[1]}\n\n{stories[2]}", mixed])
    assert {r.relation for r in relations} >= {"identical", "trimmed"}
    for r in relations:
        assert r.reasons
        for reason in r.reasons:
            assert re.fullmatch(r"[A-Z0-9][^.\n]*\.", reason)
            assert not re.search(r"nan|None|\{|  | -\d", reason)
