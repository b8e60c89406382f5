"""Learn dedup/relations/event_model.json: which pairs of articles report one event.

usage: python training/events.py BENCH

BENCH holds the labelled data (real/, stations/, reuters/, families/). Pairs are the candidates of a scan: of one event
or of two, wire items of two companies, and nearest neighbours of other stories. Prints, out of fold and cross-validated
by topic, how far the model separates them, and B-cubed F1 (Bagga and Baldwin 1998) of the event families that average
link makes of its pairs.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from labelled import rows
from numpy.typing import NDArray
from relations import logistic
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from dedup.article import Article
from dedup.families.graph import average_link
from dedup.pipeline import candidate_pairs
from dedup.provenance.facts import published_at
from dedup.relations.alignment import term_columns
from dedup.relations.events import EVENT_FEATURES, NO_DATE, days_between, event_features, measure_events
from dedup.relations.facts import FactColumns
from dedup.relations.stock_phrases import drop_stock_phrases
from dedup.text.corpus import CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.terms import Terms

HOME: Final = Path(__file__).resolve().parents[1] / "dedup/relations"
FOLDS: Final = 5
EVENTS: Final = {"real": "real/events", "stations": "stations/incidents"}
WIRE: Final = "reuters"
WEIGHT: Final = {"real": 1.0, "stations": 1.0, WIRE: 0.1, "pairs": 0.5}
CUTS: Final = (0.3, 0.5)  # least probability of a pair that counts
LINKS: Final = (0.2, 0.25, 0.3, 0.35, 0.4)


class Sample(NamedTuple):
    """Labelled pairs by row: ids, features, whether of one event, the set, and the topic that no fold may cut."""

    ids: NDArray[Any]
    features: NDArray[np.float64]
    same: NDArray[np.bool_]
    source: NDArray[Any]
    group: NDArray[Any]


def day_of(record: dict[str, Any]) -> int:
    """The date of an article as an ordinal."""
    found = published_at(record.get("published") or record.get("date"))
    return NO_DATE if found is None else found[0].toordinal()


def measured(records: list[dict[str, Any]], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The features of pairs of records."""
    corpus = CorpusReader()([Article(id=r["id"], text=r["text"]) for r in records])
    drop_stock_phrases(*corpus.columns)
    words = term_columns(corpus.columns, quoted_words(corpus.buffer, corpus.offsets, corpus.tokens), Terms())
    figures = measure_events(pairs, corpus.columns, words, FactColumns(corpus.columns, words))
    return event_features(figures, days_between(pairs, np.array([day_of(r) for r in records], np.int64)))


def topic_of(event: str) -> str:
    """The topic of an event: two look-alike events of ECB+ have one number."""
    found = re.match(r"(\d+)ecb", event)
    return f"ecb{found[1]}" if found else event


def of_events(bench: Path, name: str, truth_file: str) -> Sample:
    """The candidate pairs of a set whose events are known."""
    path = bench / f"{name}/articles.jsonl.gz"
    records = rows(path)
    event = {r["id"]: r["incident"] for r in rows(bench / f"{truth_file}.jsonl.gz")}
    number = {r["id"]: n for n, r in enumerate(records)}
    ids, found = candidate_pairs([str(path)])
    pairs = [sorted((number[ids[a]], number[ids[b]])) for a, b in found.tolist() if ids[a] in event and ids[b] in event]
    own = np.array(pairs, np.int64)
    sides = np.array([[records[a]["id"], records[b]["id"]] for a, b in pairs])
    same = np.array([event[a] == event[b] for a, b in sides])
    if name == WIRE:  # two items of one company may report two events
        own, sides, same = own[~same], sides[~same], same[~same]
    group = np.array([f"{name}:{topic_of(event[a])}" for a, _ in sides])
    return Sample(sides, measured(records, own), same, np.full(len(sides), name, object), group)


def of_neighbours(bench: Path) -> Sample:
    """Nearest neighbours of other stories."""
    records = rows(bench / "families/pairs_articles.jsonl.gz")
    number = {r["id"]: n for n, r in enumerate(records)}
    truth = [t for t in rows(bench / "families/pairs_truth.jsonl.gz") if t["label"] == "unrelated_near"]
    pairs = np.array([[number[t["a"]], number[t["b"]]] for t in truth], np.int64)
    sides = np.array([[t["a"], t["b"]] for t in truth])
    group = np.array([f"pairs:{a.partition('-')[0]}" for a, _ in sides])
    return Sample(sides, measured(records, pairs), np.zeros(len(truth), np.bool_), np.full(len(truth), "pairs"), group)


