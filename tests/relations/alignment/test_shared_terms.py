"""What two articles have in common as sets of terms, and how much of each is covered by like sentences."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations import sentence_alignment, sentence_cosines
from dedup.relations.sentence_alignment import HIGH, LOW, SHIFT
from dedup.relations.sentence_cosines import NAME, NUMBER, UNKNOWN
from dedup.relations.sentence_links import nearest_of

TERMS = 8
texts = st.lists(st.integers(0, TERMS - 1), min_size=1, max_size=25)
weighted = st.lists(st.sampled_from([0.0, 0.5, 1.5, 7.0]), min_size=TERMS, max_size=TERMS)
classed = st.lists(
    st.sampled_from([0, NAME, NUMBER, UNKNOWN, NUMBER | UNKNOWN, NAME | NUMBER]), min_size=TERMS, max_size=TERMS
)
cosines = st.integers(1, 5).flatmap(
    lambda m: st.lists(
        st.lists(st.sampled_from([0.0, 0.1, SHIFT, 0.25, LOW, 0.4, HIGH, 0.9, 1.0]), min_size=m, max_size=m),
        min_size=1,
        max_size=5,
    )
)


def shared(pairs: list[tuple[list[int], list[int]]], weights: list[float], classes: list[int]) -> list[list[float]]:
    """The five features of each pair."""
    found = []
    for pair in pairs:
        left, right = (np.array(side, np.int32) for side in pair)
        found.append(
            list(sentence_cosines.shared_terms(left, right, np.array(weights), np.array(classes, np.uint8)).values())
        )
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
    """Of the rows, and across of the columns."""
    for across in (False, True):
        lines = [list(column) for column in zip(*rows, strict=True)] if across else rows
        words = data.draw(st.lists(st.integers(1, 9), min_size=len(lines), max_size=len(lines)))
        best = nearest_of(np.array(rows))[across]
        assert best == [max(line) for line in lines]
        shares, gain = sentence_alignment.covered_shares(np.array(best), np.cumsum([0, *words], dtype=np.int64))
        assert list(shares.values()) == pytest.approx(plain.covered(best, words))
        assert gain == pytest.approx(sum(b - SHIFT for b in best if b > SHIFT))


def test_what_reaches_a_limit_is_covered() -> None:
    best = np.array([LOW, HIGH, np.nextafter(LOW, 0), np.nextafter(HIGH, 0)])
    shares, _ = sentence_alignment.covered_shares(best, np.array([0, 1, 3, 7, 15], np.int64))
    assert (shares["low"], shares["high"]) == pytest.approx((11 / 15, 2 / 15))


@given(cosines)
def test_best_three(rows: list[list[float]]) -> None:
    """Of three sentences of a, though they have the same partner; what is missing counts as nothing."""
    sides: list[list[list[float]]] = [rows, [list(column) for column in zip(*rows, strict=True)]]
    for side, best in zip(sides, nearest_of(np.array(rows)), strict=True):
        assert sentence_alignment.best_three(np.array(best)) == pytest.approx(sum(sorted(map(max, side))[-3:]) / 3)
