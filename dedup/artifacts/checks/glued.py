"""Glued words: an English word and the next one without the space between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import regex

from dedup.artifacts.document import Document, Span
from dedup.artifacts.english_words import english_words

LONGEST: Final = 25  # letters of a word and what is beside it

_CAMEL: Final = regex.compile(
    r"(?<![\p{L}\p{N}#@_./$-])(?P<word>\p{Ll}{3,20})(?P<next>\p{Lu}\p{Ll}{2,20})(?![\p{L}\p{N}(_])(?!['’]\p{L})"
)
_PARTICIPLE: Final = regex.compile(
    r"(?<![\p{L}\p{N}#@_./-])(?P<word>\p{Ll}{3,20}?)(?P<next>built|added|organi[sz]ed|located|founded|created|opened"
    r"|published|dedicated|considered|situated|inaugurated|produced|directed|accompanied|represented|signed|promoted"
    r"|presented)(?= (?:in|by|of|on|at|from|with|later|for|to|during|after)\b)"
)


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Companies and programs that begin in lower case, and first parts of names in programs
_BRANDS: Final = _words(
    "easy thy get set my has add use new open git lang type null soft sys mac foo bar data login morgue tender smart"
)
# What stands before a participle in one word
_PREFIXES: Final = _words(
    "pre re over under un well self co out mis hand home tailor man custom purpose new ill fore inter non dis post de "
    "trans cross counter super sub multi jerry brick stone timber"
)


def glued_names(document: Document) -> Iterator[Span]:
    """Find a word in lower case with a capitalised one at its end: "the bad oneMarisa".

    Not the names of companies and programs (easyJet, getUserName): the first part must be an English word that begins
    none of these.
    """
    text = document.text
    for at in _capitals_inside(text):
        match = _CAMEL.search(text, max(0, at - LONGEST), at + LONGEST)
        if match and match.start("next") == at and match["word"] in english_words() and match["word"] not in _BRANDS:
            yield match.span()


def _capitals_inside(text: str) -> list[int]:
    """Return where a capital is behind three small letters of ASCII; a pattern over all texts takes ten times as
    long."""
    letters = np.frombuffer(text.encode("latin-1", "replace"), np.uint8)  # one byte a code point
    small, capital = letters - ord("a") < 26, letters - ord("A") < 26
    found: list[int] = (np.flatnonzero(capital[3:] & small[2:-1] & small[1:-2] & small[:-3]) + 3).tolist()
    return found


def glued_participles(document: Document) -> Iterator[Span]:
    """Find a noun with a participle at its end, which is no English word: "the trackbuilt in 2015"."""
    for match in _PARTICIPLE.finditer(document.text):
        words = english_words()
        if match["word"] in words and match["word"] not in _PREFIXES and match[0] not in words:
            yield match.span()
