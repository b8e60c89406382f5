"""Words of the source language left among English ones.

A translator that does not know a word leaves it as it was: "they want to reembolsar the fares". A journalist who uses a
foreign word marks it (italics, quotation marks, a gloss in brackets), writes a whole phrase, or takes one that English
readers know. So a word counts if it is in lower case, is no English form, is shaped as the words of one language are,
and is alone between English words; and a text must have some of them. All are reported as words of the language that
most of them fit.

Names are looked at too: a text that romanises one name in two ways, one of them French.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import regex

from dedup.artifacts.checks.text_places import french_letters
from dedup.artifacts.checks.token_memory import TokenMemory
from dedup.artifacts.checks.unknown_tokens import HARMLESS, WORDS, WordCheck, unknown_tokens
from dedup.artifacts.document import Document
from dedup.artifacts.english_words import english_words
from dedup.text.background import background

FEWEST: Final = 2  # distinct words: many human articles have a single one
PER_WORDS: Final = 400  # and one in so many words of a longer text
SHORTEST: Final = 4  # letters
LONGEST: Final = 30
PLACES: Final = 20  # of one word that are looked at

_BEFORE: Final = regex.compile(
    r"(?<!\S)(?:The|An?|In|Of|It|He|She|His|Her|This|These|And|But|For|With|By|At|On|To"
    r"|(\p{Ll}{1,30}|\d[\d.,]{0,12}),?) $"
)
_AFTER: Final = regex.compile(r"[,;]? (\p{Ll}{1,30}|\d)|[.,;]?(?:\s|$)")


class LanguageShape(NamedTuple):
    """What the words of a language look like, and words that need no look."""

    shape: Any
    words: frozenset[str]

    def fits(self, word: str) -> bool:
        """Return whether the word, in lower case, may be one of this language."""
        return word in self.words or self.shape.fullmatch(word) is not None


class LeftoverWords(NamedTuple):
    """The words left over in a text, and the language they are taken for."""

    language: str | None
    spans: tuple[tuple[int, int], ...]


def _load() -> tuple[dict[str, LanguageShape], frozenset[str]]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    languages = {
        name: LanguageShape(regex.compile(table["shape"], regex.VERSION1), frozenset(table["words"].split()))
        for name, table in tables["language"].items()
    }
    return languages, frozenset(tables["loans"].split())


_LANGUAGES, _LOANS = _load()
_LEXICON: Final = frozenset(word for language in _LANGUAGES.values() for word in language.words)


def words_of(language: str) -> Callable[[Document], Iterable[tuple[int, int]]]:
    """Return the check of one language (ISO 639-1)."""

    def check(document: Document) -> Iterable[tuple[int, int]]:
        found = _left_over(document)
        return found.spans if found.language == language else ()

    return check


@lru_cache(maxsize=1)  # the rules of all languages look at one text after the other
def _left_over(document: Document) -> LeftoverWords:
    text = document.text
    candidates = foreign_candidates(unknown_tokens(document), HARMLESS)
    if len(candidates) < FEWEST:
        return LeftoverWords(None, ())
    spans = [span for word in sorted(candidates) for span in _alone(text, word)]
    words = {text[start:end] for start, end in spans}
    if len(words) < max(FEWEST, len(text.split()) // PER_WORDS):
        return LeftoverWords(None, ())
    fits = Counter(name for word in sorted(words) for name, language in _LANGUAGES.items() if language.fits(word))
    return LeftoverWords(fits.most_common(1)[0][0], tuple(sorted(spans)))


def foreign_candidates(tokens: Iterable[bytes], harmless: TokenMemory) -> set[str]:
    """Return the words of these tokens (UTF-8) that no English text has, by their looks.

    Other tokens are added to `harmless`, which changes no answer.
    """
    found = set()
    for token in tokens:
        words = [word.strip(".,;:!?") for word in token.decode("utf-8", "surrogatepass").split()]
        foreign = [word for word in words if len(word) <= LONGEST and _is_foreign(word)]
        if foreign:
            found.update(foreign)
        else:
            harmless.remember(token, WordCheck.FOREIGN)
    return found


@lru_cache(maxsize=WORDS)
def _is_foreign(word: str) -> bool:
    if word in _LEXICON:
        return True
    if not (len(word) >= SHORTEST and word.isalpha() and word.islower()) or word in _LOANS:
        return False
    if word in english_words() or not any(language.fits(word) for language in _LANGUAGES.values()):
        return False
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return plain not in english_words()


def _alone(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where the word is between two English words in lower case, or a number, in one sentence."""
    at = text.find(word)
    for _ in range(PLACES):
        if at < 0:
            return
        end = at + len(word)
        before = _BEFORE.search(text, max(0, at - LONGEST - 2), at)
        after = _AFTER.match(text, end)
        if before and after and _is_english(before[1]) and _is_english(after[1]) and text[end : end + 2] != " (":
            yield at, end
        at = text.find(word, end)


def _is_english(neighbour: str | None) -> bool:
    return not neighbour or neighbour[0].isdigit() or neighbour in english_words()


# Letters that French writes for one sound and English otherwise, in a capitalised word.
_CAPITALISED: Final = re.compile(r"\b[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{3,15}\b")
# How English writes those that `french_letters` finds
_ENGLISH: Final = (("ch", "sh"), ("Ch", "Sh"), ("dj", "j"), ("Dj", "J"), ("Mou", "Mu"))
_CHINESE: Final = regex.compile(r"Ch[aeiou]{1,3}(?:ng|n)")  # Changhai beside Shanghai are two places
# Given names that people of the Maghreb, Lebanon and West Africa spell so themselves: two spellings may be two persons.
_GIVEN_NAMES: Final = """
achraf aicha bachir chadi charif cheikh cherif djamal djamel djibril hachem hachemi hicham khadidja mounir mourad moussa
moustafa nadjib rachid rachida tidjani
"""
_GIVEN: Final = frozenset(_GIVEN_NAMES.split())
_DISTINCT: Final = 200  # words of one text that are compared: each costs a look through the text
_CROWD: Final = 20  # occurrences of one text that are reported


def mixed_romanisations(document: Document) -> Iterator[tuple[int, int]]:
    """Find both spellings of a name that a text has as French and as English write it: "Hachd" beside "Hashd".

    Spellings that English news knows (Chelsea, March, Michael) are no French ones, whatever is beside them.
    """
    pairs: dict[str, str] = {}
    for word in _french_words(document.text):
        if len(pairs) == _DISTINCT:
            break
        if word.lower() not in _GIVEN and not _CHINESE.match(word):
            known = word.lower() in background().counts
            pairs[word] = "" if known else next((e for e in _in_english(word) if e in document.text), "")
    spellings = [
        form
        for word, other in pairs.items()
        if other and regex.search(rf"\b{other}\b", document.text) is not None
        for form in (word, other)
    ]
    if spellings:
        for count, match in enumerate(regex.finditer(r"\b(?:" + "|".join(spellings) + r")\b", document.text)):
            if count < _CROWD:
                yield match.span()


def _french_words(text: str) -> Iterator[str]:
    """Yield the capitalised words that have letters as French writes them, each once, by place."""
    seen = set()
    for start, at in french_letters(text, LONGEST):
        match = _CAPITALISED.match(text, start)
        if match and match.end() > at and match[0] not in seen:
            seen.add(match[0])
            yield match[0]


def _in_english(word: str) -> Iterator[str]:
    for french, english in _ENGLISH:
        if french in word:
            yield word.replace(french, english)
