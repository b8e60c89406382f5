"""Terms: the distinct words of a scan as stems with their weight. Python sees each distinct word once, whatever the
number of tokens."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.background import background
from dedup.text.common_words import CommonWords, LanguageTerms, read_common_words, shipped_words
from dedup.text.folding import fold, skeleton
from dedup.text.hash_table import find_terms
from dedup.text.tables import F64, I32, I64, U8, U32, U64, HashTable, hash_tokens
from dedup.text.token_arrays import TOKEN_PLACE
from dedup.text.tokens import Tokens

NAME, NUMBER, UNKNOWN = 1, 2, 4
LEAST_CONSONANTS: Final = 3  # by which a name is known; fewer are shared by too many names
LONGEST_STEM: Final = 64  # characters of a word that is stemmed; a longer one is no English word


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english")


def stems_of(words: Sequence[str]) -> list[str]:
    """Return the English stems (Porter 2) of words, which are folded first; a word that is not English mostly stays as
    it is.

    >>> stems_of(["Protesters", "protested", "Müller", "2021"])
    ['protest', 'protest', 'muller', '2021']
    """
    folded = [word.lower() if word.isascii() else fold(word) for word in words]
    stemmed: list[str] = _stemmer().stemWords([form if len(form) <= LONGEST_STEM else "" for form in folded])
    return [stem or form for stem, form in zip(stemmed, folded, strict=True)]


def keyed(stem: str, known: Container[str]) -> str:
    """Return the term that a stem counts as: itself where it is in `known`, else the consonants that romanisations of
    one name have in common.

    >>> [keyed(stem, {"protest"}) for stem in ("protest", "mouhandi", "muhandi", "xi", "b52s")]
    ['protest', '~mnd', '~mnd', 'xi', 'b52s']
    """
    if stem in known or not stem.isalpha() or not stem.isascii():
        return stem
    bare = skeleton(stem)
    return f"~{bare}" if len(bare) >= LEAST_CONSONANTS else stem


@cache
def _common_words() -> CommonWords:
    known = background().counts
    return read_common_words(shipped_words(), lambda stem: keyed(stem, known))


def _room(terms: int) -> tuple[F64, U8, U32, I32]:
    return np.empty(terms), np.empty(terms, np.uint8), np.empty(terms, np.uint32), np.empty(terms, np.int32)


class Terms:
    """Numbers the stems of a scan as they first occur. By number: `weights`, the inverse document frequency in news at
    large; `classes`, NAME (mostly written with a capital letter there), NUMBER (begins with a digit), UNKNOWN (not in
    the table); `hashes` of the stems, which do not depend on the order of the input; and `canonical`, the number of the
    term that all spellings of a rare name have in common, else its own."""

    def __init__(self) -> None:
        self._words = HashTable()
        self._term_of_word: I32 = np.zeros(1024, np.int32)
        self._numbers: dict[str, int] = {}
        self._room: tuple[F64, U8, U32, I32] = _room(1024)
        self._lessened_as = (0, 1.0)
        self._lessened: F64 = np.empty(0)
        self._lessened_known = 0
        self._in_languages: LanguageTerms | None = None
        self._show()

    def __len__(self) -> int:
        return len(self._numbers)

    def _show(self) -> None:
        """Make the columns end with the last term; there is room behind it, so that a new word costs no copy of all
        others."""
        known = len(self._numbers)
        weights, classes, hashes, canonical = self._room
        self.weights: F64 = weights[:known]
        self.classes: U8 = classes[:known]
        self.hashes: U32 = hashes[:known]
        self.canonical: I32 = canonical[:known]

    def in_languages(self) -> LanguageTerms:
        """Return what the terms are in other languages than English. Raises FormatError where the table of the package
        is damaged."""
        if self._in_languages is None:
            self._in_languages = LanguageTerms(_common_words())
        self._in_languages.add(islice(self._numbers, len(self._in_languages), None))
        return self._in_languages

    def lessened(self, kinds: int, share: float) -> F64:
        """Return the weights by number, with only this share of the weight of terms of these classes.

        The last answer is kept and extended.
        """
        asked = kinds, share
        if self._lessened_as != asked or self._lessened.size < len(self):
            known = self._lessened_known if self._lessened_as == asked else 0
            wider = np.empty(self._room[0].size)
            wider[:known] = self._lessened[:known]
            self._lessened_as, self._lessened, self._lessened_known = asked, wider, known
        new = slice(self._lessened_known, len(self))
        self._lessened[new] = np.where(self.classes[new] & kinds != 0, share * self.weights[new], self.weights[new])
        self._lessened_known = len(self)
        return self._lessened[: len(self)]

    def find(self, buffer: U8, offsets: I64, tokens: Tokens) -> I32:
        """Return the term of each place of the token columns; places that no article uses hold anything."""
        out = np.empty(tokens.hashes.size, np.int32)
        unknown = np.empty(4096, TOKEN_PLACE)
        while True:
            found = find_terms(tokens, self._words.keys, self._words.values, self._term_of_word, out, unknown)
            if not found:
                break
            self._learn(buffer, offsets, tokens, unknown[:found])
            unknown = np.empty(max(4096, 2 * found), TOKEN_PLACE)
        return out

    def _learn(self, buffer: U8, offsets: I64, tokens: Tokens, unknown: NDArray[np.void]) -> None:
        hashes: U64 = tokens.hashes[unknown["place"]]
        new, where = np.unique(hashes, return_index=True)
        order = np.argsort(where)
        first = unknown[where[order]]
        texts, places = offsets[first["article"]], first["place"]
        begins, ends = texts + tokens.starts[places], texts + tokens.ends[places]
        words = [
            bytes(buffer[b:e]).decode("utf-8", "replace") for b, e in zip(begins.tolist(), ends.tolist(), strict=True)
        ]
        known = len(self._words)
        self._words.add(new[order])
        if len(self._words) > self._term_of_word.size:
            self._term_of_word = np.concatenate(
                [self._term_of_word, np.zeros(2 * len(self._words) - self._term_of_word.size, np.int32)]
            )
        table = background()
        stems = [keyed(stem, table.counts) for stem in stems_of(words)]
        new_stems = [stem for stem in dict.fromkeys(stems) if stem not in self._numbers]
        common = {stem: keyed(stem, ()) for stem in new_stems if stem in table.rare_names}
        fresh = [stem for stem in dict.fromkeys([*new_stems, *common.values()]) if stem not in self._numbers]
        begin, end = len(self._numbers), len(self._numbers) + len(fresh)
        if end > self._room[0].size:
            wider = _room(2 * end)
            columns: Any = zip(self._room, wider, strict=True)
            for narrow, wide in columns:
                wide[:begin] = narrow[:begin]
            self._room = wider
        weights, classes, of_stems, canonical = self._room
        weights[begin:end] = table.weights(fresh)
        of_stems[begin:end] = hash_tokens(fresh) >> np.uint64(32)
        canonical[begin:end] = np.arange(begin, end)
        self._numbers.update(zip(fresh, range(begin, end), strict=True))
        for stem in fresh:
            named = table.capitalised(stem)
            classes[self._numbers[stem]] = (NUMBER if stem[:1].isdigit() else 0) | (
                UNKNOWN if named is None else NAME if named else 0
            )
        for stem, key in common.items():
            canonical[self._numbers[stem]] = self._numbers[key]
        self._show()
        self._term_of_word[known : known + len(words)] = [self._numbers[stem] for stem in stems]
