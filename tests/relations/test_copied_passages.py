"""Copied passages: what the kernel finds is what a plain search finds, and no word is copied twice."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.relations.copied_passages import CHAIN, COPIED_PASSAGE, GAP_WORDS, SEED_WORDS, copied_passages
from dedup.relations.measure import LEAST_COPIED
from dedup.text.tables import hash_tokens

Words = Sequence[str]


class Found(NamedTuple):
    """A row of the kernel: [start, end) in left and in right, copied words, longest run."""

    a0: int
    a1: int
    b0: int
    b1: int
    copied: int
    longest: int


def align(left: Words, right: Words, least: int = LEAST_COPIED, room: int = 5000) -> list[Found]:
    """The passages that the kernel finds in two lists of words."""
    return aligned(left, right, least, room)[0]


def aligned(left: Words, right: Words, least: int = LEAST_COPIED, room: int = 5000) -> tuple[list[Found], list[int]]:
    """The kernel on two lists of words: passages, and where each right word came from."""
    out = np.zeros(room, COPIED_PASSAGE)
    found, origins = copied_passages(hash_tokens(left), hash_tokens(right), least, out)
    assert found <= room
    return [Found(*row[:6]) for row in out[:found].tolist()], origins.tolist()


class Plain:
    """The same search in plain Python over sets and tuples: from each place of right the longest free run, grown over
    small gaps."""

    def __init__(self, left: Words, right: Words) -> None:
        self.left, self.right = left, right
        self.taken_left: set[int] = set()
        self.taken_right: set[int] = set()
        self.origins = [-1] * len(right)

    def equal(self, i: int, j: int) -> bool:
        inside = 0 <= i < len(self.left) and 0 <= j < len(self.right)
        return inside and self.left[i] == self.right[j] and i not in self.taken_left and j not in self.taken_right

    def run(self, i: int, j: int, step: int) -> int:
        length = 0
        while self.equal(i + step * length, j + step * length):
            length += 1
        return length

    def follow(self, i: int, j: int, step: int) -> tuple[list[tuple[int, int]], int]:
        """The matched places from (i, j) on, and the longest run among them."""
        matched: list[tuple[int, int]] = []
        longest = 0
        gaps = sorted((x + y, x, y) for x in range(GAP_WORDS + 1) for y in range(GAP_WORDS + 1) if x + y)
        while True:
            length = self.run(i, j, step)
            longest = max(longest, length)
            matched += [(i + step * k, j + step * k) for k in range(length)]
            i, j = i + step * length, j + step * length
            for _, x, y in gaps:
                behind = self.run(i + step * x, j + step * y, step)
                if behind >= 2 or (behind == 1 and x <= 1 and y <= 1):
                    i, j = i + step * x, j + step * y
                    break
            else:
                return matched, longest

    def passages(self, least: int) -> list[Found]:
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i in range(len(self.left) - SEED_WORDS + 1):
            places[tuple(self.left[i : i + SEED_WORDS])].append(i)
        found = []
        j = expected = 0
        while j + SEED_WORDS <= len(self.right):
            tried = places[tuple(self.right[j : j + SEED_WORDS])][:CHAIN] if j not in self.taken_right else []
            runs = [(-self.run(i, j, 1), abs(i - expected), i) for i in tried if self.run(i, j, 1) >= SEED_WORDS]
            if not runs:
                j += 1
                continue
            i = min(runs)[2]
            forth, longest_forth = self.follow(i, j, 1)
            back, longest_back = self.follow(i - 1, j - 1, -1)
            for came_from, copied in back + forth:
                self.origins[copied] = came_from
            a0, b0 = min(back + forth)
            a1, b1 = (end + 1 for end in max(forth))
            self.taken_left.update(range(a0, a1))
            self.taken_right.update(range(b0, b1))
            expected, j = a1, b1
            if len(back) + len(forth) >= least:
                found.append(Found(a0, a1, b0, b1, len(back) + len(forth), max(longest_forth, longest_back)))
        return found


def common_subsequence(one: Words, other: Words) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = row
        row = [0]
        for k, candidate in enumerate(other):
            row.append(before[k] + 1 if word == candidate else max(row[k], before[k + 1]))
    return row[-1]


def check(left: Words, right: Words, found: list[Found], least: int) -> None:
    """What must hold of any two texts."""
    for spans in ([(p.a0, p.a1) for p in found], [(p.b0, p.b1) for p in found]):
        assert all(end <= begin for (_, end), (begin, _) in pairwise(sorted(spans))), "a word is used twice"
    for p in found:
        one, other = left[p.a0 : p.a1], right[p.b0 : p.b1]
        assert p.copied >= least
        assert SEED_WORDS <= p.longest <= p.copied <= min(len(one), len(other))
        assert (one[0], one[-1]) == (other[0], other[-1])
        assert any(
            one[i : i + p.longest] == other[j : j + p.longest] for i in range(len(one)) for j in range(len(other))
        )
        assert common_subsequence(one, other) >= p.copied


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """A text, and another made of pieces of it with words changed, dropped and added."""
    alphabet = st.sampled_from([f"w{k}" for k in range(draw(st.sampled_from([2, 4, 12, 60])))])
    left = draw(st.lists(alphabet, max_size=80))
    right: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, max(0, len(left) - 1)))
        piece = left[begin : begin + draw(st.integers(0, 40))]
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(piece)))
            piece[at : at + draw(st.integers(0, 4))] = draw(st.lists(alphabet, max_size=4))
        right += piece + draw(st.lists(alphabet, max_size=3))
    return left, right


@settings(derandomize=True, deadline=None, max_examples=600)
@given(edited(), st.sampled_from([1, 4, LEAST_COPIED]))
def test_the_kernel_finds_what_a_plain_search_finds(texts: tuple[list[str], list[str]], least: int) -> None:
    left, right = texts
    found, origins = aligned(left, right, least)
    plain = Plain(left, right)
    assert found == plain.passages(least)
    assert origins == plain.origins
    check(left, right, found, least)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.permutations(range(12)), st.lists(st.integers(0, 11), unique=True, max_size=12), st.integers(1, 9))
def test_every_common_run_of_distinct_words_is_covered(order: list[int], kept: list[int], size: int) -> None:
    """Blocks of words that occur once are moved and dropped; what is left of each long block lies in passages on both
    sides."""
    left = [f"{block}-{k}" for block in range(12) for k in range(size)]
    right = [f"{block}-{k}" for block in order if block in kept for k in range(size)]
    found = align(left, right)
    check(left, right, found, LEAST_COPIED)
    inside_left = {left[i] for p in found for i in range(p.a0, p.a1)}
    inside_right = {right[j] for p in found for j in range(p.b0, p.b1)}
    if size >= LEAST_COPIED:
        assert inside_left >= set(right)
        assert inside_right == set(right)


WORDS = [f"word{k}" for k in range(300)]


def test_an_exact_copy_is_one_passage_of_everything() -> None:
    assert align(WORDS, WORDS) == [Found(0, 300, 0, 300, 300, 300)]


def test_a_moved_block_is_found() -> None:
    moved = WORDS[200:] + WORDS[:200]
    assert align(WORDS, moved) == [Found(200, 300, 0, 100, 100, 100), Found(0, 200, 100, 300, 200, 200)]


def test_an_edited_sentence_is_one_passage() -> None:
    left = "US terrorism must end read one sign at the rally by backers of the pro Iranian Hashed"
    right = "US terrorism has to end read one big sign at a rally by backers of a pro Iranian Hashed"
    assert align(left.split(), right.split()) == [Found(0, 17, 0, 19, 14, 4)]


@pytest.mark.parametrize(("gap", "passages"), [(1, 1), (3, 1), (4, 2)])
def test_a_gap_of_at_most_three_words_is_bridged(gap: int, passages: int) -> None:
    left = WORDS[:40]
    right = WORDS[:20] + [f"new{k}" for k in range(gap)] + WORDS[20:40]
    assert len(align(left, right)) == passages
    assert len(align(right, left)) == passages


def test_one_word_alone_ends_no_wide_gap() -> None:
    """Behind a gap of one word a side a single word is enough; behind a wider one two must match, or chance would carry
    passages on."""
    right = [*WORDS[:10], "x", WORDS[11], "y"]
    assert align(WORDS, right) == [Found(0, 12, 0, 12, 11, 10)]
    right = [*WORDS[:10], "x", "x", WORDS[12], "y"]
    assert align(WORDS, right) == [Found(0, 10, 0, 10, 10, 10)]


@pytest.mark.parametrize(("words", "passages"), [(LEAST_COPIED - 1, 0), (LEAST_COPIED, 1)])
def test_a_short_passage_is_a_phrase_of_the_language(words: int, passages: int) -> None:
    other = [f"other{k}" for k in range(50)]
    assert len(align(WORDS, other[:20] + WORDS[100 : 100 + words] + other[20:])) == passages


@pytest.mark.parametrize("size", range(SEED_WORDS + 1))
def test_texts_too_short_for_a_seed(size: int) -> None:
    assert align(WORDS[:size], WORDS[:size]) == []
    assert align(WORDS[:size], WORDS[:size], least=1) == ([Found(0, 4, 0, 4, 4, 4)] if size == SEED_WORDS else [])
    assert align([], WORDS) == align(WORDS, []) == []


def test_what_does_not_fit_is_counted_all_the_same() -> None:
    blocks = [WORDS[begin : begin + 10] for begin in range(0, 100, 10)]
    right = [word for block in reversed(blocks) for word in block]
    out = np.zeros(3, COPIED_PASSAGE)
    out["end_a"] = -1
    found, _ = copied_passages(hash_tokens(WORDS[:100]), hash_tokens(right), LEAST_COPIED, out[:2])
    assert found == 10
    assert out[2:].tolist() == [(0, -1, 0, 0, 0, 0, 0, 0)]
    assert [Found(*row[:6]) for row in out[:2].tolist()] == align(WORDS[:100], right)[:2]


def test_repetition_does_not_explode() -> None:
    """20,000 words of one, two or five sorts: a search that tried every place of a word against every other would not
    end."""
    size = 20_000
    chosen = random.Random(1)
    one_word, turns = ["a"] * size, ["a", "b"] * (size // 2)
    assert align(one_word, one_word) == [Found(0, size, 0, size, size, size)]
    assert align(turns, turns) == [Found(0, size, 0, size, size, size)]
    assert align(one_word, ["a", "a", "a", "a", "b"] * (size // 5))[0].copied >= size // 5 * 4 - 4
    for sorts in ("ab", "abcde"):
        left, right = ([chosen.choice(sorts) for _ in range(size)] for _ in range(2))
        found = align(left, right)
        assert found
        assert sum(p.a1 - p.a0 for p in found) <= size
        for spans in ([(p.a0, p.a1) for p in found], [(p.b0, p.b1) for p in found]):
            assert all(end <= begin for (_, end), (begin, _) in pairwise(sorted(spans)))
