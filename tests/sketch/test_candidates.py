"""Made texts go in, the pairs worth a look come out: copies and partial reuse, and not much else."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from dedup.sketch import pack
from dedup.sketch.candidates import SLOTS, Bands, CopyCandidates, ReuseCandidates, as_rows
from dedup.text.tokens import Columns, Tokenizer

Pairs = set[tuple[int, int]]


def pairs_of(found: Any) -> Pairs:
    rows = as_rows(found)
    assert (rows[:, 0] < rows[:, 1]).all()
    assert (np.diff(found) > 0).all() if len(found) > 1 else True, "sorted, each pair once"
    return {(a, b) for a, b in rows.tolist()}


def batched(texts: Sequence[str], size: int) -> list[Sequence[str]]:
    return [texts[at : at + size] for at in range(0, len(texts), size)]


def columns(texts: Sequence[str]) -> Columns:
    buffer, offsets = pack(texts)
    return Columns(buffer, offsets, Tokenizer()(buffer, offsets))


def copies(texts: Sequence[str], *, size: int = 1_000, jobs: int = 1) -> Pairs:
    finder = CopyCandidates(jobs)
    for batch in batched(texts, size):
        finder.add(columns(batch))
    return pairs_of(finder.pairs())


def reuses(texts: Sequence[str], *, size: int = 1_000, jobs: int = 1) -> Pairs:
    finder = ReuseCandidates(jobs)
    for batch in batched(texts, size):
        finder.add(columns(batch))
    for batch in batched(texts, size):
        finder.add_again(columns(batch))
    return pairs_of(finder.pairs())


@pytest.fixture
def corpus(writer: Callable[[int], Any]) -> tuple[list[str], Pairs, Pairs]:
    """60 texts: 40 own ones, 10 near copies of the first ten, and 10 that took three sentences of the second ten."""
    pen = writer(1)
    own = [pen.sentences(20) for _ in range(40)]
    near = [pen.reworded(" ".join(text), 0.04) for text in own[:10]]
    partial = [" ".join([*pen.sentences(12), *text[8:11], *pen.sentences(12)]) for text in own[10:20]]
    texts = [" ".join(text) for text in own] + near + partial
    return texts, {(n, 40 + n) for n in range(10)}, {(10 + n, 50 + n) for n in range(10)}


def test_near_copies_are_proposed_and_unrelated_texts_are_not(corpus: tuple[list[str], Pairs, Pairs]) -> None:
    texts, near, _ = corpus
    assert copies(texts) == near


def test_partial_reuse_is_proposed_by_its_rare_shingles(corpus: tuple[list[str], Pairs, Pairs]) -> None:
    """Three sentences in two long texts of their own, beside the near copies; few of the 1,750 unrelated pairs come
    along."""
    texts, near, partial = corpus
    found = reuses(texts)
    assert near | partial <= found
    assert len(found - near - partial) <= 5


def test_reworded_texts_are_proposed_by_their_pairs_of_words(writer: Callable[[int], Any]) -> None:
    """Every fifth word replaced, so that no 5-gram is left: Jaccard 0.43 of the 2-grams, which 42 bands of 3 find in 97
    of 100."""
    pen = writer(2)
    own = [" ".join(pen.sentences(20)) for _ in range(30)]
    texts = own + [
        " ".join(f"new{at}" if at % 5 == 0 else word for at, word in enumerate(text.split())) for text in own
    ]
    assert len({(n, 30 + n) for n in range(30)} & reuses(texts)) >= 27
    assert not copies(texts)


@pytest.mark.parametrize("find", [copies, reuses])
def test_batches_and_threads_do_not_matter(corpus: tuple[list[str], Pairs, Pairs], find: Callable[..., Pairs]) -> None:
    texts = corpus[0]
    assert find(texts, size=7) == find(texts) == find(texts, size=13, jobs=2)


@pytest.mark.parametrize("find", [copies, reuses])
def test_texts_without_words_are_never_proposed(find: Callable[..., Pairs], writer: Callable[[int], Any]) -> None:
    text = " ".join(writer(3).sentences(10))
    assert find(["", " ", text, "…", text, ""]) == {(2, 4)}
    assert find(["", ""]) == find([]) == set()


def test_boilerplate_does_not_make_quadratic_pairs(writer: Callable[[int], Any]) -> None:
    """500 articles that end in one sentence of 25 words: 124,750 pairs share it, and at most a few for each article are
    proposed."""
    pen = writer(4)
    boilerplate = pen.sentence(25)
    texts = [" ".join([*pen.sentences(8), boilerplate]) for _ in range(500)]
    assert len(reuses(texts)) <= 500
    assert len(copies(texts)) <= 500


@pytest.mark.parametrize("size", [30, 60, 90])
def test_a_sentence_in_few_enough_articles_links_them_in_a_line(writer: Callable[[int], Any], size: int) -> None:
    """Below the limit of rare shingles a shared sentence still proposes pairs: a star and a chain, not all of them."""
    pen = writer(5)
    shared = " ".join(pen.sentences(2))
    texts = [" ".join([*pen.sentences(15), shared, *pen.sentences(15)]) for _ in range(size)]
    found = reuses(texts)
    linked = [sum(n in pair for pair in found) for n in range(size)]
    assert max(linked) == size - 1, "one article is linked with all"
    assert sum(number >= 2 for number in linked) == size, "and each with a neighbour"
    assert len(found) <= 2.2 * size
    order = random.Random(size).sample(range(size), size)
    again = {(min(order[a], order[b]), max(order[a], order[b])) for a, b in reuses([texts[n] for n in order])}
    assert again == found, "whatever the order of the input"


def test_a_hundred_copies_of_one_text_are_linked_in_a_line(writer: Callable[[int], Any]) -> None:
    text = " ".join(writer(6).sentences(10))
    found = copies([text] * 100)
    assert found == {(0, n) for n in range(1, 100)} | {(n, n + 1) for n in range(1, 99)}


def test_the_keys_of_all_bands_are_compared() -> None:
    """Two signatures that agree in one band alone, whichever, are a pair."""
    draw = np.random.default_rng(9)
    for band in range(SLOTS // 3):
        rows = draw.integers(0, 1 << 32, (2, SLOTS), dtype=np.uint32)
        rows[1, 3 * band : 3 * band + 3] = rows[0, 3 * band : 3 * band + 3]
        bands = Bands()
        bands.add(rows[:1])
        bands.add(rows[1:])
        assert pairs_of(bands.pairs()) == {(0, 1)}
    other = Bands()
    other.add(draw.integers(0, 1 << 32, (2, SLOTS), dtype=np.uint32))
    assert pairs_of(other.pairs()) == set()
