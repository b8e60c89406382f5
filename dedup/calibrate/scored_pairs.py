"""Judged pairs -> their scores, as the models that ship give them in a scan, and what the labels say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.calibrate.judged_articles import Pair, pair_of
from dedup.calibrate.labels import Label, truth_of
from dedup.pipeline import ArticleComparison
from dedup.records import WIRE_RELATIONS, Relation, RelationKind, Weak
from dedup.relations.calibration import SCORES, Calibration, PairScores, copies_alone
from dedup.relations.copies import SURE
from dedup.text.tables import F64, I64

NOT_SCORED: Final = 0  # no report lists the pair, or something else than a score decided
COPIED: Final = 1  # copied words alone decided
ALIGNED: Final = 2  # aligned sentences decided

Bools = NDArray[np.bool_]


class ScoreRecorder:
    """A `Calibrator` that notes the scores of each pair and leaves the probabilities as they ship."""

    def __init__(self) -> None:
        self.copied: dict[tuple[int, int], float] = {}
        self.scored: dict[tuple[int, int], tuple[float, float, float, float]] = {}

    def copies(self, pairs: I64, probability: F64) -> F64:
        """See `Calibrator`."""
        self.copied.update(zip(_as_keys(pairs), probability.tolist(), strict=True))
        return probability

    def aligned(self, pairs: I64, scores: PairScores) -> tuple[F64, F64]:
        """See `Calibrator`."""
        self.scored.update(zip(_as_keys(pairs), zip(*(s.tolist() for s in scores), strict=True), strict=True))
        return scores.derived, scores.event

    def least_event(self, min_probability: float) -> float:
        """See `Calibrator`."""
        return max(SURE, min_probability)


def _as_keys(pairs: I64) -> list[tuple[int, int]]:
    return [(min(a, b), max(a, b)) for a, b in pairs.tolist()]


class Outcomes(NamedTuple):
    """What a scan lists of some pairs, an item each: P(derived), 0 where it lists none; its relation, weak ones among
    them (None: it lists none); and whether it reports, as more than weak, that the two are derived."""

    derived: F64
    called: list[RelationKind | None]
    reported: Bools


class LabelledPairs(NamedTuple):
    """Judged pairs whose articles were found; all but `missing` have an item for each.

    `places` are rows of two article numbers, `groups` numbers of the connected components of the labels, so that no
    article is in two. `derived` and `event` are 1, 0, or -1 where the label does not say. `scored` is what decided:
    NOT_SCORED, COPIED or ALIGNED; `columns` are those of `PairScores.columns`, `event_score` is P(one event) as it
    ships, `shipped` what a scan without a model of the user reports. `missing` are labels without their articles.
    """

    places: I64
    groups: I64
    derived: I64
    event: I64
    scored: I64
    columns: F64
    event_score: F64
    shipped: Outcomes
    missing: list[Label]


def score_labels(
    labels: Sequence[Label], compare: ArticleComparison, called: Mapping[Pair, RelationKind] | None
) -> LabelledPairs:
    """Compare the pairs of the labels and return their scores. `called` is what a report calls its pairs; without it
    the comparison says so."""
    numbers = {record.id: n for n, record in enumerate(compare.records)}
    found = [label for label in labels if label.a in numbers and label.b in numbers]
    places = np.array([(numbers[each.a], numbers[each.b]) for each in found], np.int64).reshape(-1, 2)
    recorder = ScoreRecorder()
    outcomes = outcomes_of(found, *compare(places, recorder))
    kinds = outcomes.called
    if called is not None:
        kinds = [called.get(pair_of(label.a, label.b)) for label in found]
    truths = [truth_of(label, kind) for label, kind in zip(found, kinds, strict=True)]
    scored, columns, event_score = _scores(places, recorder, outcomes)
    return LabelledPairs(
        places,
        components(places),
        np.array([-1 if truth.derived is None else int(truth.derived) for truth in truths], np.int64),
        np.array([-1 if truth.event is None else int(truth.event) for truth in truths], np.int64),
        scored,
        columns,
        event_score,
        outcomes,
        [label for label in labels if label.a not in numbers or label.b not in numbers],
    )


def outcomes_of(labels: Sequence[Label], relations: Sequence[Relation], weak: Sequence[Weak]) -> Outcomes:
    """Return what the relations and weak pairs of a comparison say of each label's pair."""
    probability = {pair_of(each.a, each.b): each.probability for each in weak}
    kinds: dict[Pair, RelationKind] = {pair_of(each.a, each.b): each.relation for each in weak}
    derived = {pair_of(each.a, each.b): each.probability for each in relations if each.relation in WIRE_RELATIONS}
    kinds |= {pair_of(each.a, each.b): each.relation for each in relations}
    probability |= derived
    pairs = [pair_of(label.a, label.b) for label in labels]
    return Outcomes(
        np.array([probability.get(pair, 0.0) for pair in pairs]),
        [kinds.get(pair) for pair in pairs],
        np.array([pair in derived for pair in pairs], np.bool_),
    )


def _scores(places: I64, recorder: ScoreRecorder, outcomes: Outcomes) -> tuple[I64, F64, F64]:
    """Return by pair what decided, the columns of a map, and P(one event). A pair whose scores say something else than
    the report was decided by something else: it is one form, too short, or a translation."""
    scored = np.full(len(places), NOT_SCORED, np.int64)
    columns = np.zeros((len(places), len(SCORES)))
    event = np.zeros(len(places))
    for k, (pair, reported, called) in enumerate(
        zip(_as_keys(places), outcomes.derived.tolist(), outcomes.called, strict=True)
    ):
        if pair in recorder.copied:
            copied = np.array([recorder.copied[pair]])
            if copied[0] == reported > 0:
                scored[k], columns[k] = COPIED, copies_alone(copied)[0]
        elif pair in recorder.scored:
            scores = PairScores(*(np.array([value]) for value in recorder.scored[pair]))
            derived = float(scores.derived[0])
            if bool(scores.are_listed()[0]) and (derived == reported or (called == "same_event" and not reported)):
                scored[k], columns[k], event[k] = ALIGNED, scores.columns()[0], scores.event[0]
    return scored, columns, event


def components(places: I64) -> I64:
    """Return the number of the connected component of each pair, in which articles are joined by pairs.

    >>> components(np.array([[0, 1], [5, 6], [1, 2]])).tolist()
    [0, 5, 0]
    """
    root: dict[int, int] = {}

    def find(article: int) -> int:
        while (above := root.setdefault(article, article)) != article:
            root[article] = root.get(above, above)
            article = above
        return article

    for a, b in places.tolist():
        first, second = find(a), find(b)
        root[max(first, second)] = min(first, second)
    return np.array([find(a) for a in places[:, 0].tolist()], np.int64)


def mapped(pairs: LabelledPairs, model: Calibration) -> tuple[F64, F64]:
    """Return P(derived) and P(one event) of labelled pairs by a model; pairs that no score decides keep what they
    have."""
    derived, event = pairs.shipped.derived.copy(), pairs.event_score.copy()
    for which, score_map, out in (
        (COPIED, model.copy_map, derived),
        (ALIGNED, model.derived_map, derived),
        (ALIGNED, model.event_map, event),
    ):
        rows = pairs.scored == which
        if score_map is not None and rows.any():
            out[rows] = score_map(pairs.columns[rows])
    return derived, event
