"""Names that a version spells otherwise than its sibling in the same place: romanised otherwise, or mangled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
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
NameWords = tuple[str, ...]  # folded
NamePair = tuple[NameWords, NameWords]

LEAST_LETTERS: Final = 4
"""Letters of a name that is compared; shorter ones are alike by chance."""
ALIKE: Final = 0.6
"""Indel similarity from which two names in the same place are one that was mangled; names of two people rarely have
it."""
LONGEST: Final = 60
TOGETHER: Final = 8
"""Names of a version that are compared together; more would be compared in vain where changes enough are found."""
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
    pair = _comparable(one, other)
    return None if pair is None else RESPELLINGS.of([pair])[0]


def _comparable(one: Sequence[str], other: Sequence[str]) -> NamePair | None:
    """Return two names as a pair, the same in either order; None where they are the same, forms of one word, or no
    names that are compared."""
    a, b = bare(one), bare(other)
    if a == b or min(len(a), len(b)) < LEAST_LETTERS or max(len(a), len(b)) > LONGEST or not (a + b).isascii():
        return None
    if a.startswith(b) or b.startswith(a) or any(map(str.isdigit, a + b)):
        return None
    first, second = sorted((tuple(one), tuple(other)))
    return first, second


class Respellings:
    """Says how the names of pairs differ (see `respelling`), and remembers it for up to `most` pairs. Those with the
    same consonants are compared together: one at a time takes ten times as long."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self.asked = 0  # pairs, those that were known among them
        self._most = most
        self._known: dict[NamePair, Respelling | None] = {}

    def __len__(self) -> int:
        """Return how many pairs are remembered."""
        return len(self._known)

    def of(self, pairs: Sequence[NamePair]) -> list[Respelling | None]:
        """Return how the names of each pair differ."""
        self.asked += len(pairs)
        found = {pair: self._known[pair] for pair in pairs if pair in self._known}
        alike = []
        for pair in pairs:
            if pair not in found:
                found[pair] = _mangled(*pair)
                if _may_be_respelled(*pair):
                    alike.append(pair)
        if alike:
            from dedup.names.comparison import compare_many  # loads a lexicon, which few scans need

            for pair, compared in zip(alike, compare_many((" ".join(a), " ".join(b)) for a, b in alike), strict=True):
                found[pair] = None if compared.verdict == "different" else "respelled"
        if len(self._known) + len(found) > self._most:
            self._known.clear()
        self._known.update(found)
        return [found[pair] for pair in pairs]


RESPELLINGS: Final = Respellings()


def _may_be_respelled(one: NameWords, other: NameWords) -> bool:
    """Return whether two names have the same consonants, and news does not say that a word of them is none."""
    return _skeleton(bare(one)) == _skeleton(bare(other)) and False not in map(_known_as_name, (*one, *other))


def _mangled(one: NameWords, other: NameWords) -> Respelling | None:
    """Return "mangled" for two names, of which news does not know one, with other consonants and letters alike."""
    known = [is_name for is_name in map(_known_as_name, (*one, *other)) if is_name is not True]
    if False in known or None not in known:
        return None
    a, b = bare(one), bare(other)
    bones, other_bones = _skeleton(a), _skeleton(b)
    if bones == other_bones or bones[0] != other_bones[0] or Indel.normalized_similarity(a, b) < ALIKE:
        return None
    return "mangled"


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


class _NameInPlace:
    """A name of one version, and the names of the other in the same place that are still to be compared with it."""

    def __init__(self, run: WordRange, forms: Sequence[str], others: Sequence[tuple[WordRange, list[str]]]) -> None:
        self.run = run
        self._pairs = ((other, pair) for other, theirs in others if (pair := _comparable(forms, theirs)) is not None)
        self.found: tuple[WordRange, Respelling] | None = None

    def next_pair(self) -> tuple[WordRange, NamePair] | None:
        """Return the next name of the other version, and the two as a pair; None behind the last, and where one was
        found."""
        return next(self._pairs, None) if self.found is None else None


def respelled_names(alignment: Alignment) -> Iterator[Change]:
    """Find names that are one name in two spellings: `sibling-name` where letters were lost, else
    `sibling-spelling`."""
    rest = _names_in_place(alignment)
    while names := list(islice(rest, TOGETHER)):
        while asked := [(name, *pair) for name in names if (pair := name.next_pair()) is not None]:
            kinds = RESPELLINGS.of([pair for _, _, pair in asked])
            for (name, other, _), kind in zip(asked, kinds, strict=True):
                if kind is not None:
                    name.found = other, kind
        for name in names:
            if name.found is not None:
                other, kind = name.found
                rule = "sibling-name" if kind == "mangled" else "sibling-spelling"
                yield change(rule, alignment, name.run, other, runs=name_of)


def _names_in_place(alignment: Alignment) -> Iterator[_NameInPlace]:
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if edit.shows(NAMES):
            theirs = [(b, [w.form for w in other[slice(*b)]]) for b in name_runs(other, edit.b, edit.end_b)]
            for a in name_runs(one, edit.a, edit.end_a):
                yield _NameInPlace(a, [w.form for w in one[slice(*a)]], theirs)
