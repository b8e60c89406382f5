"""Each decision of the comparison, by cases on both sides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.figures import (
    Figure,
    Result,
    compare,
    count,
    format_table,
    judge,
    read_committed,
    share,
    write_committed,
)


@pytest.mark.parametrize(
    ("figure", "before", "result"),
    [
        (share(0.991), 0.991, "same"),
        (share(0.992), 0.991, "better"),
        (share(0.988), 0.991, "worse, allowed"),
        (share(0.9879), 0.991, "WORSE"),
        (share(0.08, "lower"), 0.09, "better"),
        (share(0.083, "lower"), 0.08, "worse, allowed"),
        (share(0.0831, "lower"), 0.08, "WORSE"),
        (count(12, 13), 13, "worse, allowed"),
        (count(11, 13), 13, "WORSE"),
        (count(3, better="lower"), 2, "worse, allowed"),
        (count(4, better="lower"), 2, "WORSE"),
        (count(1, better="lower"), 2, "better"),
        (count(3, 4, tolerance=0), 4, "WORSE"),
        (count(4, 4, tolerance=0), 4, "same"),
        (count(90, better=None), 30, "changed"),
        (count(30, better=None), 30, "same"),
        (share(0.0), None, "new"),
    ],
)
def test_a_figure_may_get_worse_by_its_tolerance_and_no_more(
    figure: Figure, before: float | None, result: Result
) -> None:
    assert judge(figure, before) == result


def test_only_what_is_worse_and_what_is_gone_fails() -> None:
    committed = {"pairs": {"f1": 0.99, "recall": 0.98, "precision": 0.97, "gone": 1.0}, "real": {"f1": 0.5}}
    figures = {"f1": share(0.9), "recall": share(0.979), "precision": share(0.99), "more": share(0.1)}
    rows = list(compare("pairs", figures, committed))
    assert [(row.name, row.result, row.fails) for row in rows] == [
        ("f1", "WORSE", True),
        ("recall", "worse, allowed", False),
        ("precision", "better", False),
        ("more", "new", False),
        ("gone", "GONE", True),
    ]


def test_the_table_shows_both_figures_and_which_way_is_better() -> None:
    figures = {"f1": share(0.9), "lost": count(1_200, 4_000, better="lower"), "largest": count(3, better=None)}
    rows = list(compare("pairs", figures, {"pairs": {"f1": 0.9, "lost": 1_000, "largest": 3}}))
    assert format_table(rows).splitlines() == [
        "figure                     now  committed  better  result",
        "pairs: f1               0.9000     0.9000  higher  same",
        "pairs: lost     1,200 of 4,000      1,000  lower   WORSE",
        "pairs: largest               3          3  -       same",
    ]


def test_data_sets_that_were_not_run_keep_their_figures(tmp_path: Path) -> None:
    file = tmp_path / "quality.json"
    assert read_committed(file) == {}
    write_committed(file, {}, {"pairs": {"f1": share(0.98), "lost": count(2)}, "real": {"f1": share(0.5)}})
    write_committed(file, read_committed(file), {"real": {"f1": share(1)}})
    assert read_committed(file) == {"pairs": {"f1": 0.98, "lost": 2}, "real": {"f1": 1.0}}
    assert isinstance(json.loads(file.read_text(encoding="utf-8"))["pairs"]["lost"], int)
