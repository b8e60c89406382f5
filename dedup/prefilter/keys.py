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
_RANK: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xD6E8FEB86659FD93)


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


@kernel
def put_keys(bands: Any, shingles: Any, anchors: Any, out: Any, kinds: Any) -> Any:
    """Write the keys of all kinds; returns their number. A band key of 0 belongs to an empty text and is left out."""
    found = 0
    for band in range(bands.shape[0]):
        if bands[band, 0] != 0:
            out[found], kinds[found] = mixed(bands[band, 0], band), 0
            found += 1
    for h in shingles:
        out[found], kinds[found] = mixed(h, 1000), 1
        found += 1
    for h in anchors:
        out[found], kinds[found] = mixed(h, 1001), 2
        found += 1
    return found


def smallest(hashes: U64, most: int) -> U64:
    """The distinct 32-bit hashes, at most `most` of them: those that come first in an order that is the same for all articles."""
    ranked = np.unique(hashes * _RANK)  # an odd factor, so that nothing falls together
    return ranked[:most] * _UNRANK


_UNRANK: Final = np.uint64(pow(int(_RANK), -1, 1 << 64))


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
        bands = np.empty((BANDS, 1), np.uint32)
        kernels.band_keys(signature, ROWS, bands)
        shingles = anchors = np.empty(0, np.uint64)
        if not self._copies_alone:
            if len(self.terms) > MOST_TERMS:
                self._learn_anew()
            room = np.empty(int(tokens.counts[0]) + 1, np.uint64)
            found = kernels.rare_shingles(tokens.hashes, tokens.first, tokens.counts, 0, COPY_WORDS, SHINGLE_WINDOW, _ALL_NOTED, room)
            shingles = smallest(room[:found] >> np.uint64(32), MOST_SHINGLES)
            anchors = smallest(self._anchors.anchors(columns) >> np.uint64(32), MOST_ANCHORS)
        keys = np.empty(BANDS + shingles.size + anchors.size, np.uint64)
        kinds = np.empty(keys.size, np.uint8)
        found = int(put_keys(bands, shingles, anchors, keys, kinds))
        return Sketch(keys[:found], kinds[:found], signature[0])
