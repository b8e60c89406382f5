"""Relations that copied words prove: identical, near-verbatim, trimmed and partial reuse, with the passages that show
them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.records import Relation, RelationKind, Sides, Similarity, Weak
from dedup.relations.block import SAME_WORDS, SIDES, Block, copied_passages_of
from dedup.relations.forms import FORM, FormJudge, Judgement
from dedup.relations.heads import count_head_words
from dedup.relations.measure import PairMeasures, count_shingles, rounded
from dedup.relations.misreadings import COPIED_AS_READ, DENSE_AS_READ, ReadPairs
from dedup.relations.relation_reasons import (
    Evidence,
    PhraseShare,
    reason_of_form,
    reason_of_reading,
    reasons_of_copy,
    reasons_of_phrases,
)
from dedup.text.repair import RepairedText
from dedup.text.tables import F64, I64

LEAST_PROBABILITY: Final = 0.1  # a pair below is not even weak
SURE: Final = 0.5  # probability from which the copied words alone decide that a pair is a copy
COPIED: Final = 0.9  # share of a body in copied passages from which it counts as copied (report format, section 3)
# Share of the words of its passages that must be the other's; below it the text is reworded, not copied
DENSE: Final = 0.9
LEAST_DENSE: Final = 0.4  # share below which words of other spelling cannot make a copy
NEARLY: Final = 0.6  # copied share from which it matters whether the rest is a headline
_KINDS: Final = np.array(["identical", "near_verbatim", "trimmed", "partial"], object)


class CopiedShares(NamedTuple):
    """How much of each pair was copied: the share of the words of a, and of b, in passages; and the share of the
    passage words of the shorter text that are the other's. Shape (pairs,) each."""

    a: F64
    b: F64
    dense: F64

    def of_shorter(self, measured: PairMeasures) -> F64:
        """Return the share of the text with fewer words, of a where both have as many; shape (pairs,)."""
        return np.where(measured.figures["words_a"] <= measured.figures["words_b"], self.a, self.b)


def copied_shares(measured: PairMeasures) -> CopiedShares:
    """Return the shares of measured pairs."""
    words_a, words_b = measured.figures["words_a"], measured.figures["words_b"]
    rows = measured.passages
    span_a, span_b = measured.total(rows["end_a"] - rows["start_a"]), measured.total(rows["end_b"] - rows["start_b"])
    copied = measured.total(rows["copied_words"])
    shorter = np.where(words_a <= words_b, span_a, span_b)
    return CopiedShares(
        span_a / np.maximum(1, words_a), span_b / np.maximum(1, words_b), copied / np.maximum(1, shorter)
    )


def without_heads(block: Block, share: CopiedShares) -> CopiedShares:
    """Return the shares of the bodies: headline and date are each outlet's own, and a tenth of a short text."""
    measured = block.measured
    a, b = share.a.copy(), share.b.copy()
    heads: dict[int, int] = {}
    nearly = (share.of_shorter(measured) >= NEARLY) & (np.minimum(a, b) < COPIED)
    for i in np.flatnonzero(nearly).tolist():
        rows = measured.passages_of(i)
        words = int(measured.figures["words_a"][i]), int(measured.figures["words_b"][i])
        spans = [(row.start_a, row.end_a) for row in rows], [(row.start_b, row.end_b) for row in rows]
        for out, article, size, copied in zip((a, b), block.pairs[i].tolist(), words, spans, strict=True):
            if article not in heads:
                heads[article] = count_head_words(block.buffer, block.offsets, block.tokens, article)
            head = heads[article]
            body = size - head
            if head and body > 0:
                out[i] = sum(max(0, end - max(start, head)) for start, end in copied) / body
    return CopiedShares(a, b, share.dense)


def with_respelled_words(measured: PairMeasures, share: CopiedShares, judge: FormJudge) -> CopiedShares:
    """Return the shares with words that differ by a letter or so counted as copied, of the pairs for which that
    matters."""
    chosen = np.flatnonzero(
        (share.dense < DENSE) & (share.dense >= LEAST_DENSE) & (share.of_shorter(measured) >= NEARLY)
    )
    dense = share.dense.copy()
    spans = measured.total(measured.passages["end_a"] - measured.passages["start_a"])[chosen]
    dense[chosen] += judge.measure(chosen).figures["respelled"] / np.maximum(1, spans)
    return share._replace(dense=dense)


def copy_kinds(
    measured: PairMeasures, share: CopiedShares, read: NDArray[np.bool_] | None = None
) -> list[RelationKind]:
    """Return the relation that the copied words of each pair show, whether or not it is probable; `read` says which
    pairs are texts read by machine (see `misreadings`)."""
    as_read = np.zeros(len(share.dense), np.bool_) if read is None else read
    dense = share.dense >= np.where(as_read, DENSE_AS_READ, DENSE)
    enough = np.where(as_read, COPIED_AS_READ, COPIED)
    whole = dense & (np.minimum(share.a, share.b) >= enough)
    cut = dense & (share.of_shorter(measured) >= enough)
    same = measured.figures["same"] == SAME_WORDS
    kinds: list[RelationKind] = _KINDS[np.select([same, whole, cut], [0, 1, 2], 3)].tolist()
    return kinds


class ComparedPairs(NamedTuple):
    """The relations of candidate pairs, and those that are too improbable."""

    relations: list[Relation]
    weak: list[Weak]


