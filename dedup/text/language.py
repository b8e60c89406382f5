"""The language of each article: English by its commonest words, any other by py3langid's model on the first bytes of
the body.

The model takes a second to load and, walked in Python, 82 microseconds on 150 characters; most batches are English and
never need it. Its walk is a kernel here, with the library's decisions (Lui and Baldwin 2012; a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from dedup.text.corpus import Corpus
from dedup.text.language_features import count_features, find_english
from dedup.text.language_model import LanguageModel, unpacked_model
from dedup.text.tables import I64, hash_tokens

SAMPLE: Final = 200  # bytes of the body that are looked at
_TAIL_BYTES: Final = 3  # of a character in UTF-8 at most, behind its first
LEAST: Final = 24  # bytes below which no language is named
FIRST_WORDS: Final = 120
ENGLISH: Final = (
    "and",
    "are",
    "been",
    "for",
    "from",
    "has",
    "have",
    "his",
    "of",
    "said",
    "that",
    "the",
    "their",
    "this",
    "to",
    "were",
    "which",
    "with",
)
# Of the first words; measured on English news 0.2 to 0.35, on ten other languages below 0.03
ENGLISH_SHARE: Final = 0.1
ENGLISH_KINDS: Final = 4  # different ones among them


Identifier = Callable[[Corpus, I64], list[str | None]]


def languages(corpus: Corpus, identify: Identifier | None = None) -> list[str | None]:
    """Return the ISO 639-1 code of each article, None for a body that is too short.

    `identify` is asked for the articles that are not clearly English; by default `by_model`.
    """
    tokens = corpus.tokens
    english = np.zeros(len(corpus), np.bool_)
    find_english(tokens, FIRST_WORDS, np.sort(hash_tokens(ENGLISH)), ENGLISH_SHARE, ENGLISH_KINDS, english)
    found: list[str | None] = ["en" if e else None for e in english.tolist()]
    others = np.flatnonzero(~english & (tokens.counts > 0))
    if others.size:
        for n, label in zip(others.tolist(), (identify or by_model)(corpus, others), strict=True):
            found[n] = label
    return found


def by_model(corpus: Corpus, chosen: I64, find_model: Callable[[], LanguageModel] = unpacked_model) -> list[str | None]:
    """Return the model's labels for the chosen articles, which all have words."""
    model = find_model()
    tokens = corpus.tokens
    starts = corpus.offsets[chosen]
    begins = starts + tokens.starts[tokens.first[chosen]]
    ends = np.minimum(begins + SAMPLE, starts + tokens.ends[tokens.first[chosen] + tokens.counts[chosen] - 1])
    for _ in range(_TAIL_BYTES):  # the library leaves a character out that is cut
        ends -= (corpus.buffer[ends] & 0xC0) == 0x80
    scores = np.tile(model.priors, (chosen.size, 1))
    count_features(corpus.buffer, begins, ends, model, scores)
    best = scores.argmax(axis=1).tolist()
    return [
        model.labels[label] if enough else None
        for label, enough in zip(best, (ends - begins >= LEAST).tolist(), strict=True)
    ]
