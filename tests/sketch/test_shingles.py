"""Shingles: winnowed, counted, noted where they occur again and left out where they are common, against plain
Python."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import pack
from dedup.sketch.minhash import signature_of, sketch_articles, sketch_uncommon
from dedup.sketch.shingles import count_shingles, note_shingles, rare_shingles, shingle_hashes, winnow
from dedup.sketch.signatures import permutations
from dedup.text.tables import U32
from dedup.text.tokens import Tokenizer, Tokens

EMPTY = 0xFFFFFFFF
other_words = st.lists(st.integers(0, 30), max_size=25)
hashes32 = st.integers(0, 6) | st.integers(0, EMPTY)


def winnowed(values: list[int], window: int) -> list[int]:
    kept: list[int] = winnow(np.array(values, np.uint32), window).tolist()
    return kept


def tokens_of(*texts: str) -> Tokens:
    return Tokenizer()(*pack(texts))


def shingles_of(tokens: Tokens, article: int, width: int) -> list[int]:
    found: list[int] = shingle_hashes(tokens.hashes[tokens.of(article)], width).tolist()
    return found


@given(st.lists(hashes32, max_size=60), st.integers(0, 9))
def test_winnowing_keeps_the_smallest_of_each_window(values: list[int], window: int) -> None:
    """Each kept one is the smallest of a window, each window's smallest is kept, in order, and none twice for one
    place."""
    kept = winnowed(values, window)
    if window <= 1:
        assert kept == values
        return
    lows = [min(values[i : i + window]) for i in range(max(1, len(values) - window + 1))] if values else []
    assert set(kept) == set(lows)
    rest = iter(values)
    assert all(value in rest for value in kept), "the kept ones stand in the order of the text"
    changes = sum(1 for i, low in enumerate(lows) if i == 0 or low != lows[i - 1])
    assert changes <= len(kept)


@given(
    other_words,
    other_words,
    st.lists(st.integers(31, 60), min_size=12, max_size=20),
    other_words,
    other_words,
    st.integers(2, 6),
    st.integers(1, 6),
)
def test_a_long_enough_run_of_words_in_common_keeps_a_shingle_of_it(
    before_a: list[int],
    before_b: list[int],
    run: list[int],
    after_a: list[int],
    after_b: list[int],
    window: int,
    width: int,
) -> None:
    """The guarantee of Schleimer et al.: window + width - 1 words running are enough, whatever stands around them."""
    shared = run[: window + width - 1]
    texts = ([*before_a, *shared, *after_a], [*before_b, *shared, *after_b], shared)
    tokens = tokens_of(*(" ".join(f"w{n}" for n in numbers) for numbers in texts))
    of_run = set(shingles_of(tokens, 2, width))
    one, two = (set(winnowed(shingles_of(tokens, article, width), window)) for article in (0, 1))
    assert one & two & of_run


def test_winnowing_keeps_about_two_of_window_plus_one() -> None:
    """The density of random hashes, 2 / (window + 1), within 5 %."""
    values = np.random.default_rng(3).integers(0, 1 << 32, 50_000).tolist()
    for window in (2, 4, 8):
        assert len(winnowed(values, window)) == pytest.approx(50_000 * 2 / (window + 1), rel=0.05)


SENTENCES = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=30).map(" ".join), min_size=1, max_size=6)


def count(tokens: Tokens, width: int, size: int) -> U32:
    seen = np.zeros(size, np.uint32)
    count_shingles(tokens, width, seen)
    return seen


@given(SENTENCES, st.integers(1, 5), st.sampled_from([4, 1 << 16]))
def test_every_occurrence_of_a_shingle_is_counted(texts: list[str], width: int, size: int) -> None:
    """Two shingles may share a counter, which then tells their sum."""
    tokens = tokens_of(*texts)
    expected = Counter(h % size for n in range(len(texts)) for h in shingles_of(tokens, n, width))
    seen = count(tokens, width, size)
    assert {slot: int(seen[slot]) for slot in np.flatnonzero(seen).tolist()} == expected


@given(SENTENCES, st.integers(1, 3), st.integers(0, 6))
def test_common_shingles_are_left_out_of_the_sketch(texts: list[str], width: int, most: int) -> None:
    """What is left is the signature of the other shingles; with none left it is the empty one."""
    tokens = tokens_of(*texts)
    seen = count(tokens, width, 1 << 16)
    drawn = permutations(32, 1)
    found = np.empty((len(texts), 32), np.uint32)
    sketch_uncommon(tokens, (0, len(texts)), width, seen, most, drawn, found)
    for n in range(len(texts)):
        left = np.array([h for h in shingles_of(tokens, n, width) if seen[h % (1 << 16)] <= most], np.uint32)
        assert found[n].tolist() == signature_of(left, drawn).tolist()
        assert left.size > 0 or (found[n] == EMPTY).all()


@given(SENTENCES, SENTENCES, st.integers(0, 90), st.sampled_from([1, 4]))
def test_shingles_seen_twice_are_posted_with_their_article(
    one: list[str], two: list[str], first: int, every: int
) -> None:
    """Seen in whatever batch; notes large enough that no two shingles share one, so that exactly those are posted."""
    batches = [tokens_of(*one), tokens_of(*two)]
    seen = np.zeros(1 << 22, np.uint8)
    for tokens in batches:
        note_shingles(tokens, 3, every, seen)
    kept = [
        [(h, n) for n in range(tokens.counts.size) for h in winnowed(shingles_of(tokens, n, 3), every)]
        for tokens in batches
    ]
    times = Counter(h for batch in kept for h, _ in batch)
    for tokens, rows in zip(batches, kept, strict=True):
        found = rare_shingles(tokens, first, 3, every, seen)
        assert [(int(e) >> 32, int(e) & EMPTY) for e in found] == [(h, first + n) for h, n in rows if times[h] > 1]


@given(SENTENCES)
def test_too_few_notes_post_too_much_and_never_too_little(texts: list[str]) -> None:
    tokens = tokens_of(*texts)
    posted = []
    for size in (1 << 22, 2, 1):
        seen = np.zeros(size, np.uint8)
        note_shingles(tokens, 2, 1, seen)
        posted.append(set(rare_shingles(tokens, 0, 2, 1, seen).tolist()))
    assert posted[0] <= posted[1] <= posted[2]


def test_what_would_be_read_out_of_bounds_is_refused() -> None:
    """Token columns that do not fit, notes that no mask fits, rows and shingles that are not there."""
    tokens = tokens_of("a b c", "d e f")
    drawn, out = permutations(32, 1), np.empty((2, 32), np.uint32)
    outside = tokens._replace(counts=np.array([3, 3_000]))
    with pytest.raises(ValueError, match="article 1 are not inside"):
        rare_shingles(outside, 0, 2, 1, np.zeros(4, np.uint8))
    with pytest.raises(ValueError, match="power of two"):
        note_shingles(tokens, 2, 1, np.zeros(3, np.uint8))
    with pytest.raises(ValueError, match="power of two"):
        sketch_uncommon(tokens, (0, 2), 2, np.zeros(0, np.uint32), 1, drawn, out)
    with pytest.raises(ValueError, match="at least one word"):
        shingle_hashes(tokens.hashes, 0)
    for part in ((0, 3), (-1, 1), (2, 1)):
        with pytest.raises(ValueError, match="not all in the columns"):
            sketch_articles(tokens, part, 2, drawn, out)
    with pytest.raises(ValueError, match="as many slots"):
        sketch_articles(tokens, (0, 2), 2, permutations(33, 1), out)
