"""Linear models over square roots of n-gram counts, scaled by how much an n-gram tells, each text brought to length
one."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from style_articles import HUMAN, MACHINE, Bools, Floats, Ints, Texts

KEPT = 6000  # n-grams of the model of translation, and
KEPT_FOR_LANGUAGES = 4000  # of the languages; with all 50,000 the figures are the same
LOOSE, LOOSE_FOR_LANGUAGES = 30.0, 10.0  # C of the regressions; flat between 10 and 50
DAMPED = 2.0  # added to the weighted numbers of texts that hold an n-gram
POWER = 0.5  # of the log ratio that scales an n-gram (after Wang and Manning 2012, where it is 1)
# Weight of each set as a whole
SETS = {"wmt": 1.0, "bbc": 1.0, "real": 1.5, "human_nonnative": 1.0, "crude": 0.3, "returned": 0.1}
SETS |= {"speech": 0.8, "old": 0.5, "mixed": 0.8, "stations": 0.3, "wire": 0.5}
TRANSLATIONS = 4.5  # weight of the translations from all seven languages together
MACHINE_SHARE = 0.65  # of the weight of a language; the rest is that of human translations
FOLDS = 5
CODES = ("cs", "de", "ha", "is", "ja", "ru", "zh")


class Linear(NamedTuple):
    """scales (n-grams,), 0 for those left out; weights (classes, n-grams); intercepts (classes,)."""

    scales: Floats
    weights: Floats
    intercepts: Floats

    def scores(self, rows: Any) -> Floats:
        """Shape (texts, classes)."""
        scores: Floats = _normed(rows, self.scales) @ self.weights.T + self.intercepts
        return scores


def weights_of(texts: Texts, rows: Ints) -> Floats:
    """Each set counts as SETS says, each language of translations the same; the mean is 1."""
    name, language = texts.name[rows], texts.language[rows]
    weight = np.zeros(len(rows))
    for one, total in SETS.items():
        weight[name == one] = total / max(1, np.sum(name == one))
    for code in CODES:
        for one, share in ((MACHINE, MACHINE_SHARE), (HUMAN, 1 - MACHINE_SHARE)):
            these = (name == one) & (language == code)
            weight[these] = TRANSLATIONS * share / len(CODES) / max(1, np.sum(these))
    weight /= weight.mean()
    return weight


def _normed(rows: Any, scales: Floats) -> Any:
    scaled = rows @ sparse.diags(scales)
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(1)).ravel())
    return sparse.diags(1 / np.where(length, length, 1)) @ scaled


def _telling(rows: Any, classes: Ints, weight: Floats) -> Floats:
    """How much an n-gram's weighted share of the texts differs between the classes."""
    held = (rows > 0).astype(float)
    shares = np.stack(
        [np.asarray((sparse.diags(weight * (classes == c)) @ held).sum(0)).ravel() for c in np.unique(classes)]
    )
    shares = (shares + DAMPED) / (shares + DAMPED).sum(1, keepdims=True)
    ratios = np.log(shares) - np.log(shares).mean(0)
    scales: Floats = np.sqrt((ratios**2).mean(0)) ** POWER
    return scales


def _regression(rows: Any, classes: Ints, weight: Floats, loose: float) -> LogisticRegression:
    return LogisticRegression(C=loose, max_iter=1000, tol=1e-4).fit(rows, classes, sample_weight=weight)


def fit(rows: Any, classes: Ints, weight: Floats, loose: float, kept: int) -> Linear:
    """Fit on all n-grams, keep those that carry most, fit again."""
    scales = _telling(rows, classes, weight)
    normed = _normed(rows, scales)
    first = _regression(normed, classes, weight, loose)
    carried = np.abs(first.coef_).max(0) * np.sqrt(np.asarray(normed.multiply(normed).mean(0)).ravel())
    chosen = np.zeros(len(scales))
    chosen[np.argsort(-carried, kind="stable")[:kept]] = 1
    scales = np.round(scales * chosen, 2)  # as the file has them
    second = _regression(_normed(rows, scales), classes, weight, loose)
    return Linear(scales, np.round(second.coef_, 2), np.round(second.intercept_, 3))


def fit_translated(texts: Texts, whole: Any, pieces: Any, rows: Ints) -> Linear:
    """The model of translation, learned from the rows and from a piece of each."""
    weight = np.tile(weights_of(texts, rows), 2) / 2
    return fit(
        sparse.vstack([whole[rows], pieces[rows]]).tocsr(),
        np.tile(texts.translated[rows], 2).astype(np.int64),
        weight,
        LOOSE,
        KEPT,
    )


def fit_languages(texts: Texts, whole: Any, pieces: Any, rows: Ints) -> Linear:
    """The model of languages, learned from the translations among the rows."""
    rows = rows[np.isin(texts.name[rows], [MACHINE, HUMAN])]
    classes = np.array([CODES.index(code) for code in texts.language[rows]])
    weight = np.tile(weights_of(texts, rows), 2) / 2
    both = sparse.vstack([whole[rows], pieces[rows]]).tocsr()
    return fit(both, np.tile(classes, 2), weight, LOOSE_FOR_LANGUAGES, KEPT_FOR_LANGUAGES)


def folds(texts: Texts) -> list[tuple[Ints, Ints]]:
    """Rows to learn from and rows to test on; no group stands in both."""
    return list(GroupKFold(FOLDS).split(texts.streams, groups=texts.group))


def out_of_fold(texts: Texts, whole: Any, pieces: Any, left_out: Bools | None = None) -> tuple[Floats, Floats]:
    """Scores of the whole texts and of the pieces by models that saw neither their groups nor the texts `left_out`."""
    scores, piece_scores = np.zeros(len(texts.words)), np.zeros(len(texts.words))
    for learned, tested in folds(texts):
        if left_out is not None:
            learned = learned[~left_out[learned]]
        model = fit_translated(texts, whole, pieces, learned)
        scores[tested], piece_scores[tested] = model.scores(whole[tested])[:, 0], model.scores(pieces[tested])[:, 0]
    return scores, piece_scores
