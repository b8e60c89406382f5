"""Candidate pairs -> relations: copies by their copied words, everything else by aligned sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.records import Relation, RelationKind, Weak
from dedup.relations.block import Block, make_block
from dedup.relations.copies import copy_relations, kinds_of, shares, without_heads
from dedup.relations.evidence import copy_model, features
from dedup.relations.pair_figures import PASSAGES, SAME
from dedup.relations.rounding import F64
from dedup.text.repair import Repaired
from dedup.text.store import TextStore
from dedup.text.tables import I64
from dedup.text.terms import Terms
from dedup.text.tokens import Tokenizer

LEAST_PROBABILITY: Final = 0.1  # a pair below is not even weak
SURE: Final = 0.5  # probability from which the copied words alone decide that a pair is a copy
BLOCK_BYTES: Final = 16 << 20  # of text compared at a time

Compared = tuple[list[Relation], list[Weak]]


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
    terms: Terms | None = None,
    jobs: int = 1,
    min_probability: float = 0.5,
    progress: Callable[[int], None] = lambda done: None,
    tokenizer: Tokenizer | None = None,
) -> Compared:
    """The relations of candidate pairs (rows of article numbers, each with ids[row[0]] < ids[row[1]]), and the weak
    ones.

    With `terms`, the scan's own, sentences are aligned where copied words do not decide; without them, copied words
    alone count. `repaired` are the mended articles by number, since passages are told in the text as read. Who compares
    often brings a `tokenizer`, which remembers the foreign words it has met.
    """
    relations: list[Relation] = []
    weak: list[Weak] = []
    sizes = np.diff(store.offsets())
    tokenizer = tokenizer or Tokenizer(jobs)
    model = copy_model()
    for first, last in blocks(pairs, sizes):
        block = make_block(pairs[first:last], store, tokenizer, jobs, model.bound(LEAST_PROBABILITY))
        names = [[ids[n] for n in block.numbers[block.pairs[:, side]].tolist()] for side in (0, 1)]
        measured = block.measured
        copied = np.array(model.probabilities(features(measured)))
        copied[measured.figures[:, PASSAGES] == 0] = 0.0
        copied[measured.figures[:, SAME] != 0] = 1.0
        share = shares(measured)
        kinds = kinds_of(measured, without_heads(block, share))
        if terms is None:
            decided = np.ones(len(copied), np.bool_)
        else:
            decided = (copied >= SURE) & np.array([kind != "partial" for kind in kinds], np.bool_)
            found = _by_sentences(
                block, np.flatnonzero(~decided), copied, names, terms, repaired, jobs, min_probability
            )
            relations += found[0]
            weak += found[1]
        strong = decided & (copied >= max(min_probability, LEAST_PROBABILITY))
        relations += copy_relations(block, np.flatnonzero(strong), names, kinds, copied, share, repaired)
        weak += _weak(np.flatnonzero(decided & ~strong & (copied >= LEAST_PROBABILITY)), names, kinds, copied)
        progress(last)
    return relations, weak


def _weak(chosen: I64, names: Sequence[Sequence[str]], kinds: Sequence[RelationKind], probability: F64) -> list[Weak]:
    return [Weak(names[0][i], names[1][i], kinds[i], float(probability[i])) for i in chosen.tolist()]


def _by_sentences(
    block: Block,
    chosen: I64,
    copied: NDArray[np.float64],
    names: Sequence[Sequence[str]],
    terms: Terms,
    repaired: Mapping[int, Repaired],
    jobs: int,
    min_probability: float,
) -> Compared:
    """Relations and weak pairs among the chosen ones, whose copied words do not decide."""
    from dedup.relations.reworded import describe, judge, tell, told_again  # what a scan for copies does without

    judged = judge(block, chosen, copied, terms, jobs)
    event = judged.event >= max(SURE, min_probability)
    told = tell(block, judged, np.flatnonzero((judged.probability >= LEAST_PROBABILITY) | event))
    if not told.needed.size:
        return [], []
    probability = np.array(told.probability)
    derived = probability >= max(min_probability, LEAST_PROBABILITY)
    relations = describe(
        block, judged, told_again(block, judged, told.only(np.flatnonzero(derived)), terms, jobs), names, repaired
    )
    weak = []
    for place in np.flatnonzero(~derived & (probability >= LEAST_PROBABILITY)).tolist():
        pair = int(chosen[told.needed[place]])
        weak.append(Weak(names[0][pair], names[1][pair], told.kinds[place], told.probability[place]))
    same = told.only(np.flatnonzero(~derived & event[told.needed]))
    for k, relation in zip(same.needed.tolist(), describe(block, judged, same, names, repaired), strict=True):
        reasons = [*relation.reasons, "The two tell of one event; nothing shows that one derives from the other."]
        relations.append(
            msgspec.structs.replace(
                relation, relation="same_event", probability=float(judged.event[k]), reasons=reasons
            )
        )
    return relations, weak
