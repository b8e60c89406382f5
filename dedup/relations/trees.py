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

    def __post_init__(self) -> None:
        """Raises ValueError where a walk would leave the nodes or not end; msgspec tells it as a fault of the file."""
        node = np.arange(len(self.feature))
        columns = [np.array(column, np.int64) for column in (self.feature, self.left, self.right, self.roots)]
        feature, left, right, roots = columns
        if not feature.size == left.size == right.size == len(self.threshold) == len(self.value):
            raise ValueError("the columns of the trees differ in length")
        inner = feature >= 0
        below = np.minimum(left, right)[inner] > node[inner]  # a child stands behind its parent
        if not np.all(below) or np.any(np.maximum(left, right)[inner] >= node.size) or np.any((roots < 0) | (roots >= node.size)):
            raise ValueError("a tree has no such node")

    def scores(self, rows: F64) -> F64:
        """The log-odds of each row of features, shape (rows,). Raises ValueError where the trees ask for more features."""
        if self.feature and max(self.feature) >= rows.shape[1]:
            raise ValueError(f"The trees take {max(self.feature) + 1} features, not {rows.shape[1]}.")
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
