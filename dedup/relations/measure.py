"""Exact measurement of candidate pairs: shared shingles and copied passages, from the token columns of their articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.copied_passages import PASSAGE_COLUMNS
from dedup.relations.pair_figures import FIGURES, FIRST_PASSAGE, PASSAGES, WORDS_A, compare_pairs, count_pair_shingles
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens, in_threads, split_evenly

I32 = NDArray[np.int32]
LEAST_COPIED: Final = 7  # words: shorter passages are phrases of the language ("the president of the United States")
Bound = tuple[float, float, float, float]
NO_BOUND: Final[Bound] = (0.0, 0.0, 0.0, -1.0)  # see `pair_figures.compare_pairs`


class Measured(NamedTuple):
    """What was found for some pairs.

    `figures` has a row for each pair, its columns are FIVES_A ... SAME of `pair_figures`; `passages` has their
    passages, those of a pair in the order of b, its columns are START_A ... QUOTED_B of `copied_passages`.
    """

    figures: I64
    passages: I32

    def of(self, pair: int) -> tuple[list[int], list[list[int]]]:
        """The figures and the passage rows (in the order of b) of one pair."""
        row = self.figures[pair].tolist()
        first = row[FIRST_PASSAGE]
        return row, self.passages[first : first + row[PASSAGES]].tolist()

    def total(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """The sums, by pair, of one value for each passage row, added up in the order of b."""
        owners = np.repeat(np.arange(len(self.figures)), self.figures[:, PASSAGES])
        return np.bincount(owners, values, len(self.figures)).astype(np.float64, copy=False)

    def largest(self, values: NDArray[Any]) -> NDArray[Any]:
        """The largest, by pair, of one value for each passage row; 0 for a pair without passages."""
        out = np.zeros(len(self.figures), values.dtype)
        held = self.figures[:, PASSAGES] > 0
        if held.any():
            out[held] = np.maximum.reduceat(values, self.figures[held, FIRST_PASSAGE])
        return out


def measure(pairs: I64, tokens: Tokens, quoted: U8, jobs: int = 1, bound: Bound = NO_BOUND) -> Measured:
    """Measure each pair (rows of article numbers in the columns), in threads; of pairs below `bound` no shingles are
    counted.

    `quoted` are those of `quotations.quoted_words`.
    """
    parts = split_evenly(tokens.counts[pairs[:, 0]] + tokens.counts[pairs[:, 1]] + 1, jobs) if len(pairs) else []

    def part(begin: int, end: int) -> Callable[[], Any]:
        return lambda: _measure_run(pairs[begin:end], tokens, quoted, bound)

    runs: list[Measured] = in_threads(jobs, [part(begin, end) for begin, end in parts])
    used = 0
    for run in runs:
        run.figures[:, FIRST_PASSAGE] += used
        used += len(run.passages)
    if not runs:
        return Measured(np.empty((0, FIGURES), np.int64), np.empty((0, PASSAGE_COLUMNS), np.int32))
    return Measured(np.concatenate([r.figures for r in runs]), np.concatenate([r.passages for r in runs]))


def _measure_run(pairs: I64, tokens: Tokens, quoted: U8, bound: Bound) -> Measured:
    figures = np.zeros((len(pairs), FIGURES), np.int64)
    room = np.empty((1024 + 8 * len(pairs), PASSAGE_COLUMNS), np.int32)
    filled: list[I32] = []
    done = written = 0
    while done < len(pairs):
        more, used = compare_pairs(pairs[done:], tokens, quoted, LEAST_COPIED, bound, Measured(figures[done:], room))
        figures[done : done + more, FIRST_PASSAGE] += written
        filled.append(room[:used].copy())
        done += more
        written += used
        if more == 0:
            room = np.empty((2 * len(room), PASSAGE_COLUMNS), np.int32)
    return Measured(figures, np.concatenate(filled) if filled else room[:0])


def count_shingles(pairs: I64, tokens: Tokens, measured: Measured, chosen: I64) -> None:
    """Fill in the shingle counts of the chosen pairs, where `measure` left them out."""
    figures = np.zeros((chosen.size, FIGURES), np.int64)
    count_pair_shingles(pairs[chosen], tokens, figures)
    measured.figures[chosen, :WORDS_A] = figures[:, :WORDS_A]
