"""Facts: the numbers and names of two articles, which of them both have, and where the two differ in them."""

from __future__ import annotations

import math
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.form_figures import FACT_SLOT, FORM_FIGURES, SHOWN_SLOTS, count_facts, mark_facts
from dedup.text.sentences import token_flags
from dedup.text.tables import F64, I64, U8, U64, hash_set
from dedup.text.terms import NAME, Terms
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


class FactColumns(NamedTuple):
    """The facts of a batch: its texts and words, and by place of the words NUMBER, NAME or 0 (see `form_figures`)."""

    batch: Columns
    facts: U8


class FormMeasures(NamedTuple):
    """What was counted of some pairs: `figures`, shape (pairs,), has the fields of FORM_FIGURES; `slots`, shape
    (pairs, SHOWN_SLOTS) and type FACT_SLOT, has the first places where the two have other facts."""

    figures: NDArray[np.void]
    slots: NDArray[np.void]


@cache
def _number_words() -> U64:
    return hash_set(NUMBER_WORDS)


def fact_columns(batch: Columns, terms: Terms | None) -> FactColumns:
    """Return the facts of all articles of a batch. With `terms`, the scan's own, a name at the beginning of a sentence
    is known as well."""
    out = np.zeros(batch.tokens.starts.size, np.uint8)
    named = out
    if terms is not None:
        found = terms.find(*batch)
        named = terms.classes.take(found, mode="clip") & np.uint8(NAME)  # places that no article uses hold anything
    mark_facts(*batch, token_flags(*batch), _number_words(), named, out)
    return FactColumns(batch, out)


def measure_forms(pairs: I64, columns: FactColumns) -> FormMeasures:
    """Count the facts that pairs (rows of two article numbers in the columns) keep and change."""
    figures = np.zeros(len(pairs), FORM_FIGURES)
    slots = np.zeros((len(pairs), SHOWN_SLOTS), FACT_SLOT)
    count_facts(pairs, *columns.batch, columns.facts, figures, slots)
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
