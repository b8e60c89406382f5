"""Which sentences are linked: those of the chain, one rendered by two, pairs off the chain that choose each other, what
is told twice, and what is a part of another."""

from __future__ import annotations

import math
import random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dedup.relations import sentence_links
from dedup.relations.alignment import LINKED, LOOSE, REPEATED, LinkThresholds
from dedup.relations.sentence_alignment import SHIFT
from dedup.relations.sentence_links import CONTAINED_FLOOR, SENTENCE_LINK

Cells = list[tuple[int, int]]
Matrix = list[list[float]]
Row = tuple[int, ...]
MOST = 6  # sentences
levels = st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.3496, 0.4, 0.45, 0.5, 0.6999, 0.9, 1.0])
matrices = st.integers(1, MOST).flatmap(
    lambda m: st.lists(st.lists(levels, min_size=m, max_size=m), min_size=1, max_size=MOST)
)
norms = st.lists(
    st.sampled_from([0.0, 1.0, 29.0, CONTAINED_FLOOR, 60.0, 100.0, 400.0, 6000.0]), min_size=MOST, max_size=MOST
)
kinds = st.sampled_from([LINKED, REPEATED, LOOSE])
LIGHT = [1.0] * MOST  # sentences of so little weight that none can be a part of another


def links_of(
    cosines: Matrix,
    chain: Cells,
    least: LinkThresholds = LINKED,
    norms_a: list[float] = LIGHT,
    norms_b: list[float] = LIGHT,
    room: int = 50,
) -> tuple[int, list[Row]]:
    """The number of links and the rows written; sentence i of a has the words from 10 i on, j of b from 100 j."""
    out = np.zeros(room, SENTENCE_LINK)
    begins = 10 * np.arange(len(cosines) + 1, dtype=np.int64), 100 * np.arange(len(cosines[0]) + 1, dtype=np.int64)
    found = sentence_links.links_of(
        np.array(cosines), chain, begins, (np.array(norms_a), np.array(norms_b)), least, out
    )
    return found, out[: min(found, room)].tolist()


