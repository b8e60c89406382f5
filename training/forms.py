"""Learn dedup/relations/form_model.json: which pairs of like wording are one form filled with other facts.

usage: python training/forms.py BENCH

BENCH holds the labelled data (hard/, families/, real/, llm/, reuters/). Forms are pairs of the templates, and pairs of
wire items of two companies that share wording; the others are copies, cut copies, rewrites and partial reuse. Prints
the share called a form by set and label, out of fold, cross-validated by group.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from labelled import rows
from numpy.typing import NDArray
from relations import logistic
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

import dedup
from dedup.pipeline import candidate_pairs
from dedup.relations.alignment import term_columns
from dedup.relations.facts import FactColumns, matched_share
from dedup.relations.forms import FEATURES, form_features
from dedup.relations.stock_phrases import drop_stock_phrases
from dedup.text.corpus import CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.terms import Terms

HOME = Path(__file__).resolve().parents[1] / "dedup/relations"
FOLDS = 10
HARD = ("templates", "templates2", "templates3", "digests", "updates")
SETS = (
    ("real", "real/articles", "real/pairs_truth"),
    ("pairs", "families/pairs_articles", "families/pairs_truth"),
    ("roundtrip", "families/roundtrip_articles", "families/roundtrip_truth"),
    ("llm", "llm/articles", "llm/pairs_truth"),
)
FORMS = {"template"}
REWORDED = ("real", "pairs", "roundtrip", "llm", "grouping")
SHIFT = 0.85  # of the log-odds: evens out the caution at the threshold of 0.5; chosen out of fold
CAUTION = 3.0  # weight of a rewrite or a real copy: to call one a form loses it
LEFT_OUT = {"either", "unrelated", "unrelated_near", "same_story", "same_event"}
LEAST_SHARE = 0.25  # share of the shorter text in common from which a pair of two companies is of like wording
MOST = 2500  # pairs taken of a set and label


class Sample(NamedTuple):
    """Labelled pairs by row: their features, whether they are forms, the set, the label and the group that no fold may
    cut."""

    features: NDArray[np.float64]
    form: NDArray[np.bool_]
    source: NDArray[Any]
    label: NDArray[Any]
    group: NDArray[Any]


def measure_records(records: list[dict[str, Any]], pairs: NDArray[np.int64]) -> Any:
    """The FORM_FIGURES of pairs of records."""
    corpus = CorpusReader()([dedup.Article(id=r["id"], text=r["text"]) for r in records])
    drop_stock_phrases(*corpus.columns)
    quoted = quoted_words(*corpus.columns)
    return FactColumns(corpus.columns, term_columns(corpus.columns, quoted, Terms())).measure(pairs).figures


def labelled_sets(bench: Path) -> list[tuple[str, str, str, bool]]:
    """Set, articles file, truth file, and whether its kinds are groups."""
    hard = [(name, f"hard/dev/{name}_articles", f"hard/dev/{name}_truth", True) for name in HARD]
    return hard + [(*names, False) for names in SETS]


def grouping(bench: Path, draw: random.Random) -> list[tuple[Any, bool, str, str, str]]:
    """Rows of pairs of one family: translations of one text by different translators, whole or cut."""
    records = rows(bench / "families/grouping.jsonl.gz")
    number = {r["id"]: i for i, r in enumerate(records)}
    families: dict[str, list[int]] = defaultdict(list)
    for t in rows(bench / "families/grouping_truth.jsonl.gz"):
        families[t["family"]].append(number[t["id"]])
    pairs = [(a, b, name) for name, members in families.items() for a, b in combinations(members, 2)]
    draw.shuffle(pairs)
    pairs = pairs[:MOST]
    figures = measure_records(records, np.array([pair[:2] for pair in pairs], np.int64))
    rows_of = zip(pairs, form_features(figures), strict=True)
    return [(row, False, "grouping", "rewrite", f"grouping {pair[2]}") for pair, row in rows_of]


def load(bench: Path) -> Sample:
    """Read and measure all pairs."""
    draw = random.Random(3)
    found = []
    for name, articles_file, truth_file, kinds in labelled_sets(bench):
        records = rows(bench / f"{articles_file}.jsonl.gz")
        number = {r["id"]: i for i, r in enumerate(records)}
        truth = [t for t in rows(bench / f"{truth_file}.jsonl.gz") if t["label"] not in LEFT_OUT]
        draw.shuffle(truth)
        truth = truth[:MOST]
        figures = measure_records(records, np.array([[number[t["a"]], number[t["b"]]] for t in truth], np.int64))
        for t, row in zip(truth, form_features(figures), strict=True):
            group = t.get("kind") if kinds and "kind" in t else t.get("group", t["a"].rsplit("-", 1)[0])
            found.append((row, t["label"] in FORMS, name, t["label"], f"{name} {group}"))
    records = rows(bench / "reuters/articles.jsonl.gz")
    company = {t["id"]: t["incident"] for t in rows(bench / "reuters/incidents.jsonl.gz")}
    _, pairs = candidate_pairs([dedup.Article(id=r["id"], text=r["text"]) for r in records])
    owners = [company.get(r["id"]) for r in records]
    other = [i for i, (a, b) in enumerate(pairs.tolist()) if owners[a] and owners[b] and owners[a] != owners[b]]
    draw.shuffle(other)
    figures = measure_records(records, pairs[other[: 4 * MOST]])
    alike = np.flatnonzero(matched_share(figures) >= LEAST_SHARE)[:MOST]
    for k, row in zip(alike.tolist(), form_features(figures[alike]), strict=True):
        found.append((row, True, "reuters", "two companies", f"reuters {owners[pairs[other[k]][0]]}"))
    found += grouping(bench, draw)
    features, form, *names = zip(*found, strict=True)
    source, label, group = (np.array(column) for column in names)
    return Sample(np.array(features), np.array(form), source, label, group)


def fit(sample: Sample, chosen: NDArray[np.intp]) -> Pipeline:
    """The model on some rows; a set counts by the root of its size, so that no large one decides alone."""
    names = np.array([f"{s} {f}" for s, f in zip(sample.source[chosen], sample.form[chosen], strict=True)])
    _, places, counts = np.unique(names, return_inverse=True, return_counts=True)
    reworded = ~sample.form[chosen] & np.isin(sample.source[chosen], REWORDED)
    weight = np.where(reworded, CAUTION, 1.0) / np.sqrt(counts[places])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=5000))
    return model.fit(sample.features[chosen], sample.form[chosen], logisticregression__sample_weight=weight)


def main(bench: Path) -> None:
    """Print out-of-fold figures and write the model."""
    sample = load(bench)
    probability = np.zeros(len(sample.form))
    for known, held in GroupKFold(FOLDS).split(sample.features, sample.form, sample.group):
        odds = fit(sample, known).decision_function(sample.features[held]) + SHIFT
        probability[held] = 1 / (1 + np.exp(-odds))
    table: dict[tuple[str, str], list[float]] = defaultdict(list)
    for source, label, p in zip(sample.source, sample.label, probability.tolist(), strict=True):
        table[source, label].append(p)
    for (source, label), values in sorted(table.items()):
        called = float(np.mean(np.array(values) >= 0.5))
        print(f"{source:12} {label:20} {len(values):5} called a form {called:.3f}")
    model = fit(sample, np.arange(len(sample.form)))
    made = logistic(model, FEATURES)
    made["intercept"] = float(f"{made['intercept'] + SHIFT:.6g}")
    (HOME / "form_model.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(dict(zip(FEATURES, model[-1].coef_[0].round(2).tolist(), strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
