"""Winnowing, band keys and pairs of buckets against plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import kernels, pack
from dedup.sketch.candidates import bucket_pairs, distinct
from dedup.sketch.signatures import permutations
from dedup.text.tables import U32, U64
from dedup.text.tokens import Tokenizer, Tokens

EMPTY = 0xFFFFFFFF
Pair = tuple[int, int]
other_words = st.lists(st.integers(0, 30), max_size=25)
hashes32 = st.integers(0, 6) | st.integers(0, EMPTY)


def winnowed(values: list[int], window: int) -> list[int]:
    out = np.array([*values, 0], np.uint32)
    return [int(v) for v in out[: kernels.winnow(out, len(values), window)]]


def tokens_of(*texts: str) -> Tokens:
    return Tokenizer()(*pack(texts))


def shingles_of(tokens: Tokens, article: int, width: int) -> list[int]:
    out = np.empty(int(tokens.counts[article]) + 8, np.uint32)
    count = kernels.shingle_hashes(tokens.hashes, tokens.first[article], tokens.counts[article], width, out)
    return [int(h) for h in out[:count]]


@given(st.lists(hashes32, max_size=60), st.integers(0, 9))
def test_winnowing_keeps_the_smallest_of_each_window(values: list[int], window: int) -> None:
    """Each kept one is the smallest of a window, each window's smallest is kept, in order, and none twice for one place."""
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
    before_a: list[int], before_b: list[int], run: list[int], after_a: list[int], after_b: list[int], window: int, width: int
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
    kernels.count_shingles(tokens.hashes, tokens.first, tokens.counts, width, seen)
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
    a, b = permutations(32, 1)
    found = np.empty((len(texts), 32), np.uint32)
    kernels.sketch_uncommon(tokens.hashes, tokens.first, tokens.counts, 0, len(texts), width, seen, most, a, b, found)
    for n in range(len(texts)):
        left = np.array([h for h in shingles_of(tokens, n, width) if seen[h % (1 << 16)] <= most] + [0], np.uint32)
        expected = np.empty(32, np.uint32)
        kernels.minhash_affine32(left, left.size - 1, a, b, expected)
        assert found[n].tolist() == expected.tolist()
        assert left.size > 1 or (found[n] == EMPTY).all()


@given(SENTENCES, SENTENCES, st.integers(0, 90), st.sampled_from([1, 4]))
def test_shingles_seen_twice_are_posted_with_their_article(one: list[str], two: list[str], first: int, every: int) -> None:
    """Seen in whatever batch; notes large enough that no two shingles share one, so that exactly those are posted."""
    batches = [tokens_of(*one), tokens_of(*two)]
    seen = np.zeros(1 << 22, np.uint8)
    for tokens in batches:
        kernels.note_shingles(tokens.hashes, tokens.first, tokens.counts, 3, every, seen)
    kept = [[(h, n) for n in range(tokens.counts.size) for h in winnowed(shingles_of(tokens, n, 3), every)] for tokens in batches]
    times = Counter(h for batch in kept for h, _ in batch)
    for tokens, rows in zip(batches, kept, strict=True):
        out = np.empty(int(tokens.counts.sum()) + 1, np.uint64)
        found = kernels.rare_shingles(tokens.hashes, tokens.first, tokens.counts, first, 3, every, seen, out)
        assert [(int(e) >> 32, int(e) & EMPTY) for e in out[:found]] == [(h, first + n) for h, n in rows if times[h] > 1]


@given(SENTENCES)
def test_too_few_notes_post_too_much_and_never_too_little(texts: list[str]) -> None:
    tokens = tokens_of(*texts)
    posted = []
    for size in (1 << 22, 2, 1):
        seen = np.zeros(size, np.uint8)
        kernels.note_shingles(tokens.hashes, tokens.first, tokens.counts, 2, 1, seen)
        out = np.empty(int(tokens.counts.sum()) + 1, np.uint64)
        posted.append(set(out[: kernels.rare_shingles(tokens.hashes, tokens.first, tokens.counts, 0, 2, 1, seen, out)].tolist()))
    assert posted[0] <= posted[1] <= posted[2]


def keys_of(rows: list[list[int]], bands: int, width: int) -> list[list[int]]:
    out = np.zeros((bands, len(rows)), np.uint32)
    kernels.band_keys(np.array(rows, np.uint32).reshape(len(rows), bands * width), width, out)
    return out.T.tolist()


