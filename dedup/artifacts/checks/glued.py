"""Glued words: an English word and the next one without the space between them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import regex

from dedup.artifacts.checks.text_places import capitals_inside
from dedup.artifacts.checks.unknown_tokens import HARMLESS, WORDS, WordCheck, unknown_tokens
from dedup.artifacts.document import Document, Span
from dedup.artifacts.english_words import english_words

LONGEST: Final = 25  # letters of a word and what is beside it
FEWEST: Final = 2  # distinct pairs of glued words of small letters


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NO_WORD: Final = "#@_./$-"  # not before a word: addresses, tags, programs
_CAMEL: Final = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}{_NO_WORD}])(?P<word>\p{{Ll}}{{3,20}}|of|by)(?P<next>\p{{Lu}}\p{{Ll}}{{2,20}})"
    r"(?![\p{L}\p{N}(_])(?!['’]\p{L})"
)
_PARTICIPLE: Final = regex.compile(
    r"(?<![\p{L}\p{N}#@_./-])(?P<word>\p{Ll}{3,20}?)(?P<next>built|added|organi[sz]ed|located|founded|created|opened"
    r"|published|dedicated|considered|situated|inaugurated|produced|directed|accompanied|represented|signed|promoted"
    r"|presented)(?= (?:in|by|of|on|at|from|with|later|for|to|during|after)\b)"
)


# A word that is glued to the end of another
_FUNCTION: Final = regex.compile(
    r"(?P<word>\p{Ll}{2,20}?)(?P<next>said|must|where|which|that|will|when|with|from|announced|declared|because|after|before"
    r"|during|between|should|would|could|have|were|been|their|they|there|this|also|about)"
)
# The same, before another
_AUXILIARY: Final = regex.compile(r"(?P<word>the|has|have|will|was|were|with|from|that|for|and)(?P<next>\p{Ll}{4,20})")
_EDGES: Final = ".,;:!?()"
SHORTEST: Final = 7  # letters of two glued words
LONGEST_GLUED: Final = 40  # the same: what the patterns above allow is shorter


# Companies and programs that begin in lower case, and first parts of names in programs
_BRANDS: Final = _words(
    "easy thy get set my has add use new open git lang type null soft sys mac foo bar data login morgue tender smart"
)
# What stands before a participle in one word
_PREFIXES: Final = _words(
    "pre re over under un well self co out mis hand home tailor man custom purpose new ill fore inter non dis post de "
    "trans cross counter super sub multi jerry brick stone timber"
)
# Parts of English words that are words too
_PARTS: Final = _PREFIXES | _words("able ness ship like wise ward wards less fully ally some fold hood most")


def glued_names(document: Document) -> Iterator[Span]:
    """Find a word in lower case with a capitalised one at its end: "the bad oneMarisa".

    Not the names of companies and programs (easyJet, getUserName): the first part must be an English word that begins
    none of these.
    """
    text = document.text
    for at in capitals_inside(text, _NO_WORD):
        for match in _CAMEL.finditer(text, max(0, at - LONGEST), at + LONGEST):
            known = match["word"] in english_words() and match["word"] not in _BRANDS
            if match.start("next") == at and known:
                yield match.span()


def glued_participles(document: Document) -> Iterator[Span]:
    """Find a noun with a participle at its end, which is no English word: "the trackbuilt in 2015"."""
    for match in _PARTICIPLE.finditer(document.text):
        words = english_words()
        if match["word"] in words and match["word"] not in _PREFIXES and match[0] not in words:
            yield match.span()


def glued_function_words(document: Document) -> Iterator[Span]:
    """Find an English word and a function word in one, which is no English word: "the judgesaid", "it hasannounced".

    Only where there are two distinct ones: a slip of the keyboard happens to anybody.
    """
    glued: set[str] = set()
    for token in unknown_tokens(document):
        words = [word for word in token.decode("utf-8", "surrogatepass").split() if _is_glued(word.strip(_EDGES))]
        if words:
            glued.update(words)
        else:
            HARMLESS.remember(token, WordCheck.GLUED)
    if len(glued) < FEWEST:
        return
    for word in sorted(glued):
        at = document.text.find(word) + len(word) - len(word.lstrip(_EDGES))
        yield at, at + len(word.strip(_EDGES))


def _is_glued(word: str) -> bool:
    """Return whether a word is two English words, one of them a function word."""
    return SHORTEST <= len(word) <= LONGEST_GLUED and _are_two_words(word)


@lru_cache(maxsize=WORDS)
def _are_two_words(word: str) -> bool:
    words = english_words()
    if word.isalpha() and word.islower() and word not in words:
        for match in (_FUNCTION.fullmatch(word), _AUXILIARY.fullmatch(word)):
            parts = set(match.groups()) if match else set()
            if parts and parts.isdisjoint(_PARTS) and all(part in words for part in parts):
                return True
    return False
