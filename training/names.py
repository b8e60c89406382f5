"""Learn dedup/names/alignment.json: the weights of alignment operations, and of the features of two names of several
words.

usage: python training/names.py BENCH

BENCH holds the labelled data (names/). The operations are learned from token_pairs and from pairs made of
wikidata_groups, without the lexicon; the figures printed are out of fold, by native form, and no group that shares a
native form or a spelling with the pairs held out is learned from. The probe sees lengths and edit distances alone: it
shows what a method could reach that does not look at letters. A second probe sees the letters of single words and not
the pairing: on token_pairs it is far from chance, so figures on exchanged pairs are printed too.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
from alignment import UNSEEN, Weights, aligned, learn
from articles import rows
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from spellings import Pairs, exchanged, groups, made_pairs, together, token_pairs

from dedup.names import spelling_tables
from dedup.names.name_features import GENERATION_APART, IDENTICAL
from dedup.names.name_tables import FEATURES
from dedup.names.pair_measures import measure

TARGET = Path(__file__).resolve().parents[1] / "dedup/names/alignment.json"
FOLDS = 5
NEGATIVE_WEIGHT = 0.3  # of a negative of token_pairs, which single words give away (see `exchanged`)
MADE_WEIGHT = 0.5  # of a pair made from a group, beside one of token_pairs
NAMES_STRENGTH = 0.02  # of the regression over features of names
PRECISION = 0.99  # asked of `same`; of `different` too, less the noise among the positives
# Log-odds that the lexicon and endings add (see name_tables.Prices): weight of the alignment; both unknown, one known,
# both known and apart, one native form, one entry; endings that differ. Rounded from the shares of one name among
# token_pairs by what the lexicon says without the entries of the pair's own native forms (167 of 1,213 where both are
# known and apart); sharing is put below what was counted.
KNOWN_PRICES = [0.85, 0.0, -0.2, -1.8, 2.0, 3.5, -1.5]
Floats = NDArray[np.float64]


def learned(own: Pairs, made: Pairs) -> Weights:
    """The weights of operations from labelled pairs, their exchanged look-alikes, and pairs made of groups."""
    swapped = exchanged(own, random.Random(2))
    importance = [
        np.where(own.label > 0, 1.0, NEGATIVE_WEIGHT),
        np.ones(len(swapped.a)),
        np.full(len(made.a), MADE_WEIGHT),
    ]
    return learn(together(own, swapped, made), np.concatenate(importance))


def out_of_fold(pairs: Pairs, bench: Path) -> tuple[Floats, Pairs, Floats]:
    """The log-odds of each pair by weights that were learned without its native forms; exchanged pairs and theirs."""
    found, scores = groups(bench), np.zeros(len(pairs.a))
    swapped: list[Pairs] = []
    swapped_scores: list[Floats] = []
    for fit, held in GroupKFold(FOLDS).split(pairs.a, pairs.label, pairs.native):
        held_out = pairs.take(held)
        weights = learned(pairs.take(fit), made_pairs(found, held_out, random.Random(1)))
        swapped.append(exchanged(held_out, random.Random(3)))
        scores[held], theirs = (
            aligned(part, weights.dense())[0] + weights.intercept for part in (held_out, swapped[-1])
        )
        swapped_scores.append(theirs)
    return scores, together(*swapped), np.concatenate(swapped_scores)


def single_words(pairs: Pairs) -> Floats:
    """Out-of-fold log-odds from the letters of the words, not of what pairs with what: shows whether the labels hold
    other words."""
    words = [f"{a} {b}" for a, b in zip(pairs.a, pairs.b, strict=True)]
    table = CountVectorizer(analyzer="char_wb", ngram_range=(1, 3), min_df=5).fit_transform(words)
    model = LogisticRegression(C=0.05, max_iter=500)
    scores: Floats = cross_val_predict(
        model, table, pairs.label, groups=pairs.native, cv=GroupKFold(FOLDS), method="decision_function"
    )
    return scores


def probe(pairs: Pairs) -> Floats:
    """Out-of-fold probabilities from lengths and edit distance alone."""
    table = np.array([(len(a), len(b), Levenshtein.distance(a, b)) for a, b in zip(pairs.a, pairs.b, strict=True)])
    table = np.column_stack([table, abs(table[:, 0] - table[:, 1]), table[:, 2] / table[:, :2].max(axis=1)])
    model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False)
    probability: Floats = cross_val_predict(
        model, table, pairs.label, groups=pairs.native, cv=GroupKFold(FOLDS), method="predict_proba"
    )[:, 1]
    return probability


def areas(pairs: Pairs, scores: Floats) -> dict[str, float]:
    """The area under the ROC curve by script."""
    by_script = {s: pairs.script == s for s in ("ar", "ru", "he")}
    return {s: round(float(roc_auc_score(pairs.label[own], scores[own])), 4) for s, own in by_script.items()}


def threshold(scores: Floats, label: NDArray[np.int64], precision: float) -> float:
    """The lowest score from which on so large a share of the pairs is one name."""
    order = np.argsort(-scores)
    share = np.cumsum(label[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= precision)
    return round(float(scores[order[enough[-1]]]), 3) if enough.size else IDENTICAL


def people(pairs: list[dict[str, Any]]) -> list[str]:
    """One label for all pairs of names that are linked by a pair of one person."""
    home: dict[str, str] = {}

    def root(name: str) -> str:
        while home.setdefault(name, name) != name:
            name = home[name]
        return name

    for row in pairs:
        if row["label"]:
            home[root(row["a"])] = root(row["b"])
    return [root(row["a"]) for row in pairs]


def learn_names(bench: Path) -> tuple[list[list[float]], float, float]:
    """Weights of the features of names, and the thresholds of `same` and `different`; prints out-of-fold figures beside
    WRatio."""
    pairs = list(rows(bench / "names/full_names.jsonl.gz"))
    label = np.array([row["label"] for row in pairs])
    table = measure([row[side] for row in pairs for side in "ab"]).features
    table[:, GENERATION_APART] = 0.0  # too rare in the data to be learned: a rule of name_verdicts.pyx
    model = make_pipeline(
        StandardScaler(), PolynomialFeatures(2, include_bias=False), LogisticRegression(C=NAMES_STRENGTH, max_iter=3000)
    )
    scores = cross_val_predict(model, table, label, groups=people(pairs), cv=GroupKFold(10), method="decision_function")
    ratio = [fuzz.WRatio(row["a"], row["b"]) for row in pairs]
    print(
        "full_names, out of fold:",
        round(float(roc_auc_score(label, scores)), 4),
        "WRatio:",
        round(float(roc_auc_score(label, ratio)), 4),
    )
    model.fit(table, label)
    same, different = threshold(scores, label, PRECISION), -threshold(-scores, 1 - label, 0.95)
    for name, said in (("same", scores >= same), ("different", scores <= different)):
        print(f"{name}: {said.mean():.3f} of the pairs, precision {np.mean(label[said] == (name == 'same')):.4f}")
    return flat(model), same, different


def flat(model: Pipeline) -> list[list[float]]:
    """A quadratic model as the kernels read it."""
    scaler, powers, regression = (step for _, step in model.steps)
    size = FEATURES
    out = np.zeros((3 + size, size + 1))
    out[0, :size], out[1, :size], out[2, size] = scaler.mean_, scaler.scale_, regression.intercept_[0]
    for exponents, weight in zip(powers.powers_, regression.coef_[0], strict=True):
        first, *second = np.repeat(np.arange(size), exponents)
        out[3 + first if second else 2, second[0] if second else first] = weight
    return [[float(f"{x:.5g}") for x in row] for row in out]


def write(
    weights: Weights, prices: list[float], names: list[list[float]], out_of_fold_areas: dict[str, dict[str, float]]
) -> None:
    """Write the model and forget the one in use."""
    out = {
        "made_by": "training/names.py",
        "data": "token pairs and groups of spellings of Wikidata (CC0), COLING 2018, ANETAC; pairs of aliases of the "
        "OFAC list",
        "out_of_fold": out_of_fold_areas,
        "unseen": UNSEEN, "prices": prices, "names": names, "classes": weights.classes, "pairs": weights.pairs,
    }  # fmt: skip
    TARGET.write_text(
        json.dumps(out, ensure_ascii=False, separators=(",", ":")).replace(',"pairs"', ',\n"pairs"') + "\n",
        encoding="utf-8",
    )
    spelling_tables.spelling_model.cache_clear()
    spelling_tables.spelling_tables.cache_clear()
    spelling_tables.table_arrays.cache_clear()


def main() -> None:
    """Measure, fit on all, write."""
    bench = Path(sys.argv[1])
    pairs = token_pairs(bench)
    scores, swapped, swapped_scores = out_of_fold(pairs, bench)
    found, positive = areas(pairs, scores), np.flatnonzero(pairs.label)
    both = together(pairs.take(positive), swapped)
    found_exchanged = areas(both, np.concatenate([scores[positive], swapped_scores]))
    print("token_pairs, out of fold:", found, "lengths and edit distance alone:", areas(pairs, probe(pairs)))
    print("exchanged pairs, out of fold:", found_exchanged)
    print(
        "letters of single words alone:",
        areas(pairs, single_words(pairs)),
        "exchanged:",
        areas(both, single_words(both)),
    )
    told = {"token_pairs": found, "exchanged pairs": found_exchanged}
    weights = learned(pairs, made_pairs(groups(bench), None, random.Random(1)))
    same, different = threshold(scores, pairs.label, PRECISION), -threshold(-scores, 1 - pairs.label, 0.9)
    print("thresholds of the alignment:", same, different)
    prices = [weights.intercept, *KNOWN_PRICES, same, different, IDENTICAL, -IDENTICAL]
    no_names = np.ones((3 + FEATURES, FEATURES + 1)).tolist()
    write(weights, prices, no_names, told)
    names, name_same, name_different = learn_names(bench)
    write(weights, [*prices[:-2], name_same, name_different], names, told)


if __name__ == "__main__":
    main()
