"""Candidate pairs -> relations: copies by their copied words, everything else by aligned sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.records import Relation, Weak
from dedup.relations.alignment import term_columns
from dedup.relations.block import SIDES, Block, TextColumns, make_block
from dedup.relations.copies import (
    LEAST_PROBABILITY,
    SURE,
    ComparedPairs,
    ScoredPairs,
    copied_shares,
    copy_kinds,
    copy_relations,
    form_relations,
    with_respelled_words,
    without_heads,
)
from dedup.relations.copy_model import copy_model, features
from dedup.relations.forms import DERIVED, FORM, FormJudge
from dedup.relations.misreadings import no_read_pairs, with_read_pairs
from dedup.text.repair import RepairedText
from dedup.text.tables import I64
from dedup.text.terms import Terms

if TYPE_CHECKING:
    from dedup.relations.calibration import Calibrator
    from dedup.relations.rewrites import RewriteSettings

BLOCK_BYTES: Final = 16 << 20  # of text compared at a time


class ArticleTexts(NamedTuple):
    """Articles by number: their ids, their texts, those that were repaired, whose passages are reported by their place
    in the text as read, and their dates (see `events.days_between`)."""

    ids: Sequence[str]
    source: TextColumns
    repaired: Mapping[int, RepairedText]
    days: I64 | None = None


ObserveBlock = Callable[[Block, tuple[Sequence[str], Sequence[str]], Sequence[Relation]], object]


class CompareSettings(NamedTuple):
    """How pairs are compared; `rewrites` of None are the settings that ship.

    `observe` is called with each block, the ids of a and of b of its pairs, and the relations among them. `calibrate`
    turns scores into probabilities; with None the scores are the probabilities.
    """

    min_probability: float = 0.5
    jobs: int = 1
    block_bytes: int = BLOCK_BYTES
    rewrites: RewriteSettings | None = None
    observe: ObserveBlock | None = None
    calibrate: Calibrator | None = None


DEFAULTS: Final = CompareSettings()


def blocks(pairs: I64, sizes: I64, block_bytes: int = BLOCK_BYTES) -> Iterator[tuple[int, int]]:
    """Yield runs [first, last) of sorted pairs whose articles have about `block_bytes` of text; `sizes` are bytes by
    article number."""
    if not len(pairs):
        return
    a, b = pairs.T
    fresh = np.diff(a, prepend=-1) != 0
    total = np.cumsum(sizes[a] * fresh + sizes[b])
    first = 0
    while first < len(pairs):
        before = int(total[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(total, before + block_bytes, side="right")))
        yield first, last
        first = last


def compare(
    pairs: I64,
    texts: ArticleTexts,
    settings: CompareSettings = DEFAULTS,
    *,
    terms: Terms | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> ComparedPairs:
    """Return the relations of candidate pairs: rows of two article numbers, sorted, each with ids[a] < ids[b].

    With `terms`, the scan's own, sentences are aligned where copied words do not decide; without them, copied words
    alone count. `progress` is called with the number of pairs that are done. Raises FormatError where a
    model that ships is damaged.
    """
    relations: list[Relation] = []
    weak: list[Weak] = []
    sizes = texts.source.sizes()
    model = copy_model()
    least = max(settings.min_probability, LEAST_PROBABILITY)
    for first, last in blocks(pairs, sizes, settings.block_bytes):
        before = len(relations)
        block = make_block(pairs[first:last], texts.source, settings.jobs, model.bound(LEAST_PROBABILITY))
        ids_a, ids_b = ([texts.ids[n] for n in block.numbers[block.pairs[:, side]].tolist()] for side in SIDES)
        words = None if terms is None else term_columns(block.columns, block.quoted, terms)
        block, read = (
            (block, no_read_pairs(block)) if terms is None or words is None else with_read_pairs(block, words, terms)
        )
        measured = block.measured
        probability = np.array(model.probabilities(features(measured)))
        probability[measured.figures["passages"] == 0] = 0.0
        probability[measured.figures["same"] != 0] = 1.0
        judge = FormJudge(block, words)
        shares = with_respelled_words(measured, copied_shares(measured), judge)
        kinds = copy_kinds(measured, without_heads(block, shares), read.read)
        judged = judge.judge(np.flatnonzero(probability >= LEAST_PROBABILITY))
        judged.outcome[read.read[judged.chosen] & (judged.outcome == FORM)] = DERIVED  # misread facts are no others
        innocent = np.zeros(len(probability), np.bool_)  # pairs that are not derived, whatever they have in common
        innocent[judged.chosen[judged.outcome != DERIVED]] = True
        probability[innocent] = 0.0
        scored = ScoredPairs((ids_a, ids_b), kinds, probability, shares, read)
        relations += form_relations(block, judged, scored, texts.repaired)
        if terms is None or words is None:
            decided: NDArray[np.bool_] = np.ones(len(probability), np.bool_)
        else:
            # What a scan for copies does without
            from dedup.relations.languages import UNKNOWN_LANGUAGE, languages_of_pairs
            from dedup.relations.rewrites import (
                PairAligner,
                UndecidedPairs,
                WordsAndTerms,
                rewrite_relations,
                settings_that_ship,
            )

            decided = (probability >= SURE) & np.array([kind != "partial" for kind in kinds], np.bool_)
            decided[judged.chosen[judged.outcome == FORM]] = True
            likely = np.flatnonzero(~decided & (probability >= LEAST_PROBABILITY))
            decided[likely[languages_of_pairs(block, words, terms, likely) == UNKNOWN_LANGUAGE]] = True
            rewrites = (settings.rewrites or settings_that_ship())._replace(days=texts.days)
            if settings.calibrate is not None:
                rewrites = rewrites._replace(calibrate=settings.calibrate)
            aligner = PairAligner(block, WordsAndTerms(words, terms), judge, rewrites, settings.jobs)
            undecided = np.flatnonzero(~decided)
            undecided_pairs = UndecidedPairs(undecided, innocent[undecided])
            found = rewrite_relations(aligner, undecided_pairs, scored, texts.repaired, settings.min_probability)
            relations += found.relations
            weak += found.weak
        if settings.calibrate is not None:
            open_to_doubt = np.flatnonzero(decided & ~innocent & (measured.figures["same"] == 0))
            numbers = block.numbers[block.pairs[open_to_doubt]]
            probability[open_to_doubt] = settings.calibrate.copies(numbers, probability[open_to_doubt])
        strong = decided & (probability >= least)
        relations += copy_relations(block, np.flatnonzero(strong), scored, texts.repaired)
        rest = np.flatnonzero(decided & ~strong & (probability >= LEAST_PROBABILITY))
        weak += [Weak(ids_a[i], ids_b[i], kinds[i], float(probability[i])) for i in rest.tolist()]
        if settings.observe is not None:
            settings.observe(block, (ids_a, ids_b), relations[before:])
        progress(last)
    return ComparedPairs(relations, weak)
