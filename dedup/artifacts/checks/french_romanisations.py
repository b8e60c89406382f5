"""Names that one text romanises in two ways, one of them French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import regex

from dedup.artifacts.document import Document
from dedup.text.background import background

# Letters that French writes for one sound and English otherwise, in a capitalised word.
_CAPITALISED: Final = re.compile(r"\b[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{3,15}\b")
_FRENCH: Final = re.compile(r"ch|dj|Ch|Dj|Mou")
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
    for word in dict.fromkeys(_CAPITALISED.findall(document.text)):
        if len(pairs) == _DISTINCT:
            break
        if _FRENCH.search(word) and word.lower() not in _GIVEN and not _CHINESE.match(word):
            pairs[word] = next((e for e in _in_english(word) if e in document.text), "")
    spellings = [
        form
        for word, other in pairs.items()
        if other and _both_stand(document.text, word, other)
        for form in (word, other)
    ]
    if spellings:
        for count, match in enumerate(regex.finditer(r"\b(?:" + "|".join(spellings) + r")\b", document.text)):
            if count < _CROWD:
                yield match.span()


def _in_english(word: str) -> Iterator[str]:
    for french, english in _ENGLISH:
        if french in word:
            yield word.replace(french, english)


def _both_stand(text: str, word: str, other: str) -> bool:
    unknown = word.lower() not in background().counts
    return unknown and regex.search(rf"\b{other}\b", text) is not None
