"""TF-IDF of scikit-learn: the cosine of the two articles; the weights are those of all articles at hand."""

from __future__ import annotations

import numpy as np
from similarity_pairs import Pairs, main
from sklearn.feature_extraction.text import TfidfVectorizer

CALL = 'TfidfVectorizer(sublinear_tf=True, stop_words="english"), cosine'


def score(texts: list[str], pairs: Pairs) -> list[float]:
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    a, b = np.array(pairs).T
    return np.asarray(rows[a].multiply(rows[b]).sum(axis=1)).ravel().tolist()


if __name__ == "__main__":
    main(CALL, score)
