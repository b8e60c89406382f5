"""Texts read by machine from paper: what shows that a text was scanned, apart from any other text."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray

from dedup.text.tables import U8

LONGEST: Final = 20_000  # characters of a text that are looked at
# Lines that end within a sentence, by hundred words, as columns of a paper leave them: papers of 1900 have 7, the
# wire of 1987 has 5, and of 14,000 texts from the web 5 in 1,000 have more than 1
WRAPPED: Final = 3.0
# Kinds of marks that a text has, and marks by hundred words: texts read with more than 5 % of the letters wrong have 4
# kinds and 2 marks at least; of texts from the web 1 in 100 has 4 kinds
KINDS: Final = 3
MARKS: Final = 1.5
_FEWEST_WORDS: Final = 20  # that marks are counted by

# What each code point of the basic plane is for the looks below; ASCII is as it is, what is beyond the plane may be
# anything
_LOWER, _CAPITAL, _LETTER, _DIGIT, _SPACE, _SIGN, _OTHER, _ANYTHING = range(0x80, 0x88)
_SIGNS: Final = "°«¬»’„•■"
_KINDS: Final = (
    (_LETTER, r"\p{L}"), (_LOWER, r"\p{Ll}"), (_CAPITAL, r"\p{Lu}"), (_DIGIT, r"\d"), (_SPACE, r"\s"),
    (_SIGN, f"[{_SIGNS}]"),
)  # fmt: skip

_IN_LOOKS: Final = {
    b"{a}": b"a-z" + bytes([_LOWER, _ANYTHING]),
    b"{A}": b"A-Z" + bytes([_CAPITAL, _ANYTHING]),
    b"{L}": b"A-Za-z" + bytes([_LOWER, _CAPITAL, _LETTER, _ANYTHING]),
    b"{0}": b"0-9" + bytes([_DIGIT, _ANYTHING]),
    b"{s}": rb"\s" + bytes([_SPACE, _ANYTHING]),
    b"{?}": bytes([_SIGN, _ANYTHING]),
}


def _look(pattern: str) -> re.Pattern[bytes]:
    """Return a look for kinds of characters, which stand inside brackets by their names in _IN_LOOKS."""
    source = pattern.encode("ascii")
    for name, kinds in _IN_LOOKS.items():
        source = source.replace(name, kinds)
    return re.compile(source, re.DOTALL)


WRAPPED_LINE: Final = regex.compile(r"[\p{Ll},]\n\p{Ll}")
WRAPPED_LOOK: Final = _look(r"\n(?<=[{a},].)[{a}]")
# Each with a look that finds something wherever the pattern does, and seldom elsewhere: a tenth of the time. A look
# begins with what is rare.
PATTERNS: Final[tuple[tuple[regex.Pattern[str], re.Pattern[bytes] | None], ...]] = tuple(
    (regex.compile(pattern), None if look is None else _look(look))
    for pattern, look in (  # those that cost little first, the commonest last: most texts show too few kinds for these
        (r"\uFFFD", None),
        # A sign alone
        (
            r"(?<=\s)[.,'’*^~|_■•°<>\\{}\[\]=`„]+(?=\s)",
            r"[.,'*^~|_<>\\{}\[\]=`{?}](?<=[{s}].)[.,'*^~|_<>\\{}\[\]=`{?}]*[{s}]",
        ),
        (r"\p{Ll}\p{Lu}", r"[{A}](?<=[{a}].)"),  # a capital inside a word
        (r"\p{Ll}[-¬]\s+\p{Ll}{2}", r"[-{?}](?<=[{a}].)[{s}]+[{a}]{2}"),  # a word that a line end parted
        # A sign inside a word
        (r"\p{L}[,;:!?*^~|_<>\\{}=■•»«°]+\p{Ll}", r"[,;:!?*^~|_<>\\{}={?}](?<=[{L}].)[,;:!?*^~|_<>\\{}={?}]*[{a}]"),
        (r"(?<=\s)[bfghkprvwxzBFGHKPRVWXZ](?=\s)", r"[{s}][bfghkprvwxzBFGHKPRVWXZ][{s}]"),  # a letter alone
        (r"\p{Ll}\d|\d\p{Ll}{3}|\p{Lu}\d\p{Ll}", r"[{0}](?:(?<=[{a}].)|(?<=[{A}].)[{a}]|[{a}]{3})"),
        (r"(\p{Ll})\1\1", None),
        (r"(?<![\w'’.])[bcdfghjklmnpqrstvwxz]{3}", None),  # a word that begins with three consonants in lower case
    )
)
_THREE_ALIKE: Final = 7  # its place among the patterns


@cache
def _kinds_of_characters() -> U8:
    """Return the kind of each code point of the basic plane, and behind them that of all others; shape (0x10001,)."""
    kinds = np.full(0x10001, _OTHER, np.uint8)
    plane = "".join(map(chr, range(0x10000)))
    for kind, pattern in _KINDS:
        for match in regex.finditer(rf"(?:{pattern})+", plane):
            kinds[match.start() : match.end()] = kind
    kinds[:0x80] = np.arange(0x80)
    kinds[0x10000] = _ANYTHING
    return kinds


def shown_kinds(codes: NDArray[np.uint32]) -> bytes:
    """Return a text, given by its code points, as the looks see it: a byte for each."""
    return _kinds_of_characters()[np.minimum(codes, 0x10000)].tobytes()


def _has_three_alike(codes: NDArray[np.uint32]) -> bool:
    """Return whether a character comes three times in a row."""
    alike = (codes[2:] == codes[1:-1]) & (codes[1:-1] == codes[:-2]) & (codes[2:] > ord("@"))
    return bool(alike.any())


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
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    shown = shown_kinds(codes)
    if len(WRAPPED_LOOK.findall(shown)) >= WRAPPED * hundreds and _count(WRAPPED_LINE, text) >= WRAPPED * hundreds:
        return True
    kinds = marks = 0
    for place, (pattern, look) in enumerate(PATTERNS):
        if kinds + len(PATTERNS) - place < KINDS:
            return False
        if look is not None and look.search(shown) is None:
            continue
        if place == _THREE_ALIKE and not _has_three_alike(codes):
            continue
        found = _count(pattern, text)
        kinds += found > 0
        marks += found
    return kinds >= KINDS and marks >= MARKS * hundreds


def _count(pattern: regex.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))
