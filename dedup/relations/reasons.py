"""What speaks for a relation, in words."""

from __future__ import annotations

from typing import NamedTuple

from dedup.relations.relation import RelationKind, Sides


def percent(share: float) -> str:
    """A share as a reader writes it.

    >>> percent(0.8349), percent(0.002), percent(0.9999)
    ('83 %', 'under 1 %', '100 %')
    """
    return "under 1 %" if 0 < share < 0.01 else f"{round(100 * share)} %"


class Evidence(NamedTuple):
    """The figures of a pair that its reasons tell: words of a and b; passages, their words in a, those copied and those quoted in a."""

    words_a: int
    words_b: int
    passages: int
    covered: int
    copied: int
    longest: int
    quoted: int


def reasons_of(kind: RelationKind, coverage: Sides, quoted: Sides, found: Evidence) -> list[str]:
    """One sentence each for the coverage, the passages, and the quotations among them."""
    words_a, words_b, passages, covered, copied, longest, inside = found
    if kind == "identical":
        return [f"The bodies are the same {words_a} words after normalisation." if words_a > 1 else "The bodies are the same single word."]
    number = "one copied passage" if passages == 1 else f"{passages} copied passages"
    reasons = [
        f"{percent(coverage.a)} of the {words_a} words of a and {percent(coverage.b)} of the {words_b} words of b lie in {number}.",
        f"{copied} words were copied, the longest run is {longest} words.",
    ]
    if inside:
        reasons.append(
            f"{inside} words of these passages are quotations ({percent(quoted.a)} of a, {percent(quoted.b)} of b), which prove little."
        )
    if copied < covered:
        reasons.append("Single words inside the passages were changed, added or left out.")
    return reasons
