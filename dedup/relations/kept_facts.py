"""What a text keeps of an earlier one although its words differ: the same words in another spelling, and the facts of a
rewrite."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from dedup.relations.block import Block
from dedup.relations.changed_words import gaps_between
from dedup.relations.copied_passages import COPIED_PASSAGE, copied_passages
from dedup.text.folding import fold
from dedup.text.tables import U64

SPELLED_ALIKE: Final = 60.0  # per cent of the letters of two words in common, in order, from which they may be one word
GAP: Final = 3  # words between two copied runs that may be the same words in another spelling
LEAST_FACTS: Final = 5  # names and numbers of a text from which it shows whether there are new ones
NEW_FACTS: Final = 0.05  # share of them that may be new, as a name that only one text has
_DIGIT: Final = re.compile(r"\d")
_OPENING: Final = b" \t\r\"'([{\xe2\x80\x9c\x98\xc2\xab*_"
_SENTENCE_END: Final = frozenset(b".!?:\n|\xa6")  # the last byte of an ellipsis among them


class ArticleText(NamedTuple):
    """The words of one article of a block: hashes, and [start, end) in bytes of its text."""

    text: bytes
    hashes: U64
    starts: list[int]
    ends: list[int]

    def word(self, place: int) -> bytes:
        """Return a word as it is written."""
        return self.text[self.starts[place] : self.ends[place]]


def text_of(block: Block, article: int) -> ArticleText:
    """Return the words of an article of a block."""
    begin, end = block.offsets[article : article + 2].tolist()
    own = block.tokens.of(article)
    return ArticleText(
        bytes(block.buffer[begin:end]),
        block.tokens.hashes[own],
        block.tokens.starts[own].tolist(),
        block.tokens.ends[own].tolist(),
    )


def respelled_words(earlier: ArticleText, later: ArticleText, least: int) -> list[tuple[int, int]]:
    """Return the places (earlier, later) of words between copied ones that are the same in another spelling: misread by
    a scanner, with other letters for one sound, with letters of another script. Two numbers never are."""
    _, origins = copied_passages(earlier.hashes, later.hashes, least, np.empty(0, COPIED_PASSAGE))
    found = []
    for i, end_i, j, end_j in gaps_between(origins.tolist(), len(earlier.starts)):
        if not 0 < end_i - i == end_j - j <= GAP:
            continue
        for old, new in zip(range(i, end_i), range(j, end_j), strict=True):
            if _is_one_word(earlier.word(old), later.word(new)):
                found.append((old, new))
    return found


def _is_one_word(one: bytes, other: bytes) -> bool:
    first, second = _folded(one), _folded(other)
    short, long = sorted((len(first), len(second)))
    if 200 * short < SPELLED_ALIKE * (short + long) or (_DIGIT.search(first) and _DIGIT.search(second)):
        return False
    return fuzz.ratio(first, second) >= SPELLED_ALIKE


def _folded(word: bytes) -> str:
    return word.lower().decode() if word.isascii() else fold(word.decode("utf-8", "replace"))


def keeps_facts(earlier: ArticleText, later: ArticleText) -> list[int] | None:
    """Return the places of the names and numbers that only the later text has, if they are so few that it reports what
    the earlier one does; None where they are more, or the text has too few to show it.

    Names are words with a capital that begin no sentence.
    """
    held = set(earlier.hashes.tolist())
    facts = _facts(later)
    hashes = later.hashes.tolist()
    new = [place for place in facts if hashes[place] not in held]
    return new if len(facts) >= LEAST_FACTS and len(new) <= max(1.0, NEW_FACTS * len(facts)) else None


def _facts(article: ArticleText) -> list[int]:
    """Return the places of names and numbers."""
    letters = np.frombuffer(article.text, np.uint8)
    first, last = letters[article.starts], letters[np.array(article.ends, np.int64) - 1]
    number = ((first >= 0x30) & (first <= 0x39)) | ((last >= 0x30) & (last <= 0x39))
    capital = ((first >= 0x41) & (first <= 0x5A)) | (first >= 0x80)
    names = [place for place in np.flatnonzero(capital & ~number).tolist() if _is_name(article, place)]
    return sorted([*np.flatnonzero(number).tolist(), *names])


def _is_name(article: ArticleText, place: int) -> bool:
    word = article.word(place)
    if word[0] >= 0x80 and not word.decode("utf-8", "replace")[0].isupper():
        return False
    before = article.text[max(0, article.starts[place] - 8) : article.starts[place]].rstrip(_OPENING)
    return bool(before) and before[-1] not in _SENTENCE_END
