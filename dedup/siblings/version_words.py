"""The words of a version, by which it is aligned with others: each distinct word is looked at once in a run, and each
version is read once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from dedup.siblings.english_lists import CALENDAR, FUNCTION_WORDS, NEGATIONS, NUMERALS, SAYING
from dedup.siblings.word_columns import (
    ACRONYM,
    AND,
    CALENDAR_WORD,
    CAPITAL,
    CONTENT,
    DENIES,
    FIRST,
    NUMBER,
    NUMERAL,
    QUOTED,
    SAYS,
    SAYS_BEHIND,
    WordColumns,
)
from dedup.text.folding import fold
from dedup.text.tables import I32, I64, U32
from dedup.text.terms import stems_of

WordRange = tuple[int, int]

LONGEST_QUOTATION: Final = 1500
"""Characters after which a quotation mark that nothing closed is taken for a stray one."""
LONGEST_AFTER: Final = 8
"""Characters between two words that are looked at."""
LONGEST_BEFORE: Final = 3
"""Characters before a word in which the mark that ends a sentence is looked for."""

# Acronyms with full stops, numbers with their separators, words; the "s" of a genitive is no word of its own.
_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,8}|\d+(?:[.,]\d+)*|[^\W_]+(?:['’](?!s\b)[^\W\d_]+)?")
_MARK: Final = re.compile(r"[\"“”„«»‘’\n]")
_BEFORE: Final = ("", " ", "\n", "(", "[", "—", "–", "-")
_BEHIND: Final = ("", " ", "\n", ")", "]", ",", ".", ";", ":", "?", "!", "—", "–", "-")
_ENDING: Final = np.array(sorted(map(ord, '.!?:\n"“”„«*|')), np.uint32)
_APOSTROPHES: Final = (ord("'"), ord("’"))
_GENITIVE: Final = (ord("s"), ord("S"))


class Word(NamedTuple):
    """One word: its place in the text, its folded form, and the key (a stem) by which it is matched with another text.

    `quotation` is the number of the quotation around it, 0 for none; `first`: whether it begins a sentence, a line or a
    quotation; `after` is what follows up to the next word; `content`: whether it says something by itself.
    """

    start: int
    end: int
    form: str
    key: str
    capital: bool
    first: bool
    quotation: int
    after: str
    acronym: bool
    content: bool

    @property
    def number(self) -> bool:
        """Return whether the word is written in figures."""
        return self.form[:1].isdigit()


class WordTypes:
    """The distinct words of a run, as written, by number; by the same number their forms, keys and signs."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self.keys: list[str] = []
        self._numbers: dict[str, int] = {}
        self._form_numbers: dict[str, int] = {}
        self._key_numbers: dict[str, int] = {}
        self._columns: list[I32] = [np.empty(1024, np.int32) for _ in range(3)]

    def __len__(self) -> int:
        return len(self.forms)

    def numbers_of(self, words: Sequence[str]) -> I32:
        """Return the number of each word as written; new ones are added."""
        known = self._numbers
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            self._add(new)
        return np.fromiter(map(known.__getitem__, words), np.int32, len(words))

    def columns(self, numbers: I32) -> tuple[I32, I32, U32]:
        """Return the number of the key, the number of the form and the signs of words, which are given by number."""
        keys, forms, signs = (column[numbers] for column in self._columns)
        return keys, forms, signs.view(np.uint32)

    def _add(self, words: Sequence[str]) -> None:
        plain = [word.replace(".", "").replace(",", "") for word in words]
        forms = [form.lower() if form.isascii() else fold(form) for form in plain]
        keys = stems_of(plain)
        first, end = len(self), len(self) + len(words)
        if end > self._columns[0].size:
            self._columns = [np.concatenate([column, np.empty(end, np.int32)]) for column in self._columns]
        by_key, by_form, signs = self._columns
        by_key[first:end] = [self._key_numbers.setdefault(key, len(self._key_numbers)) for key in keys]
        by_form[first:end] = [self._form_numbers.setdefault(form, len(self._form_numbers)) for form in forms]
        signs[first:end] = [_signs_of(word, form) for word, form in zip(words, forms, strict=True)]
        self.forms += forms
        self.keys += keys
        self._numbers.update(zip(words, range(first, end), strict=True))


