"""Entries that are collected bit by bit, and runs of equal values."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.tables import Entries, repeated_runs, run_begins

pieces = st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=9), max_size=9)


@given(pieces, st.integers(1, 8), pieces)
def test_entries_come_out_as_they_went_in(first: list[list[int]], chunk: int, second: list[list[int]]) -> None:
    entries = Entries(chunk)
    for given_pieces in (first, second):  # what is taken is given up
        for piece in given_pieces:
            entries.add(np.array(piece, np.uint64))
        whole = [value for piece in given_pieces for value in piece]
        assert len(entries) == len(whole)
        assert entries.take().tolist() == whole
        assert len(entries) == 0


def test_what_is_added_is_copied() -> None:
    entries, values = Entries(4), np.arange(3, dtype=np.uint64)
    entries.add(values)
    values[:] = 9
    assert entries.take().tolist() == [0, 1, 2]


@pytest.mark.parametrize("kind", [np.int32, np.uint64, np.float64])
@given(st.lists(st.integers(0, 3), max_size=20))
def test_runs_begin_where_the_value_changes(kind: type, values: list[int]) -> None:
    begins = run_begins(np.array(values, kind)).tolist()
    assert begins == [n for n, value in enumerate(values) if n == 0 or value != values[n - 1]]


@given(st.lists(st.integers(0, 3), max_size=20))
def test_repeated_runs_are_those_of_two_or_more(values: list[int]) -> None:
    begins, counts = repeated_runs(np.array(values, np.uint64))
    runs = [(value, len(list(run))) for value, run in groupby(values)]
    places = [sum(count for _, count in runs[:n]) for n in range(len(runs))]
    assert list(zip(begins.tolist(), counts.tolist(), strict=True)) == [
        (place, count) for place, (_, count) in zip(places, runs, strict=True) if count > 1
    ]
