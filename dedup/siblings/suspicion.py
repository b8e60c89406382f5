"""How suspicious a version is by itself, before it is compared: what rules found in it, and how its style reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from dedup.artifacts.finding import Finding
from dedup.records import Claim

Basis = Literal["rules", "style"]

STYLE: Final = 0.9
"""P(translated) from which the style of a version counts against it."""
APART: Final = 0.5
"""How far below that the style of its sibling must be; two translations of one text are closer together."""


class Suspicion(NamedTuple):
    """`hard`: distinct families of findings that accuse; `claims`: what most of these claim; `style`: P(translated) or
    None."""

    hard: int
    claims: Claim
    style: float | None


def suspicion_of(findings: Sequence[Finding], style: float | None) -> Suspicion:
    """Return the suspicion of an article with these standalone findings."""
    hard = [f for f in findings if f.claims != "translated"]
    spun = sum(f.claims == "spun" for f in hard)
    return Suspicion(len({f.family for f in hard}), "spun" if 2 * spun > len(hard) else "machine", style)


def basis_of_departure(one: Suspicion, other: Suspicion) -> Basis | None:
    """Return what shows that `one` is the version of the two that changed: rules that found something in it alone, or
    its style; None where neither does.

    A rule that contradicts the style shows nothing: it may be a false alarm in the text that the other was made of.
    """
    if one.hard and not other.hard:
        return None if _is_styled(other, one) else "rules"
    return "style" if not one.hard and not other.hard and _is_styled(one, other) else None


def _is_styled(one: Suspicion, other: Suspicion) -> bool:
    """Return whether the style of `one` is that of a translation and that of `other` is not."""
    return one.style is not None and other.style is not None and one.style >= STYLE and one.style - other.style >= APART


class Suspicions:
    """The suspicion of each article, by id, worked out once."""

    def __init__(self, findings: Mapping[str, Sequence[Finding]], style: Mapping[str, float | None]) -> None:
        self._findings = findings
        self._style = style
        self._known: dict[str, Suspicion] = {}

    def __getitem__(self, article: str) -> Suspicion:
        if article not in self._known:
            self._known[article] = suspicion_of(self._findings.get(article, ()), self._style.get(article))
        return self._known[article]
