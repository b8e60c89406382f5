"""What the style score reads: function words as they are, all others as classes, and nothing of a page's layout."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dedup.article import Article
from dedup.artifacts.style_features import (
    CLITICS,
    LONGEST,
    MOST_WORDS,
    NgramCounts,
    SymbolStreams,
    key_of,
    ngram_counts,
    ngram_table,
    symbol_streams,
    symbols,
)
from dedup.artifacts.style_ngrams import BITS
from dedup.text.corpus import CorpusReader


def read(*texts: str) -> list[str]:
    """The symbols of each text by name, joined by blanks."""
    columns = CorpusReader()([Article(text=text) for text in texts]).columns
    begins, stream = symbol_streams(columns)
    names = np.array(["", *symbols().names])
    return [" ".join(names[stream[a:b]]) for a, b in pairwise(begins)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harvest was poor", "§ the -est was ~short"),
        ("they walked slowly towards a wooden bench", "§ they -ed -ly toward/towards a/an -en ~short"),
        ("an old oak beside the mill", "§ a/an old ~short beside the ~short"),
        ("he met Anna Berg in Oslo", "§ he ~short Name in Name"),
        ("Anna Berg met him", "§ Name ~short him"),
        ("in May it may rain", "§ in Date it may ~short"),
        ("on Monday they march", "§ on Date they ~short"),
        ("on March 3", "§ on Date 0"),
        ("some 1,250.75 tonnes", "§ some 0 -s"),
        ("two hundred and 40", "§ 0 and 0"),
        ("it wouldn't rain", "§ it wouldn 't ~short"),
        ("it wouldn’t rain", "§ it wouldn 't ~short"),
        ("in the U.S. today", "§ in the Name today"),
        ("ring the red bell", "§ ~short the ~short ~short"),
        ("the mayor, who left", "§ the ~short , who left"),
        ("It rained. They left", "§ it -ed § they left"),
        ("it rained!They left", "§ it -ed § they left"),
        ("a small café", "§ a/an small ~foreign"),
        ("the word мост", "§ the ~short ~foreign"),
    ],
)
def test_symbols_of_a_sentence(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The village waits. Nobody knows why.", "The village waits.\n\nNobody knows why."),
        ("He said “we won” and left.", 'He said "we won" and left.'),
        ("it cost £15.4m", "it cost $3bn"),
        ("Ships turn daily", "Trains halt slowly"),
        ("NEW DELHI is hot", "New Delhi is hot"),
        ("he waited while it rained", "he waited whilst it rained"),
        ("They met\ton  Friday", "They met on Friday"),
        ("They met in the old\nmill", "They met in the old mill"),
    ],
)
def test_layout_and_topic_are_not_seen(one: str, other: str) -> None:
    first, second = read(one, other)
    assert first == second


def test_near_misses_are_seen() -> None:
    """A border of a sentence, a comma, a definite article."""
    assert (
        len(set(read("it rained they left", "it rained. They left", "it rained, they left", "it rained the left"))) == 4
    )


def test_every_symbol_has_a_name_of_its_own() -> None:
    """Else two n-grams of a model are taken for one; and each fits its bits of the key."""
    names = symbols().names
    assert len(set(names)) == len(names) < 1 << BITS
    assert all(name and " " not in name for name in names)
    assert names[symbols().clitic - 1 :] == tuple(f"'{word}" for word in CLITICS.split())
    assert BITS * LONGEST <= 63


def count(texts: list[list[str]], wanted: list[str]) -> list[dict[str, int]]:
    """How often the wanted n-grams occur in streams of named symbols."""
    numbers = {name: n for n, name in enumerate(symbols().names, 1)}
    known = ngram_table(np.array([key_of(gram.split(), numbers) for gram in wanted], np.uint64))
    streams = SymbolStreams(
        np.cumsum([0, *map(len, texts)]).astype(np.int64),
        np.array([numbers[name] for text in texts for name in text], np.uint16),
    )
    found: NgramCounts = ngram_counts(streams, known)
    return [
        {wanted[f]: int(t) for f, t in zip(found.found[a:b], found.times[a:b], strict=True)}
        for a, b in pairwise(found.rows)
    ]


def test_ngrams_are_counted_within_a_text() -> None:
    texts = [["the", "of", "the", "of", "the"], ["of", "the"], [], ["the"]]
    wanted = ["the", "of the", "the of the", "the of the of", "in"]
    assert count(texts, wanted) == [
        {"the": 3, "of the": 2, "the of the": 2, "the of the of": 1},
        {"the": 1, "of the": 1},
        {},
        {"the": 1},
    ]


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    (long,) = read("the " * (MOST_WORDS + 100))
    assert long.count("the") == MOST_WORDS
