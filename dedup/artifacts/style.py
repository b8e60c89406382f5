"""Style: how probable it is that a text was translated, and from which language, by its grammar and not by its topic.

What gives a translation away is the frequency of function words and of their neighbourhoods, whoever or whatever
translated it (Volansky, Ordan and Wintner 2015); an n-gram over function words and word classes says which source
shines through (Koppel and Ordan 2011). The weights of the n-grams are learned by training/style.py.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from dedup.article import Article
from dedup.artifacts.style_features import (
    NgramCounts,
    NgramTable,
    Symbols,
    familiar_shares,
    key_of,
    ngram_counts,
    ngram_table,
    symbol_streams,
    symbols,
)
from dedup.artifacts.style_ngrams import weigh
from dedup.errors import FormatError
from dedup.text.corpus import CorpusReader
from dedup.text.tables import F64, I64
from dedup.text.tokens import Columns

USUAL_WORDS: Final = 300  # of a news text, around which the calibration turns
WORDS: Final = (120, 1000)  # lengths that the calibration was learned on; beyond, a text counts as the nearest of them
STEEP: Final = 30.0  # log-odds beyond which a probability rounds to 0 or 1
LEAST_SHOWN: Final = 0.02  # probability below which a language is not listed


class Calibration(msgspec.Struct, frozen=True):
    """Log-odds of `translated`: slope * score + intercept, each with a part that grows with the logarithm of the length
    (Platt 1999)."""

    slope: float
    slope_by_length: float
    intercept: float
    intercept_by_length: float

    def probability(self, score: float, words: int) -> float:
        """Return the probability to three decimals; it grows with the score whatever the length."""
        length = math.log(min(max(words, WORDS[0]), WORDS[1]) / USUAL_WORDS)
        slope = self.slope + self.slope_by_length * length
        return logistic(slope * score + self.intercept + self.intercept_by_length * length)


class SeenLanguages(msgspec.Struct, frozen=True):
    """How far the language scores can be trusted.

    They are multiplied by `sharpness`. A text whose best score is little above the others may come from a language that
    the model was not taught: the log-odds that it was are slope * (best - mean score) + intercept.
    """

    sharpness: float
    slope: float
    intercept: float

    def languages(self, codes: Sequence[str], scores: Sequence[float]) -> tuple[tuple[str, float], ...]:
        """Return the probable languages, the most probable first; what they lack to 1 is left to others."""
        best = max(scores)
        powers = [math.exp(self.sharpness * (s - best)) for s in scores]
        known = logistic(self.slope * (best - sum(scores) / len(scores)) + self.intercept) / sum(powers)
        shares = [(code, round(known * power, 3)) for code, power in zip(codes, powers, strict=True)]
        return tuple(sorted((one for one in shares if one[1] >= LEAST_SHOWN), key=lambda one: (-one[1], one[0])))


class LinearPart(msgspec.Struct, frozen=True):
    """One linear model: its n-grams (names of symbols), the scale of each, and for each class its weights in
    hundredths."""

    ngrams: Sequence[str]
    scales: Sequence[int]
    weights: Sequence[Sequence[int]]
    intercepts: Sequence[float] = ()

    def __post_init__(self) -> None:
        """Refuse columns of different lengths; msgspec reports a ValueError as one of the file."""
        if any(len(column) != len(self.ngrams) for column in (self.scales, *self.weights)):
            raise ValueError("scales and weights must be as many as the n-grams")


class StyleModelFile(msgspec.Struct, frozen=True):
    """style_model.json; `symbols` is the checksum of the words and classes that it was learned with."""

    made_by: str
    data: str
    result: dict[str, Any]
    symbols: int
    translated: LinearPart
    calibration: Calibration
    codes: Sequence[str]
    languages: LinearPart
    seen: SeenLanguages
    registers: LinearPart
    registers_calibration: Calibration
    registers_result: dict[str, Any]


class StyleModel(NamedTuple):
    """The model as the kernels read it: scales (n-grams,), weights (n-grams, 1), language_weights (n-grams,
    languages); those of `register` belong to the model that also saw native English which is no news."""

    ngrams: NgramTable
    scales: F64
    weights: F64
    calibration: Calibration
    codes: Sequence[str]
    language_scales: F64
    language_weights: F64
    language_intercepts: F64
    seen: SeenLanguages
    register_scales: F64
    register_weights: F64
    register_calibration: Calibration


def logistic(score: float) -> float:
    """Return log-odds as a probability, rounded to three decimals before anything is decided by it."""
    return round(1 / (1 + math.exp(-min(STEEP, max(-STEEP, score)))), 3)


def checksum(tables: Symbols) -> int:
    """Return a checksum of everything that makes a text's symbols; a model fits no other symbols than its own."""
    words = "\n".join((*tables.names, *tables.spellings))
    return zlib.crc32(words.encode() + tables.words.tobytes() + tables.endings.tobytes())


