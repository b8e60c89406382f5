"""The keys of an article: the few hundred 36-bit numbers by which an index finds articles that may be
related.

Three kinds: LSH bands of the word 5-gram sketch (copies), winnowed 5-grams (copied passages) and pairs of rare stems of
one sentence (rewording). Of an article's 5-grams and pairs those with the smallest hashes are kept, the same ones on
both sides of a pair (bottom-k sampling, Broder 1997), so that an article costs the same however long it is.

On the labelled pairs of rebuilt articles these propose 99.3 of 100 derived pairs, on the grouping set 98.9. Bands of
the 2-gram sketch, which the batch scan has besides, added none to that.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dedup.index.index_keys import choose_keys
from dedup.sketch.anchors import AnchorCandidates
from dedup.sketch.bands import band_keys
from dedup.sketch.candidates import BANDS, ROWS, SLOTS
from dedup.sketch.shingles import rare_shingles
from dedup.sketch.signatures import COPY_WORDS, sketch_tokens
from dedup.text.tables import U8, U32, U64
from dedup.text.terms import Terms
from dedup.text.tokens import Columns

SHINGLE_WINDOW: Final = 12  # a run of 16 words in common keeps a shingle of 5
MOST_SHINGLES: Final = 48
# Half of those of an article of 250 words; with 64 one derived pair in 150 is lost, with 160 one in 500 gained
MOST_ANCHORS: Final = 128
# Distinct words that are remembered; then they are forgotten and learned again, for the memory's sake
MOST_TERMS: Final = 100_000
_ALL_NOTED: Final = np.full(1, 255, np.uint8)


class ArticleKeys(NamedTuple):
    """keys: distinct by kind, of KEY_BITS bits; kinds: BAND, SHINGLE or ANCHOR of each; signature: the slots of the
    5-gram sketch."""

    keys: U64
    kinds: U8
    signature: U32


class KeyMaker:
    """Makes the keys of one article after the other in the same memory."""

    def __init__(self, copies_alone: bool) -> None:
        self._copies_alone = copies_alone
        self._learn_anew()

    def _learn_anew(self) -> None:
        self.terms = Terms()
        self._anchors = AnchorCandidates(self.terms, 0)

    def __call__(self, columns: Columns) -> ArticleKeys:
        """Return the keys of a corpus of one article."""
        tokens = columns.tokens
        signature = sketch_tokens(tokens, COPY_WORDS, SLOTS)
        shingles = anchors = np.empty(0, np.uint64)
        if not self._copies_alone:
            if len(self.terms) > MOST_TERMS:
                self._learn_anew()
            shingles = rare_shingles(tokens, 0, COPY_WORDS, SHINGLE_WINDOW, _ALL_NOTED)
            anchors = self._anchors.anchors(columns)
        return _sketch(signature[0], shingles, anchors)


def sketch_of(signature: U32) -> ArticleKeys:
    """Return the keys that a signature alone gives, shape (SLOTS,): those of its bands, all that an index for copies
    has."""
    nothing = np.empty(0, np.uint64)
    return _sketch(signature, nothing, nothing)


def _sketch(signature: U32, shingles: U64, anchors: U64) -> ArticleKeys:
    bands = band_keys(signature.reshape(1, SLOTS), ROWS, BANDS)[:, 0]
    return ArticleKeys(*choose_keys(bands, shingles, anchors, MOST_SHINGLES, MOST_ANCHORS), signature)