def _signs_of(word: str, form: str) -> int:
    """Return the signs of a word, which is given as written and folded."""
    acronym = len(word) > 1 and word.isupper()
    signs = CONTENT if acronym or form not in FUNCTION_WORDS else 0
    signs |= ACRONYM if acronym else 0
    signs |= CAPITAL if word[0].isupper() else 0
    signs |= NUMBER if form[:1].isdigit() else 0
    signs |= NUMERAL if NUMERALS.get(form, form).isdigit() else 0
    signs |= DENIES if form.replace("’", "'") in NEGATIONS else 0
    signs |= SAYS if form in SAYING else 0
    signs |= CALENDAR_WORD if form in CALENDAR else 0
    return int(signs | (AND if form == "and" else 0))


class VersionWords(Sequence[Word]):
    """The words of one text in their order; `columns` are what kernels read of them.

    `names` has a byte for each word, 1 for a word that may be a name: capitalised words but days, months and function
    words.
    """

    def __init__(self, text: str, types: WordTypes) -> None:
        characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
        starts, ends, numbers = _without_genitives(found, characters, types)
        self.text = text
        self.types = types
        self.starts: I64 = starts
        self.ends: I64 = ends
        self.numbers: I32 = numbers
        keys, forms, signs = types.columns(numbers)
        self.keys: I32 = keys
        self.forms: I32 = forms
        quotations_around = _quotation_of(starts, quotations(text))
        signs |= np.where(_begins(starts, ends, characters), FIRST, 0).astype(np.uint32)
        signs |= np.where(quotations_around > 0, QUOTED, 0).astype(np.uint32)
        opens = (quotations_around > 0) & (np.diff(quotations_around, prepend=0) != 0)
        signs |= np.where(opens & (signs & SAYS > 0), SAYS_BEHIND, 0).astype(np.uint32)
        self.signs: U32 = signs
        self.columns = WordColumns(keys, forms, quotations_around, signs)
        self.names = _marked(signs & (CAPITAL | CONTENT | CALENDAR_WORD) == CAPITAL | CONTENT)
        self._content = _marked(signs & CONTENT > 0)
        # Memory views give plain integers, faster than arrays
        self._columns = tuple(column.data for column in (starts, ends, numbers, signs, quotations_around))
        self._made: list[Word | None] = [None] * len(numbers)

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | list[Word]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        return self._made[index] or self._make(index)

    def _make(self, index: int) -> Word:
        """Make a word and keep it; most words of a version are never asked for."""
        k = range(len(self))[index]
        start, end, number, signs, quotation = (column[k] for column in self._columns)
        following = self._columns[0][k + 1] if k + 1 < len(self) else len(self.text)
        word = self._made[k] = Word(
            start=start,
            end=end,
            form=self.types.forms[number],
            key=self.types.keys[number],
            capital=bool(signs & CAPITAL),
            first=bool(signs & FIRST),
            quotation=quotation,
            after=self.text[end : min(following, end + LONGEST_AFTER)],
            acronym=bool(signs & ACRONYM),
            content=bool(signs & CONTENT),
        )
        return word

    def content_places(self, begin: int, end: int) -> list[int]:
        """Return the places of the content words in [begin, end)."""
        return [k for k, content in enumerate(self._content[begin:end], begin) if content]

    def within(self, begin: int, stop: int) -> WordRange:
        """Return the range of the words that are whole in text[begin:stop]."""
        first = int(self.starts.searchsorted(begin))
        return first, max(first, int(self.ends.searchsorted(stop, "right")))


