"""The labelled pairs as columns: what the scan measures of them, before any model."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.pipeline import candidate_pairs
from dedup.relations import copy_model, rewrite_model
from dedup.relations.alignment import Alignments, align, term_columns
from dedup.relations.facts import FactColumns
from dedup.relations.measure import PairMeasures, measure
from dedup.relations.passages import bounded_links, count_covered, put_together, rewriting_shares
from dedup.relations.stock_phrases import drop_stock_phrases
from dedup.text.corpus import CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.terms import Terms

SETS = (
    ("real", "real/articles", "real/pairs_truth"),
    ("pairs", "families/pairs_articles", "families/pairs_truth"),
    ("roundtrip", "families/roundtrip_articles", "families/roundtrip_truth"),
    ("llm", "llm/articles", "llm/pairs_truth"),
)
MACHINES = "llm"  # the set of language models' rewrites
WIRE = "reuters"  # the set of wire items, of which those of two companies are never derived
COMPANY_PAIRS = 4000  # candidate pairs of two companies that are taken at most
TWO_COMPANIES = "two companies"
INNOCENT = {"same_story", "same_event", "unrelated_near", "unrelated", TWO_COMPANIES}
TOPIC_PAIRS = 120  # unlabelled pairs of one topic of real news that are taken at most
UNLABELLED = "one topic, unlabelled"


class Pairs(NamedTuple):
    """Pairs by row: inputs of the models, whether derived, the group that no fold may cut, the set and the label."""

    copied: NDArray[np.float64]
    rewritten: NDArray[np.float64]
    shares: NDArray[np.float64]
    derived: NDArray[np.bool_]
    group: NDArray[Any]
    source: NDArray[Any]
    label: NDArray[Any]


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def topic_pairs(ids: list[str], known: set[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Pairs of articles of one ECB+ topic that nobody labelled: nearly all are independent reports of one event, or of
    two."""
    topics: dict[str, list[str]] = {}
    for name in ids:
        match = re.match(r"ecb:(\d+)_\d+(ecb(?:plus)?)", name)
        if match:
            topics.setdefault(f"ecb{match[1]}_{match[2]}", []).append(name)
    draw = random.Random(1)
    for topic, members in topics.items():
        pairs = [pair for pair in itertools.combinations(sorted(members), 2) if pair not in known]
        draw.shuffle(pairs)
        yield from ({"a": a, "b": b, "label": UNLABELLED, "group": topic} for a, b in pairs[:TOPIC_PAIRS])


def company_pairs(bench: Path, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Candidate pairs of wire items of two companies."""
    company = {t["id"]: t["incident"] for t in rows(bench / f"{WIRE}/incidents.jsonl.gz")}
    ids, pairs = candidate_pairs([Article(id=r["id"], text=r["text"]) for r in records])
    found = []
    for a, b in pairs.tolist():
        one, other = company.get(ids[a]), company.get(ids[b])
        if one and other and one != other:
            found.append({"a": ids[a], "b": ids[b], "label": TWO_COMPANIES, "group": one})
    random.Random(4).shuffle(found)
    return found[:COMPANY_PAIRS]


def shares_of(measured: PairMeasures, aligned: Alignments, pair: int) -> tuple[float, float, float]:
    """Return the `rewrite_model.SHARES` of one pair."""
    figures, copied = measured.figures[pair], measured.passages_of(pair)
    words = max(1, int(figures["words_a"])), max(1, int(figures["words_b"]))
    nothing = np.zeros(words[0], np.uint8), np.zeros(words[1], np.uint8)
    whole = count_covered(put_together(copied, bounded_links(aligned.links_of(pair))), *nothing)
    verbatim = count_covered(put_together(copied, []), *nothing)
    return rewriting_shares(whole, verbatim, *words)


def load(bench: Path) -> Pairs:
    """Read, measure and align every labelled pair below BENCH."""
    columns: list[Pairs] = []
    for name, articles_file, truth_file in (*SETS, (WIRE, f"{WIRE}/articles", "")):
        records = rows(bench / f"{articles_file}.jsonl.gz")
        truth = rows(bench / f"{truth_file}.jsonl.gz") if truth_file else company_pairs(bench, records)
        if name == "real":
            truth += topic_pairs(
                [r["id"] for r in records], {(min(t["a"], t["b"]), max(t["a"], t["b"])) for t in truth}
            )
        number = {r["id"]: i for i, r in enumerate(records)}
        corpus = CorpusReader()([Article(id=r["id"], text=r["text"]) for r in records])
        drop_stock_phrases(*corpus.columns)
        quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
        pairs = np.array([[number[i] for i in sorted((t["a"], t["b"]))] for t in truth], np.int64)
        measured = measure(pairs, corpus.tokens, quoted)
        terms = Terms()
        words = term_columns(corpus.columns, quoted, terms)
        facts = FactColumns(corpus.columns, words).measure(pairs).figures
        chosen = np.arange(len(pairs))
        aligned = align(pairs, words, measured, chosen)
        columns.append(
            Pairs(
                copy_model.features(measured),
                rewrite_model.features(aligned.features, measured, chosen, facts),
                np.array([shares_of(measured, aligned, i) for i in range(len(pairs))]),
                np.array([t["label"] not in INNOCENT and t["label"] != UNLABELLED for t in truth]),
                np.array([f"{name}:{t.get('group') or t['a'].partition('-')[0]}" for t in truth]),
                np.full(len(truth), name, object),
                np.array([t["label"] for t in truth]),
            )
        )
    return Pairs(*(np.concatenate(column) for column in zip(*columns, strict=True)))
