"""Words of the source language left among English ones.

A translator that does not know a word leaves it as it was: "the means of movilizar the savings". A journalist who uses a foreign word
marks it (italics, quotation marks, a gloss in brackets), writes a whole phrase, or takes one that English readers know. So a word counts
if it is in lower case, is no English form, is shaped as the words of one language are, and stands alone between English words; and a text
must hold some of them. All are told as words of the language that most of them fit.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import regex

from dedup.artifacts.checks.foreign_shapes import LANGUAGE_WORDS, LOANS, SHAPES
from dedup.artifacts.document import Document
from dedup.artifacts.english_words import english_words

FEWEST: Final = 2  # distinct words: a single one stands in many a human article
PER_WORDS: Final = 400  # and one in so many words of a longer text
SHORTEST: Final = 4  # letters
LONGEST: Final = 30
MEMORY: Final = 200_000  # tokens remembered as harmless, some 20 MB

_ANY: Final = regex.compile("|".join(SHAPES.values()))
_OF: Final = {language: regex.compile(shape) for language, shape in SHAPES.items()}
_BEFORE: Final = regex.compile(
    r"(?<!\S)(?:The|An?|In|Of|It|He|She|His|Her|This|These|And|But|For|With|By|At|On|To|(\p{Ll}+|\d[\d.,]*),?) $"
)
_AFTER: Final = regex.compile(r"[,;]? (\p{Ll}+|\d)|[.,;]?(?:\s|$)")
_harmless: set[str] = set()


class Found(NamedTuple):
    """The words left over in a text, and the language they are taken for."""

    language: str | None
    spans: tuple[tuple[int, int], ...]


def words_of(language: str) -> Callable[[Document], Iterable[tuple[int, int]]]:
    """The check of one language."""

    def check(document: Document) -> Iterable[tuple[int, int]]:
        found = _left_over(document.text)
        return found.spans if found.language == language else ()

    return check


@lru_cache(maxsize=8)  # the rules of all languages look at one text after the other
def _left_over(text: str) -> Found:
    tokens = text.split()
    candidates = _candidates(tokens)
    if len(candidates) < FEWEST:
        return Found(None, ())
    spans = [span for word in candidates for span in _alone(text, word)]
    words = {text[start:end] for start, end in spans}
    if len(words) < max(FEWEST, len(tokens) // PER_WORDS):
        return Found(None, ())
    fits = Counter(language for word in sorted(words) for language in SHAPES if _fits(word, language))
    return Found(fits.most_common(1)[0][0], tuple(sorted(spans)))


def _candidates(tokens: Iterable[str]) -> set[str]:
    """The words among the tokens that no English text holds, by what they look like."""
    found = set()
    for token in set(tokens) - _harmless:
        word = token.strip(".,;:!?")
        if _is_foreign(word):
            found.add(word)
        elif len(token) <= LONGEST:
            if len(_harmless) >= MEMORY:
                _harmless.clear()
            _harmless.add(token)
    return found


def _is_foreign(word: str) -> bool:
    if word in _LEXICON:
        return True
    if not (SHORTEST <= len(word) <= LONGEST and word.isalpha() and word.islower()) or word in LOANS or not _ANY.fullmatch(word):
        return False
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return word not in english_words() and plain not in english_words()


def _fits(word: str, language: str) -> bool:
    return word in LANGUAGE_WORDS[language] or _OF[language].fullmatch(word) is not None


def _alone(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where the word stands between two English words in lower case, or a number, in one sentence."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before = _BEFORE.search(text, max(0, at - LONGEST), at)
        after = _AFTER.match(text, end)
        if before and after and _is_english(before[1]) and _is_english(after[1]) and text[end : end + 2] != " (":
            yield at, end
        at = text.find(word, end)


def _is_english(neighbour: str | None) -> bool:
    return not neighbour or neighbour[0].isdigit() or neighbour in english_words()


_LEXICON: Final = frozenset(word for words in LANGUAGE_WORDS.values() for word in words)
