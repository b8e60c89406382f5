"""Two rare stems of one sentence, found again in a sentence of another article, propose a pair: reworded passages in
long own texts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.sketch import anchor_entries, pack
from dedup.sketch.anchor_entries import LEAST_WEIGHT, MOST_ANCHORS, RAREST
from dedup.sketch.anchors import FULL, LEAST_SHARED, NEAREST, AnchorCandidates
from dedup.sketch.candidates import as_rows
from dedup.text.background import background
from dedup.text.terms import Terms
from dedup.text.tokens import Columns, Tokenizer, Tokens

Pairs = set[tuple[int, int]]
LOW = (1 << 32) - 1


class Newsroom:
    """Writes sentences whose words are as common as in news at large."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        table = background()
        self.words = sorted(word for word in table.counts if word.isalpha())
        self.ranks = list(accumulate(table.counts[word] for word in self.words))
        weights = dict(zip(self.words, table.weights(self.words), strict=True))
        self.rare = {word for word in self.words if weights[word] >= LEAST_WEIGHT}

    def sentence(self, words: int = 18) -> str:
        return self.ended(self.draw.choices(self.words, cum_weights=self.ranks, k=words))

    def sentences(self, count: int) -> list[str]:
        return [self.sentence() for _ in range(count)]

    def reworded(self, sentence: str) -> str:
        """The rare words of a sentence in another order, with other common words."""
        kept = [word for word in sentence[:-1].lower().split() if word in self.rare]
        common = [word for word in self.draw.choices(self.words, cum_weights=self.ranks, k=60) if word not in self.rare]
        return self.ended(self.draw.sample([*kept, *common[: 18 - len(kept)]], k=min(18, len(kept) + len(common))))

    @staticmethod
    def ended(words: list[str]) -> str:
        return " ".join(words).capitalize() + "."


def proposed(texts: Sequence[str], *, size: int = 1_000, jobs: int = 1, expected: int | None = None) -> Pairs:
    """Candidates of the texts, read in batches of `size`; `expected` are the bytes that were announced."""
    batches = []
    for at in range(0, len(texts), size):
        buffer, offsets = pack(texts[at : at + size])
        batches.append(Columns(buffer, offsets, Tokenizer(jobs)(buffer, offsets)))
    finder = AnchorCandidates(Terms(), expected)
    for batch in batches:
        finder.add(batch)
    for batch in batches:
        finder.add_again(batch)
    found = finder.pairs()
    rows = as_rows(found)
    assert (rows[:, 0] < rows[:, 1]).all()
    assert len(found) < 2 or (np.diff(found) > 0).all(), "sorted, each pair once"
    return {(a, b) for a, b in rows.tolist()}


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom(1)


@pytest.fixture(scope="module")
def corpus(newsroom: Newsroom) -> tuple[list[str], Pairs]:
    """40 own texts, and 20 more that tell three sentences of the first 20 in other words."""
    own = [newsroom.sentences(20) for _ in range(40)]
    partial = [
        [*newsroom.sentences(8), *map(newsroom.reworded, text[8:11]), *newsroom.sentences(8)] for text in own[:20]
    ]
    return [" ".join(text) for text in [*own, *partial]], {(n, 40 + n) for n in range(20)}


def test_three_reworded_sentences_in_two_long_texts_are_proposed(corpus: tuple[list[str], Pairs]) -> None:
    """All of them; of the 1,750 unrelated pairs, at most one in twenty."""
    texts, partial = corpus
    found = proposed(texts)
    assert partial <= found
    assert len(found - partial) <= 1_750 // 20


def test_words_that_stand_in_other_sentences_are_no_anchor(newsroom: Newsroom) -> None:
    """The rare words of one sentence, spread over a sentence each."""
    sentences = newsroom.sentences(3)
    words = [word for sentence in sentences for word in sentence[:-1].lower().split()]
    spread = " ".join(f"{word.capitalize()}." for word in words)
    assert proposed([" ".join(sentences), spread]) == set()
    assert proposed([" ".join(sentences), " ".join(map(newsroom.reworded, sentences))]) == {(0, 1)}


