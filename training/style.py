"""Learn dedup/artifacts/style_model.json: which n-grams of function words and word classes tell that a text was
translated, and from where.

usage: python training/style.py BENCH [--checks]

BENCH holds the labelled data (artifacts/, real/, families/). One group of articles in four is kept apart and not looked
at. Prints figures out of fold, cross-validated by group; --checks adds what tells whether the model learned a corpus:
each set of human articles, each year, some of the systems and each language left out in turn; texts laid out in other
ways; and a model that sees nothing but the layout.

Calibration: the human articles of a set count with the score of a model that was learned without that set, so that the
probability is honest for outlets that nobody has seen. Human English and non-native press count as much as human and
machine translations.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import style_checks
from sklearn.linear_model import LogisticRegression
from style_articles import (
    HUMAN,
    MACHINE,
    NATIVE,
    PRESS,
    REGISTERS,
    Floats,
    Ints,
    Texts,
    candidates,
    load,
    matrix,
    name_of,
)
from style_figures import CALIBRATED, figures, first_guesses, reliability
from style_fit import CODES, Linear, fit_languages, fit_translated, folds, out_of_fold

from dedup.artifacts.style import USUAL_WORDS, WORDS, Calibration, SeenLanguages, checksum
from dedup.artifacts.style_features import ngram_table, symbols

MODEL = Path(__file__).resolve().parents[1] / "dedup/artifacts/style_model.json"
DATA = (
    "news of WMT 2021-22 and its translations from seven languages, BBC 2004-05, ECB+, Giveme5W1H, Indian and "
    "Pakistani press"
)
UNTAUGHT = 0.3  # share of translations that come from a language that the model was not taught; an assumption


def calibrate(texts: Texts, scores: tuple[Floats, Floats]) -> Calibration:
    """Fit the probability to scores of whole texts and of pieces."""
    score, words = np.concatenate(scores), np.concatenate([texts.words, texts.piece_words])
    name, translated = np.tile(texts.name, 2), np.tile(texts.translated, 2)
    length = np.log(np.clip(words, *WORDS) / USUAL_WORDS)
    inputs = np.stack([score, score * length, length], 1)
    weight = np.zeros(len(score))
    for one, total in CALIBRATED.items():
        weight[name == one] = total / max(1, np.sum(name == one))
    used = weight > 0
    fitted = LogisticRegression(C=1e6, max_iter=5000).fit(
        inputs[used], translated[used], sample_weight=weight[used] * 1000
    )
    slope, by_length, intercept_by_length = (round(float(x), 4) for x in fitted.coef_[0])
    assert all(slope + by_length * np.log(words / USUAL_WORDS) > 0 for words in WORDS), (
        "the probability must grow with the score"
    )
    return Calibration(slope, by_length, round(float(fitted.intercept_[0]), 4), intercept_by_length)


def left_out_by_set(texts: Texts, whole: Any, pieces: Any, scores: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The scores, but those of human articles by models that never saw the set of the article."""
    scores = scores[0].copy(), scores[1].copy()
    for one in (*NATIVE, *REGISTERS, PRESS):
        these = texts.name == one
        if not these.any():
            continue
        for to, score in zip(scores, out_of_fold(texts, whole, pieces, these), strict=True):
            to[these] = score[these]
    return scores


def language_scores(texts: Texts, whole: Any, pieces: Any) -> tuple[Floats, Floats]:
    """Scores of the seven languages: out of fold; and by models that were not taught the language of the text (NaN for
    that one)."""
    taught, untaught = (np.full((len(texts.words), len(CODES)), np.nan) for _ in range(2))
    for learned, tested in folds(texts):
        taught[tested] = fit_languages(texts, whole, pieces, learned).scores(whole[tested])
        for left_out in range(len(CODES)):
            these = tested[texts.language[tested] == CODES[left_out]]
            others = learned[texts.language[learned] != CODES[left_out]]
            model = fit_languages(texts, whole, pieces, others)
            for n, code in enumerate(sorted({*CODES} - {CODES[left_out]})):
                untaught[these, CODES.index(code)] = model.scores(whole[these])[:, n]
    return taught, untaught


def sharpness_of(scores: Floats, truth: Ints) -> float:
    """What the scores must be multiplied by for the highest likelihood."""

    def loss(sharpness: float) -> float:
        sharp = sharpness * (scores - scores.max(1, keepdims=True))
        return float(np.mean(np.log(np.exp(sharp).sum(1)) - sharp[np.arange(len(truth)), truth]))

    return round(float(min(np.arange(0.3, 3.0, 0.05), key=loss)), 2)