def fit(sample: Sample, chosen: NDArray[np.intp]) -> Pipeline:
    """The model on some rows."""
    weight = np.array([WEIGHT[name] for name in sample.source[chosen]])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=5000))
    return model.fit(sample.features[chosen], sample.same[chosen], logisticregression__sample_weight=weight)


def b_cubed(found: dict[str, int], event: dict[str, str]) -> float:
    """F1 of the families of articles against their events."""
    families: dict[int, set[str]] = defaultdict(set)
    events: dict[str, set[str]] = defaultdict(set)
    for name, own in event.items():
        families[found[name]].add(name)
        events[own].add(name)
    common = [len(families[found[name]] & events[own]) for name, own in event.items()]
    precision = np.mean([n / len(families[found[name]]) for n, name in zip(common, event, strict=True)])
    recall = np.mean([n / len(events[own]) for n, own in zip(common, event.values(), strict=True)])
    return float(2 * precision * recall / (precision + recall))


def families_of(names: list[str], edges: dict[tuple[str, str], float], least: float) -> dict[str, int]:
    """The family of each article by average link."""
    members = {name: [name] for name in names}
    for one, other in average_link(dict.fromkeys(names, 1), edges, least):
        members[one] += members.pop(other)
    return {name: n for n, own in enumerate(members.values()) for name in own}


def best_of_tf_idf(texts: dict[str, str], event: dict[str, str]) -> tuple[float, float]:
    """B-cubed F1 of plain TF-IDF with average link, at the threshold that suits the set best; and that threshold."""
    names = sorted(event)
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform([texts[name] for name in names])
    distances = np.clip(1 - (rows @ rows.T).toarray(), 0, 2)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    scored = []
    for least in np.arange(0.1, 0.7, 0.02).round(2).tolist():
        families = fcluster(tree, 1 - least, "distance").tolist()
        scored.append((round(b_cubed(dict(zip(names, families, strict=True)), event), 4), least))
    return max(scored)


def main(bench: Path) -> None:
    """Print out-of-fold figures and write the model."""
    parts = [of_events(bench, name, truth) for name, truth in (*EVENTS.items(), (WIRE, f"{WIRE}/incidents"))]
    sample = Sample(*(np.concatenate(columns) for columns in zip(*parts, of_neighbours(bench), strict=True)))
    probability = np.zeros(len(sample.same))
    for known, held in GroupKFold(FOLDS).split(sample.features, sample.same, sample.group):
        probability[held] = fit(sample, known).predict_proba(sample.features[held])[:, 1]
    for name in WEIGHT:
        own = sample.source == name
        yes = probability[own] >= 0.5
        same = sample.same[own]
        line = {"pairs": int(own.sum()), "of two events called one": round(float(yes[~same].mean()), 4)}
        if same.any():
            line["of one event found"] = round(float(yes[same].mean()), 4)
            line["AUC"] = round(float(roc_auc_score(same, probability[own])), 4)
        print(name, line)
    for name, truth in EVENTS.items():
        event = {r["id"]: r["incident"] for r in rows(bench / f"{truth}.jsonl.gz")}
        texts = {r["id"]: r["text"] for r in rows(bench / f"{name}/articles.jsonl.gz")}
        print(f"{name}: B-cubed F1 of TF-IDF by average link, threshold", best_of_tf_idf(texts, event))
        own = sample.source == name
        for cut in CUTS:
            edges = {
                (min(a, b), max(a, b)): float(p)
                for (a, b), p in zip(sample.ids[own].tolist(), probability[own], strict=True)
                if p >= cut
            }
            figures = {least: round(b_cubed(families_of(sorted(event), edges, least), event), 4) for least in LINKS}
            print(f"{name}: B-cubed F1 of pairs from {cut} by average link", figures)
    model = fit(sample, np.arange(len(sample.same)))
    made = logistic(model, EVENT_FEATURES)
    (HOME / "event_model.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(dict(zip(EVENT_FEATURES, model[-1].coef_[0].round(2).tolist(), strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
