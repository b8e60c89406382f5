"""Chinese names in Pinyin and in Wade-Giles ("Mao Zedong", "Mao Tse-tung"): what one writes where the other does.

Wade-Giles is taken as newspapers print it, without apostrophes; so one spelling stands for up to four syllables (chang
is zhang or chang), and only names of three syllables prove something. Two names in Pinyin of other syllables are two.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from dedup.names.graphemes import latin

SURE_SYLLABLES: Final = 3  # of a name from which the tables prove one name
LEAST_SYLLABLES: Final = 2  # of a name that is read: a surname of the list and one more
LONGEST_SYLLABLE: Final = 6  # letters
MOST_SYLLABLES: Final = 2  # of a surname and of a given name
LONGEST_WORD: Final = MOST_SYLLABLES * LONGEST_SYLLABLE  # letters of a word that is cut into syllables
MOST_WORDS: Final = 4
WADE_GILES, PINYIN = range(2)
_REMEMBERED: Final = 1 << 15


@cache
def wade_giles_of() -> Mapping[str, tuple[str, ...]]:
    """Return what Wade-Giles writes for each syllable of Pinyin.

    >>> [wade_giles_of()[syllable] for syllable in ("ze", "dong", "xiao", "zhou", "yi")]
    [('tse',), ('tung',), ('hsiao',), ('chou',), ('i', 'yi')]
    """
    table = tomllib.loads(files("dedup.names").joinpath("syllables.toml").read_text(encoding="utf-8"))
    rules = table["wade_giles"]
    out: dict[str, tuple[str, ...]] = {}
    for initial, finals in table["pinyin"].items():
        bare = "" if initial == "-" else initial
        for final in finals.split():
            written = rules["initials"].get(initial, bare) + rules["finals"].get(final, final)
            syllable = bare + final.replace("v", "u")
            whole = rules["whole"].get(syllable, written).split()
            out[syllable] = tuple(dict.fromkeys((*out.get(syllable, ()), *whole)))
    return out


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Return the surnames in Pinyin and in Wade-Giles."""
    table = tomllib.loads(files("dedup.names").joinpath("syllables.toml").read_text(encoding="utf-8"))
    pinyin = frozenset(table["chinese"]["surnames"].split())
    return pinyin, frozenset(written for surname in pinyin for written in wade_giles_of()[surname])


@cache
def _wade_giles() -> frozenset[str]:
    return frozenset(written for several in wade_giles_of().values() for written in several)


class ChineseReading(NamedTuple):
    """A name as Wade-Giles writes it: `own` where it is written so, else "", and what its syllables are if it is
    Pinyin; `pinyin` are its letters if it is Pinyin and has a surname of the list, else ""; `is_apart`: the given name
    has several words; `is_sure`: it has SURE_SYLLABLES."""

    own: str
    from_pinyin: frozenset[str]
    pinyin: str
    is_apart: bool
    is_sure: bool

    def keys(self) -> frozenset[str]:
        """Return what names that may be one have in common."""
        return self.from_pinyin | {self.own} if self.own else self.from_pinyin


@lru_cache(_REMEMBERED)
def read_chinese(name: str) -> ChineseReading | None:
    """Return how Wade-Giles writes a name whose words are all of Chinese syllables, SURE_SYLLABLES or more, or fewer
    behind a surname of the list; a space is behind its surname. Return None of other names.

    >>> read_chinese("mao zedong").from_pinyin, read_chinese("mao tse tung").own, read_chinese("tom brown")
    (frozenset({'mao tsetung'}), 'mao tsetung', None)
    """
    words = latin(name).lower().replace("-", " ").replace("'", "").split()
    if not 2 <= len(words) <= MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        return None
    if not any(_sizes(words[0])) or not any(_sizes(words[-1])):
        return None  # as most names are
    surname, *given = words
    pinyin, wade_giles = (surname in listed for listed in _surnames())
    size = _most_syllables(words, WADE_GILES)
    own = f"{surname} {''.join(given)}" if size >= (LEAST_SYLLABLES if wade_giles else SURE_SYLLABLES) else ""
    written: set[str] = set()
    least = LEAST_SYLLABLES if pinyin else SURE_SYLLABLES
    pinyin_size = _most_syllables(words, PINYIN)
    if pinyin_size >= least:
        written = {
            f"{''.join(first)} {''.join(rest)}"
            for first in _written(surname)
            for rest in _written_all(given)
            if len(rest) + len(first) >= least
        }
    if not own and not written:
        return None
    letters = "".join(words) if pinyin and written else ""
    return ChineseReading(own, frozenset(written), letters, len(given) > 1, max(size, pinyin_size) >= SURE_SYLLABLES)


