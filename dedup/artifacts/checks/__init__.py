"""Checks: what a rule looks for that no pattern can say; each takes a Document and yields spans [start, end) of its
text.

A third item of a span, if there is one, is a note that the rule's message may show as {note}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dedup.artifacts.checks.acronyms import doubled_acronyms, lost_heads, twice_explained, two_acronyms, two_names
from dedup.artifacts.checks.countries import countries_and_their_own
from dedup.artifacts.checks.doubled import doubled_alternatives, doubled_phrases, listed_twice
from dedup.artifacts.checks.foreign_words import mixed_romanisations, words_of
from dedup.artifacts.checks.genitives import of_chains
from dedup.artifacts.checks.glued import glued_function_words, glued_names, glued_participles
from dedup.artifacts.checks.loops import loops
from dedup.artifacts.checks.placeholders import placeholders
from dedup.artifacts.checks.spinner_phrases import (
    tortured_collocations,
    tortured_names,
    tortured_phrases,
    tortured_renderings,
)
from dedup.artifacts.checks.thesaurus_swaps import swapped_names, swapped_terms
from dedup.artifacts.document import Document
from dedup.artifacts.hidden import hidden_in_words

Check = Callable[[Document], Iterable[tuple[int, int] | tuple[int, int, str]]]

CHECKS: Final[dict[str, Check]] = {
    "acronym-explained-twice": twice_explained,
    "acronym-head-lost": lost_heads,
    "acronym-two-names": two_names,
    "country-and-its-own": countries_and_their_own,
    "doubled-acronym": doubled_acronyms,
    "doubled-alternative": doubled_alternatives,
    "doubled-phrase": doubled_phrases,
    "foreign-words-de": words_of("de"),
    "foreign-words-es": words_of("es"),
    "foreign-words-fr": words_of("fr"),
    "foreign-words-is": words_of("is"),
    "foreign-words-it": words_of("it"),
    "foreign-words-pt": words_of("pt"),
    "foreign-words-tr": words_of("tr"),
    "glued-function-words": glued_function_words,
    "glued-names": glued_names,
    "glued-participles": glued_participles,
    "hidden-characters": lambda document: hidden_in_words(document.text),
    "listed-twice": listed_twice,
    "loop": loops,
    "mixed-romanisation": mixed_romanisations,
    "of-chains": of_chains,
    "placeholders": placeholders,
    "swapped-names": swapped_names,
    "swapped-terms": swapped_terms,
    "tortured-collocation": tortured_collocations,
    "tortured-name": tortured_names,
    "tortured-phrase": tortured_phrases,
    "tortured-rendering": tortured_renderings,
    "two-acronyms-one-body": two_acronyms,
}
