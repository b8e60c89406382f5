"""Whether two spellings are one name: `same`, `different` or `ambiguous`, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.names.graphemes import latin
from dedup.names.name_features import measure_pairs
from dedup.names.name_tables import FEATURES
from dedup.names.name_verdicts import decide_pairs
from dedup.names.tables import table_arrays

Verdict = Literal["same", "different", "ambiguous"]
VERDICTS: Final[tuple[Verdict, ...]] = ("ambiguous", "same", "different")  # as the kernels number them, -1 from the end
MOST_CHARACTERS: Final = 200  # of a spelling that are looked at
_BATCH: Final = 1 << 16  # pairs compared at once


class Comparison(msgspec.Struct, frozen=True):
    """The verdict on two spellings; `score` is the log-odds that they are one name."""

    a: str
    b: str
    verdict: Verdict
    score: float
    known: bool = True

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for the verdict, in words; made when it is asked for."""
        from dedup.names.evidence import explain

        return explain(self.a, self.b, known=self.known)


class Measured(msgspec.Struct, frozen=True):
    """What the kernels wrote on some pairs: features (pairs, FEATURES), tokens (pairs, 2), wholes (pairs, 2, 2), scores
    and verdicts."""

    features: NDArray[np.float64]
    tokens: NDArray[np.int64]
    wholes: NDArray[np.uint64]
    scores: NDArray[np.float64]
    verdicts: NDArray[np.int8]


def measure(spellings: list[str], *, known: bool = True) -> Measured:
    """Compare the spellings 0 and 1, 2 and 3, and so on."""
    cut = [latin(spelling[:MOST_CHARACTERS]) for spelling in spellings]
    bounds = np.zeros(len(cut) + 1, np.int64)
    np.cumsum([len(one) + 1 for one in cut], out=bounds[1:])
    pairs = len(cut) // 2
    features, tokens = np.zeros((pairs, FEATURES)), np.zeros((pairs, 2), np.int64)
    wholes, scores, verdicts = np.zeros((pairs, 2, 2), np.uint64), np.zeros(pairs), np.zeros(pairs, np.int8)
    measured = Measured(features, tokens, wholes, scores, verdicts)
    measure_pairs("\n".join(cut).encode("ascii") + b"\n", bounds, table_arrays(), known, measured)
    decide_pairs(table_arrays(), known, measured)
    return measured


def compare(a: str, b: str, *, known: bool = True) -> Comparison:
    """Whether two spellings are one name; with `known=False` by their letters alone, without lexicon and hand-kept
    names.

    >>> compare("Hachd", "Hashd").verdict, compare("Khamenei", "Khomeini").verdict
    ('same', 'different')
    """
    found = measure([a, b], known=known)
    return Comparison(a, b, VERDICTS[found.verdicts[0]], round(float(found.scores[0]), 3), known)


def compare_many(pairs: Iterable[tuple[str, str]], *, known: bool = True) -> list[Comparison]:
    """`compare` for each pair, many at a time.

    >>> [c.verdict for c in compare_many([("Daech", "Daesh"), ("Iran", "Iraq")])]
    ['same', 'different']
    """
    listed = list(pairs)
    out: list[Comparison] = []
    for begin in range(0, len(listed), _BATCH):
        batch = listed[begin : begin + _BATCH]
        found = measure([spelling for pair in batch for spelling in pair], known=known)
        out.extend(
            Comparison(a, b, VERDICTS[verdict], score, known)
            for (a, b), verdict, score in zip(
                batch, found.verdicts.tolist(), np.round(found.scores, 3).tolist(), strict=True
            )
        )
    return out
