"""Figures of the style score: what is told of each set of articles."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score
from style_articles import HUMAN, MACHINE, NATIVE, PRESS, Floats, Texts
from style_fit import CODES

from dedup.artifacts.style import Calibration, SeenLanguages

# Weight of each set as a whole
CALIBRATED = {"wmt": 1.0, "bbc": 1.0, "real": 1.0, PRESS: 1.0, MACHINE: 2.0, HUMAN: 2.0}
# ... and of those that are no news
CALIBRATED |= {"speech": 0.4, "old": 0.2, "mixed": 0.4, "stations": 0.2, "wire": 0.2}
THRESHOLDS = (0.5, 0.7, 0.9)


def probabilities(texts: Texts, calibration: Calibration, scores: tuple[Floats, Floats]) -> Floats:
    """Of the whole texts."""
    return np.array(
        [calibration.probability(s, w) for s, w in zip(scores[0].tolist(), texts.words.tolist(), strict=True)]
    )


def auc(negative: Floats, positive: Floats) -> float:
    """Area under the curve of two samples of scores."""
    return round(
        float(roc_auc_score([0] * len(negative) + [1] * len(positive), np.concatenate([negative, positive]))), 4
    )


def figures(texts: Texts, calibration: Calibration, scores: tuple[Floats, Floats]) -> dict[str, Any]:
    """Machine and human translations against each set of human articles; the share of each set called translated."""
    p = probabilities(texts, calibration, scores)
    of = {one: p[texts.name == one] for one in np.unique(texts.name).tolist()}
    by_language = {code: p[(texts.name == MACHINE) & (texts.language == code)] for code in CODES}
    told: dict[str, Any] = {}
    for kind in (MACHINE, HUMAN):
        told[f"auc {kind}"] = {one: auc(of[one], of[kind]) for one in (*NATIVE, PRESS)}
    told["auc machine by language"] = {
        one: {c: auc(of[one], m) for c, m in by_language.items()} for one in (*NATIVE, PRESS)
    }
    for at in THRESHOLDS:
        told[f"share of P >= {at}"] = {one: round(float(np.mean(values >= at)), 3) for one, values in of.items()}
    return told


def first_guesses(texts: Texts, taught: Floats, untaught: Floats, seen: SeenLanguages) -> dict[str, Any]:
    """How often the first language is right, and how probable a guess is for a language that was taught, and for one
    that was not."""
    told: dict[str, Any] = {}
    for kind in (MACHINE, HUMAN):
        rows = texts.name == kind
        guess = np.array(CODES)[np.argmax(taught[rows], 1)]
        right = {code: round(float(np.mean(guess[texts.language[rows] == code] == code)), 3) for code in CODES}
        told[f"language right, {kind}"] = {**right, "balanced": round(float(np.mean(list(right.values()))), 3)}
    rows = np.isin(texts.name, [MACHINE, HUMAN])
    best = []
    for scores in (taught[rows], untaught[rows]):
        first = [
            seen.languages([c for c, s in zip(CODES, row, strict=True) if s == s], [s for s in row if s == s])
            for row in scores.tolist()
        ]
        best.append(np.array([found[0][1] if found else 0.0 for found in first]))
    right_rows = np.array(CODES)[np.argmax(taught[rows], 1)] == texts.language[rows]
    told["first language"] = {
        "mean probability, taught": round(float(best[0].mean()), 3),
        "share right, taught": round(float(right_rows.mean()), 3),
        "mean probability, not taught": round(float(best[1].mean()), 3),
        "share above .8, taught": round(float(np.mean(best[0] >= 0.8)), 3),
        "share right above .8, taught": round(float(right_rows[best[0] >= 0.8].mean()), 3),
        "share above .8, not taught": round(float(np.mean(best[1] >= 0.8)), 3),
    }
    return told


def reliability(texts: Texts, calibration: Calibration, scores: tuple[Floats, Floats]) -> dict[str, str]:
    """By range of probability: the mean probability and the true share of translations, each set weighing as in the
    calibration."""
    p = probabilities(texts, calibration, scores)
    weight = np.zeros(len(p))
    for one, total in CALIBRATED.items():
        weight[texts.name == one] = total / np.sum(texts.name == one)
    told = {}
    for low in np.arange(0, 1, 0.1):
        rows = (weight > 0) & (p >= low) & (p < low + 0.1 + (low > 0.85))
        if rows.any():
            mean, share = (float(np.average(x[rows], weights=weight[rows])) for x in (p, texts.translated))
            told[f"{low:.1f}"] = f"mean {mean:.2f}, translated {share:.2f}, texts {rows.sum()}"
    return told
