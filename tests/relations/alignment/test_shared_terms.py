"""What two articles have in common as sets of terms, and how much of each is covered by like sentences."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations import alignment
from dedup.relations.alignment import HIGH, LOW, NAME, NUMBER, SHIFT, UNKNOWN

TERMS = 8
texts = st.lists(st.integers(0, TERMS - 1), min_size=1, max_size=25)
weighted = st.lists(st.sampled_from([0.0, 0.5, 1.5, 7.0]), min_size=TERMS, max_size=TERMS)
classed = st.lists(st.sampled_from([0, NAME, NUMBER, UNKNOWN, NUMBER | UNKNOWN, NAME | NUMBER]), min_size=TERMS, max_size=TERMS)
cosines = st.integers(1, 5).flatmap(
    lambda m: st.lists(
        st.lists(st.sampled_from([0.0, 0.1, SHIFT, 0.25, LOW, 0.4, HIGH, 0.9, 1.0]), min_size=m, max_size=m), min_size=1, max_size=5
    )
)


def shared(pairs: list[tuple[list[int], list[int]]], weights: list[float], classes: list[int]) -> list[list[float]]:
    """The five features of one pair behind the other in the same scratch."""
    stamp, tick = np.zeros(TERMS, np.int64), 0
    out = np.full((len(pairs), 5), 7.0)
    for row, pair in zip(out, pairs, strict=True):
        left, right = (np.array(side, np.int32) for side in pair)
        tick = alignment.shared_terms(left, right, np.array(weights), np.array(classes, np.uint8), stamp, tick, row)
        assert np.all(stamp <= tick)
    found: list[list[float]] = out.tolist()
    return found


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3), weighted, classed)
def test_shared_terms_are_those_of_two_sets(
    plain: SimpleNamespace, pairs: list[tuple[list[int], list[int]]], weights: list[float], classes: list[int]
) -> None:
    """And the same when the articles change places."""
    found = shared([*pairs, *[(right, left) for left, right in pairs]], weights, classes)
    for k, (left, right) in enumerate(pairs):
        assert found[k] == pytest.approx(plain.shared(left, right, weights, classes))
        assert found[k + len(pairs)] == pytest.approx(found[k])


def test_an_unknown_number_is_no_name() -> None:
    """Of the names the lighter side counts as three at least; numbers are smoothed by a half."""
    classes = [NAME, UNKNOWN, NUMBER | UNKNOWN, 0] + [0] * 4
    ((containment, jaccard, numbers, names, weight),) = shared([([0, 1, 2, 3, 3], [0, 2, 4])], [2.0] * TERMS, classes)
    assert (containment, jaccard, numbers) == pytest.approx((2 / 3, 2 / 5, 1.5 / 2))
    assert names == pytest.approx(2 / 3)
    assert weight == pytest.approx(np.log(5))


@given(cosines, st.data())
def test_covered_shares_look_at_the_best_cosine_of_each_sentence(
    plain: SimpleNamespace, rows: list[list[float]], data: st.DataObject
) -> None:
    """Of the rows, and across of the columns; the matrix lies in a larger one."""
    size = max(len(rows), len(rows[0])) + 1
    matrix = np.full((size, size), 7.0)
    matrix[: len(rows), : len(rows[0])] = rows
    for across in (False, True):
        lines = [list(column) for column in zip(*rows, strict=True)] if across else rows
        words = data.draw(st.lists(st.integers(1, 9), min_size=len(lines), max_size=len(lines)))
        out = np.full(3, 7.0)
        gain = alignment.covered_shares(matrix, len(rows), len(rows[0]), np.cumsum([0, *words]), across, out)
        best = [max(line) for line in lines]
        assert out.tolist() == pytest.approx(plain.covered(best, words))
        assert gain == pytest.approx(sum(b - SHIFT for b in best if b > SHIFT))


def test_what_reaches_a_limit_is_covered() -> None:
    out = np.zeros(3)
    matrix = np.array([[LOW], [HIGH], [np.nextafter(LOW, 0)], [np.nextafter(HIGH, 0)]])
    alignment.covered_shares(matrix, 4, 1, np.array([0, 1, 3, 7, 15]), False, out)
    assert out[:2].tolist() == pytest.approx([11 / 15, 2 / 15])


@given(cosines)
def test_best_three(rows: list[list[float]]) -> None:
    """Of three sentences of a, though they have the same partner; what is missing counts as nothing."""
    size = max(len(rows), len(rows[0])) + 1
    matrix = np.full((size, size), 7.0)
    matrix[: len(rows), : len(rows[0])] = rows
    sides = rows, list(zip(*rows, strict=True))
    for across in (False, True):
        expected = sum(sorted(map(max, sides[across]))[-3:]) / 3
        assert alignment.best_three(matrix, len(rows), len(rows[0]), across) == pytest.approx(expected)
