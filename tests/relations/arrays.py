"""Arrays of the kernels from plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.relations.copied_passages import COPIED_PASSAGE
from dedup.relations.form_figures import FORM_FIGURES
from dedup.relations.measure import PairMeasures
from dedup.relations.pair_figures import PAIR_FIGURES

Figures = Mapping[str, int]
Rows = Sequence[Sequence[int]]


def passage_array(rows: Rows) -> NDArray[np.void]:
    """Passages from the numbers of COPIED_PASSAGE in order; those that are left out are 0."""
    width = len(COPIED_PASSAGE.names or ())
    return np.array([(*row, *[0] * (width - len(row))) for row in rows], COPIED_PASSAGE)


def measured_of(*pairs: tuple[Figures, Rows]) -> PairMeasures:
    """Pairs with these figures, others 0, and passages, as if they had been measured."""
    figures = np.zeros(len(pairs), PAIR_FIGURES)
    for row, (named, _) in zip(figures, pairs, strict=True):
        for name, value in named.items():
            row[name] = value
    figures["passages"] = [len(rows) for _, rows in pairs]
    figures["first_passage"] = np.cumsum(figures["passages"]) - figures["passages"]
    return PairMeasures(figures, passage_array([row for _, rows in pairs for row in rows]))


def figures_of(*pairs: Figures) -> NDArray[np.void]:
    """The facts of pairs, of type FORM_FIGURES; figures that are left out are 0."""
    found = np.zeros(len(pairs), FORM_FIGURES)
    for row, named in zip(found, pairs, strict=True):
        for name, value in named.items():
            row[name] = value
    return found
