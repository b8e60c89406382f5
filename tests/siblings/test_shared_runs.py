"""The kernel that aligns words takes the alignment that rapidfuzz takes."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from dedup.siblings.shared_runs import runs_between

KEYS = st.lists(st.integers(0, 5), max_size=150) | st.lists(st.integers(0, 200), max_size=150)


@given(KEYS, KEYS)
@example([0] * 200, [0, 1] * 100)
def test_the_runs_of_any_two_lists_of_words(one: list[int], other: list[int]) -> None:
    expected = [
        (code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in Indel.opcodes(one, other)
        if code.tag == "equal"
    ]
    assert runs_between(np.array(one, np.int32), np.array(other, np.int32)) == expected


@given(KEYS, st.lists(st.tuples(st.integers(0, 149), st.integers(0, 5)), max_size=8))
def test_the_runs_of_a_list_and_one_with_some_words_changed(one: list[int], changes: list[tuple[int, int]]) -> None:
    other = [dict(changes).get(place, key) for place, key in enumerate(one)]
    expected = [c.src_end - c.src_start for c in Indel.opcodes(one, other) if c.tag == "equal"]
    found = runs_between(np.array(one, np.int32), np.array(other, np.int32))
    assert [size for _, _, size in found] == expected
