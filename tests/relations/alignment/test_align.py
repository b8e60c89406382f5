"""Candidate pairs of real text are aligned alike whatever room the kernel has and however many threads run."""

from __future__ import annotations

import random
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.alignment import LINKED, Alignments, TermColumns, align, term_columns
from dedup.relations.measure import PairMeasures, measure
from dedup.relations.sentence_alignment import FEATURES, SHIFT, align_pairs
from dedup.relations.sentence_links import SENTENCE_LINK
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.tables import I64
from dedup.text.terms import Terms

REPORT = [
    "The council of Nairobi voted on Tuesday to close the old market hall for repairs.",
    "Traders said they had been given two weeks to find other places.",
    "“Nobody asked us where our customers should go,” said Wanjiru Kamau, who sells vegetables.",
    "The repairs will cost 40 million shillings and last until spring.",
    "A spokesman for the mayor promised stalls near the railway station.",
]
REWORDED = [
    "Nairobi's old market hall will be closed for repairs, the council decided in a vote on Tuesday.",
    "Other places must be found within two weeks, traders said.",
    "Repairing it is to last until spring and costs 40 million shillings.",
    "Stalls near the railway station were promised by a spokesman for the mayor.",
]
TEXTS = [
    " ".join(REPORT),
    " ".join(REWORDED),
    "\n".join(reversed(REWORDED)),
    f"{REPORT[0]} {REPORT[2]} Rain fell on the coast at night.",
    "",
]


class Made(NamedTuple):
    """What `align` takes."""

    corpus: Corpus
    pairs: I64
    measured: PairMeasures
    words: TermColumns

    def run(self, chosen: list[int] | None = None, jobs: int = 1, room: int | None = None) -> Alignments:
        """Align all pairs, or some."""
        numbers = np.arange(len(self.pairs)) if chosen is None else np.array(chosen, np.int64)
        return align(self.pairs, self.words, self.measured, numbers, jobs=jobs, room=room)

    def links(self, aligned: Alignments, pair: int) -> list[tuple[str, str]]:
        """The first and last word of both sides of each link."""
        a, b = (self.corpus.words(n) for n in self.pairs[pair].tolist())
        rows = aligned.links_of(pair)
        return [(f"{a[link.start_a]} {a[link.end_a - 1]}", f"{b[link.start_b]} {b[link.end_b - 1]}") for link in rows]


def make(texts: list[str]) -> Made:
    corpus = CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(texts)])
    quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    pairs = np.array(list(combinations(range(len(texts)), 2)), np.int64)
    words = term_columns(corpus.columns, quoted, Terms())
    return Made(corpus, pairs, measure(pairs, corpus.tokens, quoted), words)


@pytest.fixture(scope="module")
def made() -> Made:
    """The reports above, and sentences of rare words in any order."""
    draw = random.Random(1)
    sentences = [
        " ".join(draw.choices(["dolke", "mirasa", "tilobe", "kemu", "sorati", "bado"], k=6)).capitalize() + "."
        for _ in range(60)
    ]
    return make([*TEXTS, " ".join(sentences), " ".join(draw.sample(sentences, 60)), " ".join(sentences[:30])])


def test_reworded_sentences_are_linked(made: Made) -> None:
    aligned = made.run()
    linked = [
        ("The repairs", "Nairobi Tuesday"),
        ("Traders places", "Other said"),
        ("The spring", "Repairing shillings"),
        ("A station", "Stalls mayor"),
    ]
    assert made.links(aligned, 0) == linked
    features = dict(zip(FEATURES, aligned.features[0].tolist(), strict=True))
    assert features["chain"] > 0.5 and features["covered_most"] == 1.0
    unrelated = dict(zip(FEATURES, aligned.features[made.pairs.tolist().index([1, 5])].tolist(), strict=True))
    assert unrelated["chain"] == unrelated["covered_most"] == 0.0


def test_quotations_and_copied_passages_are_no_rest(made: Made) -> None:
    """Of the fourth text, which copies two sentences of the first, only the seven words on the weather are left."""
    aligned, pair = made.run(), made.pairs.tolist().index([0, 3])
    features = dict(zip(FEATURES, aligned.features[pair].tolist(), strict=True))
    assert features["rest_words"] == pytest.approx(np.log1p(7))
    assert features["rest_chain"] == features["wording_chain"] == 0.0
    assert features["chain_best"] == pytest.approx(1 - SHIFT)


