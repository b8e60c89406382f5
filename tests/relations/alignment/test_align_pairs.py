"""A pair as a whole: every feature and every link as a slow walk in plain Python finds them."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.relations.alignment import LINKED, LOOSE, REPEATED, Alignments, LinkThresholds, TermColumns
from dedup.relations.measure import PairMeasures
from dedup.relations.pair_figures import PAIR_FIGURES
from dedup.relations.sentence_alignment import FEATURES, align_pairs
from dedup.relations.sentence_cosines import MOST_SENTENCES, NAME, NUMBER, QUOTED, SENTENCE, UNKNOWN
from dedup.relations.sentence_links import SENTENCE_LINK
from dedup.text.tokens import Tokens
from tests.relations.arrays import passage_array

TERMS = 30
Text = list[tuple[int, bool, bool]]  # (term, begins a sentence, quoted)
SYMMETRIC: Final = (
    "containment", "jaccard", "order", "best_three", "numbers", "names", "shared_weight", "length_ratio", "words",
    "chain", "chain_share",
    "covered_most", "covered_least", "surely_covered_most", "surely_covered_least", "alike_most", "alike_least",
    "rest_chain", "rest_share", "wording_chain", "wording_share", "rest_words", "rest_of_text",
)  # fmt: skip
WHERE_NO_CHAIN_IS_AS_GOOD: Final = (  # two chains of one sum may differ in their links
    "chain_run", "chain_best", "chain_best_three", "chain_mean", "run_length",
    "rest_run", "rest_best", "rest_best_three", "rest_mean", "wording_run", "wording_best", "wording_best_three",
    "wording_mean",
)  # fmt: skip


class Table:
    """Articles as token columns, with unused places between them, and terms whose weights are all different."""

    def __init__(self, articles: list[Text], seed: int) -> None:
        draw = random.Random(seed)
        self.articles = articles
        self.weights = [draw.uniform(0.0, 9.0) for _ in range(TERMS)]
        self.classes = [draw.choice([0, 0, 0, NAME, NUMBER, UNKNOWN, NUMBER | UNKNOWN]) for _ in range(TERMS)]
        self.wording = [w * (0.15 if kind else 1.0) for w, kind in zip(self.weights, self.classes, strict=True)]
        self.counts = np.array([len(article) for article in articles], np.int64)
        self.first = np.cumsum(self.counts + 2) - self.counts
        self.terms = np.full(int(np.sum(self.counts + 2)) + 2, TERMS - 1, np.int32)
        self.flags = np.full(self.terms.size, SENTENCE | QUOTED, np.uint8)
        for first, article in zip(self.first.tolist(), articles, strict=True):
            for place, (term, begins, quoted) in enumerate(article, first):
                self.terms[place] = term
                self.flags[place] = SENTENCE * begins | QUOTED * quoted

    def align(
        self,
        pairs: list[tuple[int, int]],
        passages: list[list[list[int]]],
        room: int = 5000,
        thresholds: LinkThresholds = LINKED,
    ) -> tuple[int, int, Alignments]:
        """(pairs done, links used, what the kernel wrote)."""
        made = Alignments(
            np.full((len(pairs), len(FEATURES)), 7.0),
            np.zeros(room, SENTENCE_LINK),
            np.full(len(pairs), -7, np.int64),
            np.full(len(pairs), -7, np.int64),
        )
        figures = np.zeros(len(pairs), PAIR_FIGURES)
        figures["passages"] = [len(rows) for rows in passages]
        figures["first_passage"] = np.cumsum(figures["passages"]) - figures["passages"]
        measured = PairMeasures(figures, passage_array([row for rows in passages for row in rows]))
        weights, wording, classes = np.array(self.weights), np.array(self.wording), np.array(self.classes, np.uint8)
        places = np.zeros(self.terms.size, np.uint32)
        tokens = Tokens(
            self.first, self.counts, places, places, places.astype(np.uint64), np.zeros(len(self.articles), np.bool_)
        )
        hashes = np.arange(len(weights), dtype=np.uint32)
        words = TermColumns(tokens, self.terms, self.flags, weights, wording, classes, hashes)
        done, used = align_pairs(np.array(pairs, np.int64).reshape(-1, 2), words, measured, thresholds, made)
        return done, used, made

    def plainly(
        self, plain: SimpleNamespace, a: int, b: int, passages: list[list[int]], thresholds: LinkThresholds = LINKED
    ) -> Any:
        """One pair by the specification."""
        texts = [
            plain.text(*([list(column) for column in zip(*self.articles[n], strict=True)] or [[], [], []]))
            for n in (a, b)
        ]
        return plain.align(*texts, self.weights, self.wording, self.classes, passages, thresholds)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, list[list[list[int]]]]:
    """Two articles and a third; the second takes sentences of the first, some with a word changed. And some passages of
    the first two."""
    made = random.Random(draw(st.integers(0, 10**6)))

    def sentence() -> Text:
        quoted = made.random() < 0.15
        return [(made.randrange(TERMS), k == 0, quoted) for k in range(made.randint(1, 9))]

    one = [sentence() for _ in range(draw(st.integers(0, 8)))]
    other = [sentence() for _ in range(draw(st.integers(0, 5)))]
    for taken in draw(st.lists(st.integers(0, 7), max_size=6)):
        words = list(one[taken]) if taken < len(one) else sentence()
        if draw(st.booleans()):
            words[made.randrange(len(words))] = (made.randrange(TERMS), False, False)
        other.insert(draw(st.integers(0, len(other))), words)
    articles = [[word for s in text for word in s] for text in (one, other, [sentence() for _ in range(3)])]
    passages = []
    for _ in range(draw(st.integers(0, 2)) if articles[0] and articles[1] else 0):
        spans = [sorted(draw(st.integers(0, len(article))) for _ in range(2)) for article in articles[:2]]
        passages.append(spans[0] + spans[1])
    return Table(articles, made.randrange(100)), [passages, [], [], []]


PAIRS: Final = [(0, 1), (0, 2), (2, 1), (0, 0)]


@settings(max_examples=250)
@given(tables(), st.sampled_from([LINKED, REPEATED, LOOSE]))
def test_every_feature_and_link(
    plain: SimpleNamespace, made: tuple[Table, list[list[list[int]]]], thresholds: LinkThresholds
) -> None:
    """Of one pair behind the other, with and without copied passages; what makes a link changes no feature."""
    table, passages = made
    done, used, aligned = table.align(PAIRS, passages, thresholds=thresholds)
    assert done == len(PAIRS)
    assert used == aligned.counts.sum()
    for k, pair in enumerate(PAIRS):
        expected = table.plainly(plain, *pair, passages[k], thresholds)
        assert dict(zip(FEATURES, aligned.features[k].tolist(), strict=True)) == pytest.approx(
            dict(zip(FEATURES, expected.features, strict=True))
        )
        assert sorted(aligned.links_of(k)) == expected.links


@settings(max_examples=250)
@given(tables())
def test_what_is_the_same_when_the_articles_change_places(made: tuple[Table, list[list[list[int]]]]) -> None:
    table, passages = made
    turned = [[row[2:] + row[:2] for row in rows] for rows in passages]
    features = table.align(PAIRS, passages)[2].features
    back = table.align([(b, a) for a, b in PAIRS], turned)[2].features
    for name in SYMMETRIC:
        column = FEATURES.index(name)
        assert back[:, column] == pytest.approx(features[:, column]), name


def test_every_feature_is_told_to_be_symmetric_or_not() -> None:
    assert sorted((*SYMMETRIC, *WHERE_NO_CHAIN_IS_AS_GOOD)) == sorted(FEATURES)


def article(draw: random.Random, sentences: int, words: int) -> Text:
    """Sentences of words that are drawn at random."""
    return [(draw.randrange(TERMS), k == 0, False) for _ in range(sentences) for k in range(words)]


def test_the_chain_of_different_sentences_is_the_same_from_both_sides() -> None:
    """And its links with it."""
    draw = random.Random(4)
    for _ in range(20):
        one = article(draw, 8, 7)
        other = article(draw, 2, 7) + one[14:42] + article(draw, 2, 7)
        table = Table([one, [*other[:9], (draw.randrange(TERMS), False, False), *other[10:]]], draw.randrange(100))
        _, _, aligned = table.align([(0, 1), (1, 0)], [[[14, 19, 14, 19]], [[14, 19, 14, 19]]])
        for name in WHERE_NO_CHAIN_IS_AS_GOOD:
            there, back = aligned.features[:, FEATURES.index(name)].tolist()
            assert there == pytest.approx(back), name
        assert sorted(aligned.links_of(0)) == sorted(
            (link.start_b, link.end_b, link.start_a, link.end_a, link.cosine) for link in aligned.links_of(1)
        )


@pytest.mark.parametrize("room", [0, 1, 7, 8, 20, 24])
def test_a_full_room_ends_the_run_before_the_pair_that_does_not_fit(room: int) -> None:
    """Eight links each; what was done is as with a large room."""
    draw = random.Random(2)
    same = article(draw, 8, 9)
    table = Table([same, same], 1)
    pairs = [(0, 1)] * 3 + [(1, 0)]
    _, _, whole = table.align(pairs, [[]] * 4)
    assert whole.first.tolist() == [0, 8, 16, 24]
    assert whole.counts.tolist() == [8, 8, 8, 8]
    done, used, some = table.align(pairs, [[]] * 4, room)
    assert (done, used) == (room // 8, room // 8 * 8)
    assert np.array_equal(some.features[:done], whole.features[:done])
    assert np.array_equal(some.first[:done], whole.first[:done])
    assert np.array_equal(some.counts[:done], whole.counts[:done])
    assert np.array_equal(some.links[:used], whole.links[:used])


def test_empty_articles_have_neither_features_nor_links() -> None:
    """Beside others that have; and no pairs are no work."""
    table = Table([[], article(random.Random(1), 2, 5), [], []], 1)
    _, used, aligned = table.align([(0, 1), (1, 1), (1, 0), (0, 2)], [[]] * 4)
    assert not aligned.features[[0, 2, 3]].any()
    assert aligned.features[1, FEATURES.index("containment")] == pytest.approx(1.0)
    assert aligned.counts.tolist() == [0, used, 0, 0]
    assert table.align([], [])[:2] == (0, 0)


def test_sentences_behind_the_most_are_not_aligned(plain: SimpleNamespace) -> None:
    """Their words count among the terms, and in the length of the text; the rest that is left to reword does not hold
    them."""
    draw = random.Random(3)
    long = article(draw, MOST_SENTENCES + 40, 2)
    behind = long[2 * MOST_SENTENCES :]
    table = Table([long, behind, article(draw, 3, 12)], 1)
    _, _, aligned = table.align([(0, 1), (2, 0)], [[], []])
    for k, pair in enumerate([(0, 1), (2, 0)]):
        expected = table.plainly(plain, *pair, [])
        assert aligned.features[k].tolist() == pytest.approx(expected.features)
        assert sorted(aligned.links_of(k)) == expected.links
    assert max(link.end_a for link in aligned.links_of(0)) <= 2 * MOST_SENTENCES
    assert aligned.features[0, FEATURES.index("rest_of_text")] <= 1.0


def test_one_endless_sentence_and_a_thousand_short_ones(plain: SimpleNamespace) -> None:
    """The work grows with the words, and with no more than the most sentences: a hundred thousand words a side are
    aligned, where a matrix of their sentences would not fit into memory."""
    draw = random.Random(5)
    endless = [(draw.randrange(TERMS), k == 0, False) for k in range(100_000)]
    short = [(draw.randrange(TERMS), True, False) for _ in range(100_000)]
    table = Table([endless, short, endless[:300], short[:300]], 1)
    short_pair = table.align([(2, 3)], [[]])[2].features[0].tolist()
    assert short_pair == pytest.approx(table.plainly(plain, 2, 3, []).features)
    done, _, aligned = table.align([(0, 1), (1, 1), (0, 0)], [[]] * 3)
    assert done == 3
    assert np.all(np.isfinite(aligned.features))
    assert aligned.counts[2] == 1
