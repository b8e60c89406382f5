"""Which romanisation a spelling follows, by the graphemes it uses for sounds that conventions write differently; and
the operations of an alignment as records, for evidence and conventions, which few pairs need."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dedup.errors import FormatError
from dedup.names.alignment_weights import PLACES
from dedup.names.graphemes import GRAPHEMES, letters
from dedup.names.known_names import spelling_lines
from dedup.names.pair_measures import compare_pairs
from dedup.names.spelling_alignment import align_tokens
from dedup.names.spelling_tables import lexicon, row_of, spelling_tables
from dedup.names.spelling_tokens import WIDTH

CHANGE: Final = 0.7  # price of an operation that changes something, beside its weight


class Operation(NamedTuple):
    """Two graphemes for one sound; an empty one where a letter is left out."""

    place: str
    one: str
    other: str


@cache
def _plain_weights() -> NDArray[np.float32]:
    """Return the weights less a price for each operation that changes something, so that the plainest of alignments
    nearly as good is reported."""
    weights: NDArray[np.float32] = spelling_tables().weights - np.float32(CHANGE)
    every = np.arange(len(GRAPHEMES))
    weights[:, every, every] += np.float32(CHANGE)
    return weights


def align(a: str, b: str) -> tuple[Operation, ...]:
    """Return the operations of the best alignment of two tokens given in letters a-z.

    >>> [(o.one, o.other) for o in align("hachd", "hashd") if o.one != o.other]
    [('ch', 'sh')]
    """
    out = np.zeros((2 * WIDTH, 3), np.int32)
    _, count = align_tokens(row_of(a), row_of(b), spelling_tables().trie, _plain_weights(), out)
    return tuple(
        Operation(PLACES[place], GRAPHEMES[one], GRAPHEMES[other])
        for place, one, other in reversed(out[:count].tolist())
    )


MOST_OTHERS: Final = 24  # other spellings that sounds are looked up in
MOST_LETTERS: Final = 80
LEAST: Final = 0.02  # probability below which a convention is not listed
# Weight of a sound shown by a spelling that only the lexicon has: one entry may have names of several languages
_BORROWED: Final = 0.5


class ConventionGuess(msgspec.Struct, frozen=True):
    """A romanisation that a spelling may follow, and what shows it ("ch for sh", "ou")."""

    convention: str
    probability: float
    evidence: tuple[str, ...]


class ConventionMark(NamedTuple):
    """Letters by which a convention writes a sound."""

    convention: str
    letters: str
    sound: str
    proven: float
    alone: float

    @property
    def bare(self) -> str:
        """Return the letters without the marks of the beginning and the end."""
        return self.letters.strip("^$")

    def is_in(self, spelling: str) -> bool:
        """Return whether the spelling has the letters where they count."""
        return self.letters in f"^{spelling}$"

    def __str__(self) -> str:
        return f"{self.bare} for {self.sound}" if self.sound else self.bare


class ConventionTable(NamedTuple):
    """The table of conventions.toml."""

    labels: dict[str, str]
    prior: dict[str, float]
    marks: tuple[ConventionMark, ...]


@cache
def convention_table() -> ConventionTable:
    """Return the conventions that ship. Raises FormatError where the file is damaged."""
    try:
        found = tomllib.loads(files("dedup.names").joinpath("conventions.toml").read_text(encoding="utf-8"))
        marks = []
        for convention, listed in found["marks"].items():
            for row in listed:
                written, sound, proven, alone = row.split()
                marks.append(ConventionMark(convention, written, sound.strip("-"), float(proven), float(alone)))
        return ConventionTable(found["labels"], found["prior"], tuple(marks))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, FileNotFoundError) as error:
        raise FormatError(f"conventions.toml is damaged ({error}); install the package again.") from error


def shown_sounds(spelling: str, others: Iterable[str]) -> set[tuple[str, str]]:
    """Return (letters, sound) of each grapheme of one token that another spelling writes otherwise."""
    own = letters(spelling)
    return {
        (o.one, o.other)
        for other in others
        if other != own
        for o in align(own, other)
        if o.one != o.other and o.one and o.other
    }


def other_spellings(form: str) -> tuple[list[str], float]:
    """Return other spellings of one token and how far they are trusted: hand-kept ones, else those of the entries of
    the lexicon."""
    for words in _kept_words():
        if form in words:
            return [word for word in words if word != form], 1.0
    found = lexicon()
    lines = [number for number in found.lines_of(form) if number >= found.entries]
    return [other for number in lines for other in found.line(number) if other != form][:MOST_OTHERS], _BORROWED


@cache
def _kept_words() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words) for words in spelling_lines())


def conventions(spelling: str, others: Sequence[str] = ()) -> tuple[ConventionGuess, ...]:
    """Return the romanisations that a spelling may follow, the likeliest first; `others` are spellings of the same name
    in the same texts.

    >>> [conventions(s)[0].convention for s in ("Hachd", "Moḥammad", "Chruschtschow", "Hashd")]
    ['fr', 'sci', 'de', 'en']
    """
    conv = convention_table()
    beside = {letters(token) for other in others[:MOST_OTHERS] for token in other.split()}
    odds = dict(conv.prior)
    shown: dict[str, list[str]] = {name: [] for name in conv.prior}
    for token in spelling[:MOST_LETTERS].lower().replace("-", " ").split():
        if letters(token):
            for mark, weight in _marks_of(token, beside):
                odds[mark.convention] += weight
                shown[mark.convention].append(str(mark))
    total = sum(math.exp(x) for x in odds.values())
    found = [
        ConventionGuess(name, round(math.exp(x) / total, 3), tuple(dict.fromkeys(shown[name])))
        for name, x in odds.items()
    ]
    kept = [one for one in found if one.probability >= LEAST]
    return tuple(sorted(kept, key=lambda one: (-one.probability, one.convention)))


def _marks_of(token: str, beside: set[str]) -> list[tuple[ConventionMark, float]]:
    """Return the marks of one token with their weights: of each convention the heaviest for the same letters."""
    own = letters(token)
    near = shown_sounds(own, sorted(o for o in beside if _is_near(own, o)))
    known, trust = other_spellings(own)
    far = shown_sounds(own, known)
    present = [mark for mark in convention_table().marks if mark.is_in(token)]
    heaviest: dict[tuple[str, str], tuple[ConventionMark, float]] = {}
    for mark in present:
        bare = mark.bare
        if token.count(bare) == 1 and any(bare != other.bare and bare in other.letters for other in present):
            continue
        weight = mark.alone
        if mark.sound and (bare, mark.sound) in near:
            weight = mark.proven
        elif mark.sound and (bare, mark.sound) in far:
            weight = mark.alone + trust * max(0.0, mark.proven - mark.alone)
        elif mark.sound and any(written == bare for written, _ in near | far):
            weight = 0.0
        _, best = heaviest.get((mark.convention, bare), (mark, 0.0))
        if weight > best:
            heaviest[mark.convention, bare] = (mark, weight)
    return list(heaviest.values())


def _is_near(own: str, other: str) -> bool:
    """Return whether two tokens of one name can be spellings of one word."""
    if own == other:
        return False
    ((_, score),) = compare_pairs([(own, other)])
    return score > 0
