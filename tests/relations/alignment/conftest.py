"""The alignment once more in plain Python, as the specification of the kernels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import pytest

Matrix = Sequence[Sequence[float]]
Cells = list[tuple[int, int]]
SHIFT, REST_SHIFT, LOW, HIGH = 0.18, 0.15, 0.3, 0.5
LINKED = (0.3, 0.45, math.inf, math.inf)
CONTAINED_FLOOR = 30.0
LEAST_CONTAINED = 0.15
REST_FLOOR, REST_WORDS, MOST_SENTENCES = 20.0, 12.0, 500
NAME, NUMBER, UNKNOWN = 1, 2, 4


class Text(NamedTuple):
    """An article: its terms, whether each begins a sentence, whether each is quoted."""

    terms: list[int]
    begins: list[bool]
    quoted: list[bool]

    def sentences(self) -> list[range]:
        """The places of each sentence; the first begins at the first word, and what comes behind the last that is
        aligned is left out."""
        starts = [k for k, begins in enumerate(self.begins) if begins or k == 0]
        return [range(*ends) for ends in pairwise([*starts, len(self.terms)])][:MOST_SENTENCES]


def cosines(
    left: Sequence[Iterable[int]], right: Sequence[Iterable[int]], weights: Sequence[float], floor: float
) -> list[list[float]]:
    """Of the sets of terms of all sentences; in the order of the words, so that equal sums are equal to the last
    bit."""
    one, other = [dict.fromkeys(s) for s in left], [dict.fromkeys(s) for s in right]
    squared = [w * w for w in weights]
    norm_a, norm_b = ([sum((squared[t] for t in s), 0.0) for s in side] for side in (one, other))
    return [
        [
            sum((squared[t] for t in b if t in a), 0.0) / max(floor, math.sqrt(norm_a[i] * norm_b[j]))
            for j, b in enumerate(other)
        ]
        for i, a in enumerate(one)
    ]


def chain(gain: Matrix) -> Cells:
    """The cells of the best chain from its end to its beginning. Where two ways are as good, a shorter text a goes
    before a shorter b, and both before a link."""
    n, m = len(gain), len(gain[0])
    best: dict[tuple[int, int], tuple[float, Cells]] = {
        (i, j): (0.0, []) for i in range(n + 1) for j in range(m + 1) if not i * j
    }
    for i in range(n):
        for j in range(m):
            total, cells = best[i, j]
            linked = (total + gain[i][j], [(i, j), *cells]) if gain[i][j] > 0 else (-1.0, [])
            best[i + 1, j + 1] = max(best[i, j + 1], best[i + 1, j], linked, key=lambda way: way[0])
    return best[n, m][1]


def runs(cells: Cells) -> list[Cells]:
    """A chain cut where two links that follow one another are more than two sentences apart in one of the articles."""
    cut: list[Cells] = []
    for cell in cells:
        if cut and all(before - behind <= 2 for before, behind in zip(cut[-1][-1], cell, strict=True)):
            cut[-1].append(cell)
        else:
            cut.append([cell])
    return cut


def chain_features(gain: Matrix, cells: Cells) -> list[float]:
    """The members of `sentence_chain.ChainFeatures`."""
    gains = sorted((gain[i][j] for i, j in cells), reverse=True)
    run = max((sum(gain[i][j] for i, j in run) for run in runs(cells)), default=0.0)
    total = sum(gains)
    shares = total / min(len(gain), len(gain[0])), math.log1p(run), max(gains, default=0.0)
    return [math.log1p(total), *shares, sum(gains[:3]) / 3, total / max(1, len(cells))]


def covered(best: Sequence[float], words: Sequence[int]) -> list[float]:
    """Shares of the words whose sentence reaches LOW, and HIGH, and the mean; from the best cosine of each sentence."""
    pairs = list(zip(best, words, strict=True))
    low, high = (sum(w for b, w in pairs if b >= least) for least in (LOW, HIGH))
    return [x / max(1, sum(words)) for x in (low, high, sum(b * w for b, w in pairs))]


def shared(left: Sequence[int], right: Sequence[int], weights: Sequence[float], classes: Sequence[int]) -> list[float]:
    """Containment, Jaccard, numbers, names and shared weight of the sets of terms."""
    one, other = set(left), set(right)

    def weight(terms: set[int]) -> float:
        return sum(weights[t] for t in terms)

    numbers = {t for t in one | other if classes[t] & NUMBER}
    names = {t for t in one | other if classes[t] & (NAME | UNKNOWN)} - numbers
    common = weight(one & other)
    return [
        common / max(1e-9, min(weight(one), weight(other))),
        common / max(1e-9, weight(one | other)),
        (len(numbers & one & other) + 0.5) / (min(len(numbers & one), len(numbers & other)) + 1),
        weight(names & one & other) / max(3.0, min(weight(names & one), weight(names & other))),
        math.log1p(common),
    ]


def links(
    cosine: Matrix, cells: Cells, norms_a: Sequence[float], norms_b: Sequence[float], least: Sequence[float] = LINKED
) -> dict[tuple[int, int], float]:
    """Pairs of sentences that are linked, with their cosine; of several that are as much alike to a sentence the first
    is its best."""
    chained, crossed, again, contained = least
    of_chain = {(i, j) for i, j in cells if cosine[i][j] >= chained}
    taken_a, taken_b = {i for i, _ in of_chain}, {j for _, j in of_chain}
    best_of_a = {(i, row.index(max(row))) for i, row in enumerate(cosine)}
    best_of_b = {(column.index(max(column)), j) for j, column in enumerate(zip(*cosine, strict=True))}

    def cases(i: int, j: int) -> Iterable[bool]:
        common, lighter = cosine[i][j] * math.sqrt(norms_a[i] * norms_b[j]), min(norms_a[i], norms_b[j])
        rendered_by_two = bool(of_chain & {(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)})
        yield rendered_by_two and cosine[i][j] >= chained
        yield (i, j) in best_of_a & best_of_b and i not in taken_a and j not in taken_b and cosine[i][j] >= crossed
        yield cosine[i][j] >= again
        yield common >= CONTAINED_FLOOR and common >= contained * lighter

    return {(i, j): cosine[i][j] for i, j in of_chain | {cell for cell in best_of_a | best_of_b if any(cases(*cell))}}


class PlainAlignment(NamedTuple):
    """Features as FEATURES, and links: words of a, words of b, cosine in thousandths, in the order of a."""

    features: list[float]
    links: list[tuple[int, ...]]


def align(
    a: Text,
    b: Text,
    weights: list[float],
    wording: list[float],
    classes: list[int],
    passages: list[list[int]],
    least: Sequence[float] = LINKED,
) -> PlainAlignment:
    """The whole of a pair."""
    if not a.terms or not b.terms:
        return PlainAlignment([0.0] * 36, [])
    in_a, in_b = a.sentences(), b.sentences()
    words_a, words_b = len(a.terms), len(b.terms)
    terms_a, terms_b = [[a.terms[k] for k in s] for s in in_a], [[b.terms[k] for k in s] for s in in_b]
    cosine = cosines(terms_a, terms_b, weights, 1e-9)
    gain = [[x - SHIFT for x in row] for row in cosine]
    cells = chain(gain)
    best_a, best_b = [max(row) for row in cosine], [max(column) for column in zip(*cosine, strict=True)]
    shares = list(zip(covered(best_a, list(map(len, in_a))), covered(best_b, list(map(len, in_b))), strict=True))
    features = shared(a.terms, b.terms, weights, classes)
    if features[0] < LEAST_CONTAINED and not passages:
        return PlainAlignment([0.0] * 36, [])
    features += [min(words_a, words_b) / max(words_a, words_b), math.log1p(min(words_a, words_b))]
    features += chain_features(gain, cells)
    both = sum(max(0.0, x - SHIFT) for x in [*best_a, *best_b])
    features.append(2 * sum(gain[i][j] for i, j in cells) / max(1e-9, both))
    features.append(math.log1p(max(map(len, runs(cells)), default=0)))
    features += [x for pair in shares for x in (max(pair), min(pair))]
    features.append(sum(sum(sorted(best, reverse=True)[:3]) for best in (best_a, best_b)) / 6)
    seen_a = {k for k in range(words_a) if not a.quoted[k] and not any(p[0] <= k < p[1] for p in passages)}
    seen_b = {k for k in range(words_b) if not b.quoted[k] and not any(p[2] <= k < p[3] for p in passages)}
    rest_a, rest_b = (
        [[a.terms[k] for k in s if k in seen_a] for s in in_a],
        [[b.terms[k] for k in s if k in seen_b] for s in in_b],
    )
    for weighed, shift in ((weights, SHIFT), (wording, REST_SHIFT)):
        view = cosines(rest_a, rest_b, weighed, REST_FLOOR)
        gain = [
            [(view[i][j] - shift) * min(1.0, min(len(one), len(other)) / REST_WORDS) for j, other in enumerate(rest_b)]
            for i, one in enumerate(rest_a)
        ]
        features += chain_features(gain, chain(gain))
    left_a, left_b = sum(map(len, rest_a)), sum(map(len, rest_b))
    features += [math.log1p(min(left_a, left_b)), min(left_a / words_a, left_b / words_b)]
    norms_a, norms_b = (
        [sum((weights[t] ** 2 for t in dict.fromkeys(s)), 0.0) for s in side] for side in (terms_a, terms_b)
    )
    shown: list[tuple[int, ...]] = [
        (in_a[i].start, in_a[i].stop, in_b[j].start, in_b[j].stop, int(1000 * x + 0.5))
        for (i, j), x in sorted(links(cosine, cells, norms_a, norms_b, least).items())
    ]
    return PlainAlignment(features, shown)


@pytest.fixture(scope="session")
def plain() -> SimpleNamespace:
    """The functions above."""
    return SimpleNamespace(
        text=Text,
        cosines=cosines,
        chain=chain,
        runs=runs,
        chain_features=chain_features,
        covered=covered,
        shared=shared,
        links=links,
        align=align,
    )
