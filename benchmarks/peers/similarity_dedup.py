"""dedup: P(derived) by copied words or by aligned sentences, the larger, with the models that ship; no search for
candidates, since the pairs are given."""

from __future__ import annotations

import numpy as np
from similarity_pairs import Pairs, main

from dedup import Article
from dedup.relations import copy_model, rewrite_model
from dedup.relations.alignment import align, term_columns
from dedup.relations.facts import FactColumns
from dedup.relations.measure import measure
from dedup.relations.stock_phrases import drop_stock_phrases
from dedup.text.corpus import CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.terms import Terms

CALL = "copied passages, aligned sentences and facts: P(derived)"


def score(texts: list[str], pairs: Pairs) -> list[float]:
    corpus = CorpusReader()([Article(id=str(k), text=text) for k, text in enumerate(texts)])
    drop_stock_phrases(*corpus.columns)
    quoted = quoted_words(*corpus.columns)
    rows = np.array(pairs, np.int64)
    measured = measure(rows, corpus.tokens, quoted)
    words = term_columns(corpus.columns, quoted, Terms())
    chosen = np.arange(len(rows))
    aligned = align(rows, words, measured, chosen)
    facts = FactColumns(corpus.columns, words).measure(rows).figures
    features = rewrite_model.features(aligned.features, measured, chosen, facts)
    copied = np.array(copy_model.copy_model().probabilities(copy_model.features(measured)))
    copied[measured.figures["passages"] == 0] = 0.0
    return np.maximum(copied, rewrite_model.rewrite_model().derived(features)).tolist()


if __name__ == "__main__":
    main(CALL, score)
