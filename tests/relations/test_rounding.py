"""Shares are rounded as Python rounds them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.relations.measure import rounded


def test_every_share_of_up_to_a_thousand_words_and_of_some_round_numbers() -> None:
    """Among them all that stand in the middle between two decimals, as 1/16, and those that a product moves there."""
    shares = [part / whole for whole in (*range(1, 400), 1000, 2000, 4000, 8000, 20_000) for part in range(whole + 1)]
    assert rounded(np.array(shares)) == [round(share, 3) for share in shares]


@given(st.lists(st.floats(0, 1)), st.integers(0, 999))
def test_any_share_and_the_neighbours_of_a_middle(shares: list[float], decimals: int) -> None:
    middle = (decimals + 0.5) / 1000
    shares = [*shares, middle, float(np.nextafter(middle, 0)), float(np.nextafter(middle, 1))]
    assert rounded(np.array(shares)) == [round(share, 3) for share in shares]
