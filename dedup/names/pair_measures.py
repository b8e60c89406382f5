"""What the kernels measure on pairs of spellings, and the verdict that follows: one name, two, or open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.names.graphemes import latin
from dedup.names.name_features import measure_pairs
from dedup.names.name_tables import FEATURES
from dedup.names.name_verdicts import decide_pairs
from dedup.names.spelling_tables import table_arrays
from dedup.names.syllable_verdicts import evidence_of_syllables

NameVerdict = Literal["same", "different", "ambiguous"]
VERDICTS: Final[tuple[NameVerdict, ...]] = ("ambiguous", "same", "different")  # as the kernels number them: 0, 1, -1
MOST_CHARACTERS: Final = 200  # of a spelling that are looked at
ROMANISED: Final = 3.0  # log-odds of names that are one by the tables of syllables, at least
OTHER_SYLLABLES: Final = -2.0  # the same of names of other syllables, at most
MAYBE_ROMANISED: Final = 1.5  # the same of names that may be one by these tables: enough where context joins them
_BATCH: Final = 1 << 16  # pairs compared at once


class NamePairMeasures(NamedTuple):
    """What the kernels wrote on some pairs: features (pairs, FEATURES), tokens (pairs, 3), wholes (pairs, 2, 2), scores
    (log-odds) and verdicts (1 same, -1 different, 0 ambiguous)."""

    features: NDArray[np.float64]
    tokens: NDArray[np.int64]
    wholes: NDArray[np.uint64]
    scores: NDArray[np.float64]
    verdicts: NDArray[np.int8]


def measure(spellings: Sequence[str], *, known: bool = True) -> NamePairMeasures:
    """Measure the spellings 0 and 1, 2 and 3, and so on; with `known=False` by their letters alone."""
    cut, joined = spellings, "\n".join(spellings)
    # Most are plain already: those of a scan are folded.
    if not joined.isascii() or max(map(len, spellings), default=0) > MOST_CHARACTERS:
        cut = [latin(spelling[:MOST_CHARACTERS]) for spelling in spellings]
        joined = "\n".join(cut)
    bounds = np.zeros(len(cut) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, cut), np.int64, len(cut)) + 1, out=bounds[1:])
    pairs = len(cut) // 2
    features, tokens = np.zeros((pairs, FEATURES)), np.zeros((pairs, 3), np.int64)
    wholes, scores, verdicts = np.zeros((pairs, 2, 2), np.uint64), np.zeros(pairs), np.zeros(pairs, np.int8)
    measures = NamePairMeasures(features, tokens, wholes, scores, verdicts)
    measure_pairs(joined.encode("ascii") + b"\n", bounds, table_arrays(), known, measures)
    decide_pairs(table_arrays(), known, measures)
    return measures


def compare_pairs(pairs: Sequence[tuple[str, str]], *, known: bool = True) -> list[tuple[NameVerdict, float]]:
    """Return the verdict on each pair and its score, the log-odds that both are one name, to three decimals."""
    return list(iterate_verdicts(pairs, known=known))


def iterate_verdicts(pairs: Sequence[tuple[str, str]], *, known: bool = True) -> Iterator[tuple[NameVerdict, float]]:
    """Yield what `compare_pairs` returns; the pairs are compared in batches."""
    for begin in range(0, len(pairs), _BATCH):
        batch = pairs[begin : begin + _BATCH]
        found = measure([spelling for pair in batch for spelling in pair], known=known)
        scores = np.round(found.scores, 3).tolist()
        for (a, b), verdict, score in zip(batch, found.verdicts.tolist(), scores, strict=True):
            if " " in a and " " in b:
                yield _with_syllables(a, b, VERDICTS[verdict], score)
            else:
                yield VERDICTS[verdict], score


def _with_syllables(a: str, b: str, verdict: NameVerdict, score: float) -> tuple[NameVerdict, float]:
    """Return the verdict on two names in the light of their syllables, where they are Chinese or Korean."""
    found = evidence_of_syllables(a, b)
    if not found or (verdict == "same" and found != "apart"):
        return verdict, score
    if found == "maybe":
        return "ambiguous", max(score, MAYBE_ROMANISED)
    if found == "apart":
        return ("ambiguous", min(score, 0.0)) if verdict == "same" else ("different", min(score, OTHER_SYLLABLES))
    return "same", max(score, ROMANISED)
