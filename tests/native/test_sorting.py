"""Keys are sorted, however they are spread over their bits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.native.sorting import sort_array


@given(
    st.integers(8, 64).flatmap(
        lambda bits: st.tuples(st.just(bits), st.lists(st.integers(0, 2**bits - 1), max_size=300))
    )
)
def test_keys_are_sorted(case: tuple[int, list[int]]) -> None:
    bits, given_keys = case
    for way in (0, bits):
        keys = np.array(given_keys, np.uint64)
        sort_array(keys, way)
        assert keys.tolist() == sorted(given_keys)


@pytest.mark.parametrize("keys", [[7] * 1000, [*range(1000)], [*range(1000, 0, -1)], [2**59, 3] * 500, [0] * 47, [1]])
@pytest.mark.parametrize("bits", [0, 60, 64])
def test_keys_of_one_part_and_in_order_are_sorted(keys: list[int], bits: int) -> None:
    array = np.array(keys, np.uint64)
    sort_array(array, bits)
    assert array.tolist() == sorted(keys)


def test_many_keys_are_sorted() -> None:
    keys = np.random.default_rng(1).integers(0, 2**60, 100_000, np.uint64)
    ordered = np.sort(keys)
    spread = keys.copy()
    sort_array(keys)
    sort_array(spread, 60)
    assert np.array_equal(keys, ordered)
    assert np.array_equal(spread, ordered)
