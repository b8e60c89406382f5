"""Learn dedup/relations/copy_model.json and rewrite_model.json: which copied passages, and which aligned sentences,
prove derivation.

usage: python training/relations.py BENCH

BENCH holds the labelled data (real/, families/, llm/, reuters/). The copy model learns from copies and from the partial
pairs of real outlets, since the partial pairs of families/ are reworded. The rewrite model learns from all pairs, from
unlabelled pairs of real articles of one topic that share no copied run, and from wire items of two companies: these
teach it what independent reports have in common. A pair counts as derived where one of the two models says so. Prints
out-of-fold figures of both together, cross-validated by group, and how far probabilities can be trusted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from labelled import MACHINES, UNLABELLED, WIRE, Pairs, load
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from dedup.relations import copy_model, rewrite_model

HOME = Path(__file__).resolve().parents[1] / "dedup/relations"
FOLDS = 10
COPY_C = 3.0
COPY_CAUTION = 2.5  # weight of a negative: an accusation that is wrong costs more than one that is missed
REAL = {"copy": 8.0, "rewrite": 4.0}  # weight of a pair of real outlets, of which there are few
CAUTION = {"real": 12.0, "pairs": 1.5, "roundtrip": 1.5, MACHINES: 1.5, WIRE: 0.4}
MACHINES_WEIGHT = 0.35  # of a pair with a language model's rewrite
UNLABELLED_WEIGHT = 0.5
NO_COPY = 0.1  # probability of the copy model below which an unlabelled pair is taken for independent
SHIFT = 0.35  # of the log-odds: evens out the caution at the threshold of 0.5; chosen out of fold
WHOLE_REAL = 6.0  # weight of a real pair where rewrites are separated from partial reuse
WHOLE_CAUTION = 5.0  # weight of a partial reuse there: a rewrite joins a family of copies
WHOLE_C = 0.1  # of its regression: with 1.0 the few real pairs decide, and more partial reuse is called a rewrite
TREES: dict[str, Any] = {
    "max_iter": 150, "learning_rate": 0.08, "max_leaf_nodes": 8, "min_samples_leaf": 20, "l2_regularization": 5,
    "early_stopping": False,
}  # fmt: skip

COPIED_WORDS = ("log_unquoted_words", "log_quoted_words")  # features of the copy model
Floats = NDArray[np.float64]


def with_copied_words(pairs: Pairs) -> NDArray[np.bool_]:
    """Return which pairs have a copied passage."""
    columns = [copy_model.FEATURES.index(name) for name in COPIED_WORDS]
    found: NDArray[np.bool_] = pairs.copied[:, columns].sum(axis=1) > 0
    return found


def for_copies(pairs: Pairs) -> NDArray[np.bool_]:
    """The pairs that the copy model learns from."""
    reworded = np.isin(pairs.label, ["rewrite", "rewrite_trim"]) & (pairs.source != "real")
    reworded |= (pairs.label == "partial") & (pairs.source == "pairs")
    reworded |= np.isin(pairs.source, [MACHINES, WIRE])
    learned: NDArray[np.bool_] = with_copied_words(pairs) & ~reworded & (pairs.label != UNLABELLED)
    return learned


def fit_copies(pairs: Pairs, rows: NDArray[np.intp]) -> LogisticRegression:
    """The copy model on some rows."""
    weight = np.where(pairs.source[rows] == "real", REAL["copy"], 1.0) * np.where(
        pairs.derived[rows], 1.0, COPY_CAUTION
    )
    return LogisticRegression(C=COPY_C, max_iter=5000).fit(
        pairs.copied[rows], pairs.derived[rows], sample_weight=weight
    )


def fit_rewrites(pairs: Pairs, rows: NDArray[np.intp]) -> tuple[Pipeline, HistGradientBoostingClassifier]:
    """The two halves of the rewrite model on some rows."""
    source, derived = pairs.source[rows], pairs.derived[rows]
    weight = np.where(source == "real", REAL["rewrite"], np.where(source == MACHINES, MACHINES_WEIGHT, 1.0))
    weight = weight * np.where(derived, 1.0, [CAUTION[s] for s in source])
    weight = np.where(pairs.label[rows] == UNLABELLED, UNLABELLED_WEIGHT, weight)
    linear = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=5000))
    linear.fit(pairs.rewritten[rows], derived, logisticregression__sample_weight=weight)
    trees = HistGradientBoostingClassifier(**TREES).fit(pairs.rewritten[rows], derived, sample_weight=weight)
    return linear, trees


def score_rewrites(model: tuple[Pipeline, HistGradientBoostingClassifier], rows: Floats) -> Floats:
    """The probabilities as `rewrite_model.RewriteModel` gives them."""
    parts = [np.clip(part.decision_function(rows), -rewrite_model.SUREST, rewrite_model.SUREST) for part in model]
    probability: Floats = 1 / (1 + np.exp(-(parts[0] + parts[1]) / 2 - SHIFT))
    return probability


def cross_validated(pairs: Pairs) -> tuple[Floats, Floats]:
    """Out-of-fold probabilities of the copy model and of the rewrite model."""
    copied, reworded = np.zeros(len(pairs.label)), np.zeros(len(pairs.label))
    learned = for_copies(pairs)
    held_passages = with_copied_words(pairs)
    looked_at = rewrite_model.feature(pairs.rewritten, "containment") > 0
    for fit, held in GroupKFold(FOLDS).split(pairs.rewritten, pairs.derived, pairs.group):
        copied[held] = (
            fit_copies(pairs, fit[learned[fit]]).predict_proba(pairs.copied[held])[:, 1] * held_passages[held]
        )
        reworded[held] = (
            score_rewrites(fit_rewrites(pairs, fit[looked_at[fit]]), pairs.rewritten[held]) * looked_at[held]
        )
    return copied, reworded


def told(pairs: Pairs, probability: Floats) -> dict[str, Any]:
    """Return F1 of derived by set, the share called derived by label, and that of derived pairs by probability."""
    out: dict[str, Any] = {}
    labelled = pairs.label != UNLABELLED
    for name in ("pairs", "real", "roundtrip", MACHINES):
        own = labelled & (pairs.source == name)
        said, true = probability[own] >= 0.5, pairs.derived[own]
        out[f"F1 {name}"] = round(2 * np.sum(said & true) / max(1, np.sum(said) + np.sum(true)), 4)
    for name in sorted({f"{s}: {label}" for s, label in zip(pairs.source, pairs.label, strict=True)}):
        own = (pairs.source == name.split(": ")[0]) & (pairs.label == name.split(": ")[1])
        out[name] = f"{np.mean(probability[own] >= 0.5):.4f} of {np.sum(own)}"
    bands = np.clip((probability * 10).astype(int), 0, 9)
    out["derived among probability"] = {}
    for band in sorted(set(bands[labelled].tolist())):
        derived = pairs.derived[labelled & (bands == band)]
        out["derived among probability"][f"{band / 10:.1f}-{band / 10 + 0.1:.1f}"] = (
            f"{np.mean(derived):.2f} of {derived.size}"
        )
    return out


def flat(trees: HistGradientBoostingClassifier) -> dict[str, Any]:
    """The nodes of all trees in a row, as `trees.Trees` reads them."""
    out: dict[str, Any] = {"baseline": round(float(trees._baseline_prediction[0][0]), 6), "roots": []}
    columns: dict[str, list[Any]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    for (tree,) in trees._predictors:
        first = len(columns["feature"])
        out["roots"].append(first)
        for node in tree.nodes:
            leaf = bool(node["is_leaf"])
            columns["feature"].append(-1 if leaf else int(node["feature_idx"]))
            columns["threshold"].append(0.0 if leaf else float(f"{node['num_threshold']:.6g}"))
            columns["left"].append(0 if leaf else first + int(node["left"]))
            columns["right"].append(0 if leaf else first + int(node["right"]))
            columns["value"].append(float(f"{node['value']:.5g}") if leaf else 0.0)
    return {**out, **columns}


def logistic(model: Pipeline, names: Sequence[str]) -> dict[str, Any]:
    """A scaled logistic regression as `logistic.Logistic` reads it."""
    scaler, regression = model.steps[0][1], model.steps[1][1]
    numbers = {"means": scaler.mean_, "scales": scaler.scale_, "weights": regression.coef_[0]}
    out: dict[str, Any] = {
        "features": list(names),
        **{key: [float(f"{x:.6g}") for x in column] for key, column in numbers.items()},
    }
    return {**out, "intercept": float(f"{regression.intercept_[0]:.6g}")}


def learn_side(
    rows: Floats, positive: NDArray[np.bool_], weight: Floats, group: NDArray[Any]
) -> tuple[Pipeline, Floats]:
    """The smaller model, and its out-of-fold probabilities."""

    def fitted(fit: NDArray[np.intp]) -> Pipeline:
        model = make_pipeline(StandardScaler(), LogisticRegression(C=WHOLE_C, max_iter=5000))
        return model.fit(rows[fit], positive[fit], logisticregression__sample_weight=weight[fit])

    probability = np.zeros(len(rows))
    for fit, held in GroupKFold(FOLDS).split(rows, positive, group):
        probability[held] = fitted(fit).predict_proba(rows[held])[:, 1]
    return fitted(np.arange(len(rows))), probability


def learn_whole(pairs: Pairs) -> dict[str, Any]:
    """The model that tells rewrites of the whole from partial reuse."""
    own = np.isin(pairs.label, ["rewrite", "rewrite_trim", "partial"])
    own &= rewrite_model.feature(pairs.rewritten, "containment") > 0
    positive = pairs.label[own] != "partial"
    source = pairs.source[own]
    weight = np.where(source == "real", WHOLE_REAL, np.where(source == MACHINES, MACHINES_WEIGHT, 1.0))
    weight = weight * np.where(positive, 1.0, WHOLE_CAUTION)
    rows = np.hstack([pairs.rewritten[own], pairs.shares[own]])
    model, probability = learn_side(rows, positive, weight, pairs.group[own])
    tell("called a rewrite of the whole:", pairs, own, probability)
    return logistic(model, (*rewrite_model.FEATURES, *rewrite_model.SHARES))


def tell(what: str, pairs: Pairs, own: NDArray[np.bool_], probability: Floats) -> None:
    """Print the out-of-fold share of each label that a smaller model says yes to."""
    names = np.array([f"{s}: {label}" for s, label in zip(pairs.source[own], pairs.label[own], strict=True)])
    print(
        what,
        {
            name: f"{np.mean(probability[names == name] >= 0.5):.3f} of {np.sum(names == name)}"
            for name in sorted(set(names))
        },
    )


def main() -> None:
    """Measure, cross-validate, fit on all, write."""
    pairs = load(Path(sys.argv[1]))
    learned = for_copies(pairs)
    every = np.arange(len(pairs.label))
    first = fit_copies(pairs, every[learned])
    passages = with_copied_words(pairs)
    copied_run = passages & (first.predict_proba(pairs.copied)[:, 1] >= NO_COPY)
    pairs = Pairs(*(column[(pairs.label != UNLABELLED) | ~copied_run] for column in pairs))
    copied, reworded = cross_validated(pairs)
    result = told(pairs, np.maximum(copied, reworded))
    print("copy model alone:", json.dumps(told(pairs, copied), indent=1))
    print("both:", json.dumps(result, indent=1))
    learned, every = for_copies(pairs), np.arange(len(pairs.label))
    model = fit_copies(pairs, every[learned])
    header = {
        "made_by": "training/relations.py",
        "data": "labelled pairs of real news (ECB+, Giveme5W1H) and of WMT 2021-22 news in several translations",
    }
    copies = {
        **header,
        "out_of_fold": {k: v for k, v in told(pairs, copied).items() if not k.startswith("derived among")},
        "features": list(copy_model.FEATURES),
        "weights": [round(float(w), 4) for w in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 4),
    }
    (HOME / "copy_model.json").write_text(json.dumps(copies, indent=1) + "\n", encoding="utf-8")
    linear, trees = fit_rewrites(pairs, every[rewrite_model.feature(pairs.rewritten, "containment") > 0])
    rewrites = {
        **header,
        "out_of_fold_with_the_copy_model": result,
        "shift": SHIFT,
        "linear": logistic(linear, rewrite_model.FEATURES),
        "whole": learn_whole(pairs),
        "trees": flat(trees),
    }
    (HOME / "rewrite_model.json").write_text(json.dumps(rewrites) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
