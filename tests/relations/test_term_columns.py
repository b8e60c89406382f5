"""What the alignment needs of each word: its term, whether it begins a sentence, whether it is quoted, and two
weights."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.article import Article
from dedup.relations.alignment import NAME_SHARE, TermColumns, term_columns, with_canonical_names
from dedup.relations.sentence_cosines import QUOTED, SENTENCE
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.terms import Terms

TEXTS = [
    "Protesters met Mr. Obama in Paris. “We will stay,” they said. Then 300 police came\nand went.",
    "Read more: The long road\nThe protester “stayed” qxvzz.",
]


@pytest.fixture
def corpus() -> Corpus:
    return CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(TEXTS)])


@pytest.fixture
def words(corpus: Corpus) -> TermColumns:
    quoted = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    return term_columns(corpus.columns, quoted, Terms())


def flagged(corpus: Corpus, words: TermColumns, article: int, flag: int) -> str:
    """The words that carry a flag."""
    flags = words.flags[corpus.tokens.of(article)].tolist()
    return " ".join(word for word, own in zip(corpus.words(article), flags, strict=True) if own & flag)


def test_flags_stand_by_word(corpus: Corpus, words: TermColumns) -> None:
    """A sentence begins behind a full stop that is no abbreviation's, and behind a line feed; no other flags are taken
    over."""
    assert flagged(corpus, words, 0, SENTENCE) == "Protesters We Then and"
    assert flagged(corpus, words, 0, QUOTED) == "We will stay"
    assert flagged(corpus, words, 1, SENTENCE) == "The"
    assert flagged(corpus, words, 1, QUOTED) == "stayed"
    places = np.concatenate([np.arange(*corpus.tokens.of(n).indices(10**9)[:2]) for n in range(2)])
    assert set(words.flags[places].tolist()) <= {0, SENTENCE, QUOTED, SENTENCE | QUOTED}


def test_terms_are_the_same_in_all_articles(corpus: Corpus, words: TermColumns) -> None:
    own = [words.terms[corpus.tokens.of(n)].tolist() for n in range(2)]
    assert own[0][0] == own[1][corpus.words(1).index("protester")]
    assert own[0][corpus.words(0).index("stay")] == own[1][corpus.words(1).index("stayed")]
    assert own[1][0] not in own[0]


@pytest.mark.parametrize(
    ("word", "share"),
    [
        ("police", 1.0),
        ("went", 1.0),
        ("Obama", NAME_SHARE),
        ("Paris", NAME_SHARE),
        ("300", NAME_SHARE),
        ("qxvzz", NAME_SHARE),
    ],
)
def test_names_numbers_and_unknown_words_say_little_of_the_wording(
    corpus: Corpus, words: TermColumns, word: str, share: float
) -> None:
    article = next(n for n in range(2) if word in corpus.words(n))
    term = words.terms[corpus.tokens.of(article)][corpus.words(article).index(word)]
    assert words.weights[term] > 1.0
    assert words.wording[term] == pytest.approx(share * words.weights[term])


def others(words: TermColumns) -> list[object]:
    """All columns but the terms."""
    return [column for name, column in words._asdict().items() if name != "terms"]


NAMES = ["Haftar met the police in Paris.", "Hiftar was met by the police of Pari."]


def named(
    texts: list[str], garbage: int | None = None
) -> tuple[list[list[int]], list[list[int]], TermColumns, TermColumns]:
    """The terms of each article as they stand and with names in one spelling, and both columns; `garbage` lies where no
    words are."""
    corpus = CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(texts)])
    terms = Terms()
    words = term_columns(corpus.columns, quoted_words(*corpus.columns), terms)
    if garbage is not None:
        unused = np.ones(words.terms.size, np.bool_)
        for n in range(len(texts)):
            unused[corpus.tokens.of(n)] = False
        words.terms[unused] = garbage
    one = with_canonical_names(words, terms, np.arange(words.tokens.counts.size))
    own, canonical = ([each.terms[corpus.tokens.of(n)].tolist() for n in range(len(texts))] for each in (words, one))
    return own, canonical, words, one


def test_names_in_one_spelling() -> None:
    """A rare name is one term however it is spelled; all else stays, with its flags and weights."""
    (own_a, own_b), (a, b), words, one = named(NAMES)
    assert own_a[0] != own_b[0]
    assert a[0] == b[0]
    assert (a[1:], b[1:]) == (own_a[1:], own_b[1:])
    assert one.terms.dtype == words.terms.dtype
    assert all(mine is theirs for mine, theirs in zip(others(one), others(words), strict=True))


@pytest.mark.parametrize("garbage", [-(2**31), -1, 2**31 - 1])
def test_places_that_no_article_uses_may_hold_anything(garbage: int) -> None:
    texts = [NAMES[0], "", "“...”  ", NAMES[1]]
    assert named(texts, garbage)[:2] == named(texts, 0)[:2]


def test_texts_without_words_have_no_names() -> None:
    assert named(["...", ""])[1] == [[], []]
