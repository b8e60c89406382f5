"""What a text keeps of an earlier one although its words differ: the same words in another spelling, and the facts of a
rewrite."""

from __future__ import annotations

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
    first, second = (fold(word.decode("utf-8", "replace")) for word in (one, other))
    if any(c.isdigit() for c in first) and any(c.isdigit() for c in second):
        return False
    return fuzz.ratio(first, second) >= SPELLED_ALIKE


def keeps_facts(earlier: ArticleText, later: ArticleText) -> list[int] | None:
    """Return the places of the names and numbers that only the later text has, if they are so few that it reports what
    the earlier one does; None where they are more, or the text has too few to show it.

    Names are words with a capital that begin no sentence.
    """
    held = set(earlier.hashes.tolist())
    facts = [place for place in range(len(later.starts)) if _is_fact(later, place)]
    hashes = later.hashes.tolist()
    new = [place for place in facts if hashes[place] not in held]
    return new if len(facts) >= LEAST_FACTS and len(new) <= max(1.0, NEW_FACTS * len(facts)) else None


def _is_fact(article: ArticleText, place: int) -> bool:
    word = article.word(place)
    if any(0x30 <= byte <= 0x39 for byte in word):
        return True
    if word[0] < 0x80:
        if not 0x41 <= word[0] <= 0x5A:
            return False
    elif not word.decode("utf-8", "replace")[0].isupper():
        return False
    before = article.text[max(0, article.starts[place] - 8) : article.starts[place]].rstrip(_OPENING)
    return bool(before) and before[-1] not in _SENTENCE_END
