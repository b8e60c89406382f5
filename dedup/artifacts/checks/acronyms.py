"""Acronyms beside what they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from dedup.artifacts.document import Document

_PAIR: Final = regex.compile(r"\b(?P<long>(?:[A-Z][a-z]+ ){2,6})of (?P<short>[A-Z]{2,6}) \((?P<again>[A-Z]{2,7})\)")


def doubled_acronyms(document: Document) -> Iterator[tuple[int, int]]:
    """An expansion, its acronym and the acronym again: "the Islamic State of IS (ISIS)"."""
    for match in _PAIR.finditer(document.text):
        initials = "".join(word[0] for word in match["long"].split())
        if initials.startswith(match["short"]) and match["again"].startswith(match["short"]):
            yield match.span()