@pytest.mark.parametrize(
    "way", [{"size": 1}, {"size": 7}, {"size": 13, "jobs": 2}, {"expected": 0}, {"expected": 1 << 40}]
)
def test_batches_threads_and_notes_do_not_matter(corpus: tuple[list[str], Pairs], way: dict[str, int]) -> None:
    assert proposed(corpus[0], **way) == proposed(corpus[0])


@pytest.fixture(scope="module")
def topic(newsroom: Newsroom) -> list[str]:
    """Texts of one topic, each with some of the same sentences: more candidates than are kept, many with equally many
    anchors."""
    pool = newsroom.sentences(9)
    texts = [" ".join([*newsroom.draw.sample(pool, 3), *newsroom.sentences(2)]) for _ in range(44)]
    return [*texts, texts[0], texts[7], texts[0]]


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(topic: list[str], chosen: random.Random) -> None:
    """The same texts are paired, whichever comes first; those with equally many anchors in common too."""

    def by_text(texts: list[str]) -> set[frozenset[str]]:
        return {frozenset((texts[a], texts[b])) for a, b in proposed(texts)}

    expected = by_text(topic)
    assert len(expected) > 100
    assert by_text(chosen.sample(topic, len(topic))) == expected


def test_a_sentence_in_too_many_articles_gives_no_pairs(newsroom: Newsroom) -> None:
    shared = " ".join(newsroom.sentences(2))
    texts = [f"{shared} {newsroom.sentence()}" for _ in range(FULL + 1)]
    others = proposed([text[len(shared) :] for text in texts])
    assert proposed(texts) == others
    assert len(proposed(texts[:FULL])) > FULL


def test_at_most_the_nearest_are_kept(newsroom: Newsroom) -> None:
    """Though every two of these articles have anchors in common; the ones with the most are there."""
    pool = newsroom.sentences(2)
    texts = [" ".join([*pool, *newsroom.sentences(3)]) for _ in range(FULL - 1)]
    texts.append(" ".join([texts[5], newsroom.sentence()]))
    found = proposed(texts)
    assert (5, FULL - 1) in found
    assert FULL * NEAREST // 2 <= len(found) <= FULL * NEAREST
    assert len(found) < FULL * (FULL - 1) // 2


@pytest.mark.parametrize(
    "text", ["", " ", "…", "word " * 100_000, "a. " * 5_000, "the and of", "字" * 500, "\x00" * 50]
)
def test_texts_with_little_in_them_are_never_proposed(newsroom: Newsroom, text: str) -> None:
    story = " ".join(newsroom.sentences(6))
    assert proposed([text, story, text, story, text]) == {(1, 3)}
    assert proposed([text, text]) == set()


def test_no_texts() -> None:
    assert proposed([]) == set()


def test_an_article_has_a_bounded_number_of_anchors(newsroom: Newsroom) -> None:
    """A book gives no more than MOST_ANCHORS, and what follows it, beyond the room that a batch is given at first, all
    of its own."""
    texts = [*[" ".join(newsroom.sentences(1_200))] * 5, " ".join(newsroom.sentences(4))]
    buffer, offsets = pack(texts)
    entries = AnchorCandidates(Terms()).anchors(Columns(buffer, offsets, Tokenizer()(buffer, offsets)))
    counts = np.bincount((entries & np.uint64(LOW)).astype(np.int64))
    assert counts[:-1].tolist() == [MOST_ANCHORS] * 5
    assert counts[-1] > 20


def joined(one: int, other: int) -> int:
    """The hash of two stems once more."""
    mask = (1 << 64) - 1
    h = ((min(one, other) << 32 | max(one, other)) * anchor_entries.FACTOR) & mask
    h ^= h >> 29
    return max(1, ((h * anchor_entries.FACTOR) & mask) >> 32)


