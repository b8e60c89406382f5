"""Detector: rules and style over the articles of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from dedup.artifacts.engine import Engine
from dedup.artifacts.finding import Finding, Problem
from dedup.artifacts.rates import weights
from dedup.artifacts.style import style_scores
from dedup.artifacts.verdict import Verdict, judge
from dedup.text.corpus import Corpus

ENGLISH = (None, "en")  # a text too short to tell its language is looked at as well


class Detected(msgspec.Struct, frozen=True):
    """What stands in one article by itself. `style` is P(translated), None for a text too short; `languages` its likely
    sources."""

    findings: Sequence[Finding] = ()
    style: float | None = None
    languages: Mapping[str, float] = {}
    english: bool = True


class Detector:
    """Looks at one batch after the other; what is not English is left alone. `problems` are what could not be looked
    at."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.problems: list[Problem] = []

    def __call__(self, corpus: Corpus, languages: Sequence[str | None]) -> list[Detected]:
        """One record an article."""
        styles = style_scores(corpus.columns)
        english = [language in ENGLISH for language in languages]
        found = self._engine.batch(corpus, self.problems)
        return [
            Detected(findings, style.probability, dict(style.languages), True) if ours else Detected(english=False)
            for findings, style, ours in zip(found, styles, english, strict=True)
        ]


def alone(detected: Detected, words: int) -> Verdict:
    """The verdict that an article of so many body words allows by itself, without its relatives."""
    return judge(
        detected.findings,
        words=words,
        english=detected.english,
        style=detected.style,
        languages=detected.languages,
        weights=weights(),
    )
