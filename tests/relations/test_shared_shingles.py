"""Exact shingle sets against the sets of Python."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.relations.shared_shingles import shared_shingles
from dedup.text.tables import hash_tokens


def shared(
    left: list[str], right: list[str], width: int, *, same: bool = False, origins: list[int] | None = None
) -> tuple[int, int, int]:
    """The kernel on two lists of words, which are the `same` or were copied from one another as `origins` says."""
    came_from = None if same else np.array([-1] * len(right) if origins is None else origins, np.int32)
    return shared_shingles(hash_tokens(left), hash_tokens(right), width, came_from)


def shingles(words: list[str], width: int) -> set[tuple[str, ...]]:
    """A text that is shorter than a shingle is one."""
    return {tuple(words[i : i + width]) for i in range(max(len(words) - width + 1, min(1, len(words))))}


texts = st.lists(st.sampled_from("abcde"), max_size=60)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(texts, texts, st.sampled_from([1, 2, 5]))
def test_shared_shingles_are_those_of_two_sets(left: list[str], right: list[str], width: int) -> None:
    one, other = shingles(left, width), shingles(right, width)
    assert shared(left, right, width) == (len(one), len(other), len(one & other))
    assert shared(left, left, width, same=True) == (len(one), len(one), len(one))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(texts, texts, st.sampled_from([1, 2, 5]), st.data())
def test_words_that_are_known_to_be_copied_change_no_count(
    left: list[str], right: list[str], width: int, data: st.DataObject
) -> None:
    """Whatever places the copied words came from: the same, moved, reversed or any other where the same word stands."""
    origins = [
        data.draw(st.sampled_from([-1, *(i for i, word in enumerate(left) if word == copied)])) for copied in right
    ]
    assert shared(left, right, width, origins=origins) == shared(left, right, width)
    shift = data.draw(st.integers(-3, 3))
    run = [j + shift if 0 <= j + shift < len(left) and left[j + shift] == word else -1 for j, word in enumerate(right)]
    assert shared(left, right, width, origins=run) == shared(left, right, width)
