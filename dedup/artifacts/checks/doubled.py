"""Alternatives whose two sides have become one: a translator that knows one word for two writes it twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import regex

from dedup.artifacts.document import Document

_CONJUNCTIONS: Final = (" and ", " or ")
_WORD: Final = regex.compile(r"\p{Ll}{4,30}(?![\p{L}\p{N}]|[-'’]\p{L})")
_PAIR: Final = regex.compile(r"\p{L}{1,20} \p{Ll}{4,30}(?= (?:of|in|on|for|from|at|by) |[.,;:!?)\n]|$)(?!\.\p{L})")
_EDGES: Final = ".,;:!?)\"”’\n"
_OPENERS: Final = " \n(“\""
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
    for at, after in _repeats(text, 1):
        match = _WORD.match(text, after)
        if match is not None and _is_doubled(text, at - len(match[0]), match.end(), match[0]):
            yield at - len(match[0]), match.end()


def _repeats(text: str, words: int) -> Iterator[tuple[int, int]]:
    """Conjunctions, [start, end), between text that ends with the words, so many of them, that the text behind begins with.

    Splitting at the conjunction is several times as fast as a pattern, and nearly all end here.
    """
    for conjunction in _CONJUNCTIONS:
        at = 0
        parts = text.split(conjunction)
        for before, after in pairwise(parts):
            at += len(before)
            head = after.split(" ", words)[:words]
            if before.endswith(" ".join(head).rstrip(_EDGES)) and head[-1:] != [""]:
                yield at, at + len(conjunction)
            at += len(conjunction)


def _is_doubled(text: str, start: int, end: int, word: str) -> bool:
    if start <= 0 or not text.startswith(word, start):
        return False
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
    for at, after in _repeats(text, 2):
        match = _PAIR.match(text, after)
        start = at - len(match[0]) if match else 0
        if match and start and text[start:at] == match[0] and text[start - 1] in _OPENERS and match[0].split()[0].lower() not in _EMPHATIC:
            yield start, match.end()
