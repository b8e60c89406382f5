"""What the alignment needs of each word: its term, whether it begins a sentence, whether it is quoted, and two weights."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.alignment import QUOTED, SENTENCE
from dedup.relations.quotations import quoted_words
from dedup.relations.sentences import NAME_SHARE, Words, words_of
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.terms import Terms

TEXTS = [
    "Protesters met Mr. Obama in Paris. “We will stay,” they said. Then 300 police came\nand went.",
    "Read more: The long road\nThe protester “stayed” qxvzz.",
]


@pytest.fixture
def corpus() -> Corpus:
    return CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(TEXTS)])


@pytest.fixture
def words(corpus: Corpus) -> Words:
    quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    return words_of(corpus.buffer, corpus.offsets, corpus.tokens, quoted, Terms())


def flagged(corpus: Corpus, words: Words, article: int, flag: int) -> str:
    """The words that carry a flag."""
    flags = words.flags[corpus.tokens.of(article)].tolist()
    return " ".join(word for word, own in zip(corpus.words(article), flags, strict=True) if own & flag)


def test_flags_stand_by_word(corpus: Corpus, words: Words) -> None:
    """A sentence begins behind a full stop that is no abbreviation's, and behind a line feed; no other flags are taken over."""
    assert flagged(corpus, words, 0, SENTENCE) == "Protesters We Then and"
    assert flagged(corpus, words, 0, QUOTED) == "We will stay"
    assert flagged(corpus, words, 1, SENTENCE) == "The"
    assert flagged(corpus, words, 1, QUOTED) == "stayed"
    places = np.concatenate([np.arange(*corpus.tokens.of(n).indices(10**9)[:2]) for n in range(2)])
    assert set(words.flags[places].tolist()) <= {0, SENTENCE, QUOTED, SENTENCE | QUOTED}


def test_terms_are_the_same_in_all_articles(corpus: Corpus, words: Words) -> None:
    own = [words.terms[corpus.tokens.of(n)].tolist() for n in range(2)]
    assert own[0][0] == own[1][corpus.words(1).index("protester")]
    assert own[0][corpus.words(0).index("stay")] == own[1][corpus.words(1).index("stayed")]
    assert own[1][0] not in own[0]


@pytest.mark.parametrize(
    ("word", "share"),
    [("police", 1.0), ("went", 1.0), ("Obama", NAME_SHARE), ("Paris", NAME_SHARE), ("300", NAME_SHARE), ("qxvzz", NAME_SHARE)],
)
def test_names_numbers_and_unknown_words_say_little_of_the_wording(corpus: Corpus, words: Words, word: str, share: float) -> None:
    article = next(n for n in range(2) if word in corpus.words(n))
    term = words.terms[corpus.tokens.of(article)][corpus.words(article).index(word)]
    assert words.weights[term] > 1.0
    assert words.wording[term] == pytest.approx(share * words.weights[term])
