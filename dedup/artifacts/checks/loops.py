"""Loops: a decoder that does not notice what it has just written writes it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import eq
from typing import Final

import regex

from dedup.artifacts.checks.repeated_words import may_loop
from dedup.artifacts.document import Document

_WORD: Final = regex.compile(r"\S+")
_SENTENCE: Final = regex.compile(r"(?<![^\s”\"])\p{Lu}[^.!?:\n\d“”\"]{12,400}\.(?=\s|\Z)")
LONGEST: Final = 12  # words of a loop that are looked for; longer ones were not met in 2,252 machine translations
SHORTEST: Final = 4  # three words said twice occur in speech ("it is nice, it is nice")
TIMES: Final = 5  # that one to three words are said: four times occur in speech ("row after row after row")
CLAUSE_TIMES: Final = 3  # that a clause is said, whole sentences too
# Sounds, and words that are said again for stress
_STRESSED: Final = """
very really so no yes yeah na la ha ho hey oh ah boo go tick tock ding dong bang hoo blah woof tra da dum knock run
check long far more on and or after upon by over again many much please never ever row day mile
beep ring work spam honk clap drip chug choo puff toot clang boom thud yadda chop quack buzz goal sing talk
"""
_SOUNDS: Final = frozenset(_STRESSED.split())
_LINKS: Final = frozenset(("and", "or", "after", "upon", "by", "on", "to", "of"))  # "row after row after row"
STATEMENT: Final = 5  # words of a sentence that is said CLAUSE_TIMES; shorter ones are cries and refrains
# Words that stand alone between others: nobody says one of them TIMES
_SMALL: Final = "and the of to in that is was with for it he they this as at by from his her a an"
_GRAMMATICAL: Final = frozenset(_SMALL.split())
SHORT_WORD: Final = 3  # letters: one word of so many that is said again is a sound; none of 19,082 human articles has
# one of four letters TIMES
_JOINTS: Final = frozenset(("and", "or", "but"))
_EDGES: Final = ".,;:!?\"'“”‘’()[]"


def loops(document: Document) -> Iterator[tuple[int, int]]:
    """Find words that are said again at once, in one line and outside quotation marks: one to three words five times, a
    clause three times, and four words or more twice, where "and", "or", "but" may be between; and a sentence or a line
    that is there three times in a row.

    Not a sound, no scores, no list of numbers, no whole sentence or line that is said twice.
    """
    yield from ((start, end) for start, end in _sentences_again(document.text) if not document.is_quoted(start))
    if not may_loop(document.encoded, SHORTEST, LONGEST + 1):
        return
    at = 0
    for line in document.text.split("\n"):
        if len(line) > 40:
            for start, end in _joined((*_loops_of(line), *_many_times(line))):
                if not document.is_quoted(at + start):
                    yield at + start, at + end
        at += len(line) + 1


def _sentences_again(text: str) -> Iterator[tuple[int, int]]:
    """Yield sentences, with a line each or in one, that are there CLAUSE_TIMES in a row: plain statements, which no
    choir sings."""
    rough = text.split(".")
    if not any(map(eq, rough[1:], rough)) or not any(  # nearly all texts
        one == other and len(one) > STATEMENT for one, other in pairwise(rough)
    ):
        return
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    first = 0
    for n in range(1, len(sentences) + 1):
        said = text[slice(*sentences[first])]
        if n < len(sentences) and text[slice(*sentences[n])] == said:
            continue
        if n - first >= CLAUSE_TIMES and len(said.split()) >= STATEMENT:
            yield sentences[first][0], sentences[n - 1][1]
        first = n


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


def _many_times(line: str) -> Iterator[tuple[int, int]]:
    """Yield one to three words that are said TIMES, and clauses that are said CLAUSE_TIMES."""
    spans = [match.span() for match in _WORD.finditer(line)]
    words = [line[start:end].strip(_EDGES).lower() for start, end in spans]
    free = 0
    for apart in range(1, LONGEST + 1):
        wanted = apart * ((TIMES if apart < SHORTEST else CLAUSE_TIMES) - 1)
        if sum(map(eq, words[apart:], words)) < wanted:
            continue
        run = 0
        for i in range(apart, len(words) + 1):
            if i < len(words) and words[i] == words[i - apart]:
                run += 1
                continue
            first, last = i - run - apart, i - run % apart
            if run >= wanted and first >= free and _may_be_said(words[first : first + apart], line, spans[first:last]):
                yield spans[first][0], spans[last - 1][1]
                free = last
            run = 0


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans by place; those that overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _may_be_said(unit: list[str], line: str, spans: list[tuple[int, int]]) -> bool:
    """Return whether a decoder may have said these words again; sounds, emphasis and chants are people's."""
    if any(c.isdigit() for c in "".join(unit)) or not all(unit) or len(set(unit)) < len(unit):
        return False
    start, end = spans[0][0], spans[-1][1]
    if len(unit) == 1:
        hyphen = line[start:end].rstrip(".,").endswith("-")
        if unit[0] in _GRAMMATICAL:
            return True
        return unit[0] not in _SOUNDS and (len(unit[0].strip("-")) > SHORT_WORD or hyphen)
    if len(unit) < SHORTEST:
        return not _SOUNDS.issuperset(unit) and not (len(unit) == 2 and unit[0] != "of" and not _LINKS.isdisjoint(unit))
    return "!" not in line[start:end] and not line[:start].rstrip().endswith(":")


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
