"""The weights of alignment operations as one dense array.

An operation pairs two graphemes, or one with nothing, at a place. Its weight is the sum of four terms: of the pair, of
the pair at that place, of the classes of both (vowels or consonants, and how many letters), of the classes at that
place, so that a rare operation takes the weight of similar ones. A vowel never stands for a consonant, except beside
the glides.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.names.graphemes import GRAPHEMES, is_vowel

PLACES: Final = ("first", "inside", "last", "mixed")
CLASSES: Final = ("0", "V1", "V2", "V3", "C1", "C2", "C3")
BLOCKED: Final = -12.0  # no alignment with such an operation is worth anything
_LONGEST_VOWEL: Final = 2  # letters that may be left out at once
_GLIDES: Final = (frozenset("wjyhv"), frozenset("aeiouyhwj"))


@cache
def class_of(grapheme: int) -> int:
    """Return the number of a grapheme's class."""
    letters = GRAPHEMES[grapheme]
    return 0 if not letters else (0 if is_vowel(letters) else 3) + min(len(letters), 3)


def pair_of(one: int, other: int) -> str:
    """Return the name of an operation, the same in both directions.

    >>> pair_of(GRAPHEMES.index("sh"), GRAPHEMES.index("ch"))
    'ch~sh'
    """
    return "~".join(sorted((GRAPHEMES[one], GRAPHEMES[other])))


def classes_of(one: int, other: int) -> str:
    """Return the name of an operation's classes; `=` where both graphemes are the same."""
    if one == other:
        return "=" + CLASSES[class_of(one)]
    return "~".join(sorted((CLASSES[class_of(one)], CLASSES[class_of(other)])))


@cache
def blocked() -> NDArray[np.bool_]:
    """Return which operations are never made, shape (graphemes, graphemes)."""
    size = np.array([len(g) for g in GRAPHEMES])
    vowel = np.array([is_vowel(g) for g in GRAPHEMES])
    glide, soft = (np.array([bool(g) and set(g) <= letters for g in GRAPHEMES]) for letters in _GLIDES)
    out: NDArray[np.bool_] = (vowel[:, None] != vowel[None, :]) & ~(glide[:, None] | glide[None, :])
    lost = (size > _LONGEST_VOWEL) | ((size == _LONGEST_VOWEL) & ~soft)
    out[0], out[:, 0] = lost, lost
    return out


def dense(pairs: Mapping[str, float], classes: Mapping[str, float], unseen: float) -> NDArray[np.float32]:
    """Return the sum of the terms for each operation, shape (4, graphemes, graphemes); `unseen` is the price of classes
    never learned."""
    number = {g: n for n, g in enumerate(GRAPHEMES)}
    of_grapheme = np.array([class_of(n) for n in range(len(GRAPHEMES))])
    out = np.zeros((len(PLACES), len(GRAPHEMES), len(GRAPHEMES)), np.float32)
    for at, place in enumerate(PLACES):
        by_class = np.full((len(CLASSES), len(CLASSES)), unseen)
        equal = np.full(len(CLASSES), unseen)
        for i, one in enumerate(CLASSES):
            for j, other in enumerate(CLASSES):
                name = "~".join(sorted((one, other)))
                if name in classes:
                    by_class[i, j] = classes[name] + classes.get(f"{name}@{place}", unseen)
            if "=" + one in classes:
                equal[i] = classes["=" + one] + classes.get(f"={one}@{place}", unseen)
        out[at] = by_class[of_grapheme[:, None], of_grapheme[None, :]]
        np.fill_diagonal(out[at], equal[of_grapheme])
    for name, weight in pairs.items():
        pair, _, place = name.partition("@")
        one, _, other = pair.partition("~")
        here = slice(None) if not place else PLACES.index(place)
        out[here, number[one], number[other]] += weight
        if one != other:
            out[here, number[other], number[one]] += weight
    out[:, blocked()] = BLOCKED
    return out
