"""What speaks for a relation, in words."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.relations.relation import RelationKind, Sides


def percent(share: float) -> str:
    """A share as a reader writes it.

    >>> percent(0.8349), percent(0.002), percent(0.9999)
    ('83 %', 'under 1 %', '100 %')
    """
    return "under 1 %" if 0 < share < 0.01 else f"{round(100 * share)} %"


def reasons_of(
    kind: RelationKind, coverage: Sides, quoted: Sides, passages: Sequence[Sequence[int]], words_a: int, words_b: int
) -> list[str]:
    """One sentence each for the coverage, the passages, and the quotations among them; `passages` are rows of `measure`."""
    if kind == "identical":
        return [f"The bodies are the same {words_a} words after normalisation." if words_a > 1 else "The bodies are the same single word."]
    longest = max(p[5] for p in passages)
    copied = sum(p[4] for p in passages)
    number = "one copied passage" if len(passages) == 1 else f"{len(passages)} copied passages"
    reasons = [
        f"{percent(coverage.a)} of the {words_a} words of a and {percent(coverage.b)} of the {words_b} words of b lie in {number}.",
        f"{copied} words were copied, the longest run is {longest} words.",
    ]
    inside = sum(p[6] for p in passages)
    if inside:
        reasons.append(
            f"{inside} words of these passages are quotations ({percent(quoted.a)} of a, {percent(quoted.b)} of b), which prove little."
        )
    if sum(p[4] for p in passages) < sum(p[1] - p[0] for p in passages):
        reasons.append("Single words inside the passages were changed, added or left out.")
    return reasons
