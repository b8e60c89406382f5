"""Checks: what a rule looks for that no pattern can say; each takes a Document and yields spans [start, end) of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dedup.artifacts.checks.acronyms import doubled_acronyms
from dedup.artifacts.checks.foreign_words import words_of
from dedup.artifacts.checks.genitives import of_chains
from dedup.artifacts.document import Document

CHECKS: Final[dict[str, Callable[[Document], Iterable[tuple[int, int]]]]] = {
    "doubled-acronym": doubled_acronyms,
    "foreign-words-de": words_of("de"),
    "foreign-words-es": words_of("es"),
    "foreign-words-fr": words_of("fr"),
    "foreign-words-is": words_of("is"),
    "foreign-words-it": words_of("it"),
    "foreign-words-pt": words_of("pt"),
    "foreign-words-tr": words_of("tr"),
    "of-chains": of_chains,
}
