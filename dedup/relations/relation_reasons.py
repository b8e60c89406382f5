"""The reasons of a relation: one sentence for each thing that speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from dedup.records import RelationKind, Sides
from dedup.relations.passages import PairPassages

NAMES_SHOWN: Final = 4
SLOT_SHOWN: Final = 40  # characters of a fact
READ_BY_MACHINE: Final = "read by machine"


def counted(number: int, what: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "word"), counted(2, "word")
    ('1 word', '2 words')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Return a share as a reader writes it.

    >>> percent(0.8349), percent(0.002), percent(0.9999)
    ('83 %', 'under 1 %', '100 %')
    """
    return "under 1 %" if 0 < share < 0.01 else f"{round(100 * share)} %"


class Evidence(NamedTuple):
    """The figures that the reasons of a pair name: words of a and b; passages, their words in a, the copied ones and
    the longest run of them, and those quoted in a."""

    words_a: int
    words_b: int
    passages: int
    covered: int
    copied: int
    longest: int
    quoted: int


def reasons_of_copy(kind: RelationKind, coverage: Sides, quoted: Sides, found: Evidence) -> list[str]:
    """Return one sentence each for the coverage, the passages, and the quotations among them."""
    words_a, words_b, passages, covered, copied, longest, inside = found
    if kind == "identical":
        return [
            f"The bodies are the same {words_a} words after normalisation."
            if words_a > 1
            else "The bodies are the same single word."
        ]
    number = "one copied passage" if passages == 1 else f"{passages} copied passages"
    reasons = [
        f"{percent(coverage.a)} of the {words_a} words of a and {percent(coverage.b)} of the {words_b} words of b "
        f"lie in {number}.",
        f"{copied} words were copied, the longest run is {longest} words.",
    ]
    if inside:
        reasons.append(
            f"{inside} words of these passages are quotations ({percent(quoted.a)} of a, {percent(quoted.b)} of b), "
            "which prove little."
        )
    if copied < covered:
        reasons.append("Single words inside the passages were changed, added or left out.")
    return reasons


def reason_of_reading(differing: float) -> str:
    """Return the sentence that says how much of a copy was misread.

    >>> reason_of_reading(0.1234)
    'About 12 % of the letters of these passages differ: read by machine.'
    """
    return f"About {percent(differing)} of the letters of these passages differ: {READ_BY_MACHINE}."


def is_read_by_machine(reasons: Sequence[str]) -> bool:
    """Return whether a relation with these reasons was found by the letters of texts read by machine."""
    return any(reason.endswith(f": {READ_BY_MACHINE}.") for reason in reasons)


def reason_of_form(changed: int, shown: Sequence[tuple[str, str]]) -> str:
    """Return the sentence that says in how many places two articles of one form have other facts, and in which.

    >>> reason_of_form(3, [("Monday", "Friday"), ("4.1", "3.6")])
    'One form with other facts: 3 places differ (Monday/Friday, 4.1/3.6).'
    """
    if not shown:
        return "One form with other facts: the two have few facts in common."
    listed = ", ".join("/".join(side[:SLOT_SHOWN] for side in slot) for slot in shown)
    return (
        f"One form with other facts: {counted(changed, 'place')} {'differs' if changed == 1 else 'differ'} ({listed})."
    )


def reason_of_event(facts: Sequence[str]) -> str:
    """Return the sentence that lists the names and numbers that two reports of one event share.

    >>> reason_of_event(["Brill", "14"])
    'Both name Brill, 14.'
    """
    return f"Both name {', '.join(fact[:SLOT_SHOWN] for fact in facts)}."


def reasons_of_sentences(
    coverage: Sides, quoted: Sides, found: PairPassages, spelled: Sequence[tuple[str, str]]
) -> list[str]:
    """Return one sentence each for the coverage, what was copied, linked sentences and their order, quotations, and
    names spelled differently."""
    rows = found.passages
    words_a, words_b = found.words
    linked = [row for row in rows if row.reworded]
    copied = sum(row.copied for row in rows)
    reasons = [
        f"{percent(coverage.a)} of the {words_a} words of a and {percent(coverage.b)} of the {words_b} words of b "
        f"lie in "
        f"{counted(len(rows), 'passage')}.",
        f"{counted(copied, 'word')} of them {'was' if copied == 1 else 'were'} copied.",
    ]
    if linked:
        ascending = sum(later.b >= earlier.b for earlier, later in pairwise(linked))
        order = " in the same order" if len(linked) > 1 and ascending == len(linked) - 1 else ""
        tells = "sentence tells" if len(linked) == 1 else "sentences tell"
        reasons.append(f"{len(linked)} {tells} the same in other words{order}.")
    if found.whole.quoted_a:
        reasons.append(
            f"{percent(quoted.a)} of a and {percent(quoted.b)} of b are quotations among these passages, "
            "which prove little."
        )
    if spelled:
        listed = ", ".join(f"{one}/{other}" for one, other in spelled[:NAMES_SHOWN])
        reasons.append(
            f"The same names are romanised differently ({listed}), as by translators from different languages."
        )
    return reasons
