"""Forms: whether two articles of like wording are one form filled with other facts, and not one story.

Copies keep the facts and may change the words; two bulletins of one form keep the words and change the facts. The model
looks at the places where the two differ: what stands there, and how many facts are kept.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.relations.copy_model import probabilities
from dedup.relations.facts import (
    FactColumns,
    FormMeasures,
    changed_share,
    logs_of,
    matched_share,
    own_share,
    plain_share,
)
from dedup.relations.form_figures import FACT_SLOT, FORM_FIGURES, SHOWN_SLOTS
from dedup.relations.rewrite_model import Logistic, read_logistic
from dedup.relations.subjects import NOTICE, SubjectColumns
from dedup.text.tables import F64, I64

if TYPE_CHECKING:
    from dedup.relations.alignment import TermColumns
    from dedup.relations.block import Block

FEATURES: Final = (
    "log_fact_slots",
    "fact_slot_share",
    "fact_slot_density",
    "log_plain_slots",
    "plain_slot_density",
    "log_matched",
    "matched_share",
    "plain_share",
    "log_mean_run",
    "run_with_slots",
    "log_own_numbers",
    "log_own_names",
    "own_share",
)
DERIVED, FORM, NOTHING = 0, 1, 2  # what a pair can be (see `FormJudge`)
EVEN: Final = 0.5  # probability from which a pair is one form
# Share of the shorter article in common from which two articles are of one form; passages of less prove nothing of it
LEAST_SHARE: Final = 0.35
CORRECTED: Final = 1  # facts that differ between a bulletin and its correction; another one differs in several
SHORT: Final = 40  # words of the shorter article below which one changed fact is no small change
BRIEF: Final = 25  # words below which one changed word of any kind is none: opened or closed, rose or fell
WORDS_A_SLOT: Final = 25  # words in common that make up for one place with other words in a short article
OWN_FACTS: Final = 2  # facts of each side of a short pair that the other lacks, from which it says something else
NEARLY_ALL: Final = 0.9  # share in common from which own facts of a short pair do not count
LEFT: Final = 0.12  # share of a brief that the other may lack: a headline, a place line
# Words of a contained article below which it proves nothing of a longer one: a stock sentence is in many stories
FRAGMENT: Final = 30
# Facts, a name or a number each, and words from which a contained article is no stock sentence
DISTINCT: Final = (2, 16)
LONGER: Final = 5  # words that the longer article may add before this holds
_SMOOTHING: Final = 5  # words added to the matched ones, so that a slot among few words is no large share


def form_features(figures: NDArray[np.void]) -> F64:
    """Return a row of FEATURES for each pair; shape (pairs, FEATURES). They are the same when a and b change places."""
    changed, plain = figures["fact_slots"], figures["plain_slots"]
    words = figures["matched"] + _SMOOTHING
    slots = np.array(logs_of(changed))
    runs = np.array([math.log(x) for x in (words / (figures["runs"] + 1)).tolist()])
    return np.column_stack(
        [
            slots,
            changed_share(figures),
            changed / words,
            logs_of(plain),
            plain / words,
            logs_of(figures["matched"]),
            matched_share(figures),
            plain_share(figures),
            runs,
            runs * slots,
            logs_of(figures["own_numbers"]),
            logs_of(figures["own_names"]),
            own_share(figures),
        ]
    )


@cache
def form_model() -> Logistic:
    """Return the model that ships with the package; raises FormatError as `read_form_model` does."""
    return read_form_model(files("dedup.relations").joinpath("form_model.json").read_bytes())


def read_form_model(content: bytes) -> Logistic:
    """Return the model in the content of form_model.json, which training/forms.py makes. Raises FormatError where the
    content is damaged or was made for other features."""
    return read_logistic(content, "form_model.json", FEATURES, "training/forms.py")


def form_probabilities(figures: NDArray[np.void]) -> list[float]:
    """Return P(one form, other facts) of measured pairs, rounded to three decimals."""
    return probabilities(form_model().scores(form_features(figures)))


class Judgement(NamedTuple):
    """What the chosen pairs are, by place: DERIVED where nothing speaks against it, FORM, or NOTHING; and P(one
    form)."""

    chosen: I64
    outcome: NDArray[np.int64]
    probability: F64
    measures: FormMeasures


class FormJudge:
    """Says which pairs of a block of like wording are one form with other facts, or too short to prove anything. Each
    pair is measured once."""

    def __init__(self, block: Block, words: TermColumns | None) -> None:
        self._block = block
        self._columns = FactColumns(block.columns, words)
        self._subjects = SubjectColumns(block.columns)
        self._figures = np.zeros(len(block.pairs), FORM_FIGURES)
        self._slots = np.zeros((len(block.pairs), SHOWN_SLOTS), FACT_SLOT)
        self._measured = np.zeros(len(block.pairs), np.bool_)

    @property
    def facts(self) -> FactColumns:
        """The facts of the articles of the block."""
        return self._columns

    def measure(self, chosen: I64) -> FormMeasures:
        """Return the facts that the chosen pairs (places in block.pairs) keep and change."""
        missing = chosen[~self._measured[chosen]]
        if missing.size:
            found = self._columns.measure(self._block.pairs[missing])
            self._figures[missing], self._slots[missing] = found.figures, found.slots
            self._measured[missing] = True
        return FormMeasures(self._figures[chosen], self._slots[chosen])

    def judge(self, chosen: I64) -> Judgement:
        """Judge the chosen pairs."""
        measures = self.measure(chosen)
        figures = measures.figures
        probability = np.array(form_probabilities(figures))
        likely = np.flatnonzero(probability >= EVEN)
        if likely.size:  # copies of one story may have other headlines and dates
            bodies = self._columns.measure(self._block.pairs[chosen[likely]], bodies=True).figures
            changed = figures["fact_slots"][likely]
            heads_alone = (bodies["fact_slots"] <= CORRECTED) & (bodies["fact_slots"] < changed)
            probability[likely[heads_alone]] = form_probabilities(bodies[heads_alone])
        alike = matched_share(figures) >= LEAST_SHARE
        same = self._block.measured.figures["same"][chosen] != 0
        form = alike & (probability >= EVEN) & ~is_correction(figures)
        short = is_short_of_other_facts(figures)
        notice = ~same & (_shorter(figures) < NOTICE)
        short |= self._subjects.are_others(self._block.pairs[chosen], notice)
        form |= short & alike & (figures["fact_slots"] > 0)
        too_short = short | is_fragment(figures)
        outcome: I64 = np.where(same, DERIVED, np.where(form, FORM, np.where(too_short, NOTHING, DERIVED)))
        return Judgement(chosen, outcome, np.maximum(probability, np.where(form, EVEN, 0.0)), measures)


def is_correction(figures: NDArray[np.void]) -> NDArray[np.bool_]:
    """Return whether the two articles of each pair are the same but for one fact: a bulletin of another day differs in
    several."""
    longer = np.maximum(figures["words_a"], figures["words_b"])
    one = (figures["fact_slots"] == CORRECTED) & (figures["plain_slots"] == 0)
    correction: NDArray[np.bool_] = one & (figures["matched"] >= np.maximum(WORDS_A_SLOT, NEARLY_ALL * longer))
    return correction


def _shorter(figures: NDArray[np.void]) -> I64:
    words: I64 = np.minimum(figures["words_a"], figures["words_b"])
    return words


def is_short_of_other_facts(figures: NDArray[np.void]) -> NDArray[np.bool_]:
    """Return whether the shorter article of each pair is so short that the words in which the other differs say
    something else: facts in a short article, words of any kind in a brief."""
    words, matched = _shorter(figures), figures["matched"]
    facts, slots = figures["fact_slots"], figures["fact_slots"] + figures["plain_slots"]
    own = figures["own_numbers"] + figures["own_names"]
    other_facts = (facts * WORDS_A_SLOT > matched) | ((own >= OWN_FACTS) & (matched < NEARLY_ALL * words))
    other_words = (slots * WORDS_A_SLOT > matched) | (words - matched > np.maximum(1, LEFT * words))
    short: NDArray[np.bool_] = ((words < SHORT) & other_facts) | ((words < BRIEF) & other_words)
    return short


def is_fragment(figures: NDArray[np.void]) -> NDArray[np.bool_]:
    """Return whether the shorter article of each pair is a sentence or two of a longer one, which name next to
    nothing."""
    words = _shorter(figures)
    added = np.maximum(figures["words_a"], figures["words_b"]) - words
    longer = added > LONGER
    facts, enough = DISTINCT
    stock = (figures["kept_facts"] < facts) | (words < enough)
    fragment: NDArray[np.bool_] = (words < FRAGMENT) & longer & stock
    return fragment