def _most_syllables(words: list[str], spelling: int) -> int:
    """Return into how many syllables of a spelling the words can be cut at most, 0 where one of them cannot."""
    sizes = [_sizes(word)[spelling] for word in words]
    return sum(sizes) if all(sizes) else 0


@lru_cache(_REMEMBERED)
def _sizes(word: str) -> tuple[int, int]:
    """Return into how many syllables of Wade-Giles, and of Pinyin, a word can be cut at most."""
    wade_giles, pinyin = (
        max((len(cut) for cut in _cuts(word, syllables)), default=0) for syllables in (_wade_giles(), wade_giles_of())
    )
    return wade_giles, pinyin


def _cuts(word: str, syllables: Container[str], most: int = MOST_SYLLABLES) -> Iterator[tuple[str, ...]]:
    """Yield the ways to cut a word into syllables, at most so many."""
    if not word:
        yield ()
    if not most:
        return
    for size in range(1, min(LONGEST_SYLLABLE, len(word)) + 1):
        if word[:size] in syllables:
            for rest in _cuts(word[size:], syllables, most - 1):
                yield word[:size], *rest


def _written(word: str) -> Iterator[tuple[str, ...]]:
    """Yield what Wade-Giles may write for each syllable of a word in Pinyin."""
    for cut in _cuts(word, wade_giles_of()):
        choices: list[tuple[str, ...]] = [()]
        for syllable in cut:
            choices = [(*before, written) for before in choices for written in wade_giles_of()[syllable]]
        yield from choices


def _written_all(words: list[str]) -> Iterator[tuple[str, ...]]:
    if not words:
        yield ()
        return
    for first in _written(words[0]):
        for rest in _written_all(words[1:]):
            yield *first, *rest


def is_wade_giles_of(one: str, other: str) -> bool:
    """Return whether one of two names is written in Wade-Giles and the other in Pinyin, and both have the same
    SURE_SYLLABLES or more.

    Many syllables are in both. A name is taken for Wade-Giles where it cannot be Pinyin, or where it has the syllables
    of the given name apart and the other has them together.

    >>> is_wade_giles_of("chou en lai", "zhou enlai"), is_wade_giles_of("chou en lai", "zhu enlai")
    (True, False)
    """
    if " " not in one or " " not in other:
        return False
    first = read_chinese(one)
    second = read_chinese(other) if first is not None else None
    if first is None or second is None or not (first.is_sure and second.is_sure):
        return False
    return _is_written_for(first, second) or _is_written_for(second, first)


def _is_written_for(one: ChineseReading, other: ChineseReading) -> bool:
    return one.own in other.from_pinyin and (not one.from_pinyin or (one.is_apart and not other.is_apart))


def may_be_wade_giles_of(one: ChineseReading, other: ChineseReading) -> bool:
    """Return whether one of two names may be Wade-Giles of the other in Pinyin.

    >>> may_be_wade_giles_of(read_chinese("lin piao"), read_chinese("lin biao"))
    True
    """
    return bool(one.own and one.own in other.from_pinyin) or bool(other.own and other.own in one.from_pinyin)


def are_other_syllables(one: ChineseReading, other: ChineseReading) -> bool:
    """Return whether two names are in Pinyin and of other syllables.

    >>> are_other_syllables(read_chinese("li peng"), read_chinese("li ping"))
    True
    """
    return bool(one.pinyin and other.pinyin) and one.pinyin != other.pinyin and not may_be_wade_giles_of(one, other)
