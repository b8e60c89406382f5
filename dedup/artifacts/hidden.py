"""Hidden characters and look-alike letters: what a reader does not see is taken out of words before they are judged.

Soft hyphens and zero-width characters inside Latin words come from publishing systems and from people who hide a text
from detectors; Cyrillic and Greek letters that look like Latin ones come from keyboards and from the same people. They
change no finding and no style: rules and style see the plain text, findings point into the text as read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import regex

from dedup.text.tables import I64

HIDDEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
MOST: Final = 50  # places of one text that are reported

_INSIDE: Final = regex.compile(rf"(?<=\p{{Latin}}[{HIDDEN}]{{0,5}})[{HIDDEN}](?=[{HIDDEN}]{{0,5}}\p{{Latin}})")
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


class PlainText(NamedTuple):
    """A text as rules and style see it, and for each of its code points (and its end) the code point it comes from."""

    text: str
    to_raw: I64


def plain_text(text: str) -> PlainText | None:
    """Return the text without hidden characters and look-alike letters, and for each of its code points (and its end)
    the code point of `text`; None where it has neither.

    >>> plain = plain_text("the m\\u00adayor and the m\\u0430yor")
    >>> plain.text if plain else ""
    'the mayor and the mayor'
    """
    if text.isascii():
        return None
    hidden = [match.start() for match in _INSIDE.finditer(text)] if any(c in text for c in HIDDEN) else []
    alike = dict(_look_alikes(text)) if _OTHER.search(text) else {}
    if not hidden and not alike:
        return None
    kept = np.ones(len(text) + 1, bool)
    kept[hidden] = False
    to_raw = np.flatnonzero(kept).astype(np.int64)
    characters = list(text)
    for at, letter in alike.items():
        characters[at] = letter
    return PlainText("".join(characters[at] for at in to_raw[:-1].tolist()), to_raw)


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
