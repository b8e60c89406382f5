"""Alternatives whose two sides have become one: a translator that knows one word for two writes it twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from dedup.artifacts.document import Document

_JOINED: Final = regex.compile(r" (?:and|or) (\p{Ll}{4,30})(?![\p{L}\p{N}]|[-'’]\p{L})")
_JOINED_PAIR: Final = regex.compile(r" (?:and|or) (\p{L}{1,20} \p{Ll}{4,30})(?= (?:of|in|on|for|from|at|by) |[.,;:!?)\n]|$)(?!\.\p{L})")
_BEFORE: Final = regex.compile(r"(?:^|[^\p{L}\p{N}'’-])(\p{L}{1,20}) $")
_AFTER: Final = regex.compile(r" (\p{L}{1,20})")
_TRIPLE: Final = regex.compile(r",? (?:and |or )?")

# English says these twice for emphasis or has them as fixed pairs.
_EMPHATIC: Final = frozenset(
    "more less fewer again over through years thousands millions hundreds lots billions trillions dozens days weeks months hours minutes"
    " decades centuries times miles round around here there they those this that these what down back forth such further many long very"
    " really pages loads tons masses heaps piles rows neck time half side hand word words only ever never always some other others both"
    " each even much well will would could should might must does have then when yes".split()
)
# What stands before a noun or an adjective; a verb repeated for emphasis ("they waited and waited") has none of these before it.
_NOMINAL: Final = frozenset(
    "the a an any no some of in on for with by from at between their its his her our your my this that these those most very so such is"
    " are was were be been being without about into against as both not all but nothing".split()
)
# What follows a coordination that is complete: another noun would make a compound of the second word ("security and security forces").
_COMPLETE: Final = frozenset(
    "of in to for on at by from during among between is are was were has had have will would should can could cannot and as than".split()
)
# After a plural, "of", "in" or "to" may qualify its second mention alone ("teachers and teachers in training").
_COMPLETE_PLURAL: Final = frozenset("is are was were has had have do did will would should can could cannot".split())
_DEGREE: Final = frozenset("most very so as".split())


def doubled_alternatives(document: Document) -> Iterator[tuple[int, int]]:
    """A word joined by "and" or "or" to itself: "no clarity or clarity"; not emphasis, not the beginning of a compound.

    A mark is one word, its conjunction and the word again.
    """
    text = document.text
    for match in _JOINED.finditer(text):
        word = match[1]
        start = match.start() - len(word)
        if start > 0 and text.startswith(word, start) and _is_doubled(text, start, match.end(), word):
            yield start, match.end()


def _is_doubled(text: str, start: int, end: int, word: str) -> bool:
    before = _BEFORE.search(text, max(0, start - 24), start)
    if word in _EMPHATIC or word.endswith(("er", "ing")) or before is None or (first := before[1].lower()) not in _NOMINAL:
        return False
    if (triple := _TRIPLE.match(text, end)) and text.startswith(word, triple.end()):
        return False
    after = _AFTER.match(text, end)
    if after is None or first in _DEGREE:
        return True
    plural = word.endswith("s") and not word.endswith("ss")
    return after[1] in (_COMPLETE_PLURAL if plural or word in ("people", "children", "women") else _COMPLETE)


def doubled_phrases(document: Document) -> Iterator[tuple[int, int]]:
    """Two words joined to the same two words: "flood control and flood control", "the agreement and the agreement of"."""
    text = document.text
    for match in _JOINED_PAIR.finditer(text):
        phrase = match[1]
        start = match.start() - len(phrase)
        if start > 0 and text.startswith(phrase, start) and phrase.split()[0].lower() not in _EMPHATIC and text[start - 1] in " \n(“\"":
            yield start, match.end()