def assert_same(one: Alignments, other: Alignments) -> None:
    """To the last bit, in the same order."""
    assert np.array_equal(one.features, other.features)
    assert np.array_equal(one.links, other.links)
    assert np.array_equal(one.first, other.first)
    assert np.array_equal(one.counts, other.counts)


def test_threads_change_nothing(made: Made) -> None:
    alone = made.run()
    for jobs in (2, 3):
        assert_same(alone, made.run(jobs=jobs))


def test_each_pair_is_aligned_for_itself(made: Made) -> None:
    """To the last bit, in whatever company and order the pairs are chosen."""
    whole = made.run()
    for chosen in ([k] for k in range(len(made.pairs))):
        alone = made.run(chosen)
        assert np.array_equal(alone.features[0], whole.features[chosen[0]])
        assert alone.links_of(0) == whole.links_of(chosen[0])
    backwards = list(range(len(made.pairs)))[::-2]
    turned = made.run(backwards, jobs=2)
    assert np.array_equal(turned.features, whole.features[backwards])
    assert all(turned.links_of(k) == whole.links_of(n) for k, n in enumerate(backwards))


@pytest.mark.parametrize("share", [1, 20, 1000])
def test_a_small_room_gives_the_same_as_a_large_one(made: Made, share: int) -> None:
    """The run is broken off where the room is full, and the room grows for a pair that does not fit into it alone."""
    whole = made.run()
    pairs, room = len(made.pairs), (1024 + 8 * len(made.pairs)) // share
    first = Alignments(
        np.zeros((pairs, len(FEATURES))),
        np.empty(room, SENTENCE_LINK),
        np.empty(pairs, np.int64),
        np.empty(pairs, np.int64),
    )
    done, _ = align_pairs(made.pairs, made.words, made.measured, LINKED, first)
    assert (done < pairs, max(whole.counts) > room) == (share > 1, share == 1000)
    assert_same(whole, made.run(room=room))


def test_many_links_outgrow_the_first_room() -> None:
    """Ten pairs of up to 200 links each, where the room is made for 1,104."""
    sentences = [f"Dolke{k} mirasa{k} tilobe{k} kemu{k}." for k in range(200)]
    made = make([" ".join(sentences[: 200 - k]) for k in range(5)])
    aligned = made.run()
    assert aligned.counts.tolist() == [200 - max(pair) for pair in made.pairs.tolist()]
    for k in range(len(made.pairs)):
        rows = aligned.links_of(k)
        assert rows == [(4 * s, 4 * s + 4, 4 * s, 4 * s + 4, 1000) for s in range(len(rows))]


def test_links_of_one_pair_are_told_in_the_order_of_a() -> None:
    """One sentence of a rendered by two of b in the order of b."""
    links = np.array(
        [(9, 9, 9, 9, 9), (4, 8, 5, 9, 700), (0, 4, 5, 9, 400), (0, 4, 0, 5, 800), (9, 9, 9, 9, 9)], SENTENCE_LINK
    )
    aligned = Alignments(np.zeros((2, len(FEATURES))), links, np.array([0, 1]), np.array([1, 3]))
    assert aligned.links_of(1) == [(0, 4, 0, 5, 800), (0, 4, 5, 9, 400), (4, 8, 5, 9, 700)]
    assert aligned.links_of(0) == [(9, 9, 9, 9, 9)]


def test_no_pairs_are_no_links(made: Made) -> None:
    aligned = made.run([])
    assert aligned.features.shape == (0, len(FEATURES))
    assert aligned.links.shape == (0,)
    assert aligned.first.shape == aligned.counts.shape == (0,)


def test_an_empty_article_is_like_nothing(made: Made) -> None:
    aligned = made.run()
    for k, pair in enumerate(made.pairs.tolist()):
        if 4 in pair:
            assert not aligned.features[k].any()
            assert not len(aligned.links_of(k))
