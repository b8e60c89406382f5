"""The verdict on a text, as a pure function of what was found in it.

Style tells a translation from an original, but not a machine's from a person's (both score alike), so it may say
`translated` and no more. An accusation rests on what only machines leave: findings of two distinct hard families, or of
one and something that this version alone changed against its siblings. Of 4,817 human articles none had two distinct
families where this was measured.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, Protocol

import msgspec

from dedup.artifacts.style import with_evidence
from dedup.records import VerdictKind

# Words; shorter texts have too few function words for the style score, and no verdict without rules
SHORTEST: Final = 120
TRANSLATED: Final = 0.9  # P(translated) from which a text is called so: one native English article in twenty reaches .8
MOST_LOG_ODDS: Final = 3.0  # that the soft findings of a text can add or take, however many: they are not independent
# Log-odds that a rule gives to the one language that it points to; less each where it points to several
POINTED: Final = 1.5
GUESSED: Final = 3  # source languages that are told at most
LEAST_LANGUAGE: Final = 0.1
LONGEST_SHOWN: Final = 60  # characters of a passage in a reason


class Mark(Protocol):
    """What a verdict needs of a finding, standalone or aligned."""

    @property
    def rule(self) -> str: ...  # noqa: D102
    @property
    def claims(self) -> str: ...  # noqa: D102
    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class Standalone(Mark, Protocol):
    """A finding of a rule, which belongs to a family and may point to languages."""

    @property
    def family(self) -> str: ...  # noqa: D102
    @property
    def languages(self) -> tuple[str, ...]: ...  # noqa: D102


class Verdict(msgspec.Struct, frozen=True):
    """`probability` is that of "translated, by whomever", None for a text too short; `languages` are (code,
    probability), most probable first; `reasons` are sentences that name everything the verdict rests on."""

    verdict: VerdictKind
    probability: float | None = None
    languages: tuple[tuple[str, float], ...] = ()
    reasons: tuple[str, ...] = ()


def judge(
    findings: Sequence[Standalone],
    *,
    words: int,
    english: bool = True,
    style: float | None = None,
    languages: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
    aligned: Sequence[Mark] = (),
    rewrite_of: str | None = None,
) -> Verdict:
    """Weigh the findings of one text.

    `style`: P(translated) by style, None where it abstains; `languages`: probabilities by source language; `weights`:
    log-likelihood ratios of "translated" by rule; `aligned`: what this version alone changed; `rewrite_of`: an English
    article whose rewrite this is.
    """
    hard = _by_family([f for f in findings if f.claims != "translated"])
    probability = _combined(style, findings, weights or {})
    guessed = _languages(findings, languages or {}, hard or (probability or 0) >= 0.5)
    changed = [m for m in aligned if m.claims != "translated"]
    if english and (len(hard) > 1 or (hard and changed)):
        kind = _which(hard, rewrite_of)
        return Verdict(
            kind,
            probability,
            guessed if kind != "spun" else (),
            (*_told(hard), *_changes(changed), *_origin(kind, rewrite_of)),
        )
    soft = {f.rule for f in findings if f.claims == "translated"}
    if english and probability is not None and probability >= TRANSLATED:
        return Verdict("translated", probability, guessed, (_by_style(probability, soft), *_told(hard)))
    if not english or probability is None:
        why = f"{words} words are too few to judge." if english else "Only English text is judged."
        return Verdict("insufficient", None, (), (why, *_told(hard)) if hard else (why,))
    return Verdict("clean", probability, guessed, _told(hard))


def _by_family(findings: Sequence[Standalone]) -> dict[str, list[Standalone]]:
    families: dict[str, list[Standalone]] = {}
    for finding in findings:
        families.setdefault(finding.family, []).append(finding)
    return families


def _combined(style: float | None, findings: Sequence[Standalone], weights: Mapping[str, float]) -> float | None:
    """P(translated) by style and rules together, three decimals; each rule counts once."""
    if style is None:
        return None
    told = sum(weights.get(rule, 0.0) for rule in sorted({f.rule for f in findings if f.claims != "spun"}))
    told = max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, told))
    style = min(max(style, 1e-4), 1 - 1e-4)
    return round(1 / (1 + math.exp(-math.log(style / (1 - style)) - told)), 3)


def _languages(
    findings: Sequence[Standalone], languages: Mapping[str, float], notable: object
) -> tuple[tuple[str, float], ...]:
    """The probable source languages: those of the style score in the light of the rules that point to some; none but
    where `notable`."""
    if not notable:
        return ()
    evidence: dict[str, float] = {}
    for _, pointed in sorted({(f.rule, f.languages) for f in findings if f.languages}):
        for language in pointed:
            evidence[language] = evidence.get(language, 0.0) + POINTED / math.sqrt(len(pointed))
    told = with_evidence(list(languages.items()), evidence)
    return tuple((language, p) for language, p in told[:GUESSED] if p >= LEAST_LANGUAGE)


def _which(hard: Mapping[str, Sequence[Standalone]], rewrite_of: str | None) -> Literal["machine_translated", "spun"]:
    """A spinner's own marks tell it; so does an English article of which this is a rewrite, where no source language
    shows."""
    spun = {family for family, found in hard.items() if any(f.claims == "spun" for f in found)}
    machine = set(hard) - spun
    if len(spun) > len(machine):
        return "spun"
    pointed = {language for found in hard.values() for f in found for language in f.languages}
    if rewrite_of is not None and not pointed:
        return "spun"
    if spun and len(spun) == len(machine) and not pointed:
        return "spun"
    return "machine_translated"


def _told(hard: Mapping[str, Sequence[Standalone]]) -> tuple[str, ...]:
    """A sentence for each family of hard findings, with the first of them."""
    told = []
    for family in sorted(hard):
        first = hard[family][0]
        category = first.category[:1].upper() + first.category[1:]
        told.append(f"{category}: “{_shown(first)}”{_more(len(hard[family]) - 1)}.")
    return tuple(told)


def _changes(changed: Sequence[Mark]) -> tuple[str, ...]:
    """A sentence with the first change of each category."""
    categories: dict[str, list[Mark]] = {}
    for mark in changed:
        categories.setdefault(mark.category, []).append(mark)
    told = [f"{category} “{_shown(marks[0])}”" + _more(len(marks) - 1) for category, marks in categories.items()]
    return (f"Changed against other versions: {', '.join(told)}.",) if told else ()


def _shown(mark: Mark) -> str:
    return " ".join(mark.text.split())[:LONGEST_SHOWN]


def _more(count: int) -> str:
    return f" and {count} more" if count else ""


def _origin(kind: VerdictKind, rewrite_of: str | None) -> tuple[str, ...]:
    return (f"{rewrite_of} tells the same in English sentence by sentence.",) if kind == "spun" and rewrite_of else ()


def _by_style(probability: float, soft: set[str]) -> str:
    """The sentence for a text that reads as a translation, `soft` being the rules besides that only say so."""
    if not soft:
        return f"By its style it is a translation (probability {probability:.2f}); style does not tell a machine's from a person's."
    besides = f"{len(soft)} {'formula' if len(soft) == 1 else 'formulas'} of translations"
    return f"By its style and {besides} it is a translation (probability {probability:.2f}); neither tells a machine's from a person's."
