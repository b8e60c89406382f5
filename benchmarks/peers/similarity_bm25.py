"""BM25 of rank-bm25: what one article scores as a query for the other, over what it scores for itself; the mean of both
directions. Words in lower case, stop words left out."""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import re

from rank_bm25 import BM25Okapi
from similarity_pairs import Pairs, main
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

CALL = "BM25Okapi, both directions, each over its own score"
WORD = re.compile(r"\w\w+")


def score(texts: list[str], pairs: Pairs) -> list[float]:
    words = [[word for word in WORD.findall(text.lower()) if word not in ENGLISH_STOP_WORDS] for text in texts]
    index = BM25Okapi(words)

    def share(query: int, other: int) -> float:
        own, found = index.get_batch_scores(words[query], [query, other])
        return found / own if own > 0 else 0.0

    return [(share(a, b) + share(b, a)) / 2 for a, b in pairs]


if __name__ == "__main__":
    main(CALL, score)
