"""dedup: P(derived) by copied words or by aligned sentences, the larger, with the models that ship, and a tenth of
P(one event), which orders the pairs that are not derived. No search for candidates, since the pairs are given.

A fourth argument is a JSON file with P(derived) of each pair, taken instead.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from similarity_pairs import Pairs, main

from dedup import Article
from dedup.relations import copy_model, rewrite_model
from dedup.relations.alignment import align, term_columns
from dedup.relations.events import days_between, event_probabilities, measure_events
from dedup.relations.facts import FactColumns
from dedup.relations.measure import measure
from dedup.relations.stock_phrases import drop_stock_phrases
from dedup.text.corpus import CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.terms import Terms

CALL = "copied passages, aligned sentences, facts: P(derived) and a tenth of P(one event)"
EVENT = 0.1
GIVEN = 4  # place of the argument


def score(texts: list[str], pairs: Pairs) -> list[float]:
    corpus = CorpusReader()([Article(id=str(k), text=text) for k, text in enumerate(texts)])
    drop_stock_phrases(*corpus.columns)
    quoted = quoted_words(*corpus.columns)
    rows = np.array(pairs, np.int64)
    measured = measure(rows, corpus.tokens, quoted)
    words = term_columns(corpus.columns, quoted, Terms())
    chosen = np.arange(len(rows))
    aligned = align(rows, words, measured, chosen)
    columns = FactColumns(corpus.columns, words)
    facts = columns.measure(rows).figures
    features = rewrite_model.features(aligned.features, measured, chosen, facts)
    copied = np.array(copy_model.copy_model().probabilities(copy_model.features(measured)))
    copied[measured.figures["passages"] == 0] = 0.0
    derived = np.maximum(copied, rewrite_model.rewrite_model().derived(features))
    given = json.loads(Path(sys.argv[GIVEN]).read_text(encoding="utf-8")) if len(sys.argv) > GIVEN else []
    if len(given) == len(rows):  # not so while the program warms up
        derived = np.array(given)
    event = event_probabilities(measure_events(rows, corpus.columns, words, columns), days_between(rows, None))
    scores: list[float] = (derived + EVENT * np.array(event)).tolist()
    return scores


if __name__ == "__main__":
    main(CALL, score)
