"""Korean names by their syllables: in the Revised Romanisation ("Jeong"), in McCune-Reischauer as newspapers print it,
without marks ("Chong"), and as their bearers write them ("Chung").

One spelling stands for several syllables. Two names may be one where each has a syllable in common with the other in
every place, and are two where a place has none in common.
"""

from __future__ import annotations

import itertools
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from dedup.names.graphemes import latin

SURE_SYLLABLES: Final = 2  # of a given name from which the tables prove one name
MOST_SYLLABLES: Final = 2  # of a given name
LONGEST_SYLLABLE: Final = 7  # letters: hyeong, hyoung
MOST_WORDS: Final = 3
MOST_KEYS: Final = 24  # of a name; more syllables in common say nothing
_REMEMBERED: Final = 1 << 15

Syllables = frozenset[str]  # as the Revised Romanisation writes them


class KoreanSyllables(NamedTuple):
    """What syllables a spelling may stand for: in McCune-Reischauer, as bearers usually write them, and in any way; and
    the surnames that a spelling may stand for. The Revised Romanisation writes each syllable as the tables name it."""

    reischauer: Mapping[str, Syllables]
    usual: Mapping[str, Syllables]
    written: Mapping[str, Syllables]
    surnames: Mapping[str, Syllables]


@cache
def korean_syllables() -> KoreanSyllables:
    """Return the tables.

    >>> sorted(korean_syllables().reischauer["chong"]), sorted(korean_syllables().surnames["rhee"])
    (['cheong', 'chong', 'jeong', 'jong'], ['i'])
    """
    table = tomllib.loads(files("dedup.names").joinpath("syllables.toml").read_text(encoding="utf-8"))
    rules = table["korean_spellings"]
    reischauer: defaultdict[str, set[str]] = defaultdict(set)
    usual: defaultdict[str, set[str]] = defaultdict(set)
    written: defaultdict[str, set[str]] = defaultdict(set)
    for initial, finals in table["korean"].items():
        bare = "" if initial == "-" else initial
        begins = [begin.strip("-") for begin in rules["initials"].get(initial, bare).split()] or [""]
        for final in finals.split():
            syllable = bare + final
            vowel = final.rstrip("gklmnpt")
            last = final[len(vowel) :]
            for begin in rules["reischauer_initials"].get(bare, bare).split() or [""]:
                reischauer[begin + rules["reischauer_vowels"].get(vowel, vowel) + last].add(syllable)
            sure = rules["vowels"].get(vowel, vowel).split()
            sure += rules["bare_vowels"].get(vowel, "").split() if not bare else []
            loose = rules["loose_vowels"].get(vowel, "").split()
            ends = rules["ends"].get(last, last).split() or [""]
            for spellings, vowels in ((usual, sure), (written, sure + loose)):
                for parts in itertools.product(begins, vowels, ends):
                    spellings["".join(parts)].add(syllable)
    for spelling, syllable in rules["whole"].items():
        usual[spelling].add(syllable)
        written[spelling].add(syllable)
    for spelling, found in reischauer.items():
        written[spelling] |= found
    surnames: defaultdict[str, set[str]] = defaultdict(set)
    for line in rules["surnames"]:
        name, *others = line.split()
        for spelling in (name, *others):
            surnames[spelling].add(name)
    return KoreanSyllables(*(_frozen(found) for found in (reischauer, usual, written, surnames)))


def _frozen(found: Mapping[str, set[str]]) -> dict[str, Syllables]:
    return {spelling: frozenset(syllables) for spelling, syllables in found.items()}


class KoreanReading(NamedTuple):
    """A name whose words may all be Korean: its surname in all readings, and the ways to cut the given name into
    syllables, as they are spelled."""

    surname: Syllables
    given: tuple[tuple[str, ...], ...]

    def keys(self) -> frozenset[str]:
        """Return what names that may be one have in common, at least one of them."""
        written = korean_syllables().written
        choices = (
            itertools.product(self.surname, *(sorted(written[syllable]) for syllable in cut)) for cut in self.given
        )
        return frozenset(map(" ".join, itertools.islice(itertools.chain.from_iterable(choices), MOST_KEYS)))


@lru_cache(_REMEMBERED)
def read_korean(name: str) -> KoreanReading | None:
    """Return the reading of a name whose first word is a surname of Korea and whose others are one or two syllables;
    None of other names.

    >>> read_korean("park chung hee").given, read_korean("Yi Myeongbak").given, read_korean("lee harvey oswald")
    ((('chung', 'hee'),), (('myeong', 'bak'),), None)
    """
    first, _, rest = name.partition(" ")
    surname = korean_syllables().surnames.get(latin(first).lower()) if rest else None
    if surname is None:
        return None
    words = latin(rest).lower().replace("-", " ").replace("'", "").split()
    if len(words) >= MOST_WORDS:
        return None
    cuts = [tuple(itertools.chain.from_iterable(parts)) for parts in itertools.product(*map(list, map(_cuts, words)))]
    given = tuple(cut for cut in cuts if 1 <= len(cut) <= MOST_SYLLABLES)
    return KoreanReading(surname, given) if given else None


def _cuts(word: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read a word as one syllable or two."""
    written = korean_syllables().written
    if len(word) <= LONGEST_SYLLABLE and word in written:
        yield (word,)
    for size in range(1, min(LONGEST_SYLLABLE + 1, len(word))):
        if word[:size] in written and word[size:] in written:
            yield word[:size], word[size:]


def is_romanised_alike(one: KoreanReading, other: KoreanReading) -> bool:
    """Return whether one of two names is in the Revised Romanisation and the other in McCune-Reischauer's, or as its
    bearer writes it, and both have the same syllables.

    >>> a, b, c = (read_korean(name) for name in ("jeon du hwan", "chon tu hwan", "chun doo han"))
    >>> is_romanised_alike(a, b), is_romanised_alike(a, c)
    (True, False)
    """
    if one.surname.isdisjoint(other.surname):
        return False
    return any(
        len(a) == len(b) >= SURE_SYLLABLES and (_is_revised(a, b) or _is_revised(b, a))
        for a in one.given
        for b in other.given
    )


def _is_revised(revised: tuple[str, ...], other: tuple[str, ...]) -> bool:
    tables = korean_syllables()
    pairs = list(zip(revised, other, strict=True))
    return any(all(a in table.get(b, ()) for a, b in pairs) for table in (tables.reischauer, tables.usual))


def may_be_alike(one: KoreanReading, other: KoreanReading) -> bool:
    """Return whether two names may have the same syllables.

    >>> a, b, c = (read_korean(name) for name in ("jeon du hwan", "chun doo hwan", "chun du han"))
    >>> may_be_alike(a, b), may_be_alike(b, c)
    (True, False)
    """
    if one.surname.isdisjoint(other.surname):
        return False
    written = korean_syllables().written
    return any(
        len(a) == len(b) and all(not written[x].isdisjoint(written[y]) for x, y in zip(a, b, strict=True))
        for a in one.given
        for b in other.given
    )
