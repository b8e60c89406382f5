"""Alignment of two texts letter by letter, without spaces and hyphens: where words were parted, joined or misread, the
letters still follow one another."""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dedup.relations.kept_facts import ArticleText
from dedup.text.tables import I64

LONGEST: Final = 20_000  # letters of a text that is aligned; the cost grows with the product
# Letters in common that must lie within a window of both texts: of reprints with 12 % of the letters misread 15 in 16
# windows have as many, of unrelated articles of one paper next to none
IN_COMMON: Final = 22
WINDOW: Final = 30
GAP: Final = 20  # letters between two passages that are one: three words


class Letters(NamedTuple):
    """The letters and digits of a text in one string, and where its words begin in it (`borders`, and behind them the
    end)."""

    text: str
    borders: I64


def letters_of(article: ArticleText) -> Letters | None:
    """Return the letters of the words of an article, without accents; None where they are too many."""
    words = [article.text[start:end] for start, end in zip(article.starts, article.ends, strict=True)]
    if sum(map(len, words)) > 2 * LONGEST:
        return None
    joined = b"".join(words)
    if joined.isascii() and b"_" not in joined:
        bare, sizes = joined.decode().lower(), list(map(len, words))
    else:
        bare_words = list(map(_bare, words))
        bare, sizes = "".join(bare_words), list(map(len, bare_words))
    borders = np.cumsum([0, *sizes], dtype=np.int64)
    return None if borders[-1] > LONGEST else Letters(bare, borders)


def _bare(word: bytes) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", word.decode("utf-8", "replace")).casefold()))


class AlignedLetters(NamedTuple):
    """The letters that two texts have in common, in the same order, in passages: places in a and in b (shape
    (letters,)), and the passages [first, last] among them (shape (passages, 2))."""

    a: I64
    b: I64
    passages: I64


def align_letters(one: str, other: str) -> AlignedLetters:
    """Align two texts; letters in common by chance, outside dense passages, are left out."""
    blocks = [block for block in Indel.opcodes(one, other).as_matching_blocks() if block.size]
    sizes = np.array([block.size for block in blocks], np.int64)
    inside = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    a = np.repeat(np.array([block.a for block in blocks], np.int64), sizes) + inside
    b = np.repeat(np.array([block.b for block in blocks], np.int64), sizes) + inside
    nothing = np.empty(0, np.int64)
    if a.size < IN_COMMON:
        return AlignedLetters(nothing, nothing, nothing.reshape(0, 2))
    last = IN_COMMON - 1
    extent = np.maximum(a[last:] - a[: a.size - last], b[last:] - b[: b.size - last]) + 1
    begins = np.flatnonzero(extent <= WINDOW)
    if not begins.size:
        return AlignedLetters(nothing, nothing, nothing.reshape(0, 2))
    ends, later = begins[:-1] + last, begins[1:]
    near = (a[later] - a[ends] <= GAP) & (b[later] - b[ends] <= GAP)
    parted = np.flatnonzero((later > ends + 1) & ~near)
    firsts = begins[np.concatenate([[0], parted + 1])]
    lasts = begins[np.concatenate([parted, [begins.size - 1]])] + last
    kept = np.zeros(a.size + 1, np.int64)
    kept[firsts] += 1
    kept[lasts + 1] -= 1
    chosen: NDArray[np.bool_] = np.cumsum(kept[:-1]) > 0
    places = np.cumsum(chosen) - 1
    return AlignedLetters(a[chosen], b[chosen], np.column_stack([places[firsts], places[lasts]]))


class WordLetters(NamedTuple):
    """How the words of one text are in the other, by word; shape (words,) each.

    `first` and `last` are the words of the other text that have its letters, `own` and `others` the letters that only
    this word, and only those words, have; -1 for `first` where no letter is aligned.
    """

    first: I64
    last: I64
    own: I64
    others: I64


def words_by_letters(a: Letters, b: Letters, aligned: AlignedLetters) -> WordLetters:
    """Return how the words of a are in b."""
    low, high = np.searchsorted(aligned.a, a.borders[:-1]), np.searchsorted(aligned.a, a.borders[1:])
    shared = high - low
    if not aligned.a.size:
        nothing = np.full(len(shared), -1, np.int64)
        return WordLetters(nothing, nothing, np.diff(a.borders), np.zeros(len(shared), np.int64))
    first = np.searchsorted(b.borders, aligned.b[np.minimum(low, aligned.b.size - 1)], side="right") - 1
    last = np.searchsorted(b.borders, aligned.b[np.maximum(high - 1, 0)], side="right") - 1
    loose = np.ones(int(b.borders[-1]) + 1, np.int64)
    loose[0] = 0
    loose[aligned.b + 1] = 0
    loose = np.cumsum(loose)  # letters before each place that are not aligned
    others = loose[b.borders[np.maximum(first, last) + 1]] - loose[b.borders[first]]
    none = shared == 0
    return WordLetters(
        np.where(none, -1, first), np.where(none, -1, last), np.diff(a.borders) - shared, np.where(none, 0, others)
    )
