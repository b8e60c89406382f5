"""Spelled: one capitalised word as it counts, with what the word lists say of it; looked at once for each distinct
word."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import regex

from dedup.names.words import words
from dedup.text.folding import fold

APOSTROPHES: Final = "'’‘ʼ`ʻ"
(
    PARTICLE, ARTICLE, PREFIX, TITLE, DATE, FUNCTION, HEAD, GROUP, PLACE, OUTLET, PEOPLE, COUNTRY, SURNAME,
    TAKES_PEOPLE, SUFFIX, RANK,
    COMPOUND, FIRST, PORTFOLIO, CAPITALS,
) = (1 << bit for bit in range(20))  # fmt: skip
_REMEMBERED: Final = 1 << 17  # distinct words that are kept
_LONGEST: Final = 60  # characters of a word that is looked at
_PLAIN: Final = str.maketrans("", "", APOSTROPHES + ".")
# A pronoun or the like that lost its space behind a name: "SoleimaniHe".
_GLUED: Final = regex.compile(
    r"(\p{Lu}[\p{L}\p{M}]{3,50}\p{Ll})(?:He|She|They|It|We|The|This|That|In|On|At|But|And|However|His|Her)"
)


class Spelled(NamedTuple):
    """`form`: the word folded, without apostrophes, full stops and what a lost space glued to it; `bits`: the lists it
    is on."""

    form: str
    bits: int


@lru_cache(_REMEMBERED)
def spelled(text: str) -> Spelled:
    """What is known of a word by itself.

    >>> [spelled(word).form for word in ("Sha’abi", "U.S", "SoleimaniHe", "Güler")]
    ['shaabi', 'us', 'soleimani', 'guler']
    """
    text = text[:_LONGEST]
    glued = _GLUED.fullmatch(text)
    form = fold((glued[1] if glued else text).translate(_PLAIN))
    known = words()
    bits = CAPITALS if len(form) > 1 and text.isupper() else 0
    for bit, listed in (
        (PARTICLE, known.particles), (ARTICLE, known.articles), (PREFIX, known.prefixes), (TITLE, known.titles),
        (DATE, known.dates),
        (FUNCTION, known.function), (HEAD, known.heads), (GROUP, known.groups), (PLACE, known.places),
        (OUTLET, known.outlets),
        (PEOPLE, known.demonyms), (COUNTRY, known.place_names), (SURNAME, known.surnames),
        (TAKES_PEOPLE, known.takes_people),
        (SUFFIX, known.suffixes), (RANK, known.ranks), (COMPOUND, known.compounds), (FIRST, known.firsts),
        (PORTFOLIO, known.portfolios),
    ):  # fmt: skip
        bits |= bit * (form in listed)
    return Spelled(form, bits)
