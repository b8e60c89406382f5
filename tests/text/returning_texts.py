"""Articles of made-up words with sentences that return, and what is learned of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.article import Article
from dedup.text.corpus import CorpusReader
from dedup.text.returning import ReturningSentences, ReturningTexts, furniture_of, return_at_own_outlet

FOOT = "Our newsroom never sleeps between breakfast and supper."
DIGITS = "bcdfghjklm"


def unlike_word(*number: int) -> str:
    """A word of eight letters that no other numbers give."""
    return "".join(DIGITS[n % 10] + "aeiou"[n // 10 % 5] for n in (*number, 3, 5, 7))[:8]


def rest(seed: int, count: int = 24) -> str:
    """The sentences of a story, six long words each, which no other seed gives."""
    words = [unlike_word(seed // 10, seed, k // 10, k) for k in range(count)]
    return " ".join(f"{' '.join(words[k : k + 6]).capitalize()}." for k in range(0, count, 6))


def learn(texts: Sequence[str], outlets: Sequence[str], batch: int = 1000) -> dict[int, list[str]]:
    """What is learned of each article, sentence by sentence."""
    articles = [Article(id=str(n), text=text) for n, text in enumerate(texts)]
    read = CorpusReader()
    sentences = ReturningSentences()
    batches = [(n, articles[n : n + batch]) for n in range(0, len(articles), batch)]
    for first, part in batches:
        sentences.add(read(part).columns, outlets[first : first + batch])
    found = sentences.returning()
    assert [*zip(found.hashes, found.articles, found.starts, strict=True)] == sorted(
        zip(found.hashes, found.articles, found.starts, strict=True)
    )
    seen = ReturningTexts(found, return_at_own_outlet(found, sentences.outlets()))
    for first, part in batches:
        seen.add(read(part).columns, np.arange(first, first + len(part)))
    learned = furniture_of(found, sentences.outlets(), seen)
    assert all(spans == sorted(spans) for spans in learned.values())
    return {n: [texts[n].encode()[start:end].decode() for start, end in spans] for n, spans in learned.items()}
