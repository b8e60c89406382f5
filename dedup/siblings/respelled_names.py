"""Names that a version spells otherwise than its sibling in the same place: romanised otherwise, or mangled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import Indel

from dedup.siblings.change import Change, change, name_of
from dedup.siblings.edit_search import NAMES
from dedup.siblings.edits import Alignment
from dedup.siblings.english_lists import PARTICLES
from dedup.siblings.version_words import VersionWords, WordRange
from dedup.text.background import background
from dedup.text.folding import skeleton
from dedup.text.terms import stems_of

Respelling = Literal["respelled", "mangled"]

LEAST_LETTERS: Final = 4
"""Letters of a name that is compared; shorter ones are alike by chance."""
ALIKE: Final = 0.6
"""Indel similarity from which two names in the same place are one that was mangled; names of two people rarely have
it."""
LONGEST: Final = 60
REMEMBERED: Final = 1 << 14
"""Words and pairs of names that are remembered: the versions of a story spell the same names."""


def bare(forms: Sequence[str]) -> str:
    """Return the letters of a name without its particles, written as one word.

    >>> bare(["faleh", "al", "fayyad"])
    'falehfayyad'
    """
    return "".join(form for form in forms if form not in PARTICLES or len(forms) == 1)


def respelling(one: Sequence[str], other: Sequence[str]) -> Respelling | None:
    """Return how the name `one` (folded words) differs from `other`: another romanisation of the same consonants, or
    letters lost and changed. The order of the two does not matter.

    Return None where they are the same, two names, forms of one word (Iran, Iranian), or where news knows the words of
    both as they are. `dedup.names` decides on two names with the same consonants (Khamenei, Khomeini).

    >>> respelling(["abdul", "karim"], ["abdelkarim"]), respelling(["sal", "haben"], ["saleh", "al", "habbaz"])
    ('respelled', 'mangled')
    >>> respelling(["iranian"], ["iran"]), respelling(["johnson"], ["johnston"]), respelling(["merkel"], ["macron"])
    (None, None, None)
    """
    a, b = bare(one), bare(other)
    if a == b or min(len(a), len(b)) < LEAST_LETTERS or max(len(a), len(b)) > LONGEST or not (a + b).isascii():
        return None
    if a.startswith(b) or b.startswith(a) or any(map(str.isdigit, a + b)):
        return None
    return _respelling(*sorted((tuple(one), tuple(other))))


@lru_cache(REMEMBERED)
def _respelling(one: tuple[str, ...], other: tuple[str, ...]) -> Respelling | None:
    known = [is_name for is_name in map(_known_as_name, (*one, *other)) if is_name is not True]
    if False in known:
        return None
    a, b = bare(one), bare(other)
    bones, other_bones = _skeleton(a), _skeleton(b)
    if bones == other_bones:
        from dedup.names.comparison import compare  # loads a lexicon, which few scans need

        return None if compare(" ".join(one), " ".join(other)).verdict == "different" else "respelled"
    if None in known and bones[0] == other_bones[0] and Indel.normalized_similarity(a, b) >= ALIKE:
        return "mangled"
    return None


@lru_cache(REMEMBERED)
def _known_as_name(form: str) -> bool | None:
    """Return whether news writes the word with a capital letter; None where news does not know it. A particle is part
    of any name."""
    (stem,) = stems_of([form])
    return True if stem in PARTICLES else background().capitalised(stem)


_skeleton: Final = lru_cache(REMEMBERED)(skeleton)


def name_runs(words: VersionWords, begin: int, end: int) -> list[WordRange]:
    """Return the runs of capitalised words in words[begin:end] with the particles between them.

    Days, months and function words end a run. A word that begins a sentence is part of a run only if another follows.
    """
    runs = []
    names = words.names
    k = begin
    while (k := names.find(1, k, end)) >= 0:
        last = k
        while (
            last + 1 < end and "," not in words[last].after and (names[last + 1] or words[last + 1].form in PARTICLES)
        ):
            last += 1
        stop = last + 1
        while stop - 1 > k and not names[stop - 1]:
            stop -= 1
        if not (words[k].first and stop == k + 1):
            runs.append((k, stop))
        k = last + 1
    return runs


def respelled_names(alignment: Alignment) -> Iterator[Change]:
    """Find names that are one name in two spellings: `sibling-name` where letters were lost, else
    `sibling-spelling`."""
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if not edit.shows(NAMES):
            continue
        theirs = name_runs(other, edit.b, edit.end_b)
        for a in name_runs(one, edit.a, edit.end_a):
            forms = [w.form for w in one[slice(*a)]]
            for b in theirs:
                kind = respelling(forms, [w.form for w in other[slice(*b)]])
                if kind:
                    rule = "sibling-name" if kind == "mangled" else "sibling-spelling"
                    yield change(rule, alignment, a, b, runs=name_of)
                    break
