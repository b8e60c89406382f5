"""What aligned sentences prove: derivation, a rewrite of the whole, one event; models over one set of features."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np

from dedup.errors import FormatError
from dedup.relations import evidence, sentence_alignment
from dedup.relations.logistic import Logistic, probabilities
from dedup.relations.measure import Measured
from dedup.relations.trees import Trees
from dedup.text.tables import I64
from dedup.text.terms import F64

FEATURES: Final = (*sentence_alignment.FEATURES, *evidence.FEATURES, "log_longest_unquoted_run")
SHARES: Final = ("covered_by_passages_most", "covered_by_passages_least", "copied_most")
EVENT_FEATURES: Final = ("containment", "jaccard", "numbers", "names", "shared_weight", "best_three", "chain_share")
SUREST: Final = math.log(9999)  # log-odds that one of the two halves of the model can give alone


class RewordingModel(msgspec.Struct, frozen=True):
    """Read from rewording_model.json: made by training/relations.py from labelled pairs of real and translated
    articles.

    linear and trees take FEATURES, and the log-odds of "derived" are their mean plus `shift`; `whole` takes FEATURES
    and SHARES and tells rewrites from partial reuse; `event` takes EVENT_FEATURES.
    """

    linear: Logistic
    trees: Trees
    shift: float
    whole: Logistic
    event: Logistic

    def derived(self, rows: F64) -> list[float]:
        """P(derived) of each row of FEATURES; 0 for pairs that the alignment passed over."""
        parts = [np.clip(part, -SUREST, SUREST) for part in (self.linear.scores(rows), self.trees.scores(rows))]
        scores = (parts[0] + parts[1]) / 2 + self.shift
        return probabilities(np.where(rows[:, 0] > 0, scores, -np.inf))

    def same_event(self, rows: F64) -> list[float]:
        """P(both tell of one event) of each row of FEATURES."""
        scores = self.event.scores(rows[:, [FEATURES.index(name) for name in EVENT_FEATURES]])
        return probabilities(np.where(rows[:, 0] > 0, scores, -np.inf))

    def rewrites(self, rows: F64, shares: F64) -> list[float]:
        """P(rewrite of the whole) among derived pairs; `shares` are rows of SHARES."""
        return probabilities(self.whole.scores(np.hstack([rows, shares])))


@cache
def rewording_model() -> RewordingModel:
    """The model that ships. Raises FormatError where the file is damaged or not one of this version."""
    try:
        model = msgspec.json.decode(
            files("dedup.relations").joinpath("rewording_model.json").read_bytes(), type=RewordingModel
        )
    except (msgspec.MsgspecError, OverflowError) as error:
        raise FormatError(f"rewording_model.json is damaged ({error}); install the package again.") from error
    expected = (FEATURES, (*FEATURES, *SHARES), EVENT_FEATURES)
    parts = (model.linear, model.whole, model.event)
    if tuple(tuple(part.features) for part in parts) != expected or max(model.trees.feature, default=-1) >= len(
        FEATURES
    ):
        raise FormatError("rewording_model.json was made for other features; run training/relations.py again.")
    return model


def features(aligned: F64, measured: Measured, chosen: I64) -> F64:
    """Rows of FEATURES for the chosen pairs: those of the alignment, those of the copied words, and the longest run not
    quoted."""
    start_a, end_a, start_b, end_b, _words, longest, quoted_a, quoted_b = measured.passages.T.astype(np.float64)
    quoted = np.maximum(quoted_a / (end_a - start_a), quoted_b / (end_b - start_b))
    runs = measured.largest(longest * (1 - quoted))[chosen]
    return np.column_stack([aligned, evidence.features(measured)[chosen], [math.log1p(x) for x in runs.tolist()]])
