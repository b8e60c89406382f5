"""How a version stands by itself, before it is compared: what rules found in it, and how translated its style is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from dedup.artifacts.finding import Finding
from dedup.records import Claim

Basis = Literal["rules", "style"]

STYLED: Final = 0.9
"""P(translated) from which the style of a version speaks against it."""
APART: Final = 0.5
"""What the style of its sibling must lie below that; two translations of one text lie closer together."""


class Standing(NamedTuple):
    """Distinct families of hard findings, what most of these claim, and P(translated) or None."""

    hard: int
    claims: Claim
    style: float | None


def standing(findings: Sequence[Finding], style: float | None) -> Standing:
    """The standing of an article with these standalone findings."""
    hard = [f for f in findings if f.claims != "translated"]
    spun = sum(f.claims == "spun" for f in hard)
    return Standing(len({f.family for f in hard}), "spun" if 2 * spun > len(hard) else "machine", style)


def departs(one: Standing, other: Standing) -> Basis | None:
    """By what `one` is the version that changed, of two: rules that found something in it alone, or its style; None
    where neither tells.

    A rule that says the contrary of the style tells nothing: it may be a false alarm in the text that the other was
    made of.
    """
    if one.hard and not other.hard:
        return None if _styled(other, one) else "rules"
    return "style" if not one.hard and not other.hard and _styled(one, other) else None


def _styled(one: Standing, other: Standing) -> bool:
    """Whether the style of `one` is that of a translation and that of `other` is not."""
    return (
        one.style is not None and other.style is not None and one.style >= STYLED and one.style - other.style >= APART
    )


class Standings:
    """The standing of each article, worked out once."""

    def __init__(self, findings: Mapping[str, Sequence[Finding]], style: Mapping[str, float | None]) -> None:
        self._findings = findings
        self._style = style
        self._known: dict[str, Standing] = {}

    def __getitem__(self, article: str) -> Standing:
        if article not in self._known:
            self._known[article] = standing(self._findings.get(article, ()), self._style.get(article))
        return self._known[article]
