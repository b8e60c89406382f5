"""Loops: a decoder that does not notice what it has just written writes it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from dedup.artifacts.checks.repeated_words import may_loop
from dedup.artifacts.document import Document

_WORD: Final = regex.compile(r"\S+")
LONGEST: Final = 12  # words of a loop that are looked for; longer ones were not met in 2,252 machine translations
SHORTEST: Final = 4  # three words said twice occur in speech ("it is nice, it is nice")
_JOINTS: Final = frozenset(("and", "or", "but"))
_EDGES: Final = ".,;:!?\"'“”‘’()[]"


def loops(document: Document) -> Iterator[tuple[int, int]]:
    """Find four words or more that are said again at once, in one line and outside quotation marks; "and", "or", "but"
    may be between.

    Not a word that is repeated alone, no scores, no list of numbers, no whole sentence or line.
    """
    if not may_loop(document.text.encode("utf-8", "surrogatepass"), SHORTEST, LONGEST + 1):
        return
    at = 0
    for line in document.text.split("\n"):
        if len(line) > 40:
            for start, end in _loops_of(line):
                if not document.is_quoted(at + start):
                    yield at + start, at + end
        at += len(line) + 1


def _loops_of(line: str) -> Iterator[tuple[int, int]]:
    words = line.split()
    seen: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    free = 0  # words before this one belong to a loop already reported
    for i, word in enumerate(words):
        apart = i - seen.get(word, i)
        seen[word] = i
        if apart < SHORTEST or apart > LONGEST + 1 or i < free:
            continue
        first, last = _run(words, i, apart)
        length = apart - (words[first - 1] in _JOINTS)
        if (
            last - first < length
            or len(set(words[first:last])) < SHORTEST
            or any(c.isdigit() for c in "".join(words[first:last]))
        ):
            continue
        spans = spans or [m.span() for m in _WORD.finditer(line)]
        if len(spans) != len(words):  # a rare separator that only one of the two splits at
            return
        free = last
        # Whole lines and sentences are captions, refrains and lists
        if first > apart and words[first - 1][-1] not in ".!?:;)":
            opening, end = words[first - apart], first + length - 1
            yield (
                spans[first - apart][0] + len(opening) - len(opening.lstrip(_EDGES)),
                spans[end][0] + len(words[end].rstrip(_EDGES)),
            )


def _run(words: list[str], at: int, apart: int) -> tuple[int, int]:
    """Return the words [first, last) around `at` that equal the words `apart` words before them, apart from marks at
    their ends."""
    first = at
    while (
        first > apart
        and at - first < LONGEST
        and words[first - 1].strip(_EDGES) == words[first - 1 - apart].strip(_EDGES)
    ):
        first -= 1
    last = at + 1
    while last < len(words) and last - at <= LONGEST and words[last].strip(_EDGES) == words[last - apart].strip(_EDGES):
        last += 1
    return first, last
