"""Hidden characters and look-alike letters inside words, which a reader does not see.

Soft hyphens and zero-width characters inside Latin words come from publishing systems and from people who hide a text
from detectors; Cyrillic and Greek letters that look like Latin ones come from keyboards and from the same people. They
change no finding and no style: `text.visible` leaves hidden characters out of what is judged, and look-alike letters
are replaced here. Findings point into the text as read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import regex

HIDDEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
MOST: Final = 50  # places of one text that are reported

_HIDING: Final = regex.compile(rf"\p{{Latin}}{{1,30}}(?:[{HIDDEN}]{{1,6}}\p{{Latin}}{{1,30}}){{1,8}}")
_OTHER: Final = re.compile("[\u0370-\u04ff]")
_MIXED: Final = regex.compile(r"(?<!\p{L})(?=\p{L}{0,30}\p{Latin})\p{Latin}{0,30}[\p{Cyrillic}\p{Greek}]\p{L}{0,30}")
_ALIKE: Final = dict(
    zip(
        "аеорсухіјѕԁһԛԝѵАВЕКМНОРСТУХІЈЅԚԜοναικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdhqwvABEKMHOPCTYXIJSQWovaikptuxABEZHIKMNOPTYX",
        strict=True,
    )
)


def plain_letters(text: str) -> str | None:
    """Return the text with Latin letters in place of those that look like them, of the same length; None where there
    are none.

    >>> plain_letters("the m\\u0430yor")
    'the mayor'
    """
    alike = [] if text.isascii() or not _OTHER.search(text) else list(_look_alikes(text))
    if not alike:
        return None
    characters = list(text)
    for at, letter in alike:
        characters[at] = letter
    return "".join(characters)


def _look_alikes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places of letters that look like Latin ones in words that are Latin but for them."""
    for match in _MIXED.finditer(text):
        others = [
            (at, c)
            for at, c in enumerate(match[0], match.start())
            if c > "\u0370" and regex.match(r"\p{Latin}", c) is None
        ]
        if all(c in _ALIKE for _, c in others):
            yield from ((at, _ALIKE[c]) for at, c in others)


def hidden_in_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the words that have hidden characters inside them, the first MOST."""
    for count, match in enumerate(_HIDING.finditer(text)):
        if count == MOST:
            return
        yield match.span()
