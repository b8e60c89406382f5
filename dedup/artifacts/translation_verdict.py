"""The verdict on a text, as a pure function of what was found in it.

The style separates translations from originals, but not a machine's from a person's (both score alike), so it may say
`translated` and no more. An accusation rests on what only machines leave: findings of two distinct hard families, of
one and something that this version alone changed against its siblings, three distinct marks of one family of a
spinner's, or two names or set terms with words swapped; one mark of a chat assistant is enough. What is quoted, soft or
an outlet's own style counts for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, Protocol

import msgspec

from dedup.artifacts.rule import Finding
from dedup.artifacts.style import weigh_languages
from dedup.records import VerdictKind

TRANSLATED: Final = 0.9  # P(translated) from which a text is called so: one native English article in twenty reaches .8
MOST_LOG_ODDS: Final = 3.0  # that the soft findings of a text can add or take, however many: they are not independent
# Log-odds that a rule gives to the one language that it points to; less each where it points to several
POINTED: Final = 1.5
# P(translated) that the model which saw speeches and learned prose must give too; of such texts out of fold none of 300
# speeches and one in 200 of the others reaches it, of machine translations 77 in 100 (training/style.py)
LEAST_IN_ANY_REGISTER: Final = 0.7
FAR_FROM_NEWS: Final = (
    "Its style is that of a translation or of formal prose far from news: speeches, law, learned or old texts."
)
# Distinct marks of one family of a spinner's that accuse without a second: no human article had so many where it was
# measured (training/artifact_rates.py)
SPINNER_MARKS: Final = 3
# Families of which two distinct marks accuse: names and set terms with words swapped, which 2 of 26,800 human articles
# have twice (training/thesaurus_swaps.py)
PAIR_FAMILIES: Final = ("spinner-name", "spinner-term")
SPINNER_PAIR: Final = 2
MOST_LANGUAGES: Final = 3  # source languages of a verdict
LEAST_LANGUAGE: Final = 0.1
LONGEST_SHOWN: Final = 60  # characters of a passage in a reason


class FindingLike(Protocol):
    """What a verdict needs of a finding, standalone or aligned."""

    @property
    def rule(self) -> str: ...  # noqa: D102
    @property
    def claims(self) -> str: ...  # noqa: D102
    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class TextEvidence(msgspec.Struct, frozen=True):
    """What is found in one article by itself.

    `style` is P(translated), None for a text too short; `languages` are its likely source languages with their
    probabilities; `english`: whether the text is English, as only that is judged, apart from the words of chat
    assistants; `in_any_register`: P(translated) by the model of style that also saw native prose which is no news, None
    where it was not asked.
    """

    findings: Sequence[Finding] = ()
    style: float | None = None
    languages: Mapping[str, float] = {}
    english: bool = True
    in_any_register: float | None = None


class TranslationVerdict(msgspec.Struct, frozen=True):
    """The verdict on one text.

    `probability` is that of "translated, by whomever", None for a text too short; `languages` are (code, probability),
    the most probable first; `reasons` are sentences that name everything the verdict rests on.
    """

    verdict: VerdictKind
    probability: float | None = None
    languages: tuple[tuple[str, float], ...] = ()
    reasons: tuple[str, ...] = ()


def judge(
    evidence: TextEvidence,
    *,
    words: int,
    weights: Mapping[str, float] | None = None,
    aligned: Sequence[FindingLike] = (),
    rewrite_of: str | None = None,
) -> TranslationVerdict:
    """Weigh the evidence on one text of so many body words.

    `weights` are log-likelihood ratios of "translated" by rule; `aligned` is what this version alone changed;
    `rewrite_of` is an English article whose rewrite this is.
    """
    findings, english = [f for f in evidence.findings if f.status == "counted"], evidence.english
    machines = _by_family([f for f in findings if f.claims in ("machine", "spun")])
    assistant = _by_family([f for f in findings if f.claims == "assistant"])
    hard = {**machines, **assistant}
    probability = _combined(evidence.style, findings, weights or {})
    guessed = _languages(findings, evidence.languages, machines or (probability or 0) >= 0.5)
    changed = [m for m in aligned if m.claims != "translated"]
    if assistant:
        return TranslationVerdict("assistant", probability, (), (*_hard_reasons(hard), *_change_reasons(changed)))
    if english and (len(machines) > 1 or (machines and changed) or _is_spinner(machines)):
        kind = _accusation(machines, rewrite_of)
        reasons = (*_hard_reasons(hard), *_change_reasons(changed), *_origin_reasons(kind, rewrite_of))
        return TranslationVerdict(kind, probability, guessed if kind != "spun" else (), reasons)
    soft = {f.rule for f in findings if f.claims == "translated"}
    if english and probability is not None and probability >= TRANSLATED and _is_far_from_news(evidence):
        return TranslationVerdict("insufficient", probability, guessed, (FAR_FROM_NEWS, *_hard_reasons(hard)))
    if english and probability is not None and probability >= TRANSLATED:
        reasons = (_style_reason(probability, soft), *_hard_reasons(hard))
        return TranslationVerdict("translated", probability, guessed, reasons)
    if not english or probability is None:
        why = f"{words} words are too few to judge." if english else "Only English text is judged."
        return TranslationVerdict("insufficient", None, (), (why, *_hard_reasons(hard)) if hard else (why,))
    return TranslationVerdict("clean", probability, guessed, _hard_reasons(hard))


def _by_family(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    families: dict[str, list[Finding]] = {}
    for finding in findings:
        families.setdefault(finding.family, []).append(finding)
    return families


def _is_far_from_news(evidence: TextEvidence) -> bool:
    """Return whether the style may be that of native prose which is no news."""
    return evidence.in_any_register is not None and evidence.in_any_register < LEAST_IN_ANY_REGISTER


def _is_spinner(families: Mapping[str, Sequence[Finding]]) -> bool:
    """Return whether one family of a spinner's marks is as good as two: it has SPINNER_MARKS distinct ones, or
    SPINNER_PAIR where it is one of PAIR_FAMILIES."""
    return any(
        len({" ".join(f.text.lower().split()) for f in found if f.claims == "spun"})
        >= (SPINNER_PAIR if family in PAIR_FAMILIES else SPINNER_MARKS)
        for family, found in families.items()
    )


def _combined(style: float | None, findings: Sequence[Finding], weights: Mapping[str, float]) -> float | None:
    """Return P(translated) by style and rules together, to three decimals; each rule counts once."""
    if style is None:
        return None
    by_rules = sum(
        weights.get(rule, 0.0) for rule in sorted({f.rule for f in findings if f.claims in ("machine", "translated")})
    )
    by_rules = max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, by_rules))
    style = min(max(style, 1e-4), 1 - 1e-4)
    return round(1 / (1 + math.exp(-math.log(style / (1 - style)) - by_rules)), 3)


def _languages(
    findings: Sequence[Finding], languages: Mapping[str, float], notable: object
) -> tuple[tuple[str, float], ...]:
    """Return the probable source languages: those of the style in the light of the rules that point to some; none
    unless `notable`."""
    if not notable:
        return ()
    evidence: dict[str, float] = {}
    for _, pointed in sorted({(f.rule, f.languages) for f in findings if f.languages}):
        for language in pointed:
            evidence[language] = evidence.get(language, 0.0) + POINTED / math.sqrt(len(pointed))
    weighed = weigh_languages(list(languages.items()), evidence)
    return tuple((language, p) for language, p in weighed[:MOST_LANGUAGES] if p >= LEAST_LANGUAGE)


def _accusation(hard: Mapping[str, Sequence[Finding]], rewrite_of: str | None) -> Literal["machine_translated", "spun"]:
    """Return which machine it was: a spinner's own marks decide, or an English article whose rewrite this is where no
    source language shows."""
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


def _hard_reasons(hard: Mapping[str, Sequence[Finding]]) -> tuple[str, ...]:
    """Return a sentence for each family of hard findings, with the first of them."""
    reasons = []
    for family in sorted(hard):
        first = hard[family][0]
        category = first.category[:1].upper() + first.category[1:]
        reasons.append(f"{category}: “{_shown(first)}”{_more(len(hard[family]) - 1)}.")
    return tuple(reasons)


def _change_reasons(changed: Sequence[FindingLike]) -> tuple[str, ...]:
    """Return a sentence with the first change of each category."""
    categories: dict[str, list[FindingLike]] = {}
    for mark in changed:
        categories.setdefault(mark.category, []).append(mark)
    listed = [f"{category} “{_shown(marks[0])}”" + _more(len(marks) - 1) for category, marks in categories.items()]
    return (f"Changed against other versions: {', '.join(listed)}.",) if listed else ()


def _shown(mark: FindingLike) -> str:
    return " ".join(mark.text.split())[:LONGEST_SHOWN]


def _more(count: int) -> str:
    return f" and {count} more" if count else ""


def _origin_reasons(kind: VerdictKind, rewrite_of: str | None) -> tuple[str, ...]:
    return (f"{rewrite_of} tells the same in English sentence by sentence.",) if kind == "spun" and rewrite_of else ()


def _style_reason(probability: float, soft: set[str]) -> str:
    """Return the sentence for a text that reads as a translation; `soft` are the rules that say no more than that."""
    if not soft:
        by_style = f"By its style it is a translation (probability {probability:.2f})"
        return f"{by_style}; style does not tell a machine's from a person's."
    besides = f"{len(soft)} {'formula' if len(soft) == 1 else 'formulas'} of translations"
    by_both = f"By its style and {besides} it is a translation (probability {probability:.2f})"
    return f"{by_both}; neither tells a machine's from a person's."