def slowly(
    articles: Sequence[Sequence[Sequence[int]]], weights: Sequence[float], hashes: Sequence[int], article: int
) -> set[int]:
    """Entries of articles, which are sentences of terms."""
    found = set()
    for number, sentences in enumerate(articles, article):
        for terms in sentences:
            heavy = {(weights[term], hashes[term]) for term in terms if weights[term] >= LEAST_WEIGHT}
            rare = [stem for _, stem in sorted(heavy, reverse=True)[:RAREST]]
            found |= {joined(a, b) << 32 | number for a, b in combinations(rare, 2)}
    return found


TERMS = 24
WEIGHTS = np.random.default_rng(5).choice([0.5, 1.99, LEAST_WEIGHT, 3.0, 3.0, 5.5, 7.25], TERMS)
HASHES = np.random.default_rng(6).integers(0, 1 << 32, TERMS, dtype=np.uint32)
some_sentences = st.lists(st.integers(0, TERMS - 1), min_size=1, max_size=20) | st.permutations(range(TERMS))
some_articles = st.lists(st.lists(some_sentences, max_size=4), max_size=5)


def run_sentence_anchors(articles: Sequence[Sequence[Sequence[int]]], article: int, room: int) -> tuple[int, list[int]]:
    """The kernel over articles that stand one place apart."""
    counts = np.array([sum(map(len, sentences)) for sentences in articles], np.int64)
    first = np.cumsum(counts + 1) - counts
    terms = np.full(int((counts + 1).sum()) + 1, TERMS - 1, np.int32)
    flags = np.full(terms.size, 1, np.uint8)
    for begin, sentences in zip(first.tolist(), articles, strict=True):
        flat = [(term, int(place == 0)) for sentence in sentences for place, term in enumerate(sentence)]
        for place, (term, flag) in enumerate(flat, begin):
            terms[place], flags[place] = term, flag
    out = np.zeros(room, np.uint64)
    nothing = np.zeros(terms.size, np.uint32)
    tokens = Tokens(first, counts, nothing, nothing, np.zeros(terms.size, np.uint64), np.zeros(counts.size, np.bool_))
    found = anchor_entries.sentence_anchors(tokens, terms, flags, WEIGHTS, HASHES, article, out)
    return found, out.tolist()


@given(some_articles, st.integers(0, 1 << 20))
def test_the_rarest_stems_of_a_sentence_in_pairs_each_once_an_article(
    articles: list[list[list[int]]], article: int
) -> None:
    expected = slowly(articles, WEIGHTS.tolist(), HASHES.tolist(), article)
    found, out = run_sentence_anchors(articles, article, 2_000)
    assert found == len(expected)
    assert sorted(out[:found]) == sorted(expected)
    assert not any(out[found:])


@given(some_articles, st.integers(0, 40))
def test_too_little_room_is_told_and_not_passed(articles: list[list[list[int]]], room: int) -> None:
    whole, entries = run_sentence_anchors(articles, 0, 2_000)
    found, out = run_sentence_anchors(articles, 0, room)
    assert found == whole
    assert out == entries[:room]


some_entries = st.lists(st.tuples(st.integers(1, 300), st.integers(0, 9)), max_size=60, unique=True)


def packed(entries: Sequence[tuple[int, int]]) -> Any:
    return np.array([anchor << 32 | article for anchor, article in entries], np.uint64)


