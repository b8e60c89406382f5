"""How rare a literal is in English news, roughly: enough to choose the literal that a pattern is looked up by."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from dedup.literals.characters import (
    BLANK,
    BRACKET,
    BREAK,
    COMMA,
    DIGIT,
    EDGE,
    HIGH,
    JOINT,
    LOWER,
    OTHER,
    QUOTE,
    STOP,
    UPPER,
    kind_of,
)

# Shares of English news text, estimated by hand; only their order of size matters.
_SHARES: Final = {
    EDGE: 0.0005, LOWER: 0.74, UPPER: 0.035, DIGIT: 0.015, JOINT: 0.0001, BLANK: 0.16, BREAK: 0.008, STOP: 0.011,
    COMMA: 0.011,
    QUOTE: 0.009, BRACKET: 0.002, OTHER: 0.005, HIGH: 0.005,
}  # fmt: skip
_COMMON_LETTERS: Final = frozenset("etaoinsrhld")
_COMMON_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "the of and a to in is was for on that with he it as at by from his be were are an has had have not this but "
        "they their or which who she her will would been after more also its said one two about up out when we you i",
    )
)
_COMMON_WORD: Final = 1 / 60  # one character position in so many begins a given common word
_COMMON_OPENING: Final = 1 / 600  # the same with a capital
_LISTED_WORD: Final = 1e-5  # at least, of any word: rules name words that occur
_EDGE_OF_WORD: Final = 0.2  # share of the places with letters at which a word begins or ends
_LOWER_AFTER_STOP: Final = 0.02
_NEXT_WORD: Final = 0.1  # a phrase is rarer than its rarest word by so much for each other word
# Beyond ASCII; others hardly occur in English. The last three are the bytes that these begin with (see
# `needed_literals.lead_bytes`).
_SHARES_OF_MARKS: Final = dict.fromkeys("’“”‘–—…é£€\xa0\udcc2\udcc3\udce2", 0.002)


@cache
def share_of_kinds(kinds: int) -> float:
    """Return the share of a text's characters that are of these kinds, at most 1."""
    return min(1.0, sum(share for kind, share in _SHARES.items() if kinds & kind))


@lru_cache(10_000)
def rarity(literal: str, left: int, right: int) -> float:
    """Estimate the share of a text's places that have this literal between characters of these kinds."""
    words = literal.split(" ")
    shares = []
    for place, word in enumerate(words):
        if word:
            whole = (place > 0 or left & BLANK) and (place < len(words) - 1 or right & BLANK)
            shares.append(_share_of_word(word, bool(whole)))
    if not shares:
        return share_of_kinds(BLANK) * share_of_kinds(left) * share_of_kinds(right)
    edges = (words[0] == "") + (words[-1] == "")
    behind = share_of_kinds(right) if not literal.endswith(". ") or right & UPPER else _LOWER_AFTER_STOP
    return min(shares) * _NEXT_WORD ** (len(shares) - 1) * _EDGE_OF_WORD**edges * share_of_kinds(left) * behind


def _share_of_word(word: str, whole: bool) -> float:
    if whole and word.lower() in _COMMON_WORDS:
        return _COMMON_WORD if word.islower() else _COMMON_OPENING
    share = 1.0
    for character in word:
        share *= _share_of_character(character)
    return max(share, _LISTED_WORD) if word.isalpha() and word.isascii() else share


@lru_cache(1_000)
def _share_of_character(character: str) -> float:
    if character in _COMMON_LETTERS:
        return share_of_kinds(LOWER) / 10
    kind = kind_of(character)
    if kind == HIGH:
        return _SHARES_OF_MARKS.get(character, 1e-5)
    return share_of_kinds(kind) / (26 if kind & (LOWER | UPPER) else 1)
