"""The reasons of a relation: one sentence for each thing that speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from dedup.records import RelationKind, Sides
from dedup.relations.passages import PairPassages

NAMES_SHOWN: Final = 4
PHRASES_SHOWN: Final = 4
PHRASE_SHOWN: Final = 60  # characters of a stock phrase
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


class PairFacts(NamedTuple):
    """Different names (each word of a name is one) and numbers of a and of b, and those that both have."""

    names_a: int
    names_b: int
    names: int
    numbers_a: int
    numbers_b: int
    numbers: int


def reasons_of_facts(facts: PairFacts) -> list[str]:
    """Return the sentence that says which names and numbers of one article the other keeps, and what each adds: of the
    article with fewer, or of b; none where that article has no name and no number.

    >>> reasons_of_facts(PairFacts(names_a=13, names_b=11, names=9, numbers_a=7, numbers_b=7, numbers=7))
    ['9 of the 11 names and 7 of the 7 numbers of b are in a too; b adds 2 names, a adds 4 names.']
    """
    a, b = (facts.names_a, facts.numbers_a), (facts.names_b, facts.numbers_b)
    shared = facts.names, facts.numbers
    (fewer, own), (more, others) = (("a", a), ("b", b)) if sum(a) < sum(b) else (("b", b), ("a", a))
    kept = [
        f"{both} of the {counted(number, what)}"
        for both, number, what in zip(shared, own, ("name", "number"), strict=True)
        if number
    ]
    if not kept:
        return []
    added = [
        f"{side} adds {new}"
        for side, facts_of in ((fewer, own), (more, others))
        if (new := _added(facts_of[0] - shared[0], facts_of[1] - shared[1]))
    ]
    are = "is" if len(kept) == 1 and sum(own) == 1 else "are"
    return [f"{' and '.join(kept)} of {fewer} {are} in {more} too; {', '.join(added) or 'neither adds any'}."]


def _added(names: int, numbers: int) -> str:
    return " and ".join(counted(new, what) for new, what in ((names, "name"), (numbers, "number")) if new)


PhraseShare = Literal["are all that is added", "are nearly all that is added", "count for nothing"]


def reasons_of_phrases(phrases_a: Sequence[str], phrases_b: Sequence[str], share: PhraseShare) -> list[str]:
    """Return the sentence that names the stock phrases of language models in a pair; none where there are none, or both
    have the same.

    >>> reasons_of_phrases([], ["brace yourself", "jaw-dropping"], "are all that is added")
    ['Stock phrases of language models are all that is added: “brace yourself”, “jaw-dropping”.']
    """
    if list(phrases_a) == list(phrases_b):
        return []
    phrases = dict.fromkeys([*phrases_a, *phrases_b])
    listed = ", ".join(f"“{phrase[:PHRASE_SHOWN]}”" for phrase in list(phrases)[:PHRASES_SHOWN])
    return [f"Stock phrases of language models {share}: {listed}."]


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
