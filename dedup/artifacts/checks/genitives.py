"""Chains of "of": what Romance languages join by de, di, do, a translator that goes word by word joins by "of" again
and again.

English says "the world cup final", "the bank's debt"; "the final of the cup of the world" is right here and there. So
only a text that is full of them is marked: in news written in English one word in 43 is "of" (the median of 1,900
articles), in one article of a hundred more than one in 20, in speeches and learned prose more often; in rule-based
translations from Romance languages one in 12.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from dedup.artifacts.document import Document

SHARE: Final = 0.069  # of all words; no presidential address has so many, at .055 one in eight would be marked
FEWEST_WORDS: Final = 100
FEWEST_CHAINS: Final = 3  # all together: no human translation, 1 in 800 articles of English press, 6 in 10 of those

_NOUN: Final = r"of (?:(?:the|an?|his|its|their|this) )?[\p{L}\d'’-]{1,30}"
_CHAIN: Final = regex.compile(rf"\b{_NOUN}(?: {_NOUN}){{1,4}}")
_NAMES: Final = regex.compile(r"(?:of (?:the )?\p{Lu}\S* ?)+")  # offices and countries: of the Ministry of Health


def of_chains(document: Document) -> Iterator[tuple[int, int]]:
    """Find nouns joined by "of" twice or more, without names of offices, in a text that has three different chains or
    more."""
    number = document.text.count(" of ")
    if number < SHARE * FEWEST_WORDS:  # most texts, before their words are counted
        return
    words = document.text.count(" ") + document.text.count("\n") + 1
    if words < FEWEST_WORDS or number < SHARE * words:
        return
    chains = [match for match in _CHAIN.finditer(document.text) if _NAMES.fullmatch(match[0]) is None]
    if len({match[0] for match in chains}) >= FEWEST_CHAINS:
        yield from (match.span() for match in chains)
