"""Which sentences are shown as linked: those of the chain, one rendered by two, and pairs off the chain that choose each other."""

from __future__ import annotations

import random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations import alignment
from dedup.relations.alignment import LINK_COLUMNS, LINKED

Cells = list[tuple[int, int]]
levels = st.sampled_from([0.0, 0.1, 0.2, LINKED[0], 0.3496, 0.4, LINKED[1], 0.5, 0.6999, 0.9])
matrices = st.integers(1, 6).flatmap(lambda m: st.lists(st.lists(levels, min_size=m, max_size=m), min_size=1, max_size=6))


def links_of(cosines: list[list[float]], chain: Cells, room: int = 50) -> tuple[int, list[list[int]]]:
    """The number of links and the rows written; sentence i of a has the words from 10 i on, j of b from 100 j."""
    n, m = len(cosines), len(cosines[0])
    matrix = np.full((n + 1, m + 1), 7.0)
    matrix[:n, :m] = cosines
    out = np.full((room, LINK_COLUMNS), -7, np.int32)
    partners = np.full((2, max(n, m) + 1), 3)
    cells = np.array([*chain, (0, 0)], np.int64)
    found = alignment.find_links(
        matrix, n, m, cells, len(chain), 10 * np.arange(n + 1), 100 * np.arange(m + 1), partners[0], partners[1], LINKED, out
    )
    return found, out[: min(found, room)].tolist()


def cells_of(rows: list[list[int]]) -> set[tuple[int, int]]:
    """The sentences of link rows."""
    assert all(end == start + 10 and end_b == start_b + 100 for start, end, start_b, end_b, _ in rows)
    return {(row[0] // 10, row[2] // 100) for row in rows}


@given(matrices)
def test_links_of_any_matrix(plain: SimpleNamespace, cosines: list[list[float]]) -> None:
    """No pair twice, every cosine told, and with too little room the same links as far as they go."""
    chain = plain.chain([[x - alignment.SHIFT for x in row] for row in cosines])
    found, rows = links_of(cosines, chain)
    expected = plain.links(cosines, chain)
    assert found == len(rows) == len(expected)
    assert cells_of(rows) == set(expected)
    assert all(row[4] == int(1000 * expected[row[0] // 10, row[2] // 100] + 0.5) for row in rows)
    for room in (0, found // 2):
        assert links_of(cosines, chain, room) == (found, rows[:room])


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_links_do_not_ask_which_article_is_a(plain: SimpleNamespace, n: int, m: int, draw: random.Random) -> None:
    """Where no two cosines are the same."""
    values = draw.sample(range(1, 100), n * m)
    cosines = [[values[i * m + j] / 100 for j in range(m)] for i in range(n)]
    chain = plain.chain([[x - alignment.SHIFT for x in row] for row in cosines])
    across = [list(column) for column in zip(*cosines, strict=True)]
    assert cells_of(links_of(across, [(j, i) for i, j in chain])[1]) == {(j, i) for i, j in cells_of(links_of(cosines, chain)[1])}


@pytest.mark.parametrize(
    ("cosines", "chain", "linked"),
    [
        ([[0.9, 0.1], [0.1, 0.9]], [(1, 1), (0, 0)], {(0, 0), (1, 1)}),
        ([[0.29]], [(0, 0)], set()),  # on the chain but not alike
        ([[0.3]], [(0, 0)], {(0, 0)}),
        # one sentence of b rendered by two of a, before and behind
        ([[0.6], [0.4]], [(0, 0)], {(0, 0), (1, 0)}),
        ([[0.4], [0.6]], [(1, 0)], {(0, 0), (1, 0)}),
        ([[0.6], [0.29]], [(0, 0)], {(0, 0)}),
        ([[0.6], [0.1], [0.4]], [(0, 0)], {(0, 0)}),  # not beside it
        # one sentence of a by two of b
        ([[0.6, 0.4]], [(0, 0)], {(0, 0), (0, 1)}),
        ([[0.4, 0.6]], [(0, 1)], {(0, 0), (0, 1)}),
        ([[0.6, 0.29]], [(0, 0)], {(0, 0)}),
        ([[0.6, 0.1, 0.4]], [(0, 0)], {(0, 0)}),
        # crossed pairs
        ([[0.0, 0.6], [0.5, 0.0]], [(0, 1)], {(0, 1), (1, 0)}),
        ([[0.0, 0.6], [0.44, 0.0]], [(0, 1)], {(0, 1)}),
        ([[0.0, 0.6, 0.0], [0.5, 0.0, 0.0], [0.8, 0.0, 0.0]], [(0, 1)], {(0, 1), (2, 0)}),  # the second is not the best of its partner
        ([[0.0, 0.0, 0.9], [0.6, 0.0, 0.0], [0.5, 0.0, 0.0]], [(0, 2)], {(0, 2), (1, 0)}),  # nothing stands beside a pair off the chain
        ([[0.0, 0.0], [0.0, 0.0]], [], set()),
    ],
)
def test_examples(cosines: list[list[float]], chain: Cells, linked: set[tuple[int, int]]) -> None:
    assert cells_of(links_of(cosines, chain)[1]) == linked
