"""Detector: rules and style over the articles of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dedup.article import Article
from dedup.artifacts.engine import Engine
from dedup.artifacts.hidden import plain_letters
from dedup.artifacts.rule import Problem, weights
from dedup.artifacts.style import StyleScore, style_scores
from dedup.artifacts.translation_verdict import TextEvidence, TranslationVerdict, judge
from dedup.text.corpus import Corpus, CorpusReader

ENGLISH: Final = (None, "en")  # a text too short to know its language is looked at as well


class Detector:
    """Looks at one batch after the other; texts in other languages than English are searched for the words of chat
    assistants alone.

    `problems` are what rules could not do so far; take them out as you like.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.problems: list[Problem] = []

    def __call__(self, corpus: Corpus, languages: Sequence[str | None]) -> list[TextEvidence]:
        """Return the evidence on each article; `languages` are their ISO 639-1 codes, None where not known."""
        styles = _plain_styles(corpus)
        english = [language in ENGLISH for language in languages]
        found = self._engine.batch(corpus, self.problems)
        return [
            TextEvidence(findings, style.probability, dict(style.languages), in_any_register=style.in_any_register)
            if ours
            else TextEvidence([f for f in findings if f.claims == "assistant"], english=False)
            for findings, style, ours in zip(found, styles, english, strict=True)
        ]


def _plain_styles(corpus: Corpus) -> list[StyleScore]:
    """Return the style of each article; those with look-alike letters in words are read again with plain ones."""
    styles = style_scores(corpus.columns)
    plain = {n: text for n, article in enumerate(corpus.articles) if (text := plain_letters(article.text)) is not None}
    if plain:
        again = CorpusReader()([Article(text=text) for text in plain.values()])
        for n, style in zip(plain, style_scores(again.columns), strict=True):
            styles[n] = style
    return styles


def judge_alone(evidence: TextEvidence, words: int) -> TranslationVerdict:
    """Return the verdict that an article of so many body words allows by itself, without its relatives."""
    return judge(evidence, words=words, weights=weights())
