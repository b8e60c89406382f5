"""Events: whether two articles report one event, by who, where, when and how many.

Names, numbers and rare words that both have are weighed by their rarity, those of the leads on their own; what lies
between their dates counts against one event. Nothing of the wording matters, so that two independent reports of one
event are found, and reports of two look-alike events stay apart.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from dedup.relations.copy_model import probabilities
from dedup.relations.event_figures import EVENT_FIGURES, MOST_COUNTED, compare_events
from dedup.relations.rewrite_model import Logistic, read_logistic
from dedup.text.tables import F64, I64

if TYPE_CHECKING:
    from dedup.relations.alignment import TermColumns
    from dedup.relations.facts import FactColumns
    from dedup.text.tokens import Columns

EVENT_FEATURES: Final = (
    "cosine",
    "facts",
    "lead",
    "lead_facts",
    "log_shared",
    "log_least",
    "lead_kept_least",
    "lead_kept_most",
    "log_days",
    "log_words_least",
    "log_words_most",
)
FACTS_SHOWN: Final = 5
FACT_BYTES: Final = 120  # of a fact that are shown
NO_DATE: Final = -1  # of an article, in days
# Days between two articles of which one has no date: 44 of 100 pairs of reports of one incident have no more
UNKNOWN_DAYS: Final = 1.0
MOST_DAYS: Final = 365.0  # a report of the anniversary is not of the event


@cache
def _logs() -> F64:
    """Return 1 + ln(n) by n, and 0 for 0; by Python's function, the same on all processors."""
    return np.array([0.0, *(1 + math.log(n) for n in range(1, MOST_COUNTED + 1))])


def measure_events(pairs: I64, batch: Columns, words: TermColumns, facts: FactColumns) -> NDArray[np.void]:
    """Return what the articles of each pair (rows of two article numbers of the batch) have in common; shape (pairs,),
    with the fields of EVENT_FIGURES."""
    out = np.zeros(len(pairs), EVENT_FIGURES)
    marked = facts.facts(pairs.ravel())
    compare_events(np.ascontiguousarray(pairs), batch, words.terms, words.weights, words.hashes, marked, _logs(), out)
    return out


def days_between(pairs: I64, days: I64 | None) -> F64:
    """Return the days between the articles of each pair, UNKNOWN_DAYS where one has no date; `days` are the dates by
    article number, as proleptic ordinals, or None where no article has one."""
    if days is None:
        return np.full(len(pairs), UNKNOWN_DAYS)
    one, other = days[pairs[:, 0]], days[pairs[:, 1]]
    known = (one != NO_DATE) & (other != NO_DATE)
    return np.where(known, np.minimum(np.abs(one - other).astype(np.float64), MOST_DAYS), UNKNOWN_DAYS)


def event_features(figures: NDArray[np.void], between: F64) -> F64:
    """Return a row of EVENT_FEATURES for each pair; shape (pairs, EVENT_FEATURES). They are the same when a and b
    change places."""

    def log(column: F64 | I64) -> list[float]:
        return [math.log1p(x) for x in column.tolist()]

    return np.column_stack(
        [
            figures["cosine"],
            figures["facts"],
            figures["lead"],
            figures["lead_facts"],
            log(figures["shared"]),
            log(figures["least"]),
            figures["lead_kept_least"],
            figures["lead_kept_most"],
            log(between),
            log(np.minimum(figures["words_a"], figures["words_b"])),
            log(np.maximum(figures["words_a"], figures["words_b"])),
        ]
    )


@cache
def event_model() -> Logistic:
    """Return the model that ships with the package; raises FormatError as `read_event_model` does."""
    return read_event_model(files("dedup.relations").joinpath("event_model.json").read_bytes())


def read_event_model(content: bytes) -> Logistic:
    """Return the model in the content of event_model.json, which training/events.py makes. Raises FormatError where the
    content is damaged or was made for other features."""
    return read_logistic(content, "event_model.json", EVENT_FEATURES, "training/events.py")


def event_probabilities(figures: NDArray[np.void], between: F64) -> list[float]:
    """Return P(both report one event) of measured pairs, rounded to three decimals; 0 where they have no fact in
    common."""
    scores = event_model().scores(event_features(figures, between))
    return probabilities(np.where(figures["shared"] > 0, scores, -np.inf))


class SharedFacts:
    """Says which names and numbers two articles of a batch have in common; each article is looked through once."""

    def __init__(self, batch: Columns, words: TermColumns, facts: FactColumns) -> None:
        self._batch = batch
        self._words = words
        self._facts = facts
        self._places: dict[int, dict[int, int]] = {}

    def __call__(self, a: int, b: int) -> list[str]:
        """Return the rarest names and numbers that both articles have, rarest first, as `a` writes them; at most
        FACTS_SHOWN."""
        places, words = self._places_of(a), self._words
        common = np.array(sorted(places.keys() & self._places_of(b).keys()), np.int64)
        rarest = common[np.lexsort((words.hashes[common], -words.weights[common]))][:FACTS_SHOWN]
        begin = int(self._batch.offsets[a])
        shown = []
        for term in rarest.tolist():
            start, end = (begin + int(column[places[term]]) for column in (words.tokens.starts, words.tokens.ends))
            shown.append(bytes(self._batch.buffer[start : min(end, start + FACT_BYTES)]).decode("utf-8", "ignore"))
        return shown

    def _places_of(self, article: int) -> dict[int, int]:
        """Return where each fact of an article is first, by term."""
        if article not in self._places:
            own = self._words.tokens.of(article)
            marked = self._facts.facts(np.array([article]))
            places = own.start + np.flatnonzero(marked[own])[::-1]
            self._places[article] = dict(zip(self._words.terms[places].tolist(), places.tolist(), strict=True))
        return self._places[article]
