"""The best chain of sentences that stand in the same order in both articles."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations import sentence_chain

Cells = list[tuple[int, int]]
steps = st.sampled_from([-0.2, -0.1, 0.0, 0.05, 0.1, 0.3, 0.31, 0.8])


def gains(most: int) -> st.SearchStrategy[list[list[float]]]:
    """Matrices of at most `most` rows and columns."""
    return st.integers(1, most).flatmap(
        lambda m: st.lists(st.lists(steps, min_size=m, max_size=m), min_size=1, max_size=most)
    )


def chain_of(gain: list[list[float]]) -> tuple[float, Cells]:
    """The sum of the best chain and its links."""
    return sentence_chain.chain_of(np.array(gain))


def best_of_all(gain: list[list[float]]) -> float:
    """Every way to choose as many rows as columns."""
    n, m = len(gain), len(gain[0])
    return max(
        sum(gain[i][j] for i, j in zip(rows, columns, strict=True))
        for links in range(min(n, m) + 1)
        for rows in combinations(range(n), links)
        for columns in combinations(range(m), links)
    )


@given(gains(4))
def test_no_chain_is_better(gain: list[list[float]]) -> None:
    assert chain_of(gain)[0] == pytest.approx(best_of_all(gain))


@given(gains(9))
def test_the_chain_ascends_and_adds_up(plain: SimpleNamespace, gain: list[list[float]]) -> None:
    """It is told from its end; every link of it gains."""
    total, cells = chain_of(gain)
    assert all(i > p and j > q for (i, j), (p, q) in pairwise(cells))
    assert all(gain[i][j] > 0 for i, j in cells)
    assert total == pytest.approx(sum(gain[i][j] for i, j in cells))
    assert cells == plain.chain(gain)
    assert chain_of([list(column) for column in zip(*gain, strict=True)])[0] == pytest.approx(total)


@pytest.mark.parametrize(
    ("gain", "cells"),
    [
        ([[-1.0]], []),
        ([[0.0]], []),
        ([[0.1]], [(0, 0)]),
        ([[0.5, 0.0], [0.0, 0.5]], [(1, 1), (0, 0)]),
        ([[0.0, 0.5], [0.6, 0.0]], [(1, 0)]),  # crossed: one of the two
        ([[0.3, 0.9, 0.3]], [(0, 1)]),  # one sentence has one partner
        ([[0.4, 0.0, 0.0], [0.0, 0.0, 0.9], [0.0, 0.4, 0.0], [0.0, 0.0, 0.0]], [(1, 2), (0, 0)]),
    ],
)
def test_examples(gain: list[list[float]], cells: Cells) -> None:
    assert chain_of(gain)[1] == cells


def features_of(gain: list[list[float]], cells: Cells) -> tuple[list[float], float]:
    """The six features and the longest run of a chain."""
    found, longest = sentence_chain.features_of(np.array(gain), sum(gain[i][j] for i, j in cells), cells)
    return list(found.values()), longest


@given(gains(9))
def test_features_of_any_chain(plain: SimpleNamespace, gain: list[list[float]]) -> None:
    cells = plain.chain(gain)
    features, longest = features_of(gain, cells)
    assert features == pytest.approx(plain.chain_features(gain, cells))
    assert longest == max(map(len, plain.runs(cells)), default=0)


def test_a_run_bears_one_sentence_between_its_links() -> None:
    """And is cut by two, in whichever article they stand; the best run need not be the longest, nor the last."""
    gain = [[0.1] * 12 for _ in range(12)]
    gain[9][9] = 0.9
    cells = [(9, 9), (6, 8), (4, 6), (3, 5), (2, 2), (0, 0)]
    features, longest = features_of(gain, cells)
    assert longest == 3
    assert features == pytest.approx([math.log1p(1.4), 1.4 / 12, math.log1p(0.9), 0.9, 1.1 / 3, 1.4 / 6])


def test_no_chain_is_nothing() -> None:
    assert features_of([[-0.1]], []) == ([0.0] * 6, 0)