def model_of(file: StyleModelFile) -> StyleModel:
    """Return the model of a file. Raises FormatError where its n-grams are not made of the symbols of this version."""
    tables = symbols()
    if file.symbols != checksum(tables):
        raise FormatError(
            "style_model.json was learned with other words than style_features.py has; run training/style.py again."
        )
    numbers = {name: n for n, name in enumerate(tables.names, 1)}
    names = sorted({*file.translated.ngrams, *file.languages.ngrams, *file.registers.ngrams})
    try:
        table = ngram_table(np.array([key_of(name.split(" "), numbers) for name in names], np.uint64))
    except KeyError as error:
        raise FormatError(f"style_model.json is damaged (no symbol {error}); install the package again.") from error
    place = {name: n for n, name in enumerate(names)}
    scales, weights = _columns(file.translated, place)
    language_scales, language_weights = _columns(file.languages, place)
    return StyleModel(
        table,
        scales,
        weights,
        file.calibration,
        file.codes,
        language_scales,
        language_weights,
        np.array(file.languages.intercepts),
        file.seen,
        *_columns(file.registers, place),
        file.registers_calibration,
    )


def _columns(part: LinearPart, place: dict[str, int]) -> tuple[F64, F64]:
    at = [place[name] for name in part.ngrams]
    scales, weights = np.zeros(len(place)), np.zeros((len(place), len(part.weights)))
    scales[at] = np.array(part.scales) / 100
    weights[at] = np.array(part.weights).T / 100
    return scales, weights


@cache
def style_model() -> StyleModel:
    """Return the model that ships, made by training/style.py. Raises FormatError where it is damaged."""
    try:
        file = msgspec.json.decode(
            files("dedup.artifacts").joinpath("style_model.json").read_bytes(), type=StyleModelFile
        )
    except msgspec.MsgspecError as error:
        raise FormatError(f"style_model.json is damaged ({error}); install the package again.") from error
    return model_of(file)


LEAST_WORDS: Final = 120  # of a body below which its style shows too little
# Share of function words below which a text is not English prose; of 4,900 English news texts one is below
LEAST_ENGLISH: Final = 0.2
NOTABLE: Final = 0.5  # probability from which a source language is named
# Languages that a translation into English may come from before anything is known of it, all as probable
MANY: Final = 20

LanguageShares = Sequence[tuple[str, float]]


class StyleScore(msgspec.Struct, frozen=True):
    """The style of a text.

    `probability` is that it was translated, None for one that is too short or not in English. `languages` are those
    that it may be translated from with their probabilities, the most probable first; what they lack to 1 is that of any
    other language. They are named where `probability` is at least NOTABLE. `in_any_register` is the probability by the
    model that also saw speeches, learned prose and papers of the 19th century: where it is low, a high `probability`
    may only show that a text is far from news.
    """

    probability: float | None
    languages: tuple[tuple[str, float], ...] = ()
    in_any_register: float | None = None


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
    lengths = words[long].tolist()
    probabilities = [known.calibration.probability(s, w) for s, w in zip(scores.ravel().tolist(), lengths, strict=True)]
    registers = np.zeros((long.size, 1))
    weigh(long, counts, known.register_scales, known.register_weights, registers)
    in_any = [
        known.register_calibration.probability(s, w) for s, w in zip(registers.ravel().tolist(), lengths, strict=True)
    ]
    foreign = np.array([n for n, p in zip(long.tolist(), probabilities, strict=True) if p >= NOTABLE], np.int64)
    languages = dict(zip(foreign.tolist(), _languages(known, counts, foreign), strict=True))
    for n, probability, other in zip(long.tolist(), probabilities, in_any, strict=True):
        styles[n] = StyleScore(probability, languages.get(n, ()), other)
    return styles


def _languages(known: StyleModel, counts: NgramCounts, texts: I64) -> list[tuple[tuple[str, float], ...]]:
    scores = np.tile(known.language_intercepts, (texts.size, 1))
    weigh(texts, counts, known.language_scales, known.language_weights, scores)
    return [known.seen.languages(known.codes, row) for row in scores.tolist()]


def style_of(text: str) -> StyleScore:
    """Return the style of one text without its furniture.

    >>> style_of("Too short to tell.")
    StyleScore(probability=None, languages=(), in_any_register=None)
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
    weights = {code: p * math.exp(min(STEEP, max(-STEEP, evidence.get(code, 0.0)))) for code, p in named.items()}
    whole = sum(weights.values()) + max(0.0, rest - share * len(unseen))
    shares = [(code, round(weight / whole, 3)) for code, weight in weights.items()] if whole else []
    return sorted(shares, key=lambda one: (-one[1], one[0]))
