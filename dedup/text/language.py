"""The language of each article: English by its commonest words, any other by py3langid's model on the first bytes of the body.

The model takes a second to load and, walked in Python, 82 microseconds on 150 characters; most batches are English and never
need it. Its walk is a kernel here, with the library's decisions (Lui and Baldwin 2012; a test compares them).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from dedup.text.corpus import Corpus
from dedup.text.jit import kernel
from dedup.text.tables import I64, hash_tokens

SAMPLE: Final = 200  # bytes of the body that are looked at
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
ENGLISH_SHARE: Final = 0.1  # of the first words; measured on English news 0.2 to 0.35, on ten other languages below 0.03
ENGLISH_KINDS: Final = 4  # different ones among them


class _Model(NamedTuple):
    moves: NDArray[np.uint32]
    rows: NDArray[np.int64]
    outputs: NDArray[np.int64]
    weights: NDArray[np.float32]
    priors: NDArray[np.float32]
    labels: list[str]


@cache
def _model() -> _Model:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    own = LanguageIdentifier.from_model_file(MODEL_FILE)
    return _Model(
        np.asarray(own.tk_nextmove, np.uint32),
        np.asarray(own.tk_row, np.int64) << 8,
        np.asarray(own.tk_output, np.int64),
        np.asarray(own.nb_ptc, np.float32),
        np.asarray(own.nb_pc, np.float32),
        list(own.nb_classes),
    )


@kernel
def count_features(buffer: Any, begins: Any, ends: Any, moves: Any, rows: Any, outputs: Any, weights: Any, scores: Any) -> Any:
    """Add log(1 + count) * weights[feature] of the features that the automaton sees in bytes [begins[d], ends[d]) to scores[d]."""
    counts = np.zeros(weights.shape[0], np.float32)
    touched = np.empty(weights.shape[0], np.int64)
    for doc in range(begins.size):
        state = np.int64(0)
        found = 0
        for at in range(begins[doc], ends[doc]):
            state = np.int64(moves[rows[state] + np.int64(buffer[at])])
            feature = outputs[state]
            if feature >= 0:
                if counts[feature] == 0:
                    touched[found] = feature
                    found += 1
                counts[feature] += np.float32(1)
        for i in range(found):
            factor = np.log1p(counts[touched[i]])
            counts[touched[i]] = 0
            for label in range(weights.shape[1]):
                scores[doc, label] += factor * weights[touched[i], label]
    return 0


@kernel
def find_english(hashes: Any, first: Any, counts: Any, most: Any, common: Any, share: Any, kinds: Any, out: Any) -> Any:
    """out[d] = whether enough of the first `most` words of article d are in `common` (sorted hashes, at most 64)."""
    for doc in range(counts.size):
        words = min(counts[doc], most)
        seen = uint64(0)
        hits = 0
        for i in range(first[doc], first[doc] + words):
            at = np.searchsorted(common, hashes[i])
            if at < common.size and common[at] == hashes[i]:
                hits += 1
                seen |= uint64(1) << uint64(at)
        different = 0
        while seen:
            seen &= seen - uint64(1)
            different += 1
        out[doc] = hits >= share * words and different >= kinds
    return 0


def languages(corpus: Corpus) -> list[str | None]:
    """ISO 639-1 codes, None for a body too short to tell."""
    tokens = corpus.tokens
    english = np.zeros(len(corpus), np.bool_)
    find_english(
        tokens.hashes, tokens.first, tokens.counts, FIRST_WORDS, np.sort(hash_tokens(ENGLISH)), ENGLISH_SHARE, ENGLISH_KINDS, english
    )
    found: list[str | None] = ["en" if e else None for e in english.tolist()]
    others = np.flatnonzero(~english & (tokens.counts > 0))
    if others.size:
        for n, label in zip(others.tolist(), by_model(corpus, others), strict=True):
            found[n] = label
    return found


def by_model(corpus: Corpus, held: I64) -> list[str | None]:
    """The model's labels for the articles `held`, none of them without words."""
    model = _model()
    tokens = corpus.tokens
    starts = corpus.offsets[held]
    begins = starts + tokens.starts[tokens.first[held]]
    ends = np.minimum(begins + SAMPLE, starts + tokens.ends[tokens.first[held] + tokens.counts[held] - 1])
    scores = np.tile(model.priors, (held.size, 1))
    count_features(corpus.buffer, begins, ends, model.moves, model.rows, model.outputs, model.weights, scores)
    best = scores.argmax(axis=1).tolist()
    return [model.labels[label] if enough else None for label, enough in zip(best, (ends - begins >= LEAST).tolist(), strict=True)]