def learn_seen(texts: Texts, taught: Floats, untaught: Floats) -> SeenLanguages:
    """How sharp the languages are, and how a text looks whose language was not taught."""
    rows = np.flatnonzero(np.isin(texts.name, [MACHINE, HUMAN]))
    truth = np.array([CODES.index(code) for code in texts.language[rows]])
    stand_out = [np.nanmax(s[rows], 1) - np.nanmean(s[rows], 1) for s in (taught, untaught)]
    even = 1 / np.bincount(truth)[truth]
    weight = np.concatenate([even * (1 - UNTAUGHT), even * UNTAUGHT]) * 1000
    is_taught = np.repeat([1, 0], len(rows))
    fitted = LogisticRegression(C=1e6).fit(np.concatenate(stand_out)[:, None], is_taught, sample_weight=weight)
    return SeenLanguages(
        sharpness_of(taught[rows], truth), round(float(fitted.coef_[0, 0]), 3), round(float(fitted.intercept_[0]), 3)
    )


def as_part(model: Linear, names: list[str], two_classes: bool) -> dict[str, Any]:
    """The model as the file has it: hundredths."""
    kept = np.flatnonzero(model.scales)
    part: dict[str, Any] = {
        "ngrams": [names[n] for n in kept],
        "scales": [round(100 * x) for x in model.scales[kept].tolist()],
        "weights": [[round(100 * x) for x in row[kept].tolist()] for row in model.weights],
    }
    return part if two_classes else {**part, "intercepts": model.intercepts.tolist()}


def shifted(calibration: Calibration, model: Linear) -> Calibration:
    """The calibration for scores without the model's intercept."""
    shift = float(model.intercepts[0])
    return Calibration(
        calibration.slope,
        calibration.slope_by_length,
        round(calibration.intercept + calibration.slope * shift, 4),
        round(calibration.intercept_by_length + calibration.slope_by_length * shift, 4),
    )


def fit_registers(bench: Path) -> dict[str, Any]:
    """The model that also saw native English which is no news, as the file has it, and its figures.

    It separates translations from news less well than the other does, and takes hardly any speech for a translation.
    """
    texts = load(bench, with_registers=True)
    keys = candidates(texts.streams)
    known = ngram_table(keys.astype(np.uint64))
    whole, pieces = matrix(texts.streams, known), matrix(texts.pieces, known)
    scores = out_of_fold(texts, whole, pieces)
    calibration = calibrate(texts, left_out_by_set(texts, whole, pieces, scores))
    translated = fit_translated(texts, whole, pieces, np.arange(len(texts.words)))
    names = [name_of(key, symbols().names) for key in keys.tolist()]
    return {
        "registers": as_part(translated, names, True),
        "registers_calibration": msgspec.to_builtins(shifted(calibration, translated)),
        "registers_result": figures(texts, calibration, scores),
    }


def lines(model: dict[str, Any]) -> Iterator[str]:
    """The file, one key a line."""
    for key, value in model.items():
        yield f' "{key}": {json.dumps(value, ensure_ascii=False, separators=(",", ":"))}'


def main() -> None:
    """Cross-validate, calibrate, fit on all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--checks", action="store_true")
    asked = parser.parse_args()
    texts = load(asked.bench)
    keys = candidates(texts.streams)
    known = ngram_table(keys.astype(np.uint64))
    whole, pieces = matrix(texts.streams, known), matrix(texts.pieces, known)
    scores = out_of_fold(texts, whole, pieces)
    strict = left_out_by_set(texts, whole, pieces, scores)
    calibration = calibrate(texts, strict)
    taught, untaught = language_scores(texts, whole, pieces)
    seen = learn_seen(texts, taught, untaught)
    result = {**figures(texts, calibration, scores), **first_guesses(texts, taught, untaught, seen)}
    print(json.dumps(result, indent=1), flush=True)
    print("reliability, sets of the article left out:", json.dumps(reliability(texts, calibration, strict), indent=1))
    every = np.arange(len(texts.words))
    translated, languages = fit_translated(texts, whole, pieces, every), fit_languages(texts, whole, pieces, every)
    names = [name_of(key, symbols().names) for key in keys.tolist()]
    model = {
        "made_by": "training/style.py",
        "data": DATA,
        "result": result,
        "symbols": checksum(symbols()),
        "translated": as_part(translated, names, True),
        "calibration": msgspec.to_builtins(shifted(calibration, translated)),
        "codes": list(CODES),
        "languages": as_part(languages, names, False),
        "seen": msgspec.to_builtins(seen),
        **fit_registers(asked.bench),
    }
    MODEL.write_text("{\n" + ",\n".join(lines(model)) + "\n}\n", encoding="utf-8")
    style_checks.same_as_shipped(asked.bench, texts, whole, translated, calibration)
    if asked.checks:
        style_checks.run(asked.bench, texts, known, whole, pieces, calibration)


if __name__ == "__main__":
    main()
