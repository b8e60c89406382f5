"""Relations that copied words prove: identical, near-verbatim, trimmed and partial reuse, with the passages that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.relations.block import make_block, passages_of
from dedup.relations.evidence import copy_model, features
from dedup.relations.reasons import reasons_of
from dedup.relations.relation import Relation, RelationKind, Sides, Similarity, Weak
from dedup.text.repair import Repaired
from dedup.text.store import TextStore
from dedup.text.tables import I64
from dedup.text.tokens import Tokenizer

COPIED: Final = 0.9  # share of a body in copied passages from which it counts as copied (report format, section 3)
DENSE: Final = 0.8  # share of the words of its passages that must be the other's; below it the text is reworded, not copied
LEAST_PROBABILITY: Final = 0.1  # a pair below is not even weak
BLOCK_BYTES: Final = 16 << 20  # of text compared at a time


class Shares(NamedTuple):
    """How much of a pair was copied: the share of the words of a, and of b, in passages; and the share of the shorter text's
    passage words that are the other's."""

    a: float
    b: float
    dense: float


def shares(figures: Sequence[int], passages: Sequence[Sequence[int]]) -> Shares:
    """The shares of one measured pair (see `measure.Measured.of`)."""
    words_a, words_b = figures[6], figures[7]
    span_a = span_b = copied = 0
    for p in passages:
        span_a += p[1] - p[0]
        span_b += p[3] - p[2]
        copied += p[4]
    return Shares(span_a / max(1, words_a), span_b / max(1, words_b), copied / max(1, span_a if words_a <= words_b else span_b))


def kind_of(figures: Sequence[int], share: Shares) -> RelationKind:
    """The relation that the copied words show, whether or not it is probable."""
    if figures[10]:
        return "identical"
    if share.dense >= DENSE:
        if min(share.a, share.b) >= COPIED:
            return "near_verbatim"
        if (share.a if figures[6] <= figures[7] else share.b) >= COPIED:
            return "trimmed"
    return "partial"


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
        for i in np.flatnonzero(block.measured.figures[:, 9]).tolist():
            a, b = block.pairs[i]
            figures, passages = block.measured.of(i)
            probability = 1.0 if figures[10] else model.probability(features(figures, passages))
            if probability < LEAST_PROBABILITY:
                continue
            share = shares(figures, passages)
            kind = kind_of(figures, share)
            id_a, id_b = ids[block.numbers[a]], ids[block.numbers[b]]
            if probability < min_probability:
                weak.append(Weak(id_a, id_b, kind, probability))
                continue
            words_a, words_b = max(1, figures[6]), max(1, figures[7])
            coverage = Sides(round(share.a, 3), round(share.b, 3))
            quoted = Sides(round(sum([p[6] for p in passages]) / words_a, 3), round(sum([p[7] for p in passages]) / words_b, 3))
            relations.append(
                Relation(
                    a=id_a,
                    b=id_b,
                    relation=kind,
                    probability=probability,
                    direction="unknown",
                    coverage=coverage,
                    quoted=quoted,
                    similarity=similarity(figures),
                    passages=passages_of(block, i, passages, repaired),
                    reasons=reasons_of(kind, coverage, quoted, passages, words_a, words_b),
                )
            )
        progress(last)
    return relations, weak


def similarity(figures: Sequence[int]) -> Similarity:
    """The exact shingle similarities of one measured pair."""
    five_a, five_b, five, two_a, two_b, two = figures[:6]
    return Similarity(
        round(five / max(1, five_a + five_b - five), 3),
        round(two / max(1, two_a + two_b - two), 3),
        round(five / max(1, min(five_a, five_b)), 3),
    )
