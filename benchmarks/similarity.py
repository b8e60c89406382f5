"""Pairs given: our score against TF-IDF, BM25 and sentence embeddings, in one run.

usage: python benchmarks/similarity.py --bench FOLDER [--no-folds]

The pairs are those of llm/ and real/ in the labelled data. Each contestant gives every pair one score. Printed is the
area under the ROC curve of the derived pairs of both sets (rewrites by language models, copies, cut copies and partial
reuse) against the nearest neighbours of llm/, which are about one matter, and against reports of one event of real/,
which share its facts; of the rewrites by language models alone too. CPU time is of the process, without imports and the
loading of a model.

Ours is P(derived), and a tenth of P(one event), which orders the pairs that are not derived. Our models have seen these
pairs. "Out of fold" is P(derived) by models that have not seen the story (ten folds, as training/relations.py makes
them).
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import environments
import measure
import numpy as np
from corpora import BENCH, DATA, ROOT
from numpy.typing import NDArray

PEERS: Final = Path(__file__).resolve().parent / "peers"
SETS: Final = ("llm", "real")
OURS: Final = "dedup"
CONTESTANTS: Final = (
    ("TF-IDF", "similarity_tfidf.py"),
    ("BM25", "similarity_bm25.py"),
    ("all-MiniLM-L6-v2", "similarity_minilm.py"),
    (OURS, "similarity_dedup.py"),
)
NEIGHBOUR, ONE_EVENT, OTHER = "unrelated_near", "same_event", "unrelated"
COLUMNS: Final = ("neighbours", "one event", "llm: neighbours", "llm: one event")
Floats = NDArray[np.float64]
Labels = NDArray[np.str_]


@dataclass(frozen=True)
class LabelledPairs:
    """The articles and the pairs of the sets as files, and the set and the label of each pair."""

    articles: Path
    pairs: Path
    source: Labels
    label: Labels


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def labelled_pairs(bench: Path) -> LabelledPairs:
    """Write the articles and the pairs of all sets to files that the contestants read."""
    DATA.mkdir(parents=True, exist_ok=True)
    articles, pairs = DATA / "similarity-articles.jsonl", DATA / "similarity-pairs.jsonl"
    number: dict[tuple[str, str], int] = {}
    source, label = [], []
    with articles.open("w", encoding="utf-8") as texts, pairs.open("w", encoding="utf-8") as lines:
        for name in SETS:
            for record in rows(bench / name / "articles.jsonl.gz"):
                number[name, record["id"]] = len(number)
                texts.write(json.dumps({"text": record["text"]}) + "\n")
            for truth in rows(bench / name / "pairs_truth.jsonl.gz"):
                lines.write(json.dumps([number[name, truth["a"]], number[name, truth["b"]]]) + "\n")
                source.append(name)
                label.append(truth["label"])
    return LabelledPairs(articles, pairs, np.array(source), np.array(label))


def auc(positive: Floats, negative: Floats) -> float:
    """Return the share of the pairs of a positive and a negative in which the positive has more; ties are half."""
    ordered = np.sort(negative)
    below, up_to = (np.searchsorted(ordered, positive, side) for side in ("left", "right"))
    return float((below + up_to).mean() / 2 / len(negative))


def figures(source: Labels, label: Labels, score: Floats) -> list[float]:
    """Return the figure of each of COLUMNS."""
    derived = ~np.isin(label, (NEIGHBOUR, ONE_EVENT, OTHER))
    negatives = [score[label == name] for name in (NEIGHBOUR, ONE_EVENT)]
    return [auc(score[own], against) for own in (derived, derived & (source == "llm")) for against in negatives]


def scored(name: str, script: str, pairs: LabelledPairs, *more: Path) -> tuple[dict[str, Any], Floats] | str:
    """Run a contestant; return what it printed and its scores, or why there are none. `more` are further arguments."""
    python = Path(sys.executable)
    if name != OURS:
        environment = environments.prepare(environments.SIMILARITY)
        if environment.python is None:
            return f"not installed: {environment.error}"
        python = environment.python
    out = DATA / f"{Path(script).stem}.json"
    done = measure.run([python, PEERS / script, pairs.articles, pairs.pairs, out, *more], cwd=DATA, memory=False)
    if done.error:
        return f"failed: {done.error}"
    return json.loads(done.output.splitlines()[-1]), np.array(json.loads(out.read_text(encoding="utf-8")))


def out_of_fold(bench: Path) -> Path:
    """Write P(derived) of the pairs, in the order of SETS, by models that have not seen the story."""
    sys.path.insert(0, str(ROOT / "training"))
    training: Any = importlib.import_module("relations")
    pairs = training.load(bench)
    copied, reworded = training.cross_validated(pairs)
    derived = np.maximum(copied, reworded)
    out = DATA / "similarity-derived.json"
    labelled = pairs.label != training.UNLABELLED
    scores = [derived[labelled & (pairs.source == name)] for name in SETS]
    out.write_text(json.dumps(np.concatenate(scores).tolist()), encoding="utf-8")
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH, help="the folder of labelled data")
    parser.add_argument("--no-folds", action="store_true", help="without the scores out of fold, which take minutes")
    asked = parser.parse_args()
    pairs = labelled_pairs(asked.bench.resolve())
    print(
        f"{'AUC of derived against':<24}" + "".join(f"{column:>17}" for column in COLUMNS) + f"{'CPU ms/article':>16}"
    )
    contestants: list[tuple[str, str, str, list[Path]]] = [(name, name, script, []) for name, script in CONTESTANTS]
    if not asked.no_folds:
        derived = out_of_fold(asked.bench.resolve())
        contestants.append((f"{OURS}, out of fold", OURS, "similarity_dedup.py", [derived]))
    for title, name, script, more in contestants:
        outcome = scored(name, script, pairs, *more)
        if isinstance(outcome, str):
            print(f"{title:<24}{outcome}")
            continue
        told, score = outcome
        cost = f"{1000 * told['cpu'] / told['articles']:.2f}"
        found = "".join(f"{x:>17.4f}" for x in figures(pairs.source, pairs.label, score))
        print(f"{title:<24}{found}{cost:>16}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
