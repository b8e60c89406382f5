"""Learning the weights of alignment operations: many-to-many alignment by expectation maximisation, then a logistic
regression.

The first weights are the log probabilities of operations in pairs of one name (Jiampojamarn, Kondrak and Sherif 2007).
Then, a few times over, the pairs are aligned and a regression learns from the operations which pairs are one name: its
coefficients are the next weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from spellings import Pairs

from dedup.names.alignment_weights import PLACES, blocked, classes_of, dense, pair_of
from dedup.names.graphemes import GRAPHEMES, LONGEST, letters
from dedup.names.spelling_alignment import align_tokens
from dedup.names.spelling_tables import row_of, trie
from dedup.names.spelling_tokens import WIDTH

ITERATIONS = 6  # of expectation maximisation
ROUNDS = 3  # of aligning and regressing; more overfit
STRENGTH = 1.0  # of the regression, the inverse of its penalty
PLACE_SCALE = 0.6  # how much less a pair at a place is trusted than the pair
FEWEST = 3  # pairs that hold a term
UNSEEN = -2.0
SPARSE = 0.5  # taken off each count, so that operations that hardly ever occur vanish

_NUMBER = {grapheme: n for n, grapheme in enumerate(GRAPHEMES) if grapheme}

Table = list[list[float]]


class Weights(NamedTuple):
    """Terms of operations and the regression's intercept."""

    pairs: dict[str, float]
    classes: dict[str, float]
    intercept: float

    def dense(self) -> NDArray[np.float32]:
        """The weights as the kernels read them."""
        return dense(self.pairs, self.classes, UNSEEN)


class Aligned(NamedTuple):
    """The weight of each pair's alignment, shape (pairs,), and its operations as rows (place, grapheme, grapheme)."""

    scores: NDArray[np.float64]
    operations: list[NDArray[np.int32]]


def aligned(pairs: Pairs, weights: NDArray[np.float32]) -> Aligned:
    """Align the two tokens of each pair."""
    table, rows = trie(), np.zeros((2 * WIDTH, 3), np.int32)
    scores, operations = np.zeros(len(pairs.a)), []
    for r, (a, b) in enumerate(zip(pairs.a, pairs.b, strict=True)):
        scores[r], count = align_tokens(row_of(letters(a)), row_of(letters(b)), table, weights, rows)
        operations.append(rows[:count].copy())
    return Aligned(scores, operations)


def steps_of(token: str) -> list[list[tuple[int, int]]]:
    """The steps (letters, grapheme) from each place of a token on; the first one, of no letters, is grapheme 0."""
    spans = [[token[i : i + k] for k in range(1, min(LONGEST, len(token) - i) + 1)] for i in range(len(token) + 1)]
    return [[(0, 0), *((len(span), _NUMBER[span]) for span in here if span in _NUMBER)] for here in spans]


def expect(pairs: Pairs, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The expected counts of operations over all alignments of all pairs (forward and backward)."""
    chances = chance.tolist()
    counts = np.zeros_like(chance).tolist()
    for a, b in zip(pairs.a, pairs.b, strict=True):
        _expect(steps_of(letters(a)[:WIDTH]), steps_of(letters(b)[:WIDTH]), chances, counts)
    return np.array(counts)


def _expect(
    first: Sequence[list[tuple[int, int]]], second: Sequence[list[tuple[int, int]]], chance: Table, counts: Table
) -> None:
    n, m = len(first) - 1, len(second) - 1
    ahead = [[0.0] * (m + 1) for _ in range(n + 1)]
    behind = [[0.0] * (m + 1) for _ in range(n + 1)]
    ahead[0][0] = behind[n][m] = 1.0
    for i in range(n + 1):
        for j in range(m + 1):
            for k, g in first[i]:
                for p, h in second[j]:
                    if k + p:
                        ahead[i + k][j + p] += ahead[i][j] * chance[g][h]
    if ahead[n][m] <= 0.0:
        return
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            for k, g in first[i]:
                for p, h in second[j]:
                    if k + p:
                        path = chance[g][h] * behind[i + k][j + p]
                        behind[i][j] += path
                        counts[g][h] += ahead[i][j] * path / ahead[n][m]


def first_weights(pairs: Pairs) -> NDArray[np.float32]:
    """Log probabilities of operations in the pairs of one name."""
    own = pairs.take(np.flatnonzero(pairs.label))
    size = np.array([len(g) for g in GRAPHEMES])
    chance = 0.001 ** np.maximum(size[:, None], size[None, :])
    chance = (
        chance
        * np.where(np.eye(len(GRAPHEMES)) > 0, 50.0, 1.0)
        * np.where(np.minimum(size[:, None], size[None, :]) > 0, 1.0, 0.3)
    )
    chance[0, 0] = 0.0
    chance /= chance.sum()
    for _ in range(ITERATIONS):
        counts = expect(own, chance)
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
        held = [
            Counter(term for op in ops.tolist() for term in terms(*op)) for ops in aligned(pairs, weights).operations
        ]
        index = {term: n for n, term in enumerate(sorted({t for one in held for t in one}))}
        rows = np.repeat(np.arange(len(held)), [len(one) for one in held])
        columns = np.array([index[t] for one in held for t in one])
        table = sparse.csr_matrix(
            ([float(n) for one in held for n in one.values()], (rows, columns)), (len(held), len(index))
        )
        often = np.bincount(columns, minlength=len(index)) >= FEWEST
        scale = often * np.array([PLACE_SCALE if "@" in t and t[0] != " " else 1.0 for t in index])
        model = LogisticRegression(C=STRENGTH, max_iter=300).fit(
            table @ sparse.diags(scale), pairs.label, sample_weight=importance
        )
        value = {t: round(float(model.coef_[0][n] * scale[n]), 3) for t, n in index.items() if often[n]}
        classes = {t[1:]: w for t, w in value.items() if t[0] == " "}
        learned = Weights(
            {t: w for t, w in value.items() if t[0] != " " and w}, classes, round(float(model.intercept_[0]), 3)
        )
        weights = learned.dense()
    return learned