def cells_of(rows: list[Row]) -> set[tuple[int, int]]:
    """The sentences of link rows, none of which stands there twice."""
    assert all(end == start + 10 and end_b == start_b + 100 for start, end, start_b, end_b, _ in rows)
    cells = {(row[0] // 10, row[2] // 100) for row in rows}
    assert len(cells) == len(rows)
    return cells


def chain_of(plain: SimpleNamespace, cosines: Matrix) -> Cells:
    cells: Cells = plain.chain([[x - SHIFT for x in row] for row in cosines])
    return cells


@given(matrices, norms, norms, kinds)
def test_links_of_any_matrix(
    plain: SimpleNamespace, cosines: Matrix, norms_a: list[float], norms_b: list[float], least: LinkThresholds
) -> None:
    """No pair twice, every cosine told, and with too little room the same links as far as they go."""
    chain = chain_of(plain, cosines)
    found, rows = links_of(cosines, chain, least, norms_a, norms_b)
    expected = plain.links(cosines, chain, norms_a, norms_b, least)
    assert found == len(rows)
    assert cells_of(rows) == set(expected)
    assert all(row[4] == int(1000 * expected[row[0] // 10, row[2] // 100] + 0.5) for row in rows)
    for room in (0, found // 2):
        assert links_of(cosines, chain, least, norms_a, norms_b, room) == (found, rows[:room])


@given(st.integers(1, MOST), st.integers(1, MOST), st.randoms(use_true_random=False), norms, norms, kinds)
def test_the_links_do_not_ask_which_article_is_a(
    plain: SimpleNamespace,
    n: int,
    m: int,
    draw: random.Random,
    norms_a: list[float],
    norms_b: list[float],
    least: LinkThresholds,
) -> None:
    """Where no two cosines are the same."""
    values = draw.sample(range(1, 100), n * m)
    cosines = [[values[i * m + j] / 100 for j in range(m)] for i in range(n)]
    chain = chain_of(plain, cosines)
    across = [list(column) for column in zip(*cosines, strict=True)]
    there = cells_of(links_of(cosines, chain, least, norms_a, norms_b)[1])
    back = cells_of(links_of(across, [(j, i) for i, j in chain], least, norms_b, norms_a)[1])
    assert back == {(j, i) for i, j in there}


@given(matrices, norms, norms)
@example([[1.0], [1.0], [1.0]], [6000.0] * MOST, [6000.0] * MOST)
def test_what_shows_derivation_asks_neither_for_weight_nor_for_what_is_told_twice(
    plain: SimpleNamespace, cosines: Matrix, norms_a: list[float], norms_b: list[float]
) -> None:
    """Strict links are those of the chain, beside it, and of pairs without another link, however heavy the sentences
    are.

    No cosine is larger than where the lighter sentence is a part of the heavier one.
    """
    weighed = list(zip(cosines, norms_a, strict=False))
    cosines = [
        [min(x, math.sqrt(min(a, b) / max(a, b, 1.0))) for x, b in zip(row, norms_b, strict=False)]
        for row, a in weighed
    ]
    chain = chain_of(plain, cosines)
    strict = links_of(cosines, chain, LINKED, norms_a, norms_b)
    assert strict == links_of(cosines, chain)
    of_chain = {(i, j) for i, j in chain if cosines[i][j] >= LINKED.chained}
    for i, j in cells_of(strict[1]) - of_chain:
        beside = of_chain & {(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)}
        assert beside or not ({i} & {k for k, _ in of_chain} or {j} & {k for _, k in of_chain})


@given(matrices, norms, norms)
def test_what_is_shown_holds_what_proves(
    plain: SimpleNamespace, cosines: Matrix, norms_a: list[float], norms_b: list[float]
) -> None:
    chain = chain_of(plain, cosines)
    strict, again, loose = (
        cells_of(links_of(cosines, chain, least, norms_a, norms_b)[1]) for least in (LINKED, REPEATED, LOOSE)
    )
    assert strict <= again <= loose


@given(matrices, norms, norms, kinds)
def test_a_link_is_the_best_of_one_of_its_sentences(
    plain: SimpleNamespace, cosines: Matrix, norms_a: list[float], norms_b: list[float], least: LinkThresholds
) -> None:
    """Or stands on the chain; so there are no more links than sentences, and those of the chain."""
    chain = chain_of(plain, cosines)
    assume(chain)
    for i, j in cells_of(links_of(cosines, chain, least, norms_a, norms_b)[1]) - set(chain):
        assert cosines[i][j] in (max(cosines[i]), max(row[j] for row in cosines))


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
        # The second is not the best of its partner
        ([[0.0, 0.6, 0.0], [0.5, 0.0, 0.0], [0.8, 0.0, 0.0]], [(0, 1)], {(0, 1), (2, 0)}),
        # Nothing stands beside a pair off the chain
        ([[0.0, 0.0, 0.9], [0.6, 0.0, 0.0], [0.5, 0.0, 0.0]], [(0, 2)], {(0, 2), (1, 0)}),
        ([[0.0, 0.0], [0.0, 0.0]], [], set()),
    ],
)
def test_examples(cosines: Matrix, chain: Cells, linked: set[tuple[int, int]]) -> None:
    assert cells_of(links_of(cosines, chain)[1]) == linked


TWICE = LinkThresholds(0.3, 0.45, 0.4, 2.0)
PART = LinkThresholds(0.3, 0.45, 2.0, 0.6)


@pytest.mark.parametrize(
    ("cosines", "linked"),
    [
        ([[0.9], [0.1], [0.4]], {(0, 0), (2, 0)}),  # a tells it again, two sentences on
        ([[0.9, 0.1, 0.4]], {(0, 0), (0, 2)}),  # b does
        ([[0.9], [0.1], [0.39]], {(0, 0)}),
        ([[0.9], [0.1], [0.4], [0.1], [0.5]], {(0, 0), (2, 0), (4, 0)}),  # as often as it is told
        # two sentences that are told again are not linked with one another
        ([[0.9, 0.1, 0.5], [0.1, 0.1, 0.1], [0.5, 0.1, 0.17]], {(0, 0), (2, 0), (0, 2)}),
        ([[0.9, 0.1], [0.6, 0.7]], {(0, 0), (1, 1)}),  # a sentence that the chain links to its best has no other
        ([[0.9, 0.1], [0.1, 0.1], [0.1, 0.35], [0.5, 0.1]], {(0, 0), (3, 0), (2, 1)}),
    ],
)
def test_what_an_article_tells_twice_is_linked_twice(
    plain: SimpleNamespace, cosines: Matrix, linked: set[tuple[int, int]]
) -> None:
    """From a cosine of its own; strictly it is linked once."""
    chain = chain_of(plain, cosines)
    assert cells_of(links_of(cosines, chain, TWICE)[1]) == linked
    assert cells_of(links_of(cosines, chain)[1]) == {cell for cell in linked if cell in chain}


@pytest.mark.parametrize(
    ("cosine", "norm_a", "norm_b", "linked"),
    [
        (0.3, 400.0, 100.0, True),  # 60 in common: all but all of the lighter one's 100
        (0.299, 400.0, 100.0, False),
        (0.2, 900.0, 100.0, True),  # the longer the other, the less alike
        (0.2, 100.0, 900.0, True),
        (0.5, 100.0, 100.0, False),  # much in common, and as much not
        (1.0, 30.0, 30.0, True),
        (1.0, 29.9, 29.9, False),  # the same, and too little to say so
        (0.0, 0.0, 900.0, False),
    ],
)
def test_a_sentence_that_is_a_part_of_another_is_linked(
    cosine: float, norm_a: float, norm_b: float, linked: bool
) -> None:
    """To a sentence that the chain links elsewhere; whichever of the two is the part."""
    cosines = [[0.95 if cosine < 0.95 else 1.0, 0.0], [0.0, 0.0], [cosine, 0.0]]
    cells = {(0, 0), (2, 0)} if linked else {(0, 0)}
    assert cells_of(links_of(cosines, [(0, 0)], PART, [1.0, 1.0, norm_a], [norm_b, 1.0])[1]) == cells
    across = [list(column) for column in zip(*cosines, strict=True)]
    assert cells_of(links_of(across, [(0, 0)], PART, [norm_b, 1.0], [1.0, 1.0, norm_a])[1]) == {
        (j, i) for i, j in cells
    }


def test_two_sentences_made_one_are_linked_with_it_from_afar() -> None:
    """Each of them with the one that holds it, though neither is much alike to it."""
    cosines = [[0.28, 0.1], [0.0, 0.1], [0.27, 0.1]]
    norms_a, norms_b = [50.0, 50.0, 50.0], [400.0, 400.0]
    assert cells_of(links_of(cosines, [(0, 0)], REPEATED, norms_a, norms_b)[1]) == {(0, 0), (2, 0)}
    assert cells_of(links_of(cosines, [(0, 0)], LINKED, norms_a, norms_b)[1]) == set()
