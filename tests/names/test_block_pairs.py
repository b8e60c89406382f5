"""The kernel that finds the pairs of names in one block."""

import numpy as np
import pytest

from dedup.names.block_pairs import find_pairs
from dedup.names.name_blocks import FULL_BLOCK, MOST_PAIRS, SPARE_PAIRS, blocks
from dedup.names.name_spans import NameKey
from dedup.text.tables import I32, I64


def found(
    members: list[int], listed: list[tuple[int, int]], bounds: list[int], most: int = 100, room: int = 100
) -> tuple[int, list[int], list[list[int]]]:
    """The number of pairs, the partners of each name, and the pairs written."""
    counts: I64 = np.zeros(max(0, len(bounds) - 1), np.int64)
    pairs: I32 = np.full((room, 2), -1, np.int32)
    begins, ends = np.array(listed, np.int64).reshape(-1, 2).T
    columns = (np.array(members, np.int64), begins.copy(), ends.copy(), np.array(bounds, np.int64))
    number = find_pairs(*columns, most, counts, pairs)
    return number, counts.tolist(), pairs[: min(number, room)].tolist()


TWO_BLOCKS = ([0, 1, 2, 1, 2, 0], [(0, 0), (0, 1), (3, 5), (0, 2)], [0, 1, 2, 4])
"""Names 0 and 1 are before name 2 in one block; another one has 1 and name 2 itself."""


def test_a_pair_of_two_blocks_is_there_once_and_a_name_is_no_partner_of_itself() -> None:
    assert found(*TWO_BLOCKS) == (3, [0, 1, 2], [[1, 0], [2, 0], [2, 1]])


def test_the_first_partners_are_kept_and_all_are_counted() -> None:
    assert found(*TWO_BLOCKS, most=1) == (2, [0, 1, 2], [[1, 0], [2, 0]])
    assert found(*TWO_BLOCKS, most=0) == (0, [0, 1, 2], [])


def test_as_many_pairs_are_written_as_there_is_room_for() -> None:
    assert found(*TWO_BLOCKS, room=1) == (3, [0, 1, 2], [[1, 0]])
    assert found(*TWO_BLOCKS, room=0) == (3, [0, 1, 2], [])


def test_no_names_have_no_pairs() -> None:
    assert found([], [], [0]) == (0, [], [])


@pytest.mark.parametrize(
    ("members", "listed", "bounds"),
    [
        ([0, 2], [(0, 2)], [0, 1, 1]),  # a partner that is no name
        ([0, -1], [(0, 2)], [0, 1, 1]),
        ([0], [(0, 2)], [0, 1]),  # more partners than there are
        ([0], [(1, 0)], [0, 1]),
        ([0], [(-1, 0)], [0, 1]),
        ([0], [(0, 1)], [0, 2]),  # more entries than there are
        ([0], [(0, 1)], [1, 0]),
        ([0], [(0, 1)], []),
    ],
)
def test_numbers_out_of_range_are_refused(members: list[int], listed: list[tuple[int, int]], bounds: list[int]) -> None:
    with pytest.raises(ValueError, match=r"Name|Entry|Partner|shape"):
        found(members, listed, bounds)


def names_of_one_skeleton(number: int) -> list[NameKey]:
    def word(consonants: str, place: int) -> str:
        return "".join(consonant + "aeiou"[place // 5**at % 5] for at, consonant in enumerate(consonants))

    return [(word("mhmd", place), word("slmn", place // 625)) for place in range(number)]


def test_made_up_names_that_are_all_alike_are_compared_with_fewer_of_the_most_frequent() -> None:
    keys = names_of_one_skeleton(3000)
    pairs = blocks(keys, list(range(3000, 0, -1)))
    assert len(pairs) <= MOST_PAIRS * 3000 + SPARE_PAIRS < len(pairs) + 3000
    most = int(pairs[:, 0].max()) + 1
    assert MOST_PAIRS <= most < FULL_BLOCK
    assert len(pairs) == sum(min(place, most) for place in range(3000))


def test_what_fits_into_the_spare_pairs_is_compared_in_full() -> None:
    keys = names_of_one_skeleton(400)
    assert len(blocks(keys, [1] * 400)) == sum(min(place, FULL_BLOCK) for place in range(400)) > MOST_PAIRS * 400


def test_the_pairs_do_not_depend_on_the_order_of_the_names() -> None:
    keys = names_of_one_skeleton(3000)
    pairs = {frozenset((keys[a], keys[b])) for a, b in blocks(keys, [1] * 3000).tolist()}
    turned = keys[::-1]
    assert {frozenset((turned[a], turned[b])) for a, b in blocks(turned, [1] * 3000).tolist()} == pairs


def test_a_name_is_in_a_block_once_whichever_of_two_equal_letters_is_left_out() -> None:
    """Without either t, "kat tan" has the consonants of the others."""
    others = [
        ("ka", f"t{one}n{other}") for one in "aeiou" for other in ("a", "e", "i", "o", "u", "aa", "ee", "oo", "ii")
    ]
    keys = [("kat", "tan"), *others[: FULL_BLOCK + 1]]
    pairs = blocks(keys, list(range(len(keys), 0, -1)))
    assert len(pairs) == sum(min(place, FULL_BLOCK) for place in range(FULL_BLOCK + 2))
