"""Calibration: logistic maps over the scores of the models that ship, which users learn from pairs that they judged.

The trees and regressions that ship stay; a map says how probable a pair is given what they say of it. A scan and an
index apply it here, where scores become probabilities, and nowhere else.
"""

from __future__ import annotations

import hashlib
import math
import os
import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.errors import FormatError, InputError
from dedup.relations.copies import LEAST_PROBABILITY, SURE
from dedup.relations.copy_model import probabilities
from dedup.text.tables import F64, I64

FORMAT: Final = 1
LARGEST_MODEL: Final = 1 << 16  # bytes; a model has 600
SCORES: Final = ("derived", "copy", "rewrite", "event", "novelty")  # derived: the larger of copy and rewrite
_MODELS: Final = ("copy_model.json", "rewrite_model.json", "event_model.json")  # those whose scores are mapped
_CERTAIN: Final = 0.0005  # half of what rounding leaves: the log-odds of 0 and of 1 are taken at this distance
_LARGEST_WEIGHT: Final = 1000.0  # a map of log-odds has weights near 1
_DIGITS: Final = 16  # of the hash that names a model

Weight = Annotated[float, msgspec.Meta(ge=-_LARGEST_WEIGHT, le=_LARGEST_WEIGHT)]
Threshold = Annotated[float, msgspec.Meta(ge=LEAST_PROBABILITY, le=1 - LEAST_PROBABILITY)]


class PairScores(NamedTuple):
    """What the models that ship say of some pairs, shape (pairs,) each: P(derived) by copied words and by aligned
    sentences, P(one event), and novelty: the share of the facts of the article with fewer that each has and the other
    lacks."""

    copy: F64
    rewrite: F64
    event: F64
    novelty: F64

    @property
    def derived(self) -> F64:
        """P(derived) as it ships: the larger of the two."""
        larger: F64 = np.maximum(self.copy, self.rewrite)
        return larger

    def columns(self) -> F64:
        """Return what a map weighs, shape (pairs, SCORES): log-odds of the probabilities, and novelty up to 1."""
        odds = [log_odds(column) for column in (self.derived, self.copy, self.rewrite, self.event)]
        return np.column_stack([*odds, np.clip(self.novelty, 0.0, 1.0)])

    def are_listed(self) -> NDArray[np.bool_]:
        """Return whether a report lists each pair, as weak at least. Users judge what is listed, so that labels say
        nothing of the other pairs, which are many."""
        listed: NDArray[np.bool_] = (self.derived >= LEAST_PROBABILITY) | (self.event >= SURE)
        return listed


class Calibrator(Protocol):
    """Turns scores into probabilities. `pairs` are rows of two article numbers, one for each score."""

    def copies(self, pairs: I64, probability: F64) -> F64:
        """Return P(derived) of pairs that copied words alone decide, and that they give `probability`."""
        ...

    def aligned(self, pairs: I64, scores: PairScores) -> tuple[F64, F64]:
        """Return P(derived) and P(one event) of pairs whose sentences were aligned."""
        ...

    def least_event(self, min_probability: float) -> float:
        """Return the probability from which a pair is reported as one event, in a scan with this threshold."""
        ...


class ScoreMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A logistic map: a weight for each of SCORES, as `PairScores.columns` has them, and the intercept."""

    derived: Weight
    copy: Weight
    rewrite: Weight
    event: Weight
    novelty: Weight
    intercept: Weight

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights in the order of SCORES."""
        return self.derived, self.copy, self.rewrite, self.event, self.novelty

    def __call__(self, columns: F64) -> F64:
        """Return the probability of each row of `PairScores.columns`; shape (pairs,)."""
        total = np.full(len(columns), self.intercept)
        for column, weight in zip(columns.T, self.weights, strict=True):
            total += weight * column  # column by column, as in `Logistic.scores`
        return np.array(probabilities(total))


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The probabilities from which a pair is called derived, where the user sets no other, and one event."""

    derived: Threshold = SURE
    event: Threshold = SURE


class Calibration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The content of a model file. A map of None leaves the probabilities as they ship.

    `made_for` is the check sum of the models whose scores are mapped, `labels` the number of pairs learned from.
    """

    format: int = FORMAT
    made_for: Annotated[str, msgspec.Meta(max_length=100)]
    labels: Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]
    copy_map: ScoreMap | None = None
    derived_map: ScoreMap | None = None
    event_map: ScoreMap | None = None
    thresholds: Thresholds = Thresholds()

    @property
    def digest(self) -> str:
        """The name of the model in reports and indexes: the first digits of the SHA-256 of its content."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:_DIGITS]

    def copies(self, pairs: I64, probability: F64) -> F64:
        """See `Calibrator`."""
        if self.copy_map is None:
            return probability
        return np.where(probability >= LEAST_PROBABILITY, self.copy_map(copies_alone(probability)), probability)

    def aligned(self, pairs: I64, scores: PairScores) -> tuple[F64, F64]:
        """See `Calibrator`."""
        listed, columns = scores.are_listed(), scores.columns()
        derived, event = scores.derived, scores.event
        if self.derived_map is not None:
            derived = np.where(listed, self.derived_map(columns), derived)
        if self.event_map is not None:
            event = np.where(listed, self.event_map(columns), event)
        return derived, event

    def least_event(self, min_probability: float) -> float:
        """See `Calibrator`; who asks for more than the model does asks for more of events as well."""
        return max(self.thresholds.event, min_probability if min_probability > self.thresholds.derived else 0.0)


def copies_alone(probability: F64) -> F64:
    """Return the columns of pairs of which there is P(derived) by copied words alone; shape (pairs, SCORES)."""
    columns = np.zeros((len(probability), len(SCORES)))
    columns[:, SCORES.index("derived")] = log_odds(probability)
    return columns


def log_odds(probability: F64) -> F64:
    """Return the log-odds of probabilities, those of 0 and 1 bounded. Python's log is used, as in `probabilities`."""
    bounded = np.clip(probability, _CERTAIN, 1 - _CERTAIN).tolist()
    return np.array([math.log(x / (1 - x)) for x in bounded])


@cache
def models_that_ship() -> str:
    """Return the check sums of the models whose scores are mapped."""
    return "-".join(f"{zlib.crc32(files('dedup.relations').joinpath(name).read_bytes()):08x}" for name in _MODELS)


def read_calibration(path: str | os.PathLike[str]) -> Calibration:
    """Read a model file that `dedup calibrate` wrote. Raises InputError where it cannot be read, and FormatError where
    it is damaged or for other models than those that ship here."""
    shown = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_MODEL + 1)
    except (OSError, ValueError) as error:
        raise InputError(
            f"the model {shown!r} cannot be read ({getattr(error, 'strerror', None) or error}); check the name"
        ) from error
    return calibration_of(content, shown)


def least_probability(asked: float | None, calibration: Calibration | None) -> float:
    """Return the threshold of a scan: the one that was asked for, else that of the model."""
    if asked is not None:
        return asked
    return SURE if calibration is None else calibration.thresholds.derived


class _Version(msgspec.Struct):
    format: int = 0


def calibration_of(content: bytes, name: str) -> Calibration:
    """Return the model in the content of a file; `name` is for the error. Raises FormatError as `read_calibration`
    does."""
    make = "make it with `dedup calibrate` of this version"
    if len(content) > LARGEST_MODEL:
        raise FormatError(f"{name!r} has more than {LARGEST_MODEL:,} bytes and is no model; {make}.")
    try:
        version = msgspec.json.decode(content, type=_Version).format
        if version not in (0, FORMAT):
            raise FormatError(f"{name!r} is a model of format {version} and this version reads {FORMAT}; {make}.")
        found = msgspec.json.decode(content, type=Calibration)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError) as error:
        raise FormatError(f"{name!r} is no model or damaged ({error}); {make}.") from error
    if found.made_for != models_that_ship():
        raise FormatError(f"{name!r} is for the models of another version of dedup-news; {make}.")
    return found
