"""Pairs that copied words do not decide: their sentences are aligned, scored by the models, and made into relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.records import Relation, RelationKind, Weak
from dedup.relations import cross_wire, rewrite_model
from dedup.relations.alignment import (
    LOOSE,
    REPEATED,
    Alignments,
    LinkThresholds,
    SentenceLink,
    TermColumns,
    WordsAndTerms,
    with_canonical_names,
)
from dedup.relations.block import Block
from dedup.relations.copies import LEAST_PROBABILITY, SURE, ComparedPairs, ScoredPairs, form_relations
from dedup.relations.events import SharedFacts, days_between, event_probabilities, measure_events
from dedup.relations.form_figures import FORM_FIGURES
from dedup.relations.forms import DERIVED, FORM, FormJudge
from dedup.relations.languages import ENGLISH, UNKNOWN_LANGUAGE, PairLanguages, languages_of_pairs, words_in
from dedup.relations.passages import PairPassages, bounded_links, count_covered, put_together, rewriting_shares
from dedup.relations.relation_reasons import reason_of_event
from dedup.relations.rewrite_model import RewriteModel, feature
from dedup.relations.rewrite_records import AlignedPairs, RewriteDraft, make_relations
from dedup.text.repair import RepairedText
from dedup.text.tables import F64, I64

if TYPE_CHECKING:
    from dedup.relations.calibration import Calibrator

WHOLE: Final = 0.5  # probability from which a derived pair is a rewrite of the whole
# Share of one article that a rewrite covers at least. Those by language models cover less than others: out of fold 88
# of 100 are named so, with 0.75 it was 75, and 3 partial reuses of 1,000 either way
MOST: Final = 0.5
# Share of one article from which reworded passages make a relation; less is a phrase or two, and weak at most
LEAST_COVERED: Final = 0.1
MOST_WEAK: Final = 0.4  # probability that such a pair can have
SHOWN_OF_EVENT: Final = 5  # passages of two reports of one event that are listed, the longest
IN_ORDER: Final = 0.6  # share of both articles in passages from which "nothing shows" would be untrue
_ONE_EVENT: Final = "The two report one event; nothing shows that one derives from the other."
_ONE_EVENT_IN_ORDER: Final = (
    "The two report one event, and say much of it in like words; it is not enough to show that one derives from the "
    "other."
)


class RewriteSettings(NamedTuple):
    """The model, and what links the sentences that are shown of derived pairs (`repeated`) and of translations
    (`loose`)."""

    model: RewriteModel
    repeated: LinkThresholds = REPEATED
    loose: LinkThresholds = LOOSE


class AlignerOptions(NamedTuple):
    """The threads; the dates of the articles by number (see `events.days_between`); and what turns scores into
    probabilities (None: the scores are the probabilities)."""

    jobs: int = 1
    days: I64 | None = None
    calibrate: Calibrator | None = None

    def least_event(self, min_probability: float) -> float:
        """Return the probability from which a pair is reported as one event."""
        return max(SURE, min_probability) if self.calibrate is None else self.calibrate.least_event(min_probability)


def settings_that_ship() -> RewriteSettings:
    """Return the settings with the model of the package. Raises FormatError where the model is damaged."""
    return RewriteSettings(rewrite_model.rewrite_model())


class UndecidedPairs(NamedTuple):
    """Pairs of a block whose copied words do not decide: their places in `Block.pairs`, and whether each was judged not
    to be derived."""

    chosen: I64
    innocent: NDArray[np.bool_]


def rewrite_relations(
    aligner: PairAligner,
    undecided: UndecidedPairs,
    scored: ScoredPairs,
    repaired: Mapping[int, RepairedText],
    min_probability: float,
) -> ComparedPairs:
    """Return the relations and the weak pairs among the undecided pairs of a block."""
    block, chosen = aligner.block, undecided.chosen
    aligned = aligner.align_pairs(chosen, scored.probability[chosen])
    event = aligned.event >= aligner.options.least_event(min_probability)
    aligned.probability[undecided.innocent] = 0.0
    alike = np.flatnonzero(((aligned.probability >= LEAST_PROBABILITY) | event) & ~undecided.innocent)
    unknown = alike[aligned.languages[alike] == UNKNOWN_LANGUAGE]
    aligned.probability[unknown] = aligned.copied[unknown]
    event[unknown] = False
    judged = aligner.judge.judge(chosen[alike])
    judged.outcome[scored.read.read[judged.chosen] & (judged.outcome == FORM)] = DERIVED
    aligned.probability[alike[judged.outcome != DERIVED]] = 0.0
    event[alike[judged.outcome == FORM]] = False
    forms = form_relations(block, judged, scored, repaired)
    draft = aligner.draft(aligned, np.flatnonzero((aligned.probability >= LEAST_PROBABILITY) | event))
    if not draft.needed.size:
        return ComparedPairs(forms, [])
    probability = np.array(draft.probability)
    derived = probability >= max(min_probability, LEAST_PROBABILITY)
    shown = aligner.with_repeated(aligned, draft.only(np.flatnonzero(derived)))
    relations = forms + make_relations(block, aligner.judge, aligned, shown, scored.ids, repaired)
    ids_a, ids_b = scored.ids
    weak = []
    for place in np.flatnonzero(~derived & (probability >= LEAST_PROBABILITY)).tolist():
        pair = int(chosen[draft.needed[place]])
        weak.append(Weak(ids_a[pair], ids_b[pair], draft.kinds[place], draft.probability[place]))
    same = draft.only(np.flatnonzero(~derived & event[draft.needed]))
    relations += aligner.event_relations(aligned, same, scored, repaired)
    return ComparedPairs(relations, weak)


class PairAligner:
    """Aligns the pairs of one block and drafts their relations."""

    def __init__(
        self, block: Block, words: WordsAndTerms, judge: FormJudge, settings: RewriteSettings, options: AlignerOptions
    ) -> None:
        self.block = block
        self.judge = judge
        self._words, self._terms = words
        self._model = settings.model
        self.options = options
        self._settings = settings
        self._jobs = options.jobs
        self._names: dict[int, dict[str, str]] = {}

    def align_pairs(self, chosen: I64, copied: F64) -> AlignedPairs:
        """Align and score the chosen pairs, of which copied words alone give the probabilities `copied`; the larger of
        the probabilities that copied words and aligned sentences give counts."""
        block = self.block
        words = self._words
        languages = languages_of_pairs(block, words, self._terms, chosen)
        alignments = PairLanguages(self._terms, languages).align(block, words, chosen, jobs=self._jobs)
        facts = np.zeros(chosen.size, FORM_FIGURES)
        looked_at = alignments.features.any(axis=1)  # the others were passed over
        facts[looked_at] = self.judge.measure(chosen[looked_at]).figures
        rows = rewrite_model.features(alignments.features, block.measured, chosen, facts)
        derived = np.array(self._model.derived(rows)) if chosen.size else np.zeros(0)
        probability = np.maximum(copied, derived)
        pairs = block.pairs[chosen]
        figures = self._measure_events(pairs, languages)
        event = np.array(event_probabilities(figures, days_between(block.numbers[pairs], self.options.days)))
        if self.options.calibrate is not None:
            from dedup.relations.calibration import PairScores  # what a scan without a model of the user does without

            scores = PairScores(copied, derived, event, feature(rows, "own_share"))
            probability, event = self.options.calibrate.aligned(block.numbers[pairs], scores)
            copied = np.minimum(copied, probability)
        spelled: dict[int, list[tuple[str, str]]] = {}
        columns = [feature(rows, name) for name in ("rest_best_three", "rest_chain", "unquoted_share_of_shorter")]
        for k in np.flatnonzero(probability < cross_wire.EVEN).tolist():
            best_three, chain, share = (float(column[k]) for column in columns)
            if not cross_wire.looks_translated(best_three, chain, share):
                continue
            found = cross_wire.variants(*map(self._names_of, block.pairs[chosen[k]].tolist()))
            translated = cross_wire.probability(best_three, len(found))
            if translated > probability[k]:
                probability[k] = translated
                spelled[k] = found
        loose: dict[int, list[SentenceLink]] = {}
        if spelled:
            places = np.array(list(spelled), np.int64)
            translations = self._align_by_names(words, chosen[places], languages[places], self._settings.loose)
            loose = {k: translations.links_of(place) for place, k in enumerate(spelled)}
        return AlignedPairs(chosen, words, alignments, rows, copied, probability, event, languages, spelled, loose)

    def _measure_events(self, pairs: I64, languages: I64) -> NDArray[np.void]:
        """Measure what pairs have in common as reports of one event, each with the weights of its language."""
        own = words_in(self._words, self._terms, ENGLISH)
        figures = measure_events(pairs, self.block.columns, own, self.judge.facts)
        for language in np.unique(languages[languages >= 0]).tolist():
            places = np.flatnonzero(languages == language)
            own = words_in(self._words, self._terms, language)
            figures[places] = measure_events(pairs[places], self.block.columns, own, self.judge.facts)
        return figures

    def _align_by_names(
        self, words: TermColumns, chosen: I64, languages: I64, thresholds: LinkThresholds
    ) -> Alignments:
        """Align pairs again; here all spellings of one name are one word."""
        named = with_canonical_names(words, self._terms, np.unique(self.block.pairs[chosen]))
        return PairLanguages(self._terms, languages).align(self.block, named, chosen, thresholds, self._jobs)

    def _names_of(self, article: int) -> dict[str, str]:
        if article not in self._names:
            begin, end = self.block.offsets[article : article + 2].tolist()
            text = bytes(self.block.buffer[begin : min(end, begin + 4 * cross_wire.LONGEST_TEXT)])
            self._names[article] = cross_wire.names_of(text.decode("utf-8", "ignore"))
        return self._names[article]

    def _passages(self, pair: int, links: Sequence[SentenceLink]) -> PairPassages:
        block = self.block
        copied = block.measured.passages_of(pair)
        passages = put_together(copied, links)
        quoted = [block.quoted[block.tokens.of(int(article))] for article in block.pairs[pair]]
        figures = block.measured.figures[pair]
        words = max(1, int(figures["words_a"])), max(1, int(figures["words_b"]))
        whole, verbatim = count_covered(passages, *quoted), count_covered(put_together(copied, []), *quoted)
        return PairPassages(passages, whole, verbatim, words)

    def event_relations(
        self, aligned: AlignedPairs, same: RewriteDraft, scored: ScoredPairs, repaired: Mapping[int, RepairedText]
    ) -> list[Relation]:
        """Return the same_event relations of drafted pairs, with their longest passages."""
        block = self.block
        drafted = RewriteDraft(
            same.needed,
            ["same_event"] * len(same.needed),
            aligned.event[same.needed].tolist(),
            [_with_longest(passages) for passages in same.passages],
        )
        found = make_relations(block, self.judge, aligned, drafted, scored.ids, repaired)
        shared_facts = SharedFacts(block.columns, aligned.words, self.judge.facts)
        out = []
        for k, relation in zip(same.needed.tolist(), found, strict=True):
            a, b = block.pairs[int(aligned.chosen[k])].tolist()
            told = min(relation.coverage.a, relation.coverage.b) > IN_ORDER
            reasons = [
                *relation.reasons,
                reason_of_event(shared_facts(a, b)),
                _ONE_EVENT_IN_ORDER if told else _ONE_EVENT,
            ]
            out.append(msgspec.structs.replace(relation, reasons=reasons))
        return out

    def draft(self, aligned: AlignedPairs, needed: I64) -> RewriteDraft:
        """Return kind and probability of the needed pairs by their strict links, of a translation by its loose ones."""
        if not needed.size:
            return RewriteDraft(needed, [], [], [])
        passages = []
        for k in needed.tolist():
            links = aligned.loose[k] if k in aligned.loose else bounded_links(aligned.alignments.links_of(k))
            passages.append(self._passages(int(aligned.chosen[k]), links))
        shares = [rewriting_shares(p.whole, p.copied, *p.words) for p in passages]
        whole = self._model.rewrites(aligned.features[needed], np.array(shares))
        kinds: list[RelationKind] = []
        probability = []
        for k, rewrite, (most, _, _) in zip(needed.tolist(), whole, shares, strict=True):
            whole_rewrite = rewrite >= WHOLE and most >= MOST
            kinds.append("translation" if k in aligned.spelled else "rewrite" if whole_rewrite else "partial")
            probability.append(_bounded(float(aligned.probability[k]), float(aligned.copied[k]), most))
        return RewriteDraft(needed, kinds, probability, passages)

    def with_repeated(self, aligned: AlignedPairs, draft: RewriteDraft) -> RewriteDraft:
        """Return the same draft with the sentences that an article repeats or has as parts of others: they are shown,
        and prove nothing more.

        All spellings of one name are one word here. Translations stay as they are, since their loose links have these
        already.
        """
        places = [place for place, k in enumerate(draft.needed.tolist()) if k not in aligned.loose]
        if not places:
            return draft
        needed = draft.needed[places]
        pairs = aligned.chosen[needed]
        again = self._align_by_names(aligned.words, pairs, aligned.languages[needed], self._settings.repeated)
        passages = list(draft.passages)
        for row, (place, pair) in enumerate(zip(places, pairs.tolist(), strict=True)):
            passages[place] = self._passages(pair, again.links_of(row))
        return draft._replace(passages=passages)


def _with_longest(found: PairPassages) -> PairPassages:
    """Return the same figures with the longest passages alone, in their order."""
    if len(found.passages) <= SHOWN_OF_EVENT:
        return found
    longest = sorted(found.passages, key=lambda passage: passage.a - passage.end_a)[:SHOWN_OF_EVENT]
    return found._replace(passages=[passage for passage in found.passages if passage in longest])


def _bounded(probability: float, copied: float, covered: float) -> float:
    """Return the probability of a pair that copied words alone give `copied`, and whose passages cover this share of
    one article."""
    if covered >= LEAST_COVERED:
        return probability
    return max(copied, round(min(probability, MOST_WEAK * (covered / LEAST_COVERED) ** 2), 3))
