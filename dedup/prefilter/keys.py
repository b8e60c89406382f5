"""Keys: the few hundred 36-bit numbers by which the index finds articles that may be related to one another.

Three kinds: LSH bands of the word 5-gram sketch (copies), winnowed 5-grams (copied passages) and pairs of rare stems of one sentence
(rewording). Of an article's 5-grams and pairs those with the smallest hashes are kept, the same ones on both sides of a pair (bottom-k
sampling, Broder 1997), so that an article costs the same however long it is.

On the labelled pairs of rebuilt articles these propose 99.3 of 100 derived pairs, on the grouping set 98.9. Bands of the 2-gram
sketch, which the batch scan has besides, added none to that.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from dedup.sketch import kernels
from dedup.sketch.anchors import AnchorCandidates
from dedup.sketch.candidates import BANDS, ROWS, SLOTS
from dedup.sketch.signatures import COPY_WORDS, sketch_tokens
from dedup.text.columns import Columns
from dedup.text.jit import inlined, kernel
from dedup.text.tables import U8, U32, U64
from dedup.text.terms import Terms

KEY_BITS: Final = 36  # of 1.5e8 keys, as a million articles have, two in a thousand meet one of another meaning
SHINGLE_WINDOW: Final = 12  # a run of 16 words in common keeps a shingle of 5
MOST_SHINGLES: Final = 48
MOST_ANCHORS: Final = 128  # half of those of an article of 250 words; with 64 one derived pair in 150 is lost, with 160 one in 500 gained
BAND, SHINGLE, ANCHOR = 0, 1, 2
MOST_TERMS: Final = 100_000  # distinct words that are remembered; then they are forgotten and learned again, for the memory's sake
_ALL_NOTED: Final = np.full(1, 255, np.uint8)


class Sketch(NamedTuple):
    """keys: distinct by kind, of KEY_BITS bits; kinds: BAND, SHINGLE or ANCHOR of each; signature: the slots of the 5-gram sketch."""

    keys: U64
    kinds: U8
    signature: U32


@inlined
def mixed(value: Any, kind: Any) -> Any:
    """A key of KEY_BITS bits from a 32-bit hash and the number of its kind or band."""
    h = (np.uint64(value) | (np.uint64(kind) << np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    h = (h ^ (h >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    h = (h ^ (h >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)
    return h >> np.uint64(28)


@inlined
def spread(key: Any) -> Any:
    """Another key of KEY_BITS bits from a key."""
    h = np.uint64(key) * np.uint64(0xD6E8FEB86659FD93)
    return ((h ^ (h >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(28)


@kernel
def put_keys(bands: Any, shingles: Any, most_shingles: Any, anchors: Any, most_anchors: Any, out: Any, kinds: Any) -> Any:
    """Write the keys of all kinds; returns their number. A band key of 0 belongs to an empty text and is left out.

    shingles and anchors hold entries hash << 32 | article and are overwritten; of each those with the smallest keys are written, once.
    """
    found = 0
    for band in range(bands.shape[0]):
        if bands[band, 0] != 0:
            out[found], kinds[found] = mixed(bands[band, 0], band), 0
            found += 1
    for kind, entries, most in ((1, shingles, most_shingles), (2, anchors, most_anchors)):
        for i in range(entries.size):
            entries[i] = mixed(entries[i] >> np.uint64(32), 1000 + kind)
        entries.sort()
        taken = 0
        for i in range(entries.size):
            if taken < most and (i == 0 or entries[i] != entries[i - 1]):
                # Small keys would crowd the first buckets of a segment, so the rank and the key are two hashes.
                out[found], kinds[found] = spread(entries[i]), kind
                found += 1
                taken += 1
    return found


class Sketcher:
    """Makes the keys of one article after the other in the same memory."""

    def __init__(self, copies_alone: bool) -> None:
        self._copies_alone = copies_alone
        self._learn_anew()

    def _learn_anew(self) -> None:
        self.terms = Terms()
        self._anchors = AnchorCandidates(self.terms, 0)

    def __call__(self, columns: Columns) -> Sketch:
        """The keys of a corpus of one article."""
        tokens = columns.tokens
        signature = sketch_tokens(tokens, COPY_WORDS, SLOTS)
        shingles = anchors = np.empty(0, np.uint64)
        if not self._copies_alone:
            if len(self.terms) > MOST_TERMS:
                self._learn_anew()
            room = np.empty(int(tokens.counts[0]) + 1, np.uint64)
            taken = kernels.rare_shingles(tokens.hashes, tokens.first, tokens.counts, 0, COPY_WORDS, SHINGLE_WINDOW, _ALL_NOTED, room)
            shingles = room[:taken]
            anchors = self._anchors.anchors(columns)
        return _sketch(signature[0], shingles, anchors)


def sketch_of(signature: U32) -> Sketch:
    """The keys that a signature alone gives, shape (SLOTS,): those of its bands, all that an index for copies has."""
    nothing = np.empty(0, np.uint64)
    return _sketch(signature, nothing, nothing)


def _sketch(signature: U32, shingles: U64, anchors: U64) -> Sketch:
    bands = np.empty((BANDS, 1), np.uint32)
    kernels.band_keys(signature.reshape(1, SLOTS), ROWS, bands)
    keys = np.empty(BANDS + MOST_SHINGLES + MOST_ANCHORS, np.uint64)
    kinds = np.empty(keys.size, np.uint8)
    found = int(put_keys(bands, shingles, MOST_SHINGLES, anchors, MOST_ANCHORS, keys, kinds))
    return Sketch(keys[:found], kinds[:found], signature)
