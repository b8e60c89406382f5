"""Alignment of candidate pairs, in threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from dedup.relations import alignment
from dedup.relations.alignment import Least
from dedup.relations.measure import I32, Measured
from dedup.relations.sentence_alignment import FEATURES, align_pairs
from dedup.relations.sentence_links import LINK_COLUMNS, LINK_START_A, LINK_START_B
from dedup.relations.sentences import Words
from dedup.text.tables import I64
from dedup.text.terms import F64
from dedup.text.tokens import Tokens, in_threads, split_evenly


class Aligned(NamedTuple):
    """features: rows of `sentence_alignment.FEATURES`; links: rows of words [start, end) in a and in b and the cosine
    in thousandths, in no order; spans: for each pair its first link row and their number."""

    features: F64
    links: I32
    spans: I64

    def links_of(self, pair: int) -> I32:
        """The link rows of one pair, in the order of a."""
        first, count = self.spans[pair].tolist()
        rows = self.links[first : first + count]
        ordered: I32 = rows[np.lexsort((rows[:, LINK_START_B], rows[:, LINK_START_A]))]
        return ordered


def align(
    pairs: I64,
    tokens: Tokens,
    words: Words,
    measured: Measured,
    chosen: I64,
    jobs: int = 1,
    least: Least = alignment.LINKED,
) -> Aligned:
    """Align the chosen pairs (numbers of rows of `pairs`, whose passages `measured` holds); `least` is what makes a
    link."""
    weights = tokens.counts[pairs[chosen, 0]] + tokens.counts[pairs[chosen, 1]] + 1
    parts = split_evenly(weights, jobs) if chosen.size else []

    def part(begin: int, end: int) -> Callable[[], Any]:
        return lambda: _align_run(pairs[chosen[begin:end]], tokens, words, measured, chosen[begin:end], least)

    runs: list[Aligned] = in_threads(jobs, [part(begin, end) for begin, end in parts])
    if not runs:
        return Aligned(np.empty((0, len(FEATURES))), np.empty((0, LINK_COLUMNS), np.int32), np.empty((0, 2), np.int64))
    used = 0
    for run in runs:
        run.spans[:, 0] += used
        used += len(run.links)
    return Aligned(*(np.concatenate(columns) for columns in zip(*runs, strict=True)))


def _align_run(pairs: I64, tokens: Tokens, words: Words, measured: Measured, chosen: I64, least: Least) -> Aligned:
    features = np.zeros((len(pairs), len(FEATURES)))
    spans = np.zeros((len(pairs), 2), np.int64)
    room = np.empty((1024 + 8 * len(pairs), LINK_COLUMNS), np.int32)
    figures = measured.figures[chosen]
    filled: list[I32] = []
    done = written = 0
    while done < len(pairs):
        own = Measured(figures[done:], measured.passages)
        more, used = align_pairs(pairs[done:], tokens, words, own, least, Aligned(features[done:], room, spans[done:]))
        spans[done : done + more, 0] += written
        filled.append(room[:used].copy())
        done += more
        written += used
        if more == 0:
            room = np.empty((2 * len(room), LINK_COLUMNS), np.int32)
    return Aligned(features, np.concatenate(filled) if filled else room[:0], spans)
