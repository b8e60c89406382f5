"""Candidate pairs -> relations: copies by their copied words, everything else by aligned sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.records import Relation, Weak
from dedup.relations.alignment import TermColumns, WordsAndTerms, term_columns
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
from dedup.relations.forms import DERIVED, FORM, FormJudge, Judgement
from dedup.relations.misreadings import ReadPairs, no_read_pairs, with_read_pairs
from dedup.text.repair import RepairedText
from dedup.text.tables import I64
from dedup.text.terms import Terms

if TYPE_CHECKING:
    from dedup.relations.calibration import Calibrator
    from dedup.relations.rewrites import RewriteSettings

# Of text compared at a time. Passages of short sentences take ten times as much while a block is compared; four times
# as large blocks are 2 % faster.
BLOCK_BYTES: Final = 4 << 20


class ArticleTexts(NamedTuple):
    """Articles by number: their ids, their texts, those that were repaired, whose passages are reported by their place
    in the text as read, and their dates (see `events.days_between`)."""

    ids: Sequence[str] | Mapping[int, str]
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
    comparer = BlockComparer(texts, settings, terms)
    for first, last in blocks(pairs, sizes, settings.block_bytes):
        found = comparer(pairs[first:last])
        relations += found.relations
        weak += found.weak
        progress(last)
    return ComparedPairs(relations, weak)


class _CopyJudgement(NamedTuple):
    """What copied words say of the pairs of a block, and what the forms say of them; `innocent` are pairs that are not
    derived, whatever they have in common."""

    scored: ScoredPairs
    judge: FormJudge
    judged: Judgement
    innocent: NDArray[np.bool_]


class BlockComparer:
    """Compares the pairs of one block after the other."""

    def __init__(
        self,
        texts: ArticleTexts,
        settings: CompareSettings,
        terms: Terms | None,
        machine_read: dict[int, bool] | None = None,
    ) -> None:
        """`machine_read` is filled with what was found of articles, by number (see `with_read_pairs`)."""
        self._texts = texts
        self._settings = settings
        self._terms = terms
        self._model = copy_model()
        self._machine_read = {} if machine_read is None else machine_read

    def __call__(self, pairs: I64) -> ComparedPairs:
        """Return the relations and the weak pairs among pairs whose texts are one block."""
        settings, terms, repaired = self._settings, self._terms, self._texts.repaired
        block = make_block(pairs, self._texts.source, settings.jobs, self._model.bound(LEAST_PROBABILITY))
        if terms is None:
            copies = self._copies(block, None, no_read_pairs(block))
            decided = np.ones(len(pairs), np.bool_)
            found = ComparedPairs(form_relations(block, copies.judged, copies.scored, repaired), [])
        else:
            words = term_columns(block.columns, block.quoted, terms)
            block, read = with_read_pairs(block, words, terms, self._machine_read)
            copies = self._copies(block, words, read)
            decided = _decided(block, WordsAndTerms(words, terms), copies)
            found = ComparedPairs(form_relations(block, copies.judged, copies.scored, repaired), [])
            found = _joined(found, self._aligned(block, WordsAndTerms(words, terms), copies, np.flatnonzero(~decided)))
        found = _joined(found, self._decided_relations(block, copies, decided))
        if settings.observe is not None:
            settings.observe(block, copies.scored.ids, found.relations)
        return found

    def _copies(self, block: Block, words: TermColumns | None, read: ReadPairs) -> _CopyJudgement:
        """Judge the pairs of a block by their copied words."""
        measured = block.measured
        numbers = block.numbers[block.pairs]
        ids_a, ids_b = ([self._texts.ids[n] for n in numbers[:, side].tolist()] for side in SIDES)
        probability = np.array(self._model.probabilities(features(measured)))
        probability[measured.figures["passages"] == 0] = 0.0
        probability[measured.figures["same"] != 0] = 1.0
        judge = FormJudge(block, words)
        shares = with_respelled_words(measured, copied_shares(measured), judge)
        kinds = copy_kinds(measured, without_heads(block, shares), read.read)
        judged = judge.judge(np.flatnonzero(probability >= LEAST_PROBABILITY))
        judged.outcome[read.read[judged.chosen] & (judged.outcome == FORM)] = DERIVED  # misread facts are no others
        innocent = np.zeros(len(probability), np.bool_)
        innocent[judged.chosen[judged.outcome != DERIVED]] = True
        probability[innocent] = 0.0
        return _CopyJudgement(ScoredPairs((ids_a, ids_b), kinds, probability, shares, read), judge, judged, innocent)

    def _aligned(self, block: Block, words: WordsAndTerms, copies: _CopyJudgement, undecided: I64) -> ComparedPairs:
        """Return what the sentences of the undecided pairs show."""
        # What a scan for copies does without
        from dedup.relations.rewrites import (
            AlignerOptions,
            PairAligner,
            UndecidedPairs,
            rewrite_relations,
            settings_that_ship,
        )

        settings = self._settings
        options = AlignerOptions(settings.jobs, self._texts.days, settings.calibrate)
        aligner = PairAligner(block, words, copies.judge, settings.rewrites or settings_that_ship(), options)
        pairs = UndecidedPairs(undecided, copies.innocent[undecided])
        return rewrite_relations(aligner, pairs, copies.scored, self._texts.repaired, settings.min_probability)

    def _decided_relations(self, block: Block, copies: _CopyJudgement, decided: NDArray[np.bool_]) -> ComparedPairs:
        """Return the relations and the weak pairs among those that copied words decide."""
        scored, settings = copies.scored, self._settings
        probability = scored.probability
        if settings.calibrate is not None:
            open_to_doubt = np.flatnonzero(decided & ~copies.innocent & (block.measured.figures["same"] == 0))
            numbers = block.numbers[block.pairs[open_to_doubt]]
            probability[open_to_doubt] = settings.calibrate.copies(numbers, probability[open_to_doubt])
        strong = decided & (probability >= max(settings.min_probability, LEAST_PROBABILITY))
        rest = np.flatnonzero(decided & ~strong & (probability >= LEAST_PROBABILITY))
        ids_a, ids_b = scored.ids
        return ComparedPairs(
            copy_relations(block, np.flatnonzero(strong), scored, self._texts.repaired),
            [Weak(ids_a[i], ids_b[i], scored.kinds[i], float(probability[i])) for i in rest.tolist()],
        )


def _decided(block: Block, words: WordsAndTerms, copies: _CopyJudgement) -> NDArray[np.bool_]:
    """Return which pairs of a block copied words decide, though sentences could be aligned: sure copies, forms, and
    likely copies in a language whose words have no weights."""
    from dedup.relations.languages import UNKNOWN_LANGUAGE, languages_of_pairs  # what a scan for copies does without

    scored, judged = copies.scored, copies.judged
    decided = (scored.probability >= SURE) & np.array([kind != "partial" for kind in scored.kinds], np.bool_)
    decided[judged.chosen[judged.outcome == FORM]] = True
    likely = np.flatnonzero(~decided & (scored.probability >= LEAST_PROBABILITY))
    decided[likely[languages_of_pairs(block, *words, likely) == UNKNOWN_LANGUAGE]] = True
    return decided


def _joined(one: ComparedPairs, other: ComparedPairs) -> ComparedPairs:
    return ComparedPairs([*one.relations, *other.relations], [*one.weak, *other.weak])
