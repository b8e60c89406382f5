"""Relations that copied words prove: identical, near-verbatim, trimmed and partial reuse, with the passages that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.relations.block import Block, make_block, passages_of
from dedup.relations.evidence import copy_model, features
from dedup.relations.measure import Measured
from dedup.relations.reasons import Evidence, reasons_of
from dedup.relations.relation import Relation, RelationKind, Sides, Similarity, Weak
from dedup.relations.rounding import F64, rounded
from dedup.text.repair import Repaired
from dedup.text.store import TextStore
from dedup.text.tables import I64
from dedup.text.tokens import Tokenizer

COPIED: Final = 0.9  # share of a body in copied passages from which it counts as copied (report format, section 3)
DENSE: Final = 0.8  # share of the words of its passages that must be the other's; below it the text is reworded, not copied
LEAST_PROBABILITY: Final = 0.1  # a pair below is not even weak
BLOCK_BYTES: Final = 16 << 20  # of text compared at a time
_KINDS: Final = np.array(["identical", "near_verbatim", "trimmed", "partial"], object)


class Shares(NamedTuple):
    """How much of each pair was copied: the share of the words of a, and of b, in passages; and the share of the shorter text's
    passage words that are the other's. Shape (pairs,)."""

    a: F64
    b: F64
    dense: F64


def shares(measured: Measured) -> Shares:
    """The shares of measured pairs."""
    words_a, words_b = measured.figures[:, 6], measured.figures[:, 7]
    rows = measured.passages
    span_a, span_b, copied = (measured.total(column) for column in (rows[:, 1] - rows[:, 0], rows[:, 3] - rows[:, 2], rows[:, 4]))
    shorter = np.where(words_a <= words_b, span_a, span_b)
    return Shares(span_a / np.maximum(1, words_a), span_b / np.maximum(1, words_b), copied / np.maximum(1, shorter))


def kinds_of(measured: Measured, share: Shares) -> list[RelationKind]:
    """The relations that the copied words show, whether or not they are probable."""
    figures = measured.figures
    dense = share.dense >= DENSE
    whole = dense & (np.minimum(share.a, share.b) >= COPIED)
    cut = dense & (np.where(figures[:, 6] <= figures[:, 7], share.a, share.b) >= COPIED)
    kinds: list[RelationKind] = _KINDS[np.select([figures[:, 10] != 0, whole, cut], [0, 1, 2], 3)].tolist()
    return kinds


def blocks(pairs: I64, sizes: I64) -> Iterator[tuple[int, int]]:
    """Cut sorted pairs into runs [first, last) whose articles hold about BLOCK_BYTES of text."""
    if not len(pairs):
        return
    fresh = np.diff(pairs[:, 0], prepend=-1) != 0
    total = np.cumsum(sizes[pairs[:, 0]] * fresh + sizes[pairs[:, 1]])
    first = 0
    while first < len(pairs):
        before = int(total[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(total, before + BLOCK_BYTES, side="right")))
        yield first, last
        first = last


def compare(
    pairs: I64,
    ids: Sequence[str],
    store: TextStore,
    repaired: Mapping[int, Repaired],
    *,
    jobs: int = 1,
    min_probability: float = 0.5,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[list[Relation], list[Weak]]:
    """The relations of candidate pairs (rows of article numbers, each with ids[row[0]] < ids[row[1]]), and the weak ones.

    `repaired` are the mended articles by number, since passages are told in the text as read.
    """
    relations: list[Relation] = []
    weak: list[Weak] = []
    sizes = np.diff(store.offsets())
    tokenizer = Tokenizer(jobs)
    model = copy_model()
    bound = model.bound(LEAST_PROBABILITY)
    for first, last in blocks(pairs, sizes):
        block = make_block(pairs[first:last], store, tokenizer, jobs, bound)
        measured = block.measured
        probability = np.array(model.probabilities(features(measured)))
        probability[measured.figures[:, 10] != 0] = 1.0
        share = shares(measured)
        kinds = kinds_of(measured, share)
        names = [[ids[n] for n in block.numbers[block.pairs[:, side]].tolist()] for side in (0, 1)]
        found = (measured.figures[:, 9] > 0) & (probability >= LEAST_PROBABILITY)
        strong = probability >= min_probability
        weak += [Weak(names[0][i], names[1][i], kinds[i], float(probability[i])) for i in np.flatnonzero(found & ~strong).tolist()]
        chosen = np.flatnonzero(found & strong)
        relations += _relations(block, chosen, names, kinds, probability, share, repaired)
        progress(last)
    return relations, weak


def _relations(
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
    words = np.maximum(1, figures[:, 6:8])
    inside = [measured.total(rows[:, column])[chosen] for column in (6, 7)]
    quoted = map(Sides, rounded(inside[0] / words[:, 0]), rounded(inside[1] / words[:, 1]))
    covered, copied = (measured.total(column)[chosen] for column in (rows[:, 1] - rows[:, 0], rows[:, 4]))
    longest = measured.largest(rows[:, 5])[chosen]
    columns = np.column_stack([words, figures[:, 9], covered, copied, longest, inside[0]]).astype(np.int64)
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
    five_a, five_b, five, two_a, two_b, two = figures[:, :6].T
    return map(
        Similarity,
        rounded(five / np.maximum(1, five_a + five_b - five)),
        rounded(two / np.maximum(1, two_a + two_b - two)),
        rounded(five / np.maximum(1, np.minimum(five_a, five_b))),
    )
