"""Alternatives whose two sides have become one: a translator that knows one word for two writes it twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import regex

from dedup.artifacts.checks.text_places import repeated_items, repeats_around
from dedup.artifacts.document import Document, Span

LONGEST: Final = 60  # characters of the words of a side
LONGEST_ITEM: Final = 25  # letters of an item of a list
_CONJUNCTIONS: Final = (" and ", " or ")
_WORD: Final = regex.compile(r"\p{Ll}{4,30}(?![\p{L}\p{N}]|[-'’]\p{L})")
_PAIR: Final = regex.compile(r"\p{L}{1,20} \p{Ll}{4,30}(?= (?:of|in|on|for|from|at|by) |[.,;:!?)\n]|$)(?!\.\p{L})")
_EDGES: Final = '.,;:!?)"”’\n'
_OPENERS: Final = ' \n(“"'
_ITEM: Final = regex.compile(
    rf", (?P<mark>(?P<item>\p{{Ll}}{{5,{LONGEST_ITEM}}}), (?P=item))(?<!(?P=item), (?P=item), (?P=item))"
    r"(?= (?:and|or) (?!(?P=item))\p{Ll}{3,}|, (?!(?P=item)|and |but |or )\p{Ll}{4,25},? (?:and|or) )"
)
_BEFORE: Final = regex.compile(r"(?:^|[^\p{L}\p{N}'’-])(\p{L}{1,20}) $")
_AFTER: Final = regex.compile(r" (\p{L}{1,20})")
_TRIPLE: Final = regex.compile(r",? (?:and |or )?")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# English says these twice for emphasis or has them as fixed pairs.
_EMPHATIC: Final = _words(
    "more less fewer again over through years thousands millions hundreds lots billions trillions dozens days weeks "
    "months hours minutes decades centuries times miles round around here there they those this that these what down "
    "back forth such further many long very really pages loads tons masses heaps piles rows neck time half side hand "
    "word words only ever never always some other others both each even much well will would could should might must "
    "generations cousins neighbours neighbors does have then when yes maybe please truly deeply check money location"
)
# What is before a noun or an adjective; a verb repeated for emphasis ("they waited and waited") has none of these
# before it.
_NOMINAL: Final = _words(
    "the a an any no some of in on for with by from at between their its his her our your my this that these those "
    "most very so such is are was were be been being without about into against as both not all but nothing"
)
# What follows a coordination that is complete: another noun would make a compound of the second word ("security and
# security forces").
_COMPLETE: Final = _words(
    "of in to for on at by from during among between is are was were has had have will would should can could cannot "
    "and as than"
)
# After a plural, "of", "in" or "to" may qualify its second mention alone ("teachers and teachers in training").
_COMPLETE_PLURAL: Final = _words("is are was were has had have do did will would should can could cannot")
# What a verb repeated for emphasis has before it.
_SUBJECTS: Final = _words("i you he she it we they who to not keep keeps kept go goes went just can could must")
_DEGREE: Final = _words("most very")


def doubled_alternatives(document: Document) -> Iterator[tuple[int, int]]:
    """Find a word joined by "and" or "or" to itself: "no clarity or clarity"; not emphasis, not the beginning of a
    compound.

    A mark is one word, its conjunction and the word again.
    """
    text = document.text
    for at, after in _repeats(text, 1):
        match = _WORD.match(text, after)
        if match is not None and _is_doubled(text, at - len(match[0]), match.end(), match[0]):
            yield at - len(match[0]), match.end()


def _repeats(text: str, words: int) -> list[Span]:
    """Return the conjunctions, as [start, end), that have the same words before and behind them, so many of them."""
    return _all_repeats(text)[words - 1]


@lru_cache(maxsize=1)  # two checks ask for the same text in turn
def _all_repeats(text: str) -> tuple[list[Span], list[Span]]:
    """Return the conjunctions that have the same word before and behind them, and those that have the same two."""
    one: list[Span] = []
    two: list[Span] = []
    for conjunction in _CONJUNCTIONS:
        for before, at, end in repeats_around(text, conjunction, _EDGES, LONGEST):
            behind = text[end : end + LONGEST + len(conjunction)].partition(conjunction)[0][:LONGEST]
            heads = behind.split(None, 2)
            for repeats, head in ((one, heads[:1]), (two, heads[:2])):
                words = " ".join(head).rstrip(_EDGES)
                if words and text.endswith(words, before, at):
                    repeats.append((at, end))
    return one, two


def _is_doubled(text: str, start: int, end: int, word: str) -> bool:
    if start <= 0 or not text.startswith(word, start):
        return False
    before = _BEFORE.search(text, max(0, start - 24), start)
    if (
        word in _EMPHATIC
        or word.endswith(("er", "ing"))
        or before is None
        or (first := before[1].lower()) not in _NOMINAL
    ):
        return False
    if (triple := _TRIPLE.match(text, end)) and text.startswith(word, triple.end()):
        return False
    after = _AFTER.match(text, end)
    if after is None or first in _DEGREE:
        return True
    plural = word.endswith("s") and not word.endswith("ss")
    return after[1] in (_COMPLETE_PLURAL if plural or word in ("people", "children", "women") else _COMPLETE)


def doubled_phrases(document: Document) -> Iterator[tuple[int, int]]:
    """Find two words joined to the same two words: "flood control and flood control"."""
    text = document.text
    for at, after in _repeats(text, 2):
        match = _PAIR.match(text, after)
        start = at - len(match[0]) if match else 0
        if (
            match
            and start
            and text[start:at] == match[0]
            and text[start - 1] in _OPENERS
            and not _is_emphasis(*match[0].split())
        ):
            yield start, match.end()


def _is_emphasis(first: str, second: str) -> bool:
    """Return whether two words are repeated for emphasis: "He tried and he tried", "for years and for years"."""
    return first.lower() in _SUBJECTS or first.lower() in _EMPHATIC or second in _EMPHATIC or second.endswith("ing")


def listed_twice(document: Document) -> Iterator[tuple[int, int]]:
    """Find an item of a list that the next item begins with, in a list that goes on: "presenter, presenter and
    singer"."""
    for at in repeated_items(document.text, LONGEST_ITEM):
        match = _ITEM.match(document.text, at)
        if match is not None and match["item"] not in _EMPHATIC:
            yield match.span("mark")
