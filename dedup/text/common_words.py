"""The commonest words of news in other languages than English, by which the language of an article is known and its
words are weighed: to the table of English news each of them is a rare word."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np

from dedup.errors import FormatError
from dedup.text.tables import F64, U32

# Weight in nats that a word can have which is not among the commonest of its language: that of a word in one of 150
# documents. Whether it is rarer is not known.
UNLISTED: Final = 5.0
_MOST_LANGUAGES: Final = 32  # bits of a mask


class CommonWords(NamedTuple):
    """The languages of the table in alphabetical order, English among them; the weights in nats of the commonest terms
    of each; and for each term a mask of the languages that have it, the first language in the lowest bit."""

    languages: tuple[str, ...]
    weights: tuple[Mapping[str, float], ...]
    masks: Mapping[str, int]


def read_common_words(content: bytes, key: Callable[[str], str]) -> CommonWords:
    """Return the table in the content of common_words.json; `key` returns the term that a stem counts as. Of several
    stems of one term the commonest counts. Raises FormatError where the content is damaged."""
    weights: list[dict[str, float]] = []
    masks: dict[str, int] = {}
    try:
        languages = json.loads(content)["languages"]
        names = tuple(sorted(languages))
        if len(names) > _MOST_LANGUAGES:
            raise ValueError(f"{len(names)} languages are more than {_MOST_LANGUAGES}")
        for place, name in enumerate(names):
            documents = int(languages[name]["documents"])
            own: dict[str, float] = {}
            for count, listed in languages[name]["stems"].items():
                weight = math.log((documents + 1) / (int(count) + 0.5))
                for term in map(key, listed.split(" ")):
                    own[term] = min(weight, own.get(term, weight))
            for term in own:
                masks[term] = masks.get(term, 0) | 1 << place
            weights.append(own)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise FormatError(f"common_words.json is damaged ({error}); install the package again.") from error
    return CommonWords(names, tuple(weights), masks)


def shipped_words() -> bytes:
    """Return the content of the table of the package, made by training/common_words.py."""
    return files("dedup.text").joinpath("common_words.json").read_bytes()


@cache
def judged_languages() -> frozenset[str]:
    """Return the codes (ISO 639-1) of the languages in which rewrites and reports of one event are looked for; in
    others copies alone. Raises FormatError where the table is damaged."""
    return frozenset(read_common_words(shipped_words(), str).languages)


class LanguageTerms:
    """What the terms of a scan are in each language of a table; extended by the terms that are new.

    `masks`, shape (terms,): the languages that have a term among their commonest, as in the table.
    """

    def __init__(self, table: CommonWords) -> None:
        self.languages = table.languages
        self._table = table
        self._size = 0
        self._masks: U32 = np.zeros(1024, np.uint32)
        self._listed: list[tuple[list[int], list[float]]] = [([], []) for _ in table.languages]

    def __len__(self) -> int:
        return self._size

    @property
    def masks(self) -> U32:
        """See the class."""
        return self._masks[: self._size]

    def add(self, terms: Iterable[str]) -> None:
        """Add the next terms."""
        masks = []
        for number, term in enumerate(terms, start=self._size):
            mask = self._table.masks.get(term, 0)
            masks.append(mask)
            place = 0
            while mask >> place:
                if mask >> place & 1:
                    numbers, weights = self._listed[place]
                    numbers.append(number)
                    weights.append(self._table.weights[place][term])
                place += 1
        end = self._size + len(masks)
        if end > self._masks.size:
            wider = np.zeros(2 * end, np.uint32)
            wider[: self._size] = self.masks
            self._masks = wider
        self._masks[self._size : end] = masks
        self._size = end

    def weights(self, language: int, english: F64) -> F64:
        """Return the weights by term in a language (a place in `languages`); `english` are those in English. A word
        that is not among the commonest has at most UNLISTED."""
        numbers, listed = self._listed[language]
        out: F64 = np.minimum(english, UNLISTED)
        out[numbers] = listed
        return out


def mask_shares(masks: U32, languages: int) -> F64:
    """Return the share of the words with these masks that each language has among its commonest; shape (languages,)."""
    bits = (masks[:, None] >> np.arange(languages, dtype=np.uint32)) & np.uint32(1)
    shares: F64 = bits.mean(axis=0) if len(masks) else np.zeros(languages)
    return shares