@given(st.lists(st.lists(st.integers(0, 1) | st.just(EMPTY), min_size=6, max_size=6), min_size=1, max_size=8), st.sampled_from([1, 2, 3]))
def test_articles_share_a_key_where_they_share_a_band(rows: list[list[int]], width: int) -> None:
    """Equal slots give an equal key, other slots another (32 bits: no clash among so few), and an empty text has key 0 alone."""
    bands = 6 // width
    keys = keys_of(rows, bands, width)
    for one, two in combinations(range(len(rows)), 2):
        if set(rows[one]) == {EMPTY} or set(rows[two]) == {EMPTY}:
            continue
        for band in range(bands):
            same = rows[one][band * width : (band + 1) * width] == rows[two][band * width : (band + 1) * width]
            assert (keys[one][band] == keys[two][band]) == same
    for row, own in zip(rows, keys, strict=True):
        assert (0 in own) == (set(row) == {EMPTY})
        if set(row) == {EMPTY}:
            assert set(own) == {0}


def test_the_same_slots_have_another_key_in_another_band() -> None:
    assert len(set(keys_of([[5] * 6], 3, 2)[0])) == 3


def entries_of(buckets: dict[int, list[int]]) -> U64:
    return np.sort(np.array([key << 32 | article for key, articles in buckets.items() for article in articles], np.uint64))


def as_pairs(values: U64) -> list[Pair]:
    return [(int(v) >> 32, int(v) & EMPTY) for v in values]


buckets = st.dictionaries(st.integers(0, 5) | st.integers(1, EMPTY), st.lists(st.integers(0, 40), max_size=14), max_size=8)


@given(buckets, st.integers(2, 10), st.integers(8, 14))
def test_pairs_of_buckets(found: dict[int, list[int]], full: int, most: int) -> None:
    """Small buckets give all their pairs, large ones a star and a chain; too large ones, key 0 and an article with itself give none."""
    expected: list[Pair] = []
    for key in sorted(found):
        held = sorted(found[key]) if key and len(found[key]) <= most else []
        near = [(i, j) for i, j in combinations(range(len(held)), 2) if len(held) <= full or i == 0 or j == i + 1]
        expected += [(held[i], held[j]) for i, j in near if held[i] != held[j]]
    assert sorted(as_pairs(bucket_pairs(entries_of(found), full, most))) == sorted(expected)


@pytest.mark.parametrize("size", [25, 1_000, 20_000])
def test_a_large_bucket_links_each_with_the_first_and_its_neighbour(size: int) -> None:
    """Connected, and linear in the number of articles: 2n - 3 pairs; more than the first room for pairs holds."""
    pairs = as_pairs(bucket_pairs(entries_of({7: list(range(size))}), 24, 1 << 62))
    assert set(pairs) == {(0, n) for n in range(1, size)} | {(n, n + 1) for n in range(1, size - 1)}
    assert len(pairs) == 2 * size - 3


def test_the_largest_article_number_and_key_are_kept_apart() -> None:
    top = EMPTY
    assert as_pairs(bucket_pairs(entries_of({top: [0, top], top - 1: [1, top]}), 24, 1 << 62)) == [(1, top), (0, top)]


def test_many_full_small_buckets_outgrow_the_first_room() -> None:
    buckets_of = {key: list(range(key, key + 24)) for key in range(1, 60)}
    pairs = as_pairs(bucket_pairs(entries_of(buckets_of), 24, 1 << 62))
    assert len(pairs) == 59 * 24 * 23 // 2 > 4096
    assert Counter(pairs) == Counter(pair for held in buckets_of.values() for pair in combinations(held, 2))


@given(st.lists(st.lists(st.integers(0, 5) | st.integers(0, (1 << 64) - 1), max_size=20), max_size=4))
def test_distinct_values_are_sorted(pieces: list[list[int]]) -> None:
    values = distinct([np.array(piece, np.uint64) for piece in pieces])
    assert values.dtype == np.uint64
    assert values.tolist() == sorted({value for piece in pieces for value in piece})


@given(st.lists(st.integers(0, 5) | st.integers(0, (1 << 64) - 1), max_size=40), st.integers(1, 4))
def test_values_that_repeat_often_enough(values: list[int], least: int) -> None:
    out = np.empty(len(values), np.uint64)
    found = kernels.repeated_values(np.sort(np.array(values, np.uint64)), least, out)
    times: dict[int, int] = defaultdict(int)
    for value in values:
        times[value] += 1
    assert out[:found].tolist() == sorted(value for value, n in times.items() if n >= least)
