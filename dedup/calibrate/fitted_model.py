"""Labels -> a model file, with what it is worth on pairs that it did not learn from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np

from dedup.calibrate.fitting import (
    PARTS,
    MapPart,
    fit,
    has_enough,
    logistic_regression,
    out_of_fold,
    rows_of,
    truth_for,
)
from dedup.calibrate.judged_articles import judged_articles
from dedup.calibrate.labels import Label, read_labels
from dedup.calibrate.reliability import Reliability, reliability
from dedup.calibrate.scored_pairs import LabelledPairs, Outcomes, outcomes_of, score_labels
from dedup.describe import ScanSettings
from dedup.errors import InputError, OutputError
from dedup.limits import ProgressCallback, limits_of
from dedup.pipeline import ArticleComparison, open_comparison
from dedup.relations.calibration import Calibration
from dedup.relations.copies import SURE

# Labelled pairs that derive, and that do not; with fewer the figures out of fold are off by a tenth and more
LEAST_OF_SIDE: Final = 50


class PartFigures(NamedTuple):
    """A map of the model (a field of `Calibration`): how many labelled pairs of each side it could be learned from, how
    good the probabilities are before and, out of fold, after it (None: too few pairs), and whether it is used: only
    where it makes them better."""

    field: str
    true: int
    false: int
    before: Reliability | None
    after: Reliability | None
    used: bool


class CalledPairs(NamedTuple):
    """Labelled pairs by what a scan calls them: derived where they are, and where they are not."""

    right: int
    wrong: int


class FittedModel(NamedTuple):
    """A model and what it is worth.

    `derived`, `other` and `unsure` count the labels; `missing` are those whose articles were not found, `groups` the
    connected components of the labels. `before` and, out of fold, `after` are of all pairs whose label says whether
    they derive. `gained` and `lost` are the labelled pairs that a scan with the model calls derived and one without
    does not, and the other way round.
    """

    model: Calibration
    derived: int
    other: int
    unsure: int
    missing: list[Label]
    groups: int
    parts: list[PartFigures]
    before: Reliability
    after: Reliability
    gained: CalledPairs
    lost: CalledPairs

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the model file. Raises OutputError where it cannot be written."""
        content = msgspec.json.format(msgspec.json.encode(self.model), indent=2) + b"\n"
        try:
            Path(path).write_bytes(content)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError(f"{os.fspath(path)!r} cannot be written ({reason}); name another file") from error


def fit_model(
    labels: str | os.PathLike[str],
    *,
    articles: Sequence[str | os.PathLike[str]] = (),
    report: str | os.PathLike[str] | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    jobs: int | None = None,
    memory: int = 1 << 30,
    progress: ProgressCallback | None = None,
) -> FittedModel:
    """Learn from the judged pairs of `labels` how probable it is that pairs of articles like these are related.

    `labels` is a file of JSON Lines or CSV with the fields a, b, judgement (right, wrong or unsure) and, if wanted,
    relation: what the pair is. a and b are ids of the articles in `articles`, else of those in `report`, else files.
    Without a relation the judgement is of what the report calls the pair, else of what a scan does. `text_field`,
    `id_field`, `jobs`, `memory` and `progress` are those of `scan`.

    The model is a logistic map over the scores that ship (Platt 1999), tested out of fold; what does not gain is left
    as it ships. Raises InputError where fewer than 50 labelled pairs derive or do not, MissingExtraError without
    scikit-learn (extra `train`), and what `scan` raises.

    Example: `fit_model("labels.jsonl", articles=["articles.jsonl"]).write("model.json")`
    """
    logistic_regression()  # before the articles are read
    read = read_labels(labels)
    judged = judged_articles(read, articles, report, text_field=text_field, id_field=id_field)
    settings = ScanSettings(only=("relations",), text_field=judged.text_field, id_field=judged.id_field)
    limits = limits_of(memory, jobs)
    with open_comparison(judged.inputs, settings, limits, progress) as compare:
        pairs = score_labels(read, compare, judged.called)
        _check(pairs, os.fspath(labels))
        return _fitted(read, pairs, compare)


def _check(pairs: LabelledPairs, name: str) -> None:
    derived, other = (int(np.sum(pairs.derived == side)) for side in (1, 0))
    if min(derived, other) < LEAST_OF_SIDE:
        lost = f" ({len(pairs.missing):,} labels name articles that were not read)" if pairs.missing else ""
        raise InputError(
            f"{name!r} has {derived:,} pairs that derive and {other:,} that do not{lost}; label at least "
            f"{LEAST_OF_SIDE} of each"
        )


def _fitted(labels: Sequence[Label], pairs: LabelledPairs, compare: ArticleComparison) -> FittedModel:
    figures = [part_figures(part, pairs) for part in PARTS]
    parts = tuple(part for part, found in zip(PARTS, figures, strict=True) if found.used)
    tested = out_of_fold(pairs, parts)
    model = fit(pairs, parts, np.ones(len(pairs.places), np.bool_))
    model = msgspec.structs.replace(model, thresholds=tested.thresholds(model.thresholds))
    known = pairs.derived >= 0
    truth = pairs.derived[known] == 1
    before = reliability(pairs.shipped.derived[known], truth, SURE)
    after = reliability(tested.derived[known], truth, tested.least_derived[known])
    missing = set(pairs.missing)
    found = [label for label in labels if label not in missing]
    again = outcomes_of(found, *compare(pairs.places, model, model.thresholds.derived))
    gained, lost = _changes(pairs, again)
    return FittedModel(
        model,
        int(np.sum(pairs.derived == 1)),
        int(np.sum(pairs.derived == 0)),
        sum(label.judgement == "unsure" for label in labels),
        pairs.missing,
        int(np.unique(pairs.groups).size),
        figures,
        before,
        after,
        gained,
        lost,
    )


def part_figures(part: MapPart, pairs: LabelledPairs) -> PartFigures:
    """Return how good a map by itself is out of fold."""
    rows = rows_of(part, pairs)
    truth = truth_for(part, pairs)[rows]
    sides = int(truth.sum()), int((~truth).sum())
    if not has_enough(part, pairs):
        return PartFigures(part.field, *sides, None, None, False)
    tested = out_of_fold(pairs, (part,))
    shipped = pairs.event_score if part.of_event else pairs.shipped.derived
    probability, least = (tested.event, tested.least_event) if part.of_event else (tested.derived, tested.least_derived)
    before = reliability(shipped[rows], truth, SURE)
    after = reliability(probability[rows], truth, least[rows])
    return PartFigures(part.field, *sides, before, after, after.brier < before.brier)


def _changes(pairs: LabelledPairs, again: Outcomes) -> tuple[CalledPairs, CalledPairs]:
    before, after = pairs.shipped.reported, again.reported
    gained, lost = after & ~before, before & ~after
    sides = [
        CalledPairs(int(np.sum(some & (pairs.derived == 1))), int(np.sum(some & (pairs.derived == 0))))
        for some in (gained, lost)
    ]
    return sides[0], sides[1]
