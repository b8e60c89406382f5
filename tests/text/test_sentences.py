"""Paragraphs, sentences and word classes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text.corpus import CorpusReader
from dedup.text.sentences import CAPITAL, CAPITALS, NUMBER, PARAGRAPH, SENTENCE, token_flags

READER = CorpusReader()


def first_words(text: str, flag: int) -> list[str]:
    corpus = READER([Article(id="a", text=text)])
    words = corpus.words(0)
    flags = token_flags(corpus.buffer, corpus.offsets, corpus.tokens)[corpus.tokens.of(0)]
    return [word for word, held in zip(words, flags.tolist(), strict=True) if held & flag]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops left. They will return! Why? Nobody knows.", ["Troops", "They", "Why", "Nobody"]),
        ("Gen. Soleimani met Mr. Smith of the U.S. Army on Jan. 3.", ["Gen"]),
        ("He said “No.” Then he left.", ["He", "Then"]),
        ("It rose 3.5 percent. 20 people saw it.", ["It", "20"]),
        ("the site example.com and file.txt", ["the"]),
        ("One\nTwo and three\n\nFour", ["One", "Two", "Four"]),
        ("Élan vital. Über alles. Москва. там", ["Élan", "Über", "Москва"]),
        ("他走了。她留下了。", ["他", "她"]),
        ("Wait… What happened?", ["Wait", "What"]),
        ("वह गया। वह आई॥ सब", ["वह", "वह", "सब"]),
        ("وہ گیا۔ وہ آئی؟ سب", ["وہ", "وہ", "سب"]),
        ("Նա գնաց։ Նա եկավ", ["Նա", "Նա"]),
        ("እሱ ሄደ። እሷ መጣች", ["እሱ", "እሷ"]),
        ("ខ្ញុំ។ គេ", ["ខ្", "គេ"]),
        ("သူ၊ သွား။ သူ", ["သူ", "သူ"]),
        ("行った｡来た！見た", ["行", "来", "見"]),
    ],
)
def test_a_sentence_begins_behind_a_stop_and_not_behind_an_abbreviation(text: str, expected: list[str]) -> None:
    assert first_words(text, SENTENCE) == expected


def test_a_paragraph_begins_behind_a_line_feed() -> None:
    assert first_words("One. Two.\nThree four.\r\n\r\nFive", PARAGRAPH) == ["One", "Three", "Five"]


def test_word_classes() -> None:
    text = "The US and IRGC sent 20 Élite troops; a B52, 3rd"
    assert first_words(text, CAPITAL) == ["The", "US", "IRGC", "Élite", "B52"]
    assert first_words(text, CAPITALS) == ["US", "IRGC"]
    assert first_words(text, NUMBER) == ["20", "3rd"]


@given(st.text(max_size=200))
def test_every_paragraph_begins_a_sentence_and_the_first_word_both(text: str) -> None:
    corpus = READER([Article(id="a", text=text)])
    flags = token_flags(corpus.buffer, corpus.offsets, corpus.tokens)
    held = flags[corpus.tokens.of(0)]
    paragraphs, sentences = np.flatnonzero(held & PARAGRAPH).tolist(), np.flatnonzero(held & SENTENCE).tolist()
    assert set(paragraphs) <= set(sentences)
    assert paragraphs[:1] == ([0] if corpus.words(0) else [])
