"""Facts: the numbers and names of two articles, which of them both have, and where the two differ in them."""

from __future__ import annotations

import math
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.alignment import TermColumns
from dedup.relations.form_figures import FACT_SLOT, FORM_FIGURES, SHOWN_SLOTS, count_facts, mark_facts
from dedup.relations.heads import count_head_words
from dedup.text.sentences import letter_tables
from dedup.text.tables import F64, I64, U8, U64, hash_set
from dedup.text.tokens import Columns

FACT_FEATURES: Final = (
    "log_own_numbers",
    "log_own_names",
    "own_share",
    "log_kept_facts",
    "log_fact_slots",
    "fact_slot_share",
    "log_plain_slots",
)
"""What the facts of a pair say of derivation: who rewrites an article adds none."""
# Words that count as numbers wherever they occur; other languages write most numbers of news in digits.
NUMBER_WORDS: Final = (
    "no", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
    "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion", "half",
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "once", "twice",
)  # fmt: skip


class FormMeasures(NamedTuple):
    """What was counted of some pairs: `figures`, shape (pairs,), has the fields of FORM_FIGURES; `slots`, shape
    (pairs, SHOWN_SLOTS) and type FACT_SLOT, has the first places where the two have other facts."""

    figures: NDArray[np.void]
    slots: NDArray[np.void]


@cache
def _number_words() -> U64:
    return hash_set(NUMBER_WORDS)


class FactColumns:
    """The facts of a batch: by place of its words NUMBER, NAME or 0 (see `form_figures`). Articles are marked when they
    are first asked for."""

    def __init__(self, batch: Columns, words: TermColumns | None = None) -> None:
        """With `words`, the terms of the batch, a name at the beginning of a sentence is known as well."""
        self._batch = batch
        self._words = words
        self._facts = np.empty(batch.tokens.starts.size, np.uint8)
        self._marked = np.zeros(batch.tokens.counts.size, np.bool_)
        self._of_bodies = np.empty(0, np.uint8)
        self._beheaded = np.zeros(batch.tokens.counts.size, np.bool_)

    def facts(self, articles: I64) -> U8:
        """Return the facts by place; those of these articles are marked."""
        missing = np.unique(articles[~self._marked[articles]])
        if missing.size:
            mark_facts(self._batch, missing, letter_tables(), _number_words(), self._words, self._facts)
            self._marked[missing] = True
        return self._facts

    def of_bodies(self, articles: I64) -> U8:
        """Return the facts by place; in these articles there are none above the body (see `heads`)."""
        if not self._of_bodies.size:
            self._of_bodies = np.empty(self._facts.size, np.uint8)
        facts, batch = self.facts(articles), self._batch
        for article in np.unique(articles[~self._beheaded[articles]]).tolist():
            own = batch.tokens.of(article)
            self._of_bodies[own] = facts[own]
            self._of_bodies[own][: count_head_words(batch.buffer, batch.offsets, batch.tokens, article)] = 0
            self._beheaded[article] = True
        return self._of_bodies

    def measure(self, pairs: I64, bodies: bool = False) -> FormMeasures:
        """Count the facts that pairs (rows of two article numbers in the columns) keep and change; those of the
        `bodies` alone, since each outlet writes its own headline and date."""
        facts = self.of_bodies(pairs.ravel()) if bodies else self.facts(pairs.ravel())
        figures = np.zeros(len(pairs), FORM_FIGURES)
        slots = np.zeros((len(pairs), SHOWN_SLOTS), FACT_SLOT)
        count_facts(pairs, *self._batch, facts, figures, slots)
        return FormMeasures(figures, slots)


def logs_of(counts: NDArray[np.int64]) -> list[float]:
    """Return the natural logarithm of one more than each count, by Python's function, the same on all processors."""
    return [math.log1p(x) for x in counts.tolist()]


def matched_share(figures: NDArray[np.void]) -> F64:
    """Return the share of the shorter article that both have in the same order; shape (pairs,)."""
    shorter = np.maximum(1, np.minimum(figures["words_a"], figures["words_b"]))
    share: F64 = np.minimum(1.0, figures["matched"] / shorter)
    return share


def plain_share(figures: NDArray[np.void]) -> F64:
    """Return the share of the words of the shorter article that are no facts and that both have in the same order;
    shape (pairs,)."""
    plain = np.minimum(figures["words_a"] - figures["facts_a"], figures["words_b"] - figures["facts_b"])
    share: F64 = np.minimum(1.0, (figures["matched"] - figures["matched_facts"]) / np.maximum(1, plain))
    return share


def own_share(figures: NDArray[np.void]) -> F64:
    """Return the share of the facts of the article with fewer that each has and the other lacks; shape (pairs,)."""
    own = figures["own_numbers"] + figures["own_names"]
    share: F64 = own / np.maximum(1, figures["distinct_facts"])
    return share


def changed_share(figures: NDArray[np.void]) -> F64:
    """Return the share of facts that differ among those in the same places; shape (pairs,)."""
    share: F64 = figures["fact_slots"] / (figures["fact_slots"] + figures["kept_facts"] + 1)
    return share


def fact_features(figures: NDArray[np.void]) -> F64:
    """Return a row of FACT_FEATURES for each pair; shape (pairs, FACT_FEATURES)."""
    return np.column_stack(
        [
            logs_of(figures["own_numbers"]),
            logs_of(figures["own_names"]),
            own_share(figures),
            logs_of(figures["kept_facts"]),
            logs_of(figures["fact_slots"]),
            changed_share(figures),
            logs_of(figures["plain_slots"]),
        ]
    )
