"""The set of pairs of words that a text is searched by."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.artifacts.checks.word_pairs import add_pairs, add_products, bits_of, pairs_of

WORDS = ["pale", "ivory", "home", "residence", "house", "white"]
NOTHING = np.zeros(1, np.uint64)


def is_in(first: str, second: str, slots: np.ndarray) -> bool:
    return pairs_of(f"{first} {second}").find(slots, bits_of(slots), 1) == [0]


@given(
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)), max_size=4),
)
def test_a_product_adds_each_word_with_each_but_for_those_left_out(
    firsts: list[str], seconds: list[str], left_out: list[tuple[str, str]]
) -> None:
    slots, others = np.zeros(64, np.uint64), np.zeros(64, np.uint64)
    add_pairs("\n\n".join(map(" ".join, left_out)).encode(), others)
    add_products(" ".join(firsts).encode(), " ".join(seconds).encode(), slots, others)
    assert {(one, other) for one in WORDS for other in WORDS if is_in(one, other, slots)} == {
        (one, other) for one in firsts for other in seconds if (one, other) not in left_out
    }


def test_a_product_is_the_same_set_as_its_pairs() -> None:
    """In whatever case the words are, and whatever is between them."""
    one, other = np.zeros(16, np.uint64), np.zeros(16, np.uint64)
    add_products(b"Pale, ivory", b" HOME house ", one, NOTHING)
    add_pairs(b"pale home\n\npale house\n\nivory home\n\nivory house", other)
    assert one.tolist() == other.tolist()


def test_a_product_with_nothing_adds_nothing() -> None:
    slots = np.zeros(4, np.uint64)
    add_products(b"", b"house", slots, NOTHING)
    add_products(b"white", b"", slots, NOTHING)
    assert not slots.any()


@pytest.mark.parametrize(("slots", "left_out"), [(3, 1), (4, 3), (0, 1), (4, 0)])
def test_a_set_of_another_size_than_a_power_of_two_is_refused(slots: int, left_out: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        add_products(b"white", b"house", np.zeros(slots, np.uint64), np.zeros(left_out, np.uint64))
