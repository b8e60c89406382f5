"""Links: places where a text says that two names are one, "X (ABC)" and "X, also known as Y"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import msgspec
import numpy as np
import regex

from dedup.names.alias_marks import find_links
from dedup.text.folding import fold
from dedup.text.tables import I64, U8, hash_tokens
from dedup.text.tokens import Columns

REACH: Final = 160  # bytes looked at on either side of a link
MOST: Final = 64  # links of one article
COMPOUND: Final = 8  # letters of a word whose parts an acronym may stand for, at least
LONGEST_NAME: Final = 100  # characters of a name that is linked
MARKS: Final = ("known", "referred", "aka", "k", "called", "or")

# What is between the two names. "or" says less than the others: see `NameLink.sure`.
_TIE: Final = regex.compile(
    r"(?:,? ?\(?,? ?(?:also|better|otherwise|formerly|commonly|locally|previously|widely|then|popularly)"
    r"(?: widely)?|,|\() "
    r"?(?:known|referred to|called)(?: \w++){0,6}? as (?:the )?"
    r"|,? ?\(?,?(?:also|otherwise) called (?:the )?"
    r"|,? ?\(?(?:a\.k\.a\.|a\.k\.a|aka|AKA) (?:the )?"
    r"|(?P<weak>, or (?:the )?)"
)
_NAME: Final = r"\p{Lu}[\p{L}\p{M}'’‘ʼ]*+"
_SMALL_WORD: Final = r"(?:of the |of |for |and |the |al-|el-|bin |ibn |de )?"
_LONG: Final = regex.compile(rf"(?:The )?(?:(?:al|el|de|von|van|bin)-?)?{_NAME}(?:[ -]{_SMALL_WORD}{_NAME}){{0,7}}")
_LONG_BEFORE: Final = regex.compile(rf"{_LONG.pattern}$")
_ACRONYM_BEHIND: Final = regex.compile(r"\s*+\([^()]{1,12}\)$")
_ENDED: Final = regex.compile(r"\s*+(?:[,.;:()]|$)")
_WORD: Final = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+")
_SMALL: Final = frozenset({"of", "the", "for", "and", "in", "on", "de", "al", "el", "la", "du", "des", "y", "und"})


class NameLink(msgspec.Struct, frozen=True):
    """Two names as the text has them, and what ties them; of an acronym, `other` is the short form.

    A link that is not `sure` ("X, or Y", "X (Y)") counts only between names of different kinds, as a translation and
    its original.
    """

    name: str
    other: str
    relation: Literal["acronym", "also_known_as"]
    sure: bool = True


def links_in(columns: Columns, flags: U8) -> Iterator[tuple[int, NameLink]]:
    """Yield each link of a batch with the number of its article."""
    buffer, offsets, _ = columns
    for article, begin, end in _places(columns, flags).tolist():
        base, last = int(offsets[article]), int(offsets[article + 1])
        before = bytes(buffer[max(base, base + begin - REACH) : base + begin]).decode("utf-8", "ignore")
        here = bytes(buffer[base + begin : base + end]).decode("utf-8", "replace")
        after = bytes(buffer[base + end : min(last, base + end + REACH)]).decode("utf-8", "ignore")
        if here.endswith(")"):
            link = acronym_link(before, here[1:-1])
        else:
            link = gloss_link(before, here[1:] + after) if here.startswith("(") else known_as_link(before, here + after)
        if link is not None:
            yield article, link


def _places(columns: Columns, flags: U8) -> I64:
    marks, (either,) = hash_tokens(list(MARKS)), hash_tokens(["or"]).tolist()
    out = np.empty((4096, 3), np.int64)
    while True:
        number = find_links(columns, flags, marks, either, MOST, out)
        if number <= len(out):
            return out[:number]
        out = np.empty((2 * number, 3), np.int64)


def acronym_link(before: str, short: str) -> NameLink | None:
    """Return the words at the end of `before` that the letters of an acronym stand for (Schwartz and Hearst 2003).

    >>> acronym_link("a spokesman of the Northern Rivers Board", "NRB")
    NameLink(name='Northern Rivers Board', other='NRB', relation='acronym', sure=True)
    """
    letters = [_plain(c) for c in short if c.isalnum()]
    words = list(_WORD.finditer(before))[-2 * len(letters) - 3 :]
    if words and _is_compound(words[-1][0], letters):
        return NameLink(words[-1][0], short, "acronym")
    first = _first_word([word[0] for word in words], letters, small=False)
    if first is None:
        first = _first_word([word[0] for word in words], letters, small=True)
    if first is None or not words[first][0][0].isupper():
        return None
    name = before[words[first].start() :].rstrip(" \"'”’")
    if len(name.split()) < 2 or len(name) > LONGEST_NAME or any(c in name for c in ".;:!?\n()"):
        return None
    return NameLink(name, short, "acronym")


def _plain(char: str) -> str:
    """Return a letter without marks, in lower case: the e of Électricité de France (EDF)."""
    return fold(char)[:1]


def _is_compound(word: str, letters: list[str]) -> bool:
    """Return whether the letters begin with that of one long word with a capital and are in it in order: Volkswagen
    (VW). Its second letter is too near to show a compound."""
    if len(word) < COMPOUND or not word[0].isupper() or len(letters) < 2 or word[0].lower() != letters[0]:
        return False
    at = 2
    for letter in letters[1:]:
        at = word.lower().find(letter, at) + 1
        if not at:
            return False
    return True


def _first_word(words: list[str], letters: list[str], *, small: bool) -> int | None:
    """Return the word that the first letter is of, if the last letter stands for the last words; `small`: small
    words count as well."""
    at, place, first = len(words) - 1, len(letters) - 1, None
    while place >= 0 and at >= 0:
        word = words[at]
        little = word.lower() in _SMALL
        if _plain(word[0]) == letters[place] and (small or not little):
            place -= 1
            first = at
        elif not little and first is not None and not word[0].isupper():
            return None
        at -= 1
    return first if place < 0 else None


def gloss_link(before: str, inside: str) -> NameLink | None:
    """Return a name and another of several words in brackets behind it, which may be its translation.

    >>> gloss_link("fighters of 'Lajnat al-Anhar' ", "The Board of the Rivers) came")
    NameLink(name='Lajnat al-Anhar', other='The Board of the Rivers', relation='also_known_as', sure=False)
    """
    other = _LONG.match(inside)
    if other is None or " " not in other[0] or inside[other.end() : other.end() + 1] != ")":
        return None
    name = _LONG_BEFORE.search(before.rstrip(" \"'”’(")[-LONGEST_NAME:])
    return NameLink(name[0], other[0], "also_known_as", sure=False) if name is not None else None


def known_as_link(before: str, after: str) -> NameLink | None:
    """Return the names on both sides of "also known as" or the like, which begins in `before` or where `after` does.

    >>> known_as_link("the Northern Rivers Board (NRB), also ", "known as Lajnat al-Anhar, met.")
    NameLink(name='Northern Rivers Board', other='Lajnat al-Anhar', relation='also_known_as', sure=True)
    """
    text = before + after
    ties = [tie for tie in _TIE.finditer(text, max(0, len(before) - 12), len(before) + 60) if tie.end() > len(before)]
    if not ties:
        return None
    tie, *_ = ties
    left = _ACRONYM_BEHIND.sub("", text[: tie.start()].rstrip(" ,(\"”'’"))[-LONGEST_NAME:]
    name = _LONG_BEFORE.search(left)
    other = _LONG.match(text[tie.end() :].lstrip(" \"'“‘"))
    if name is None or other is None:
        return None
    sure = tie["weak"] is None
    if not sure and not _ENDED.match(text[tie.end() :].lstrip(" \"'“‘")[other.end() :]):
        return None
    return NameLink(name[0], other[0], "also_known_as", sure)
