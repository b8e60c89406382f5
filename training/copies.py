"""Learn dedup/relations/copy_model.json: which copied passages prove derivation, with quotations counted apart.

usage: python training/copies.py BENCH

BENCH holds the labelled data (real/, families/). Positive: verbatim and trimmed pairs of both sets and the partial pairs of real
outlets; the partial pairs of families/ are reworded, so copied words cannot show them. Negative: independent reports, other halves
of a story, look-alikes. Prints out-of-fold shares of pairs called derived, by label, cross-validated by group.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from dedup.article import Article
from dedup.relations.evidence import FEATURES, features
from dedup.relations.measure import measure
from dedup.text.corpus import CorpusReader

TARGET = Path(__file__).resolve().parents[1] / "dedup/relations/copy_model.json"
SETS = (
    ("real/articles", "real/pairs_truth", 8.0),
    ("families/pairs_articles", "families/pairs_truth", 1.0),
    ("families/roundtrip_articles", "families/roundtrip_truth", 1.0),
)
DERIVED = {"verbatim", "trimmed", "partial", "verbatim_boiler"}
REWORDED = {"rewrite", "rewrite_trim"}
CAUTION = 2.0  # weight of a negative: an accusation that is wrong costs more than one that is missed
C = 3.0


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Measure, cross-validate, fit on all, write."""
    bench = Path(sys.argv[1])
    inputs, labels, groups, names, weights = [], [], [], [], []
    for articles_name, truth_name, weight in SETS:
        records = rows(bench / f"{articles_name}.jsonl.gz")
        truth = [
            t
            for t in rows(bench / f"{truth_name}.jsonl.gz")
            if t["label"] not in REWORDED and (t["label"] != "partial" or articles_name.startswith("real"))
        ]
        number = {r["id"]: i for i, r in enumerate(records)}
        corpus = CorpusReader()([Article(id=r["id"], text=r["text"]) for r in records])
        pairs = np.array([sorted((t["a"], t["b"])) for t in truth])
        measured = measure(np.array([[number[a], number[b]] for a, b in pairs], np.int64), corpus.buffer, corpus.offsets, corpus.tokens)
        values = features(measured)
        for i, t in enumerate(truth):
            if measured.figures[i, 9]:
                inputs.append(values[i])
                labels.append(t["label"] in DERIVED)
                groups.append(t.get("group") or t["a"])
                names.append(f"{articles_name.split('/')[0]}: {t['label']}")
                weights.append(weight if t["label"] in DERIVED else weight * CAUTION)
    x, y, name, weight_of = np.array(inputs), np.array(labels), np.array(names), np.array(weights)
    probability = np.zeros(len(y))
    for fit, held in GroupKFold(10).split(x, y, groups):
        model = LogisticRegression(C=C, max_iter=5000).fit(x[fit], y[fit], sample_weight=weight_of[fit])
        probability[held] = model.predict_proba(x[held])[:, 1]
    result = {n: f"{np.mean(probability[name == n] >= 0.5):.3f} of {np.sum(name == n)}" for n in sorted(set(names))}
    print(json.dumps(result, indent=1))
    model = LogisticRegression(C=C, max_iter=5000).fit(x, y, sample_weight=weight_of)
    header = {
        "made_by": "training/copies.py",
        "data": "labelled pairs of real news and of WMT 2021-22 news that share a copied passage",
        "called_derived_out_of_fold": result,
    }
    out = {
        **header,
        "features": list(FEATURES),
        "weights": [round(float(w), 4) for w in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 4),
    }
    TARGET.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