def _marked(chosen: NDArray[np.bool_]) -> bytes:
    """Return a byte for each word, 1 for a word that is chosen."""
    return chosen.tobytes()


def words_of(text: str) -> VersionWords:
    """Return the words of a text that is compared with no other.

    >>> [w.key for w in words_of("The U.S. attacks on Iraq’s “bases” cost 1,000 lives")]
    ['the', 'us', 'attack', 'on', 'iraq', 'base', 'cost', '1000', 'live']
    """
    return VersionWords(text, WordTypes())


def _without_genitives(
    found: Sequence[tuple[int, int, str]], characters: U32, types: WordTypes
) -> tuple[I64, I64, I32]:
    """Return starts, ends and numbers of the words, without the "s" behind an apostrophe."""
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int32)
    begins, stops, words = zip(*found, strict=True)
    starts, ends = np.array(begins, np.int64), np.array(stops, np.int64)
    genitive = (ends - starts == 1) & np.isin(characters[starts], _GENITIVE) & (starts > 0)
    genitive &= np.isin(characters[np.maximum(starts - 1, 0)], _APOSTROPHES)
    kept = ~genitive
    return starts[kept], ends[kept], types.numbers_of(words)[kept]


def _begins(starts: I64, ends: I64, characters: U32) -> NDArray[np.bool_]:
    """Return which words begin a sentence, a line or a quotation: the mark before a word, blanks apart, says so."""
    if not starts.size:
        return np.empty(0, np.bool_)
    bounds = np.maximum(np.concatenate([[0], ends[:-1]]), starts - LONGEST_BEFORE)
    before = starts - 1
    for _ in range(LONGEST_BEFORE):
        blank = (before >= bounds) & (characters[np.maximum(before, 0)] == ord(" "))
        before = before - blank
    firsts: NDArray[np.bool_] = (before >= bounds) & np.isin(characters[np.maximum(before, 0)], _ENDING)
    firsts[0] = True
    return firsts


def _quotation_of(starts: I64, quoted: Sequence[WordRange]) -> I32:
    """Return the number of the quotation around each word, from 1 on; 0 where there is none."""
    if not quoted:
        return np.zeros(starts.size, np.int32)
    opened, closed = np.array(quoted, np.int64).T
    at = np.searchsorted(closed, starts, "right")
    inside = (at < closed.size) & (opened[np.minimum(at, closed.size - 1)] <= starts)
    return np.where(inside, at + 1, 0).astype(np.int32)


def quotations(text: str) -> list[WordRange]:
    """Return what is between quotation marks in a text, without the marks.

    A straight mark opens before a word and closes behind one; where that does not decide, marks take turns. Single
    marks count where they are curved, and those that are apostrophes do not. A line feed closes.

    >>> text = 'He said “no”, ‘don’t’ and "never", twice" and "so on".'
    >>> [text[a:b] for a, b in quotations(text)]
    ['no', 'don’t', 'never', 'so on']
    """
    found = []
    opened, by = -1, ""
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        opens, closes = _shape(mark, text[at - 1 : at], text[at + 1 : at + 2])
        if (mark in "‘’" and opened >= 0 and by != "‘") or (by == "‘" and mark not in "’\n") or not (opens or closes):
            continue
        if opened >= 0 and closes:
            if at - opened <= LONGEST_QUOTATION:
                found.append((opened, at))
            opened, by = -1, ""
        elif opens:
            opened, by = match.end(), mark
    return found


def _shape(mark: str, before: str, behind: str) -> tuple[bool, bool]:
    """Return whether a mark between these characters can open a quotation, and whether it can close one."""
    after_word, before_word = before not in _BEFORE, behind not in _BEHIND
    if mark == '"':
        return before_word or not after_word, after_word == before_word or not before_word
    if mark == "‘":
        return not after_word and before_word, False
    if mark == "’":
        return False, after_word and not before_word
    return mark in "“„«", mark in "”»\n" or (mark == "“" and not before_word)
