"""Tortured phrases: enough of them in one text that no writer can have chosen them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dedup.artifacts.document import Document
from dedup.artifacts.spinner_table import Kind, Occurrence, find_tortured

FEWEST: Final = 2  # distinct ones; one stands in one human article of ten by chance
# Words of text to one swapped word: chance makes one in 3,000 words, a spinner one in 50, a rule-based translator one
# in 150 (training/spinner.py measures them).
WORDS_EACH: Final[dict[Kind, int]] = {"collocation": 150, "rendering": 250}

Noted = tuple[int, int, str]


def enough(words: int, found: Sequence[Occurrence], kind: Kind) -> bool:
    """Whether the tortured phrases of one kind in a text of so many words are evidence."""
    if kind == "name":
        return any(one.kind == kind for one in found)
    distinct = len({one.swapped for one in found if one.kind == kind})
    return distinct >= max(FEWEST, -(-words // WORDS_EACH[kind]) if kind in WORDS_EACH else FEWEST)


def tortured_collocations(document: Document) -> Iterator[Noted]:
    """Collocations with one word swapped: "the populace of"; none where they are no more than chance allows."""
    return _noted(document, "collocation")


def tortured_renderings(document: Document) -> Iterator[Noted]:
    """Collocations with one word in the sense of a dictionary: "anterior year"; none where they are no more than chance
    allows."""
    return _noted(document, "rendering")


def tortured_phrases(document: Document) -> Iterator[Noted]:
    """Terms with all their words swapped ("counterfeit consciousness"), at least two distinct ones."""
    return _noted(document, "phrase")


def tortured_names(document: Document) -> Iterator[Noted]:
    """Proper names with a word swapped: "Joined together States"."""
    return _noted(document, "name")


def _noted(document: Document, kind: Kind) -> Iterator[Noted]:
    words, found = find_tortured(document.text)
    if enough(words, found, kind):
        yield from ((one.start, one.end, one.original) for one in found if one.kind == kind)
