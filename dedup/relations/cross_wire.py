"""One wire that came into English by different languages: sentences that say the same in other words, and names in
other romanisations.

There is no labelled set of such pairs to learn from. The thresholds are set by hand, such that of 4,400 pairs of
independent reports of one topic six are taken for it; independent reports are alike too, but they seldom romanise the
same names differently.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from dedup.text.folding import fold, skeleton

ALIKE: Final = 0.4  # mean gain of the best three links, copied words left out, from which a pair is looked at
CHAIN: Final = 0.9  # logarithm of the chain over the words that were not copied
# Share of the shorter text; translations from different languages have little wording in common
MOST_COPIED: Final = 0.12
VARIANTS: Final = 2  # names that the two articles romanise differently
MIDDLE: Final = 0.45  # mean gain that gives even odds
STEEP: Final = 15.0
EVEN: Final = 0.5  # probability of derivation from which nothing else need explain a pair
LEAST_LETTERS: Final = 5
LEAST_CONSONANTS: Final = 3
LONGEST_TEXT: Final = 40_000  # characters of an article that are read

_WORD: Final = re.compile(r"[^\W\d_]+")


def names_of(text: str) -> dict[str, str]:
    """Return the folded words that the text only writes with a capital letter, in alphabetical order, each with its
    consonants (`folding.skeleton`)."""
    words = set(_WORD.findall(text[:LONGEST_TEXT]))
    lower = {word.lower() for word in words if word[0].islower()}
    capitalised = (word for word in words if word[0].isupper() and len(word) >= LEAST_LETTERS)
    names = sorted({fold(word) for word in capitalised if word.lower() not in lower})
    return {name: skeleton(name) for name in names}


def variants(names: Mapping[str, str], others: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the names of one text (of `names_of`), in alphabetical order, that the other only has in another spelling
    with the same consonants.

    There is one pair for the same consonants, so the number does not depend on which text comes first.

    >>> variants(names_of("Hachd fighters met Mouhandis."), names_of("The Hashd of Muhandis. Patrick spoke."))
    [('hachd', 'hashd'), ('mouhandis', 'muhandis')]
    """
    by_consonants: dict[str, list[str]] = {}
    for name, bare in others.items():
        if name not in names:
            by_consonants.setdefault(bare, []).append(name)
    found = []
    seen: set[str] = set()
    for name, bare in names.items():
        if name in others or len(bare) < LEAST_CONSONANTS or bare in seen:
            continue
        for spelled in by_consonants.get(bare, ()):
            shorter, longer = sorted((name, spelled), key=len)
            if not longer.startswith(shorter[:-1]):
                found.append((name, spelled))
                seen.add(bare)
                break
    return found


def looks_translated(best_three: float, chain: float, copied: float) -> bool:
    """Return whether a pair with these features is alike enough, and copied little enough, to compare its names."""
    return best_three >= ALIKE and chain >= CHAIN and copied < MOST_COPIED


def probability(best_three: float, spelled: int) -> float:
    """Return P(one wire by different languages), rounded to three decimals; `spelled` is the number of variants."""
    if spelled < VARIANTS:
        return 0.0
    return round(1 / (1 + math.exp(-STEEP * (best_three - MIDDLE))), 3)
