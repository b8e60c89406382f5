"""Texts read by machine from paper: what shows that a text was scanned, apart from any other text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np
import regex

LONGEST: Final = 20_000  # characters of a text that are looked at
# Lines that end within a sentence, by hundred words, as columns of a paper leave them: papers of 1900 have 7, the
# wire of 1987 has 5, and of 14,000 texts from the web 5 in 1,000 have more than 1
WRAPPED: Final = 3.0
# Kinds of marks that a text has, and marks by hundred words: texts read with more than 5 % of the letters wrong have 4
# kinds and 2 marks at least; of texts from the web 1 in 100 has 4 kinds
KINDS: Final = 3
MARKS: Final = 1.5
_FEWEST_WORDS: Final = 20  # that marks are counted by

_DIGIT_INSIDE: Final = r"\p{Ll}\d|\d\p{Ll}{3}|\p{Lu}\d\p{Ll}"
_THREE_ALIKE: Final = r"(\p{Ll})\1\1"
_WRAPPED_LINE: Final = regex.compile(r"[\p{Ll},]\n\p{Ll}")
_PATTERNS: Final = tuple(
    map(
        regex.compile,
        (  # those that cost little first, the commonest last: most texts show too few kinds to need these
            r"\uFFFD",
            r"(?<=\s)[.,'’*^~|_■•°<>\\{}\[\]=`„]+(?=\s)",  # a sign alone
            r"\p{Ll}\p{Lu}",  # a capital inside a word
            r"\p{Ll}[-¬]\s+\p{Ll}{2}",  # a word that a line end parted
            r"\p{L}[,;:!?*^~|_<>\\{}=■•»«°]+\p{Ll}",  # a sign inside a word
            r"(?<=\s)[bfghkprvwxzBFGHKPRVWXZ](?=\s)",  # a letter alone
            _DIGIT_INSIDE,
            _THREE_ALIKE,
            r"(?<![\w'’.])[bcdfghjklmnpqrstvwxz]{3}",  # a word that begins with three consonants in lower case
        ),
    )
)


def _has_three_alike(text: str) -> bool:
    """Return whether a character comes three times in a row."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    alike = (codes[2:] == codes[1:-1]) & (codes[1:-1] == codes[:-2]) & (codes[2:] > ord("@"))
    return bool(alike.any())


# What costs little and says of most texts that a pattern is not in it
_FIRST_LOOKS: Final[dict[str, Callable[[str], object]]] = {
    _DIGIT_INSIDE: re.compile(r"\d(?:(?<=[^\W\d_]\d)|[^\W\d_])").search,
    _THREE_ALIKE: _has_three_alike,
}


def is_machine_read(text: str) -> bool:
    """Return whether a text looks as if it was read by machine: by its line ends, or by signs, digits and capitals
    inside words, words in two parts and letters alone.

    >>> is_machine_read("The pris0ner was com- mitted f or trial ; he said ' nothing. " * 4)
    True
    >>> is_machine_read("The prisoner was committed for trial; he said nothing. " * 4)
    False
    """
    text = text[:LONGEST]
    hundreds = max(_FEWEST_WORDS, text.count(" ") + text.count("\n")) / 100
    if sum(1 for _ in _WRAPPED_LINE.finditer(text)) >= WRAPPED * hundreds:
        return True
    kinds = marks = 0
    for left, pattern in zip(range(len(_PATTERNS), 0, -1), _PATTERNS, strict=True):
        if kinds + left < KINDS:
            return False
        look = _FIRST_LOOKS.get(pattern.pattern)
        if look is not None and not look(text):
            continue
        found = sum(1 for _ in pattern.finditer(text))
        kinds += found > 0
        marks += found
    return kinds >= KINDS and marks >= MARKS * hundreds
