"""Boosted decision trees that a training script learned, read from JSON and evaluated in a kernel."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from dedup.text.jit import kernel
from dedup.text.terms import F64


class Trees(msgspec.Struct, frozen=True):
    """All nodes of all trees in a row; a leaf has feature -1 and carries its value, which is added to `baseline`.

    left and right count nodes; roots names the first node of each tree.
    """

    baseline: float
    roots: list[int]
    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    value: list[float]

    def scores(self, rows: F64) -> F64:
        """The log-odds of each row of features, shape (rows,)."""
        out = np.full(len(rows), self.baseline)
        walk_trees(
            np.ascontiguousarray(rows),
            np.array(self.roots, np.int32),
            np.array(self.feature, np.int32),
            np.array(self.threshold),
            np.array(self.left, np.int32),
            np.array(self.right, np.int32),
            np.array(self.value),
            out,
        )
        return out


@kernel
def walk_trees(rows: Any, roots: Any, feature: Any, threshold: Any, left: Any, right: Any, value: Any, out: Any) -> Any:
    """Add to out[i] the leaf value of each tree for rows[i]; a value up to the threshold goes left."""
    for i in range(rows.shape[0]):
        for root in roots:
            node = root
            while feature[node] >= 0:
                node = left[node] if rows[i, feature[node]] <= threshold[node] else right[node]
            out[i] += value[node]
    return 0
