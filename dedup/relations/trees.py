"""Boosted decision trees that a training script learned, read from JSON and evaluated in a kernel (`tree_walk`)."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np

from dedup.relations.tree_walk import walk_trees
from dedup.text.tables import F64, I32


class TreeColumns(NamedTuple):
    """The nodes of `Trees` as arrays."""

    roots: I32
    feature: I32
    threshold: F64
    left: I32
    right: I32
    value: F64


class Trees(msgspec.Struct, frozen=True):
    """All nodes of all trees in a row; a leaf has feature -1 and a value, which is added to `baseline`.

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
        """Raise ValueError where a walk would leave the nodes or not end; msgspec reports it as a fault of the file."""
        node = np.arange(len(self.feature))
        columns = [np.array(column, np.int64) for column in (self.feature, self.left, self.right, self.roots)]
        feature, left, right, roots = columns
        if not feature.size == left.size == right.size == len(self.threshold) == len(self.value):
            raise ValueError("the columns of the trees differ in length")
        inner = feature >= 0
        below = np.minimum(left, right)[inner] > node[inner]  # a child is behind its parent
        outside = np.any(np.maximum(left, right)[inner] >= node.size) or np.any((roots < 0) | (roots >= node.size))
        if outside or not np.all(below):
            raise ValueError("a tree has no such node")

    def scores(self, rows: F64) -> F64:
        """Return the log-odds of each row of features, shape (rows,). Raises ValueError where the trees need more
        features."""
        columns = _columns(self)
        if self.feature and (most := int(columns.feature.max())) >= rows.shape[1]:
            raise ValueError(f"The trees take {most + 1} features, not {rows.shape[1]}.")
        out = np.full(len(rows), self.baseline)
        walk_trees(np.ascontiguousarray(rows), columns, out)
        return out


_last: list[tuple[Trees, TreeColumns]] = []


def _columns(trees: Trees) -> TreeColumns:
    """Return the nodes as arrays, made once for the trees used last.

    A frozen record has no place for them, and its lists are not hashable.
    """
    for known, columns in _last:
        if known is trees:
            return columns
    roots, feature, left, right = (
        np.array(column, np.int32) for column in (trees.roots, trees.feature, trees.left, trees.right)
    )
    threshold, value = np.array(trees.threshold, np.float64), np.array(trees.value, np.float64)
    columns = TreeColumns(roots, feature, threshold, left, right, value)
    _last[:] = [(trees, columns)]
    return columns
