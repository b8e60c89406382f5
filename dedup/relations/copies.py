"""Relations that copied words prove: identical, near-verbatim, trimmed and partial reuse, with the passages that show
them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.records import Relation, RelationKind, Sides, Similarity
from dedup.relations.block import Block, passages_of
from dedup.relations.copied_passages import (
    COPIED_WORDS,
    END_A,
    END_B,
    LONGEST_RUN,
    QUOTED_A,
    QUOTED_B,
    START_A,
    START_B,
)
from dedup.relations.heads import head_words
from dedup.relations.measure import Measured
from dedup.relations.pair_figures import PASSAGES, SAME, WORDS_A, WORDS_B
from dedup.relations.reasons import Evidence, reasons_of
from dedup.relations.rounding import F64, rounded
from dedup.text.repair import Repaired
from dedup.text.tables import I64

COPIED: Final = 0.9  # share of a body in copied passages from which it counts as copied (report format, section 3)
# Share of the words of its passages that must be the other's; below it the text is reworded, not copied
DENSE: Final = 0.8
NEARLY: Final = 0.6  # copied share from which it matters whether the rest is a headline
_KINDS: Final = np.array(["identical", "near_verbatim", "trimmed", "partial"], object)


class Shares(NamedTuple):
    """How much of each pair was copied: the share of the words of a, and of b, in passages; and the share of the
    shorter text's passage words that are the other's. Shape (pairs,)."""

    a: F64
    b: F64
    dense: F64


def shares(measured: Measured) -> Shares:
    """The shares of measured pairs."""
    words_a, words_b = measured.figures[:, WORDS_A], measured.figures[:, WORDS_B]
    rows = measured.passages
    span_a, span_b = (
        measured.total(rows[:, END_A] - rows[:, START_A]),
        measured.total(rows[:, END_B] - rows[:, START_B]),
    )
    copied = measured.total(rows[:, COPIED_WORDS])
    shorter = np.where(words_a <= words_b, span_a, span_b)
    return Shares(span_a / np.maximum(1, words_a), span_b / np.maximum(1, words_b), copied / np.maximum(1, shorter))


def without_heads(block: Block, share: Shares) -> Shares:
    """The shares of the bodies: headline and date are each outlet's own, and of a short text they are a tenth."""
    measured = block.measured
    shorter = np.where(measured.figures[:, WORDS_A] <= measured.figures[:, WORDS_B], share.a, share.b)
    a, b = share.a.copy(), share.b.copy()
    heads: dict[int, int] = {}
    for i in np.flatnonzero((shorter >= NEARLY) & (np.minimum(a, b) < COPIED)).tolist():
        figures, rows = measured.of(i)
        for side, out, size, start, end in ((0, a, WORDS_A, START_A, END_A), (1, b, WORDS_B, START_B, END_B)):
            article = int(block.pairs[i, side])
            if article not in heads:
                heads[article] = head_words(block.buffer, block.offsets, block.tokens, article)
            head = heads[article]
            body = figures[size] - head
            if head and body > 0:
                out[i] = sum(max(0, row[end] - max(row[start], head)) for row in rows) / body
    return Shares(a, b, share.dense)


def kinds_of(measured: Measured, share: Shares) -> list[RelationKind]:
    """The relations that the copied words show, whether or not they are probable."""
    figures = measured.figures
    dense = share.dense >= DENSE
    whole = dense & (np.minimum(share.a, share.b) >= COPIED)
    cut = dense & (np.where(figures[:, WORDS_A] <= figures[:, WORDS_B], share.a, share.b) >= COPIED)
    kinds: list[RelationKind] = _KINDS[np.select([figures[:, SAME] != 0, whole, cut], [0, 1, 2], 3)].tolist()
    return kinds


def copy_relations(
    block: Block,
    chosen: I64,
    names: Sequence[Sequence[str]],
    kinds: Sequence[RelationKind],
    probability: F64,
    share: Shares,
    repaired: Mapping[int, Repaired],
) -> list[Relation]:
    """The records of the chosen pairs of a block."""
    if not chosen.size:
        return []
    measured = block.measured
    figures, rows = measured.figures[chosen], measured.passages
    coverage = map(Sides, rounded(share.a[chosen]), rounded(share.b[chosen]))
    words = np.maximum(1, figures[:, [WORDS_A, WORDS_B]])
    inside = [measured.total(rows[:, column])[chosen] for column in (QUOTED_A, QUOTED_B)]
    quoted = map(Sides, rounded(inside[0] / words[:, 0]), rounded(inside[1] / words[:, 1]))
    covered, copied = (
        measured.total(column)[chosen] for column in (rows[:, END_A] - rows[:, START_A], rows[:, COPIED_WORDS])
    )
    longest = measured.largest(rows[:, LONGEST_RUN])[chosen]
    columns = np.column_stack([words, figures[:, PASSAGES], covered, copied, longest, inside[0]]).astype(np.int64)
    chosen_list = chosen.tolist()
    return [
        Relation(
            names[0][i],
            names[1][i],
            kinds[i],
            told,
            "unknown",
            sides,
            quotations,
            similar,
            passages,
            reasons_of(kinds[i], sides, quotations, Evidence(*evidence)),
        )
        for i, told, sides, quotations, similar, passages, evidence in zip(
            chosen_list,
            probability[chosen].tolist(),
            coverage,
            quoted,
            similarities(figures),
            passages_of(block, chosen, repaired),
            columns.tolist(),
            strict=True,
        )
    ]


def similarities(figures: I64) -> Iterator[Similarity]:
    """The exact shingle similarities of measured pairs."""
    five_a, five_b, five, two_a, two_b, two = figures[:, :WORDS_A].T
    return map(
        Similarity,
        rounded(five / np.maximum(1, five_a + five_b - five)),
        rounded(two / np.maximum(1, two_a + two_b - two)),
        rounded(five / np.maximum(1, np.minimum(five_a, five_b))),
    )
