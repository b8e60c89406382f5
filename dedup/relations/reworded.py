"""Pairs that copied words do not decide: their sentences are aligned, judged by the models, and told as relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dedup.records import Relation, RelationKind, Sides
from dedup.relations import alignment, rewording, translated
from dedup.relations.align import Aligned, align
from dedup.relations.block import Block, as_passages
from dedup.relations.copies import similarities
from dedup.relations.measure import I32, count_shingles
from dedup.relations.pair_figures import WORDS_A, WORDS_B
from dedup.relations.passages import Coverage, Row, covered, put_together, rewording_shares
from dedup.relations.reasons import reasons_of_sentences
from dedup.relations.rounding import F64
from dedup.relations.sentences import Words, with_canonical_names, words_of
from dedup.text.repair import Repaired
from dedup.text.tables import I64
from dedup.text.terms import Terms

_BEST_THREE = rewording.FEATURES.index("rest_best_three")
_CHAIN = rewording.FEATURES.index("rest_chain")
_COPIED = rewording.FEATURES.index("unquoted_share_of_shorter")
WHOLE = 0.5  # probability from which a derived pair is a rewrite of the whole
# Share of one article that a rewrite covers at least; 97 of 100 labelled rewrites do, 1 of 100 partial reuses does
MOST = 0.75
# Share of one article from which reworded passages make a relation; less is a phrase or two, and weak at most
LEAST_COVERED = 0.1
MOST_WEAK = 0.4  # probability that such a pair can have


class Judged(NamedTuple):
    """The chosen pairs of a block: the words of all articles, their alignment and its features, P(derived) by copied
    words and in all, P(one event), and by pair the spellings of names that make it a translation, and the links of such
    a pair."""

    chosen: I64
    words: Words
    aligned: Aligned
    features: F64
    copied: F64
    probability: F64
    event: F64
    spelled: dict[int, list[tuple[str, str]]]
    loosely: dict[int, I32]


def judge(block: Block, chosen: I64, copied: F64, terms: Terms, jobs: int) -> Judged:
    """Align the chosen pairs; the larger of the probabilities that copied words and aligned sentences give counts."""
    model = rewording.rewording_model()
    words = words_of(block.buffer, block.offsets, block.tokens, block.quoted, terms)
    aligned = align(block.pairs, block.tokens, words, block.measured, chosen, jobs)
    rows = rewording.features(aligned.features, block.measured, chosen)
    probability = np.maximum(copied[chosen], model.derived(rows)) if chosen.size else np.zeros(0)
    event = np.array(model.same_event(rows))
    spelled: dict[int, list[tuple[str, str]]] = {}
    for k in np.flatnonzero(probability < translated.EVEN).tolist():
        if not translated.looks_translated(rows[k, _BEST_THREE], rows[k, _CHAIN], rows[k, _COPIED]):
            continue
        found = translated.variants(*(_text(block, int(article)) for article in block.pairs[chosen[k]]))
        told = translated.probability(float(rows[k, _BEST_THREE]), len(found))
        if told > probability[k]:
            probability[k] = told
            spelled[k] = found
    loosely: dict[int, I32] = {}
    if spelled:
        named = with_canonical_names(words, terms)
        pairs = chosen[np.array(list(spelled), np.int64)]
        translations = align(block.pairs, block.tokens, named, block.measured, pairs, jobs, alignment.LOOSELY)
        loosely = {k: translations.links_of(place) for place, k in enumerate(spelled)}
    return Judged(chosen, words, aligned, rows, copied[chosen], probability, event, spelled, loosely)


def _text(block: Block, article: int) -> str:
    begin, end = block.offsets[article : article + 2].tolist()
    return bytes(block.buffer[begin : min(end, begin + 4 * translated.LOOKED_AT)]).decode("utf-8", "ignore")


def _bounded(probability: float, copied: float, covered: float) -> float:
    """The probability of a pair that copied words alone give `copied`, and whose passages cover this much of one
    article."""
    if covered >= LEAST_COVERED:
        return probability
    return max(copied, round(min(probability, MOST_WEAK * (covered / LEAST_COVERED) ** 2), 3))


class Drawn(NamedTuple):
    """The rows of one pair, what they cover, what copied passages alone cover, and the words of its articles."""

    rows: list[Row]
    whole: Coverage
    copied: Coverage
    words: tuple[int, int]


def _draw(block: Block, judged: Judged, k: int, links: I32) -> Drawn:
    pair = int(judged.chosen[k])
    figures, copied = block.measured.of(pair)
    rows = put_together(copied, links.tolist())
    quoted = [block.quoted[block.tokens.of(int(article))] for article in block.pairs[pair]]
    words = max(1, figures[WORDS_A]), max(1, figures[WORDS_B])
    return Drawn(rows, covered(rows, *quoted), covered(put_together(copied, []), *quoted), words)


class Told(NamedTuple):
    """What is told of some pairs (numbers in `judged`): relation and probability, and what the rest of the record is
    drawn from."""

    needed: I64
    kinds: list[RelationKind]
    probability: list[float]
    drawn: list[Drawn]

    def only(self, places: I64) -> Told:
        """Some of them."""
        listed = places.tolist()
        return Told(
            self.needed[places],
            [self.kinds[k] for k in listed],
            [self.probability[k] for k in listed],
            [self.drawn[k] for k in listed],
        )


def tell(block: Block, judged: Judged, needed: I64) -> Told:
    """Relation and probability of the needed pairs, whatever they are, by their strict links; of a translation by its
    loose ones."""
    if not needed.size:
        return Told(needed, [], [], [])
    drawn = [_draw(block, judged, k, judged.loosely.get(k, judged.aligned.links_of(k))) for k in needed.tolist()]
    shares = np.array([rewording_shares(d.whole, d.copied, *d.words) for d in drawn])
    whole = rewording.rewording_model().rewrites(judged.features[needed], shares)
    kinds: list[RelationKind] = []
    probability = []
    for k, told, most in zip(needed.tolist(), whole, shares[:, 0].tolist(), strict=True):
        kinds.append(
            "translation" if k in judged.spelled else "rewrite" if told >= WHOLE and most >= MOST else "partial"
        )
        probability.append(_bounded(float(judged.probability[k]), float(judged.copied[k]), most))
    return Told(needed, kinds, probability, drawn)


def told_again(block: Block, judged: Judged, told: Told, terms: Terms, jobs: int) -> Told:
    """The same, drawn with the sentences that are told a second time or as a part of others: they are shown, and prove
    nothing more.

    Spellings of one name are one word here. Translations stay, whose loose links hold these already.
    """
    places = [place for place, k in enumerate(told.needed.tolist()) if k not in judged.loosely]
    if not places:
        return told
    needed = told.needed[places]
    named = with_canonical_names(judged.words, terms)
    again = align(block.pairs, block.tokens, named, block.measured, judged.chosen[needed], jobs, alignment.TOLD_AGAIN)
    drawn = list(told.drawn)
    for row, (place, k) in enumerate(zip(places, needed.tolist(), strict=True)):
        drawn[place] = _draw(block, judged, k, again.links_of(row))
    return told._replace(drawn=drawn)


def describe(
    block: Block, judged: Judged, told: Told, names: Sequence[Sequence[str]], repaired: Mapping[int, Repaired]
) -> list[Relation]:
    """The records of these pairs."""
    if not told.needed.size:
        return []
    pairs = judged.chosen[told.needed]
    count_shingles(block.pairs, block.tokens, block.measured, pairs)
    out = []
    for k, pair, kind, probability, d, similarity, passages in zip(
        told.needed.tolist(),
        pairs.tolist(),
        told.kinds,
        told.probability,
        told.drawn,
        similarities(block.measured.figures[pairs]),
        as_passages(block, pairs, [d.rows for d in told.drawn], repaired),
        strict=True,
    ):
        coverage = Sides(round(d.whole.a / d.words[0], 3), round(d.whole.b / d.words[1], 3))
        quoted = Sides(round(d.whole.quoted_a / d.words[0], 3), round(d.whole.quoted_b / d.words[1], 3))
        out.append(
            Relation(
                a=names[0][pair],
                b=names[1][pair],
                relation=kind,
                probability=probability,
                direction="unknown",
                coverage=coverage,
                quoted=quoted,
                similarity=similarity,
                passages=passages,
                reasons=reasons_of_sentences(
                    coverage, quoted, d.rows, d.whole.quoted_a, d.words, judged.spelled.get(k, [])
                ),
            )
        )
    return out