class ScoredPairs(NamedTuple):
    """What copied words say of the pairs of a block: the ids of a and of b, the relation, its probability, and the
    shares that were copied; by pair. `read` are those of texts read by machine."""

    ids: tuple[Sequence[str], Sequence[str]]
    kinds: Sequence[RelationKind]
    probability: F64
    shares: CopiedShares
    read: ReadPairs


def copy_relations(
    block: Block, chosen: I64, scored: ScoredPairs, repaired: Mapping[int, RepairedText]
) -> list[Relation]:
    """Return the relations of the chosen pairs of a block, by what copied words say of them."""
    kinds = [scored.kinds[i] for i in chosen.tolist()]
    return _relations(block, chosen, scored, repaired, CopiedKinds(kinds, scored.probability[chosen]))


def form_relations(
    block: Block, judged: Judgement, scored: ScoredPairs, repaired: Mapping[int, RepairedText]
) -> list[Relation]:
    """Return the `template` relations of a block: the judged pairs that are one form with other facts."""
    forms = np.flatnonzero(judged.outcome == FORM)
    chosen = judged.chosen[forms]
    if not forms.size:
        return []
    count_shingles(block.pairs, block.tokens, block.measured, chosen)
    kinds: list[RelationKind] = ["template"] * len(chosen)
    found = _relations(block, chosen, scored, repaired, CopiedKinds(kinds, judged.probability[forms]))
    return [
        msgspec.structs.replace(relation, reasons=[reason_of_form(changed, slots), *relation.reasons])
        for relation, changed, slots in zip(
            found,
            judged.measures.figures["fact_slots"][forms].tolist(),
            _shown_slots(block, judged, forms),
            strict=True,
        )
    ]


def _shown_slots(block: Block, judged: Judgement, forms: I64) -> Iterator[list[tuple[str, str]]]:
    """Yield for each form the first places with other facts, as the two articles have them."""
    text = memoryview(block.buffer.data)
    for k in forms.tolist():
        shown = []
        for slot in judged.measures.slots[k][: int(judged.measures.figures["shown"][k])].tolist():
            sides = []
            for side, (start, end) in zip(SIDES, (slot[:2], slot[2:]), strict=True):
                article = int(block.pairs[judged.chosen[k], side])
                first, at = int(block.tokens.first[article]), int(block.offsets[article])
                begin, stop = at + int(block.tokens.starts[first + start]), at + int(block.tokens.ends[first + end - 1])
                sides.append(str(text[begin:stop], "utf-8", "ignore"))
            shown.append((sides[0], sides[1]))
        yield shown


class CopiedKinds(NamedTuple):
    """What some pairs are, and how probable that is; shape (pairs,)."""

    kinds: Sequence[RelationKind]
    probability: F64


def _relations(
    block: Block, chosen: I64, scored: ScoredPairs, repaired: Mapping[int, RepairedText], said: CopiedKinds
) -> list[Relation]:
    if not chosen.size:
        return []
    measured, share = block.measured, scored.shares
    figures, rows = measured.figures[chosen], measured.passages
    words = [np.maximum(1, figures[name]) for name in ("words_a", "words_b")]
    quoted = [measured.total(rows[name])[chosen] for name in ("quoted_a", "quoted_b")]
    covered = measured.total(rows["end_a"] - rows["start_a"])[chosen]
    copied = measured.total(rows["copied_words"])[chosen]
    longest = measured.largest(rows["longest_run"])[chosen]
    evidence = np.column_stack([*words, figures["passages"], covered, copied, longest, quoted[0]]).astype(np.int64)
    ids_a, ids_b = scored.ids
    relations = []
    read = scored.read
    same = measured.figures["same"] != 0
    for i, kind, probability, sides, quotations, similar, passages, found in zip(
        chosen.tolist(),
        said.kinds,
        said.probability.tolist(),
        map(Sides, rounded(share.a[chosen]), rounded(share.b[chosen])),
        map(Sides, *(rounded(quoted[side] / words[side]) for side in SIDES)),
        similarities(figures),
        copied_passages_of(block, chosen, repaired),
        map(Evidence._make, evidence.tolist()),
        strict=True,
    ):
        a, b = block.pairs[i].tolist()
        added: PhraseShare = "are all that is added" if same[i] else "count for nothing"
        relations.append(
            Relation(
                a=ids_a[i],
                b=ids_b[i],
                relation=kind,
                probability=probability,
                direction="unknown",
                coverage=sides,
                quoted=quotations,
                similarity=similar,
                passages=passages,
                reasons=[
                    *reasons_of_copy(kind, sides, quotations, found),
                    *([reason_of_reading(float(read.differing[i]))] if read.read[i] else []),
                    *reasons_of_phrases(block.stock.get(a, ()), block.stock.get(b, ()), added),
                ],
            )
        )
    return relations


def similarities(figures: NDArray[np.void]) -> Iterator[Similarity]:
    """Yield the exact shingle similarities of measured pairs, from rows of PAIR_FIGURES."""
    five_a, five_b, five = figures["fives_a"], figures["fives_b"], figures["fives_both"]
    two_a, two_b, two = figures["twos_a"], figures["twos_b"], figures["twos_both"]
    return map(
        Similarity,
        rounded(five / np.maximum(1, five_a + five_b - five)),
        rounded(two / np.maximum(1, two_a + two_b - two)),
        rounded(five / np.maximum(1, np.minimum(five_a, five_b))),
    )
