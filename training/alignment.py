"""Learning the weights of alignment operations: many-to-many alignment by expectation maximisation, then a logistic regression.

The first weights are the log probabilities of operations in pairs of one name (Jiampojamarn, Kondrak and Sherif 2007). Then, a few times
over, the pairs are aligned and a regression learns from the operations which pairs are one name: its coefficients are the next weights.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from spellings import Pairs

from dedup.names import kernels
from dedup.names.graphemes import GRAPHEMES, letters
from dedup.names.tables import trie
from dedup.names.weights import PLACES, blocked, classes_of, dense, pair_of

ITERATIONS = 6  # of expectation maximisation
ROUNDS = 3  # of aligning and regressing; more overfit
STRENGTH = 1.0  # of the regression, the inverse of its penalty
PLACE_SCALE = 0.6  # how much less a pair at a place is trusted than the pair
FEWEST = 3  # pairs that hold a term
UNSEEN = -2.0
SPARSE = 0.5  # taken off each count, so that operations that hardly ever occur vanish


class Weights(NamedTuple):
    """Terms of operations and the regression's intercept."""

    pairs: dict[str, float]
    classes: dict[str, float]
    intercept: float

    def dense(self) -> NDArray[np.float32]:
        """The weights as the kernels read them."""
        return dense(self.pairs, self.classes, UNSEEN)


def packed(words: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Tokens as rows of letters."""
    out, sizes = np.zeros((len(words), kernels.WIDTH), np.uint8), np.zeros(len(words), np.int64)
    for r, word in enumerate(words):
        form = letters(word)[: kernels.WIDTH].encode("ascii")
        out[r, : len(form)] = np.frombuffer(form, np.uint8) - 96
        sizes[r] = len(form)
    return out, sizes


def aligned(pairs: Pairs, weights: NDArray[np.float32]) -> tuple[Any, Any, Any]:
    """The weight of each pair's alignment, its operations and their number."""
    size = len(pairs.a)
    scores, counts = np.zeros(size), np.zeros(size, np.int64)
    operations = np.zeros((size, 2 * kernels.WIDTH + 2, 3), np.int32)
    kernels.align_rows(*packed(pairs.a), *packed(pairs.b), trie(), weights, scores, operations, counts)
    return scores, operations, counts


@njit
def expect(a: Any, a_size: Any, b: Any, b_size: Any, table: Any, chance: Any, counts: Any) -> None:
    """Add the expected counts of operations over all alignments of all pairs (forward and backward)."""
    first = np.zeros((kernels.WIDTH + 1, kernels.ROW), np.int32)
    second = np.zeros((kernels.WIDTH + 1, kernels.ROW), np.int32)
    ahead = np.zeros((kernels.WIDTH + 1, kernels.WIDTH + 1))
    behind = np.zeros((kernels.WIDTH + 1, kernels.WIDTH + 1))
    for r in range(len(a)):
        n, m = a_size[r], b_size[r]
        kernels.graphemes_of(a[r], n, table, first)
        kernels.graphemes_of(b[r], m, table, second)
        ahead[:] = 0.0
        behind[:] = 0.0
        ahead[0, 0] = behind[n, m] = 1.0
        for i in range(n + 1):
            for j in range(m + 1):
                for c in range(-1, first[i, 0]):
                    k, g = (first[i, 1 + 3 * c], first[i, 2 + 3 * c]) if c >= 0 else (0, 0)
                    for d in range(-1, second[j, 0]):
                        p, h = (second[j, 1 + 3 * d], second[j, 2 + 3 * d]) if d >= 0 else (0, 0)
                        if k + p:
                            ahead[i + k, j + p] += ahead[i, j] * chance[g, h]
        if ahead[n, m] <= 0.0:
            continue
        for i in range(n, -1, -1):
            for j in range(m, -1, -1):
                for c in range(-1, first[i, 0]):
                    k, g = (first[i, 1 + 3 * c], first[i, 2 + 3 * c]) if c >= 0 else (0, 0)
                    for d in range(-1, second[j, 0]):
                        p, h = (second[j, 1 + 3 * d], second[j, 2 + 3 * d]) if d >= 0 else (0, 0)
                        if k + p:
                            path = chance[g, h] * behind[i + k, j + p]
                            behind[i, j] += path
                            counts[g, h] += ahead[i, j] * path / ahead[n, m]


def first_weights(pairs: Pairs) -> NDArray[np.float32]:
    """Log probabilities of operations in the pairs of one name."""
    own = pairs.take(np.flatnonzero(pairs.label))
    size = np.array([len(g) for g in GRAPHEMES])
    chance = 0.001 ** np.maximum(size[:, None], size[None, :])
    chance = chance * np.where(np.eye(len(GRAPHEMES)) > 0, 50.0, 1.0) * np.where(np.minimum(size[:, None], size[None, :]) > 0, 1.0, 0.3)
    chance[0, 0] = 0.0
    chance /= chance.sum()
    for _ in range(ITERATIONS):
        counts = np.zeros_like(chance)
        expect(*packed(own.a), *packed(own.b), trie(), chance, counts)
        counts = np.maximum(counts + counts.T - SPARSE, 0.0)
        chance = counts / counts.sum() * 0.999 + 1e-9
        chance[0, 0] = 0.0
    weights = np.repeat(np.log(chance + 1e-9)[None].astype(np.float32), len(PLACES), 0)
    weights[:, blocked()] = -40.0
    return weights


def terms(place: int, one: int, other: int) -> tuple[str, str, str, str]:
    """The terms of an operation."""
    pair, classes = pair_of(one, other), classes_of(one, other)
    return pair, f"{pair}@{PLACES[place]}", f" {classes}", f" {classes}@{PLACES[place]}"


def learn(pairs: Pairs, importance: NDArray[np.float64]) -> Weights:
    """Weights from labelled pairs; terms of classes begin with a space inside."""
    weights = first_weights(pairs)
    learned = Weights({}, {}, 0.0)
    for _ in range(ROUNDS):
        _, operations, counts = aligned(pairs, weights)
        held = [Counter(t for op in ops[:count].tolist() for t in terms(*op)) for ops, count in zip(operations, counts, strict=True)]
        index = {term: n for n, term in enumerate(sorted({t for one in held for t in one}))}
        rows = np.repeat(np.arange(len(held)), [len(one) for one in held])
        columns = np.array([index[t] for one in held for t in one])
        table = sparse.csr_matrix(([float(n) for one in held for n in one.values()], (rows, columns)), (len(held), len(index)))
        often = np.bincount(columns, minlength=len(index)) >= FEWEST
        scale = often * np.array([PLACE_SCALE if "@" in t and t[0] != " " else 1.0 for t in index])
        model = LogisticRegression(C=STRENGTH, max_iter=300).fit(table @ sparse.diags(scale), pairs.label, sample_weight=importance)
        value = {t: round(float(model.coef_[0][n] * scale[n]), 3) for t, n in index.items() if often[n]}
        classes = {t[1:]: w for t, w in value.items() if t[0] == " "}
        learned = Weights({t: w for t, w in value.items() if t[0] != " " and w}, classes, round(float(model.intercept_[0]), 3))
        weights = learned.dense()
    return learned
