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
from dedup.names.syllable_verdicts import evidence_of_syllables, syllabaries_of
from dedup.text.tables import I64

NameVerdict = Literal["same", "different", "ambiguous"]
AMBIGUOUS, SAME, DIFFERENT = 0, 1, -1  # as the kernels number them
VERDICTS: Final[tuple[NameVerdict, ...]] = ("ambiguous", "same", "different")  # by these numbers
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


class PairVerdicts(NamedTuple):
    """The verdict on each pair of spellings (SAME, DIFFERENT, AMBIGUOUS), and its score: the log-odds that both are one
    name, to three decimals. Both of the shape (pairs,)."""

    verdicts: NDArray[np.int8]
    scores: NDArray[np.float64]

    def each(self) -> Iterator[tuple[NameVerdict, float]]:
        """Yield the verdict on each pair, in words, and its score."""
        for verdict, score in zip(self.verdicts.tolist(), self.scores.tolist(), strict=True):
            yield VERDICTS[verdict], score


def measure(spellings: Sequence[str], pairs: I64 | None = None, *, known: bool = True) -> NamePairMeasures:
    """Measure `pairs` (pairs, 2) of spellings, or the spellings 0 and 1, 2 and 3, and so on; with `known=False` by
    their letters alone."""
    if pairs is None:
        pairs = np.arange(len(spellings) // 2 * 2).reshape(-1, 2)
    cut, joined = spellings, "\n".join(spellings)
    # Most are plain already: those of a scan are folded.
    if not joined.isascii() or max(map(len, spellings), default=0) > MOST_CHARACTERS:
        cut = [latin(spelling[:MOST_CHARACTERS]) for spelling in spellings]
        joined = "\n".join(cut)
    bounds = np.zeros(len(cut) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, cut), np.int64, len(cut)) + 1, out=bounds[1:])
    rows = len(pairs)
    features, tokens = np.zeros((rows, FEATURES)), np.zeros((rows, 3), np.int64)
    wholes, scores, verdicts = np.zeros((rows, 2, 2), np.uint64), np.zeros(rows), np.zeros(rows, np.int8)
    measures = NamePairMeasures(features, tokens, wholes, scores, verdicts)
    measure_pairs(joined.encode("ascii") + b"\n", bounds, pairs, table_arrays(), known, measures)
    decide_pairs(table_arrays(), known, measures)
    return measures


def compare_spellings(spellings: Sequence[str], pairs: I64, *, known: bool = True) -> PairVerdicts:
    """Return the verdicts on `pairs` (pairs, 2) of spellings. A spelling of many pairs is best given once."""
    found = measure(spellings, pairs, known=known)
    verdicts, scores = found.verdicts, np.round(found.scores, 3)
    syllabaries = np.fromiter(map(syllabaries_of, spellings), np.uint8, len(spellings))
    a, b = pairs.T
    for row in np.flatnonzero(syllabaries[a] & syllabaries[b]).tolist():
        one, other = spellings[a[row]], spellings[b[row]]
        verdicts[row], scores[row] = _with_syllables(one, other, int(verdicts[row]), float(scores[row]))
    return PairVerdicts(verdicts, scores)


def compare_pairs(pairs: Sequence[tuple[str, str]], *, known: bool = True) -> list[tuple[NameVerdict, float]]:
    """Return the verdict on each pair and its score, the log-odds that both are one name, to three decimals."""
    return list(iterate_verdicts(pairs, known=known))


def iterate_verdicts(pairs: Sequence[tuple[str, str]], *, known: bool = True) -> Iterator[tuple[NameVerdict, float]]:
    """Yield what `compare_pairs` returns; the pairs are compared in batches."""
    for begin in range(0, len(pairs), _BATCH):
        batch = pairs[begin : begin + _BATCH]
        spellings = [spelling for pair in batch for spelling in pair]
        yield from compare_spellings(spellings, np.arange(len(spellings)).reshape(-1, 2), known=known).each()


def _with_syllables(a: str, b: str, verdict: int, score: float) -> tuple[int, float]:
    """Return the verdict on two names in the light of their syllables, where they are Chinese or Korean."""
    found = evidence_of_syllables(a, b)
    if not found or (verdict == SAME and found != "apart"):
        return verdict, score
    if found == "maybe":
        return AMBIGUOUS, max(score, MAYBE_ROMANISED)
    if found == "apart":
        return (AMBIGUOUS, min(score, 0.0)) if verdict == SAME else (DIFFERENT, min(score, OTHER_SYLLABLES))
    return SAME, max(score, ROMANISED)
