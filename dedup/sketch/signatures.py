"""MinHash signatures of texts: affine32 MinHash over word n-grams, bit-identical to datasketch 2 for the same shingle
hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dedup.errors import FormatError, SettingsError
from dedup.sketch.minhash import Permutations, sketch_articles
from dedup.text.packing import Packer
from dedup.text.tables import I64, U8, U32
from dedup.text.tokenizing import SPARE
from dedup.text.tokens import Tokenizer, Tokens, in_threads, split_evenly

if TYPE_CHECKING:
    from datasketch import MinHash

SCHEME: Final = "affine32"
COPY_WORDS: Final = 5
REWRITE_WORDS: Final = 2
SEED: Final = 1
_CHUNK: Final = 512  # texts a pass: their token columns stay in the processor's cache


@cache
def permutations(num_perm: int, seed: int) -> Permutations:
    """Return datasketch 2's affine32 permutations, so many odd factors and summands."""
    draw = np.random.RandomState(seed)
    a = draw.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return Permutations(a, draw.randint(0, 1 << 32, num_perm, dtype=np.uint32))


def sketch_tokens(tokens: Tokens, words: int, num_perm: int, seed: int = SEED, jobs: int = 1) -> U32:
    """Return the signatures of the `words`-grams of each article in the token columns, shape (articles, num_perm)."""
    drawn = permutations(num_perm, seed)
    out = np.empty((tokens.counts.size, num_perm), np.uint32)
    if jobs == 1:
        sketch_articles(tokens, (0, tokens.counts.size), words, drawn, out)
        return out

    def part(begin: int, end: int) -> Callable[[], Any]:
        return lambda: sketch_articles(tokens, (begin, end), words, drawn, out)

    in_threads(jobs, [part(begin, end) for begin, end in split_evenly(tokens.counts + 1, jobs)])
    return out


def signatures_packed(
    buffer: U8, offsets: I64, *, num_perm: int = 128, ngram: int = COPY_WORDS, seed: int = SEED
) -> U32:
    """Return the signatures of texts packed into one UTF-8 buffer with 256 spare bytes behind the last; see
    `signatures` for `num_perm`, `ngram` and `seed`.

    `offsets` has one entry more than there are texts. Raises SettingsError where the spare bytes are missing, the
    offsets do not ascend from 0 on, or the buffer is not a plain array of bytes.
    """
    offsets = np.asarray(offsets, np.int64)
    plain = buffer.dtype == np.uint8 and buffer.flags.c_contiguous and offsets.ndim == 1 and offsets.size > 0
    if not plain or offsets[0] < 0 or buffer.size < int(offsets[-1]) + SPARE or np.any(np.diff(offsets) < 0):
        raise SettingsError(
            "The packed buffer needs uint8 without gaps, ascending offsets and 256 spare bytes behind the last text; "
            "make it with dedup.sketch.pack."
        )
    return _in_chunks(
        offsets.size - 1,
        lambda begin, end: (buffer[int(offsets[begin]) :], offsets[begin : end + 1] - offsets[begin]),
        num_perm,
        ngram,
        seed,
    )


def _in_chunks(texts: int, chunk: Callable[[int, int], tuple[U8, I64]], num_perm: int, ngram: int, seed: int) -> U32:
    if num_perm < 1 or ngram < 1:
        raise SettingsError(f"num_perm and ngram must be at least 1, not {num_perm} and {ngram}.")
    out = np.empty((texts, num_perm), np.uint32)
    tokenizer = Tokenizer()
    for begin in range(0, texts, _CHUNK):
        end = min(begin + _CHUNK, texts)
        out[begin:end] = sketch_tokens(tokenizer(*chunk(begin, end)), ngram, num_perm, seed)
    return out


def signatures(texts: Sequence[str], *, num_perm: int = 128, ngram: int = COPY_WORDS, seed: int = SEED) -> U32:
    """Return one MinHash signature for each text, shape (len(texts), num_perm), of the set of its word n-grams.

    Words are runs of letters and digits, folded (case, accents, compatibility forms); in scripts without spaces each
    character counts as a word. A text shorter than `ngram` words is one shingle; an empty one keeps the empty
    signature. Scheme: affine32 of datasketch 2.0 (input hash mixed by MurmurHash3's finaliser, then a*h + b mod 2**32,
    a odd), drawn from `seed`; MinHash itself: Broder 1997. The share of equal slots of two signatures estimates the
    Jaccard similarity.

    >>> one, two = signatures(["Troops left the city on Friday evening.", "troops left the city on Friday evening"])
    >>> bool((one == two).all())
    True
    """
    pack = Packer()
    return _in_chunks(len(texts), lambda begin, end: pack(texts[begin:end]), num_perm, ngram, seed)


def to_datasketch(signatures: U32, *, seed: int = SEED) -> list[MinHash]:
    """Return the rows of `signatures` as datasketch MinHash objects of scheme affine32, which can be compared and
    indexed with their own; `seed` is that of the signatures."""
    from datasketch import MinHash

    rows = np.atleast_2d(signatures)
    drawn = permutations(rows.shape[1], seed)
    own = np.stack([drawn.a, drawn.b])
    return [MinHash(hashvalues=row, permutations=own, seed=seed, scheme=SCHEME) for row in rows]


def from_datasketch(sketches: Iterable[MinHash], *, seed: int = SEED) -> U32:
    """Return the signatures of datasketch MinHash objects, shape (sketches, num_perm).

    Raises FormatError where a sketch has another scheme, seed or width: such signatures would compare without an error
    and mean nothing.
    """
    rows: list[U32] = []
    for number, sketch in enumerate(sketches):
        if sketch.scheme != SCHEME or sketch.seed != seed:
            raise FormatError(
                f"Sketch {number} has scheme {sketch.scheme!r} and seed {sketch.seed}; "
                f"make it with MinHash(scheme={SCHEME!r}, seed={seed})."
            )
        if rows and sketch.num_perm != rows[0].size:
            raise FormatError(
                f"Sketch {number} has {sketch.num_perm} slots and the first has {rows[0].size}; make all with one "
                f"num_perm."
            )
        rows.append(np.asarray(sketch.hashvalues, np.uint32))
    return np.stack(rows) if rows else np.empty((0, 0), np.uint32)
