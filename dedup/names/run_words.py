"""The words of a run of capitalised words, what ties each to the one before it, and the lists that it is on."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import regex

from dedup.names.name_lists import name_lists
from dedup.names.word_lists import word_lists
from dedup.text.folding import fold

APOSTROPHES: Final = "'’‘ʼ`ʻ"
(
    PARTICLE, ARTICLE, PREFIX, TITLE, DATE, FUNCTION, HEAD, GROUP, PLACE, OUTLET, PEOPLE, COUNTRY, SURNAME,
    TAKES_PEOPLE, SUFFIX, RANK, COMPOUND, FIRST, PORTFOLIO, CAPITALS, GENERATION, LEGAL, GENERIC, SOLE, UNIT, SECOND,
    AREA, DOTTED, GIVEN, FAMILY, TOWN, GREAT, KEPT, COMPANY,
    BRAND, LOCAL, NAMELESS,
) = (1 << bit for bit in range(37))  # fmt: skip
_CUTTING: Final = TITLE | DATE | FUNCTION | PEOPLE | UNIT  # bits of words that are cut from names
_REMEMBERED: Final = 1 << 17  # distinct words that are kept
_LONGEST: Final = 60  # characters of a word that is looked at
_PLAIN: Final = str.maketrans("", "", APOSTROPHES + ".")
# A pronoun or the like that lost its space behind a name: "SoleimaniHe".
_GLUED: Final = regex.compile(
    r"(\p{Lu}[\p{L}\p{M}]{3,50}\p{Ll})(?:He|She|They|It|We|The|This|That|In|On|At|But|And|However|His|Her)"
)
_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*+|\p{N}[\p{L}\p{N}]*+")
_PLAIN_RUN: Final = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?: \p{L}[\p{L}\p{M}]*+)*+")
_TIES: Final = {
    **dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys("-‐‑‒", "-"), ".": ".", "&": "&", " & ": "&", ", ": ",",
}  # fmt: skip


class WordInfo(NamedTuple):
    """A capitalised word by itself.

    `form` is the word folded, without apostrophes, full stops and what a lost space glued to it; `bits` are the lists
    that it is on.
    """

    form: str
    bits: int


@lru_cache(_REMEMBERED)
def word_info(text: str) -> WordInfo:
    """Return what is known of a word by itself; each distinct word is looked at once.

    >>> [word_info(word).form for word in ("Sha’abi", "U.S", "SoleimaniHe", "Güler")]
    ['shaabi', 'us', 'soleimani', 'guler']
    """
    text = text[:_LONGEST]
    glued = _GLUED.fullmatch(text)
    form = fold((glued[1] if glued else text).translate(_PLAIN))
    known, listed = word_lists(), name_lists()
    bits = CAPITALS if len(form) > 1 and text.isupper() else 0
    for bit, words in (
        (PARTICLE, known.particles), (ARTICLE, known.articles), (PREFIX, known.prefixes), (TITLE, known.titles),
        (DATE, known.dates), (FUNCTION, known.function), (HEAD, known.heads), (GROUP, known.groups),
        (PLACE, known.places), (OUTLET, known.outlets), (PEOPLE, known.demonyms), (COUNTRY, known.place_names),
        (SURNAME, known.surnames), (TAKES_PEOPLE, known.takes_people), (SUFFIX, known.suffixes), (RANK, known.ranks),
        (COMPOUND, known.compounds), (FIRST, known.firsts), (PORTFOLIO, known.portfolios),
        (GENERATION, known.generations), (LEGAL, known.legal), (GENERIC, known.generic), (SOLE, known.sole_bodies),
        (UNIT, known.units), (SECOND, known.seconds), (AREA, known.areas), (DOTTED, known.dotted),
        (GIVEN, listed.masculine), (GIVEN, listed.feminine), (FAMILY, listed.family), (TOWN, listed.places),
        (GREAT, listed.great), (COMPANY, known.companies), (BRAND, known.brands),
        (LOCAL, known.local), (NAMELESS, known.nameless),
    ):  # fmt: skip
        if form in words:
            bits |= bit
    return WordInfo(form, bits)


class RunWord(NamedTuple):
    """A word at [start, end) of a run; `tie` is what is before it: "" for the first, else " ", "-", "'", "&", "," or
    "."."""

    start: int
    end: int
    form: str
    bits: int
    tie: str
    lower: bool


def words_of_run(run: str) -> list[RunWord]:
    """Return the words of a run.

    What apostrophes tie is one word (Sha'abi), and so are dotted letters (U.S.); the s of an owner is a word by itself.
    The words of names that begin with a title or an everyday word (Dr Pepper) are marked as KEPT.
    """
    found = _plain_words(run) if _is_plain_run(run) else _tied_words(run)
    if len(found) > 1:
        _keep_whole_names(found)
        _mark_holidays(found)
    return found


def _is_plain_run(run: str) -> bool:
    """Return whether single spaces alone tie the words of a run; `regex` takes long, and most runs are in ASCII.

    >>> [_is_plain_run(run) for run in ("New Delhi", "Müller", "New  Delhi", "New Delhi ", "St. Louis", "")]
    [True, True, False, False, False, False]
    """
    if run.isascii():
        return all(map(str.isalpha, run.split(" ")))
    return _PLAIN_RUN.fullmatch(run) is not None


def _plain_words(run: str) -> list[RunWord]:
    """Return the words of a run that only spaces tie; most runs are such."""
    found: list[RunWord] = []
    start, tie = 0, ""
    for text in run.split(" "):
        known = word_info(text)
        found.append(RunWord(start, start + len(text), known.form, known.bits, tie, text[0].islower()))
        start += len(text) + 1
        tie = " "
    return found


def _keep_whole_names(found: list[RunWord]) -> None:
    """Mark the words of names that begin with a title or an everyday word as KEPT."""
    firsts, whole = word_lists().whole_firsts, word_lists().whole_names
    for place in range(1, len(found)):
        if found[place - 1].form in firsts and f"{found[place - 1].form} {found[place].form}" in whole:
            for at in (place - 1, place):
                found[at] = found[at]._replace(bits=found[at].bits & ~_CUTTING | KEPT)


def _mark_holidays(found: list[RunWord]) -> None:
    """Mark the words of a day of the year ("New Year's Eve") as those of a date."""
    firsts, holidays = word_lists().holiday_firsts, word_lists().holidays
    for place, first in enumerate(found):
        if first.form not in firsts:
            continue
        for end in range(len(found), place + 1, -1):
            words = found[place:end]
            if "".join(word.form if word.tie == "'" else f" {word.form}" for word in words).lstrip() in holidays:
                found[place:end] = [word._replace(bits=word.bits | DATE) for word in words]
                break


def _tied_words(run: str) -> list[RunWord]:
    found: list[RunWord] = []
    for match in _WORD.finditer(run):
        start, end = match.span()
        text = match[0]
        if not found:
            tie = ""
        else:
            last = found[-1]
            between = run[last.end : start]
            tie = _TIES.get(between, " ")
            if tie == "'" and text in ("s", "S"):
                found.append(RunWord(start, end, "s", 0, "'", True))
                continue
            if tie == "'" or (
                tie == "." and end - start == 1 and (last.end - last.start == 1 or run[last.end - 2] == ".")
            ):
                known = word_info(run[last.start : end])
                lower = last.lower and text[0].islower()  # d'Ivoire is none
                found[-1] = RunWord(last.start, end, known.form, known.bits, last.tie, lower)
                continue
        known = word_info(text)
        found.append(RunWord(start, end, known.form, known.bits, tie, text[0].islower()))
    return found
