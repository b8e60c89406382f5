"""Drafted pairs as records: the relations that aligned sentences show, with what an article keeps of the other and what
it adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from dedup.records import Relation, RelationKind, Sides
from dedup.relations.alignment import Alignments, SentenceLink, TermColumns
from dedup.relations.block import Block, aligned_passages_of
from dedup.relations.copies import similarities
from dedup.relations.forms import FormJudge
from dedup.relations.kept_facts import NEW_FACTS
from dedup.relations.measure import count_shingles
from dedup.relations.passages import PairPassages
from dedup.relations.relation_reasons import (
    PairFacts,
    PhraseShare,
    reasons_of_facts,
    reasons_of_phrases,
    reasons_of_sentences,
)
from dedup.text.repair import RepairedText
from dedup.text.tables import F64, I64

NEXT_TO_ALL: Final = 0.95  # share of an article in passages from which it adds nothing but its stock phrases
FACT_COUNTS: Final = ["own_numbers", "own_names", "numbers_a", "numbers_b", "names_a", "names_b"]  # of FORM_FIGURES


class AlignedPairs(NamedTuple):
    """The chosen pairs of a block, aligned and scored.

    `words` are those of all articles; `features` rows of `rewrite_model.FEATURES`; P(derived) by copied words
    (`copied`) and in all (`probability`), and P(one event); the language of each (see `languages`). `spelled` has, by
    place in `chosen`, the spellings of names that make a pair a translation, and `loose` the links of such a pair.
    """

    chosen: I64
    words: TermColumns
    alignments: Alignments
    features: F64
    copied: F64
    probability: F64
    event: F64
    languages: I64
    spelled: dict[int, list[tuple[str, str]]]
    loose: dict[int, list[SentenceLink]]


class RewriteDraft(NamedTuple):
    """What is known of the relations of some pairs (`needed`, places in `AlignedPairs.chosen`): kind, probability and
    passages."""

    needed: I64
    kinds: list[RelationKind]
    probability: list[float]
    passages: list[PairPassages]

    def only(self, places: I64) -> RewriteDraft:
        """Return some of them."""
        listed = places.tolist()
        return RewriteDraft(
            self.needed[places],
            [self.kinds[k] for k in listed],
            [self.probability[k] for k in listed],
            [self.passages[k] for k in listed],
        )


def make_relations(
    block: Block,
    judge: FormJudge,
    aligned: AlignedPairs,
    draft: RewriteDraft,
    ids: tuple[Sequence[str], Sequence[str]],
    repaired: Mapping[int, RepairedText],
) -> list[Relation]:
    """Return the relations of the drafted pairs; `ids` are those of a and of b, by pair of the block."""
    if not draft.needed.size:
        return []
    pairs = aligned.chosen[draft.needed]
    facts = judge.measure(pairs).figures[FACT_COUNTS]
    count_shingles(block.pairs, block.tokens, block.measured, pairs)
    ids_a, ids_b = ids
    out = []
    for k, pair, kind, probability, found, similarity, passages, counts in zip(
        draft.needed.tolist(),
        pairs.tolist(),
        draft.kinds,
        draft.probability,
        draft.passages,
        similarities(block.measured.figures[pairs]),
        aligned_passages_of(block, pairs, [p.passages for p in draft.passages], repaired),
        facts.tolist(),
        strict=True,
    ):
        words_a, words_b = found.words
        coverage = Sides(round(found.whole.a / words_a, 3), round(found.whole.b / words_b, 3))
        quoted = Sides(round(found.whole.quoted_a / words_a, 3), round(found.whole.quoted_b / words_b, 3))
        out.append(
            Relation(
                a=ids_a[pair],
                b=ids_b[pair],
                relation=kind,
                probability=probability,
                direction="unknown",
                coverage=coverage,
                quoted=quoted,
                similarity=similarity,
                passages=passages,
                reasons=[
                    *reasons_of_sentences(coverage, quoted, found, aligned.spelled.get(k, [])),
                    *_reasons_of_kept(block, kind, pair, counts, coverage),
                ],
            )
        )
    return out


def _reasons_of_kept(block: Block, kind: RelationKind, pair: int, facts: Sequence[int], coverage: Sides) -> list[str]:
    """Return what a rewrite or a report of one event keeps and adds: names, numbers (`facts`, the fields of
    FACT_COUNTS), and stock phrases, which are nearly all where an article adds hardly a fact and next to no words."""
    if kind not in ("rewrite", "same_event"):
        return []
    new_numbers, new_names, numbers_a, numbers_b, names_a, names_b = facts
    names, numbers = min(names_a, names_b) - new_names, min(numbers_a, numbers_b) - new_numbers
    reasons = reasons_of_facts(PairFacts(names_a, names_b, names, numbers_a, numbers_b, numbers))
    a, b = block.pairs[pair].tolist()
    phrases_a, phrases_b = block.stock.get(a, ()), block.stock.get(b, ())
    sides = (phrases_a, names_a + numbers_a, coverage.a), (phrases_b, names_b + numbers_b, coverage.b)
    nothing_else = kind == "rewrite" and any(
        phrases and covered >= NEXT_TO_ALL and own - names - numbers <= max(1, NEW_FACTS * own)
        for phrases, own, covered in sides
    )
    share: PhraseShare = "are nearly all that is added" if nothing_else else "count for nothing"
    return reasons + reasons_of_phrases(phrases_a, phrases_b, share)
