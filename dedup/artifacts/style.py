"""Style: how probable it is that a text was translated, and from which language, by its grammar and not by its topic.

What gives a translation away is the frequency of function words and of their neighbourhoods, whoever or whatever
translated it (Volansky, Ordan and Wintner 2015); an n-gram over function words and word classes says which source
shines through (Koppel and Ordan 2011).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from dedup.article import Article
from dedup.artifacts.style_features import NgramCounts, familiar_shares, ngram_counts, symbol_streams
from dedup.artifacts.style_model import StyleModel, style_model
from dedup.artifacts.style_ngrams import weigh
from dedup.text.corpus import CorpusReader
from dedup.text.tables import I64
from dedup.text.tokens import Columns

LEAST_WORDS: Final = 120  # of a body below which its style shows too little
# Share of function words below which a text is not English prose; of 4,900 English news texts one is below
LEAST_ENGLISH: Final = 0.2
NOTABLE: Final = 0.5  # probability from which a source language is named
# Languages that a translation into English may come from before anything is known of it, all as probable
MANY: Final = 20
SUREST: Final = 30.0  # log-odds; beyond, a probability rounds to 0 or 1

LanguageShares = Sequence[tuple[str, float]]


class StyleScore(msgspec.Struct, frozen=True):
    """The style of a text.

    `probability` is that it was translated, None for one that is too short or not in English. `languages` are those
    that it may be translated from with their probabilities, the most probable first; what they lack to 1 is that of any
    other language. They are named where `probability` is at least NOTABLE.
    """

    probability: float | None
    languages: tuple[tuple[str, float], ...] = ()


def style_scores(columns: Columns) -> list[StyleScore]:
    """Return the style of each text of a batch, without furniture that was dropped from the columns."""
    words = columns.tokens.counts
    styles = [StyleScore(None)] * words.size
    streams = symbol_streams(columns)
    long = np.flatnonzero((words >= LEAST_WORDS) & (familiar_shares(columns, streams) >= LEAST_ENGLISH))
    if not long.size:
        return styles
    known = style_model()
    counts = ngram_counts(streams, known.ngrams)
    scores = np.zeros((long.size, 1))
    weigh(long, counts, known.scales, known.weights, scores)
    probabilities = [
        known.calibration.probability(s, w) for s, w in zip(scores.ravel().tolist(), words[long].tolist(), strict=True)
    ]
    foreign = np.array([n for n, p in zip(long.tolist(), probabilities, strict=True) if p >= NOTABLE], np.int64)
    languages = dict(zip(foreign.tolist(), _languages(known, counts, foreign), strict=True))
    for n, probability in zip(long.tolist(), probabilities, strict=True):
        styles[n] = StyleScore(probability, languages.get(n, ()))
    return styles


def _languages(known: StyleModel, counts: NgramCounts, texts: I64) -> list[tuple[tuple[str, float], ...]]:
    scores = np.tile(known.language_intercepts, (texts.size, 1))
    weigh(texts, counts, known.language_scales, known.language_weights, scores)
    return [known.seen.languages(known.codes, row) for row in scores.tolist()]


def style_of(text: str) -> StyleScore:
    """Return the style of one text without its furniture.

    >>> style_of("Too short to tell.")
    StyleScore(probability=None, languages=())
    """
    return style_scores(CorpusReader()([Article(text=text)]).columns)[0]


def weigh_languages(languages: LanguageShares, evidence: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return source languages in the light of other evidence: log-odds that findings add for a language, by its code.

    A language that the style model has not seen has an even share of what `languages` lack to 1, and so has each of
    MANY languages where the style names none.

    >>> weigh_languages([("ru", 0.6), ("cs", 0.2)], {"fr": 6.0})
    [('fr', 0.819), ('ru', 0.11), ('cs', 0.037)]
    """
    named = dict(languages)
    rest = max(0.0, 1.0 - sum(named.values()))
    share = rest / max(1, MANY - len(named))
    unseen = [code for code in sorted(evidence) if code not in named]
    named |= dict.fromkeys(unseen, share)
    weights = {code: p * math.exp(min(SUREST, max(-SUREST, evidence.get(code, 0.0)))) for code, p in named.items()}
    whole = sum(weights.values()) + max(0.0, rest - share * len(unseen))
    shares = [(code, round(weight / whole, 3)) for code, weight in weights.items()] if whole else []
    return sorted(shares, key=lambda one: (-one[1], one[0]))
