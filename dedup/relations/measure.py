"""Exact measurement of candidate pairs: shared shingles and copied passages, from the token columns of their
articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.copied_passages import COPIED_PASSAGE
from dedup.relations.pair_figures import PAIR_FIGURES, compare_pairs, count_pair_shingles
from dedup.text.tables import F64, I64, U8
from dedup.text.tokens import Tokens, in_threads, split_evenly

LEAST_COPIED: Final = 7  # words: shorter passages are phrases of the language ("the president of the United States")
DECIMALS: Final = 3  # of the shares in a report
_ONE: Final = 10**DECIMALS
_NEAR: Final = 1e-6  # of a last decimal: a product this near the middle between two may lie on the wrong side of it


class ScoreBound(NamedTuple):
    """The highest score that copied words can give a pair, base + log_word * log(1 + copied) + share * copied /
    shorter, and the least score that counts."""

    base: float
    log_word: float
    share: float
    least: float


NO_BOUND: Final = ScoreBound(0.0, 0.0, 0.0, -1.0)  # every pair may count


class CopiedPassage(NamedTuple):
    """Words [start_a, end_a) of one article and [start_b, end_b) of the other, of which `copied_words` are the same.

    `longest_run` is the longest run of copied words; quoted_a and quoted_b are words inside quotation marks.
    """

    start_a: int
    end_a: int
    start_b: int
    end_b: int
    copied_words: int
    longest_run: int
    quoted_a: int
    quoted_b: int


class PairMeasures(NamedTuple):
    """What was measured of some pairs.

    `figures`, shape (pairs,), has the fields of PAIR_FIGURES. `passages`, shape (passages,), has the fields of
    COPIED_PASSAGE; the passages of one pair follow one another in the order of b.
    """

    figures: NDArray[np.void]
    passages: NDArray[np.void]

    def passages_of(self, pair: int) -> list[CopiedPassage]:
        """Return the passages of one pair, in the order of b."""
        first, count = int(self.figures["first_passage"][pair]), int(self.figures["passages"][pair])
        return [CopiedPassage(*row) for row in self.passages[first : first + count].tolist()]

    def total(self, values: NDArray[Any]) -> F64:
        """Return the sum of one value a passage for each pair, added up in the order of b; shape (pairs,)."""
        owners = np.repeat(np.arange(len(self.figures)), self.figures["passages"])
        return np.bincount(owners, values, len(self.figures)).astype(np.float64, copy=False)

    def largest(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the largest of one value a passage for each pair, 0 for a pair without passages; shape (pairs,)."""
        out = np.zeros(len(self.figures), values.dtype)
        with_passages = self.figures["passages"] > 0
        if with_passages.any():
            out[with_passages] = np.maximum.reduceat(values, self.figures["first_passage"][with_passages])
        return out

    def shorter(self) -> I64:
        """Return the words of the shorter article of each pair, at least 1; shape (pairs,)."""
        least: I64 = np.maximum(1, np.minimum(self.figures["words_a"], self.figures["words_b"]))
        return least


def measure(pairs: I64, tokens: Tokens, quoted: U8, jobs: int = 1, bound: ScoreBound = NO_BOUND) -> PairMeasures:
    """Measure each pair (rows of two article numbers in the columns), in `jobs` threads.

    Of pairs whose score stays below bound.least no shingles are counted. `quoted` comes from
    `quotations.quoted_words`. Raises ValueError where a pair names an article that does not exist.
    """
    parts = split_evenly(_words_of(pairs, tokens), jobs) if len(pairs) else []

    def part(begin: int, end: int) -> Callable[[], Any]:
        return lambda: _measure_part(pairs[begin:end], tokens, quoted, bound)

    measured: list[PairMeasures] = in_threads(jobs, [part(begin, end) for begin, end in parts])
    used = 0
    for run in measured:
        run.figures["first_passage"] += used
        used += len(run.passages)
    if not measured:
        return PairMeasures(np.empty(0, PAIR_FIGURES), np.empty(0, COPIED_PASSAGE))
    return PairMeasures(joined([r.figures for r in measured]), joined([r.passages for r in measured]))


def _words_of(pairs: I64, tokens: Tokens) -> I64:
    a, b = pairs.T
    weights: I64 = tokens.counts[a] + tokens.counts[b] + 1
    return weights


def _measure_part(pairs: I64, tokens: Tokens, quoted: U8, bound: ScoreBound) -> PairMeasures:
    figures = np.zeros(len(pairs), PAIR_FIGURES)
    room = np.empty(1024 + 8 * len(pairs), COPIED_PASSAGE)
    filled: list[NDArray[np.void]] = []
    done = written = 0
    while done < len(pairs):
        rest = PairMeasures(figures[done:], room)
        more, used = compare_pairs(pairs[done:], tokens, quoted, LEAST_COPIED, bound, rest)
        figures["first_passage"][done : done + more] += written
        filled.append(room[:used].copy())
        done += more
        written += used
        if more == 0:
            room = np.empty(2 * len(room), COPIED_PASSAGE)
    return PairMeasures(figures, joined(filled) if filled else room[:0])


def joined(pieces: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return the pieces one behind the other, one alone as it is: numpy takes long to join records."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def count_shingles(pairs: I64, tokens: Tokens, measured: PairMeasures, chosen: I64) -> None:
    """Fill in the shingle counts of the chosen pairs, where `measure` left them out."""
    figures = measured.figures[chosen]
    count_pair_shingles(pairs[chosen], tokens, figures)
    measured.figures[chosen] = figures


def rounded(shares: F64) -> list[float]:
    """Return each share rounded to three decimals exactly as Python's `round` does it, which looks at the number itself
    and not at a product of it.

    >>> rounded(np.array([0.0005, 0.1235, 2 / 3])), round(0.0005, 3), round(0.1235, 3)
    ([0.001, 0.123, 0.667], 0.001, 0.123)
    """
    scaled = shares * _ONE
    nearest = np.rint(scaled)
    out: list[float] = (nearest / _ONE).tolist()
    for k in np.flatnonzero(np.abs(scaled - nearest) > 0.5 - _NEAR).tolist():
        out[k] = round(float(shares[k]), DECIMALS)
    return out
