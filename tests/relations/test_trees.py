"""Boosted trees: what a slow walk from node to node adds up."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations.trees import Trees

FEATURES = 4
borders = st.sampled_from([-1.0, -0.5, 0.0, 0.25, 1.0])
subtrees = st.recursive(
    st.sampled_from([-0.7, -0.1, 0.3, 0.05]),
    lambda below: st.tuples(st.integers(0, FEATURES - 1), borders, below, below),
    max_leaves=12,
)


def flat(roots: list[Any]) -> dict[str, Any]:
    """The nodes of trees of tuples (feature, threshold, left, right) and leaf values, in a row as the training script
    writes them."""
    out: dict[str, Any] = {name: [] for name in ("roots", "feature", "threshold", "left", "right", "value")}

    def add(tree: Any) -> int:
        node = len(out["feature"])
        leaf = not isinstance(tree, tuple)
        for name, own in (
            ("feature", -1 if leaf else tree[0]),
            ("threshold", 0.0 if leaf else tree[1]),
            ("value", tree if leaf else 0.0),
        ):
            out[name].append(own)
        out["left"].append(0)
        out["right"].append(0)
        if not leaf:
            out["left"][node], out["right"][node] = add(tree[2]), add(tree[3])
        return node

    out["roots"] = [add(tree) for tree in roots]
    return {"baseline": 0.25, **out}


def walk(tree: Any, row: list[float]) -> float:
    """The value of the leaf that a row comes to; what is as large as the threshold goes left."""
    while isinstance(tree, tuple):
        feature, threshold, left, right = tree
        tree = left if row[feature] <= threshold else right
    value: float = tree
    return value


@given(st.lists(subtrees, max_size=4), st.lists(st.lists(borders, min_size=FEATURES, max_size=FEATURES), max_size=6))
def test_scores_are_those_of_a_slow_walk(roots: list[Any], rows: list[list[float]]) -> None:
    """To the last bit, for rows and for columns of a wider matrix."""
    trees = Trees(**flat(roots))
    expected = []
    for row in rows:
        expected.append(0.25)
        for root in roots:
            expected[-1] += walk(root, row)
    matrix = np.array(rows).reshape(-1, FEATURES)
    assert trees.scores(matrix).tolist() == expected
    assert trees.scores(np.asfortranarray(np.hstack([matrix, matrix]))[:, FEATURES:]).tolist() == expected


def test_a_value_at_the_threshold_goes_left() -> None:
    trees = Trees(**flat([(1, 0.5, -1.0, 1.0)]))
    assert trees.scores(np.array([[9.0, 0.5], [9.0, np.nextafter(0.5, 1)], [9.0, np.nan]])).tolist() == [
        -0.75,
        1.25,
        1.25,
    ]


SMALL = flat([(1, 0.5, (0, 0.0, 1.0, 2.0), 3.0), 4.0])


@pytest.mark.parametrize(
    "damage",
    [
        {"threshold": SMALL["threshold"][1:]},  # columns of different length
        {"value": []},
        {"left": [0, *SMALL["left"][1:]]},  # a walk in a circle
        {"right": [*SMALL["right"][:1], 0, *SMALL["right"][2:]]},
        {"right": [99, *SMALL["right"][1:]]},  # nodes that are not there
        {"left": [-1, *SMALL["left"][1:]]},
        {"roots": [0, 6]},
        {"roots": [-1]},
    ],
)
def test_trees_that_no_walk_could_leave_are_refused(damage: dict[str, Any]) -> None:
    """Where they are made, and where they are read from a file."""
    Trees(**SMALL)
    with pytest.raises(ValueError, match=r"tree"):
        Trees(**SMALL | damage)
    with pytest.raises(msgspec.ValidationError, match=r"tree"):
        msgspec.json.decode(msgspec.json.encode(SMALL | damage), type=Trees)


def test_rows_must_have_the_features_that_the_trees_ask_for() -> None:
    with pytest.raises(ValueError, match="The trees take 2 features, not 1"):
        Trees(**SMALL).scores(np.zeros((3, 1)))
    assert Trees(**flat([])).scores(np.zeros((2, 0))).tolist() == [0.25, 0.25]