@given(some_entries, st.sampled_from([16, 32, 64, 1 << 12]), st.integers(1, 5))
def test_an_anchor_of_two_articles_is_never_lost(entries: list[tuple[int, int]], size: int, parts: int) -> None:
    """Whatever the batches; with notes enough, an anchor of one article is left out."""
    seen = np.zeros(size, np.uint8)
    for part in range(parts):
        anchor_entries.note_anchors(packed(entries[part::parts]), seen)
    kept = anchor_entries.keep_noted(packed(entries), seen).tolist()
    number = Counter(anchor for anchor, _ in entries)
    wanted = [anchor << 32 | article for anchor, article in entries if number[anchor] > 1]
    assert [entry for entry in kept if number[entry >> 32] > 1] == wanted
    if 4 * size > 300:
        assert kept == wanted
    crowded = {slot for slot, n in Counter((anchor // 4 % size, anchor % 4) for anchor, _ in entries).items() if n > 1}
    assert kept == [a << 32 | n for a, n in entries if (a // 4 % size, a % 4) in crowded]


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), max_size=60, unique=True),
    st.integers(1, 6),
    st.integers(0, 50),
)
def test_small_buckets_give_all_their_pairs_and_large_ones_none(
    entries: list[tuple[int, int]], full: int, room: int
) -> None:
    """Article by article, or all at once."""
    buckets: dict[int, list[int]] = {}
    for anchor, article in sorted(entries):
        buckets.setdefault(anchor, []).append(article)
    expected = [a << 32 | b for held in buckets.values() if len(held) <= full for a, b in combinations(held, 2)]
    useful = packed(sorted(entries))
    useful = useful[: anchor_entries.drop_useless(useful, full)]
    assert useful.tolist() == [a << 32 | n for a, n in sorted(entries) if 1 < len(buckets[a]) <= full]
    out = np.zeros(room, np.uint64)
    assert anchor_entries.pairs_in(useful, 0, 10, out) == len(expected)
    assert out.tolist()[: len(expected)] == expected[:room]
    for article in range(10):
        own = np.zeros(len(expected), np.uint64)
        found = anchor_entries.pairs_in(useful, article, article + 1, own)
        assert own[:found].tolist() == [pair for pair in expected if pair >> 32 == article]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=28, unique=True), st.integers(1, 4))
def test_a_pair_is_kept_while_one_of_its_articles_has_room(pairs: list[tuple[int, int]], nearest: int) -> None:
    used: Counter[int] = Counter()
    expected = []
    for a, b in pairs:
        expected.append(used[a] < nearest or used[b] < nearest)
        used.update([a])
        used.update([b])
    kept = anchor_entries.keep_nearest(np.array([a << 32 | b for a, b in pairs], np.uint64), 8, nearest)
    assert kept.tolist() == expected
    assert sum(expected) <= 8 * nearest


@given(some_entries, st.randoms(use_true_random=False))
def test_the_digest_of_an_article_hangs_on_its_anchors_alone(
    entries: list[tuple[int, int]], chosen: random.Random
) -> None:
    out, again = np.zeros(10, np.uint64), np.zeros(10, np.uint64)
    anchor_entries.add_digests(packed(entries), 0, out)
    anchor_entries.add_digests(
        packed([(anchor, article + 50) for anchor, article in chosen.sample(entries, len(entries))]), 50, again
    )
    assert out.tolist() == again.tolist()
    sums = [sum(anchor for anchor, article in entries if article == own) for own in range(10)]
    assert out.tolist() == [own * anchor_entries.FACTOR % (1 << 64) for own in sums]


@pytest.mark.parametrize(
    ("shared", "found"),
    [
        (["Karawanken boulder"], set()),
        (["Karawanken boulder locomotive"], {(0, 1)}),
        (["Karawanken boulder", "chlorine kindergarten"], {(0, 1)}),
        (["Karawanken boulder", "boulder Karawanken"], set()),
    ],
)
def test_one_anchor_in_common_is_not_enough(shared: list[str], found: Pairs) -> None:
    """Three rare words of a sentence give three of them, two words one; the same one twice is one."""
    assert LEAST_SHARED == 2
    one = " ".join(["A museum sold paintings.", *[f"The {words}." for words in shared]])
    other = " ".join(["Growers lit candles.", *[f"{' '.join(words.split()[::-1])}." for words in shared]])
    assert proposed([one, other]) == found
