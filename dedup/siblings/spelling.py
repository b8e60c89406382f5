"""Whether two runs of capitalised words are one name spelled in two ways. The one place of this room that compares
spellings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from rapidfuzz.distance import Indel

from dedup.siblings.lexicon import PARTICLES
from dedup.text.background import background
from dedup.text.folding import skeleton
from dedup.text.terms import stems_of

Spelled = Literal["respelled", "mangled"]

LEAST_LETTERS: Final = 4
"""Letters of a name that is compared; shorter ones are alike by chance."""
ALIKE: Final = 0.6
"""Indel similarity from which two names in the same place are one that was mangled; different bearers seldom reach it.
"""
LONGEST: Final = 60


def bare(forms: Sequence[str]) -> str:
    """The letters of a name without its particles, written as one word.

    >>> bare(["faleh", "al", "fayyad"])
    'falehfayyad'
    """
    return "".join(form for form in forms if form not in PARTICLES or len(forms) == 1)


def respelling(one: Sequence[str], other: Sequence[str]) -> Spelled | None:
    """How the name `one` (folded words) differs from `other`: another romanisation of the same consonants, or letters
    lost and changed.

    None where they are the same, two names, forms of one word (Iran, Iranian), or where news knows the words of both as
    they stand. Two names that share their consonants alone are told apart by `dedup.names` (Khamenei, Khomeini).

    >>> respelling(["abdul", "karim"], ["abdelkarim"]), respelling(["sal", "haben"], ["saleh", "al", "habbaz"])
    ('respelled', 'mangled')
    >>> respelling(["iranian"], ["iran"]), respelling(["johnson"], ["johnston"]), respelling(["merkel"], ["macron"])
    (None, None, None)
    """
    a, b = bare(one), bare(other)
    if a == b or min(len(a), len(b)) < LEAST_LETTERS or max(len(a), len(b)) > LONGEST or not (a + b).isascii():
        return None
    if a.startswith(b) or b.startswith(a) or any(c.isdigit() for c in a + b):
        return None
    known = [background().capitalised(stem) for stem in stems_of([*one, *other]) if stem not in PARTICLES]
    if False in known:
        return None
    if skeleton(a) == skeleton(b):
        from dedup.names.comparison import compare  # loads a lexicon, which few scans need

        return None if compare(" ".join(one), " ".join(other)).verdict == "different" else "respelled"
    if None in known and skeleton(a)[0] == skeleton(b)[0] and Indel.normalized_similarity(a, b) >= ALIKE:
        return "mangled"
    return None
