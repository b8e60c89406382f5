"""Names and set terms of the news in which a machine put synonyms: "New York Occasions", "interest charges".

No list of an engine's swaps is needed: each word of a phrase of the table may be any synonym of its own, as a thesaurus
has them. A phrase of two words keeps one of them, a longer name may lose all. What people are known to write is left
out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product
from pathlib import Path
from string import ascii_letters
from typing import Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from dedup.artifacts.checks.word_pairs import add_products, bits_of, pairs_of
from dedup.artifacts.document import Document, Span

TABLE: Final = Path(__file__).parents[1].joinpath("thesaurus_swaps.json")
SMALL_WORDS: Final = frozenset(["of", "the", "and", "for", "in", "on", "to", "a", "per"])  # of a phrase: never swapped
MOST: Final = 500  # places of one text that are looked at
SPARSE: Final = 2  # slots a pair, at least
# Characters within which a term has to have another phrase: of 26,800 human articles, 620 have a term, 2 have two so
# near, none has three, and none has two names (training/thesaurus_swaps.py)
STRETCH: Final = 300
LONG: Final = 3  # content words from which a name may lose all
PAIR: Final = 2  # words of a term that is no compound with a hyphen: "heart-throb", "cut-price"
REACH: Final = 100  # characters on both sides of a pair within which a phrase is

_WORD: Final = re.compile("[A-Za-z]+")
_JOINED: Final = " \u00a0-"  # what may be between the words of one phrase
_PAIR: Final = re.compile(f"([A-Za-z]+)[{_JOINED}]([A-Za-z]+)")
_NEXT: Final = re.compile(f"[{_JOINED}]([A-Za-z]+)")
# What makes another name of a short one: "the National Harbor Commission"
_AFTER: Final = re.compile(r"[ -](?:(?:of|for) |(?:of the |and )?[A-Z])|\.[A-Za-z]")
_BEFORE: Final = re.compile(r"(?<![.!?] )(?<!\n)(?<!^)\b(?!The )[A-Z][\w.'’]* (?:of |of the |and |& )?$|-$")

Phrase = tuple[str, ...]


class SwapTableFile(msgspec.Struct, frozen=True):
    """The file: `names` and `terms`; `synonyms` by word, and the `common` ones of them, which two words of a name are
    swapped for at once; `written`: variants that people write."""

    names: list[str]
    terms: list[str]
    synonyms: dict[str, str]
    common: dict[str, str]
    written: list[str]


class SwapTable(NamedTuple):
    """The table in use: the phrases from `first_term` on are terms. `originals` gives by word those that it is a
    synonym of, `edges` by pair of neighbours in a phrase the phrases and where it is in them; `small_pairs` are the
    pairs of terms that have a small word; `slots` and `bits` are the set of all pairs of words by which a text is
    searched."""

    phrases: list[Phrase]
    first_term: int
    originals: dict[str, list[str]]
    edges: dict[str, dict[str, list[tuple[int, int]]]]
    written: frozenset[str]
    small_pairs: frozenset[str]
    slots: npt.NDArray[np.uint64]
    bits: npt.NDArray[np.uint8]


class SwappedPhrase(NamedTuple):
    """A phrase with words swapped at [start, end) of a text, and what it stands for."""

    start: int
    end: int
    original: str
    is_name: bool


def table_of(file: SwapTableFile) -> SwapTable:
    """Return the table of a file's contents."""
    phrases = [tuple(phrase.lower().split()) for phrase in (*file.names, *file.terms)]
    edges: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for number, phrase in enumerate(phrases):
        for place, (first, second) in enumerate(pairwise(phrase)):
            edges.setdefault(first, {}).setdefault(second, []).append((number, place))
    originals: defaultdict[str, list[str]] = defaultdict(list)
    for word, swaps in file.synonyms.items():
        for swap in swaps.split():
            originals[swap].append(word)
    products = [
        list(_search_products(phrase, file.synonyms, file.common if number < len(file.names) else {}))
        for number, phrase in enumerate(phrases)
    ]
    small_pairs = frozenset(
        f"{first} {second}"
        for phrase, of_phrase in zip(phrases[len(file.names) :], products[len(file.names) :], strict=True)
        if not SMALL_WORDS.isdisjoint(phrase)
        for firsts, seconds in of_phrase
        for first, second in product(firsts.split(), seconds.split())
    )
    slots = _set_of(phrases, products, file.written)
    return SwapTable(
        phrases, len(file.names), dict(originals), edges, frozenset(file.written), small_pairs, slots, bits_of(slots)
    )


def _set_of(phrases: list[Phrase], products: list[list[tuple[str, str]]], written: list[str]) -> npt.NDArray[np.uint64]:
    """Return the set of the pairs of words by which the variants of phrases are found, without those of phrases of two
    words that people write."""
    left_out, nothing = _slots_for(len(written)), np.zeros(1, np.uint64)
    for pair in map(str.split, written):
        if len(pair) == PAIR and "".join(pair).isalpha():
            add_products(pair[0].encode("ascii"), pair[1].encode("ascii"), left_out, nothing)
    slots = _slots_for(
        sum((firsts.count(" ") + 1) * (seconds.count(" ") + 1) for each in products for firsts, seconds in each)
    )
    for phrase, of_phrase in zip(phrases, products, strict=True):
        for firsts, seconds in of_phrase:
            add_products(
                firsts.encode("ascii"), seconds.encode("ascii"), slots, left_out if len(phrase) == PAIR else nothing
            )
    return slots


def _slots_for(pairs: int) -> npt.NDArray[np.uint64]:
    """Return a set without any pair that has room for so many."""
    return np.zeros(1 << (SPARSE * (1 + pairs)).bit_length(), np.uint64)


def _is_long(phrase: Phrase) -> bool:
    return sum(word not in SMALL_WORDS for word in phrase) >= LONG


def _search_products(phrase: Phrase, synonyms: dict[str, str], common: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield words, with spaces between, and others that may follow each of them in a variant of a phrase: pairs of
    neighbours by which the variants are found."""
    long = _is_long(phrase)
    neighbours = [pair for pair in pairwise(phrase) if SMALL_WORDS.isdisjoint(pair)]
    alone = set(phrase) - SMALL_WORDS - {word for pair in neighbours for word in pair}
    for first, second in neighbours:
        yield synonyms.get(first, ""), second
        yield first, synonyms.get(second, "")
        if alone:  # "Department of Homeland Security"
            yield first, second
        if long:
            yield common.get(first, ""), common.get(second, "")
    if not neighbours and phrase[-2] != "the":  # "House of Commons"
        yield phrase[-2], f"{phrase[-1]} {synonyms.get(phrase[-1], '')}"


@cache
def read_table(path: Path = TABLE) -> SwapTable:
    """Return the table of a file."""
    return table_of(msgspec.json.decode(path.read_bytes(), type=SwapTableFile))


@lru_cache(maxsize=1)  # two checks ask for the same text in turn
def find_swapped(text: str) -> tuple[SwappedPhrase, ...]:
    """Return the phrases of a text that have words swapped, by place, without some that nothing supports."""
    table = read_table()
    pairs = _with_another(_pairs(text, table))
    return tuple(_phrases_at(pairs, text, table)) if pairs else ()


def swapped_names(document: Document) -> Iterator[tuple[int, int, str]]:
    """Find names with words swapped for synonyms, each with the name that it stands for, where there are two."""
    return _supported_of(document, is_name=True)


def swapped_terms(document: Document) -> Iterator[tuple[int, int, str]]:
    """Find terms with words swapped for synonyms, each with the term that it stands for, where there are two."""
    return _supported_of(document, is_name=False)


def _supported_of(document: Document, *, is_name: bool) -> Iterator[tuple[int, int, str]]:
    return (one[:3] for one in supported(find_swapped(document.text)) if one.is_name == is_name)


def supported(found: Sequence[SwappedPhrase]) -> list[SwappedPhrase]:
    """Return the phrases that another one supports: of two names anywhere, of others within STRETCH characters."""
    return [one for one in found if any(_supports(one, other) for other in found)]


def _supports(one: SwappedPhrase, other: SwappedPhrase) -> bool:
    if one.original.removesuffix("s") == other.original.removesuffix("s"):  # "attack", "attacks"
        return False
    return (one.is_name and other.is_name) or abs(one.start - other.start) <= STRETCH


def search(text: str, table: SwapTable) -> Iterator[SwappedPhrase]:
    """Yield the phrases with words swapped that another table has, each place once.

    >>> FILE = SwapTableFile(["White House"], [], {"house": "home residence"}, {}, [])
    >>> list(search("The White Home said so; a white home did not.", table_of(FILE)))
    [SwappedPhrase(start=4, end=14, original='White House', is_name=True)]
    """
    return _phrases_at(_pairs(text, table), text, table)


def _pairs(text: str, table: SwapTable) -> list[re.Match[str]]:
    """Return the pairs of words of a text that may be of a phrase with words swapped, by place."""
    places = pairs_of(text).find(table.slots, table.bits, MOST)
    found = (_PAIR.match(text, at) for at in places)
    return [pair for pair in found if pair is not None and not _is_no_name(pair, table)]


def _with_another(pairs: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the pairs, by place, whose phrases another one can support (see `supported`): most texts have none."""
    if len(pairs) < 2:
        return []
    near = [after.start() - before.start() <= STRETCH + REACH for before, after in pairwise(pairs)]
    names = [_has_capitals(pair) for pair in pairs]
    several = sum(names) > 1
    return [
        pair
        for pair, before, behind, is_name in zip(pairs, [False, *near], [*near, False], names, strict=True)
        if before or behind or (is_name and several)
    ]


def _has_capitals(pair: re.Match[str]) -> bool:
    return all(word[0].isupper() or word in SMALL_WORDS for word in pair.groups())


def _phrases_at(pairs: Iterable[re.Match[str]], text: str, table: SwapTable) -> Iterator[SwappedPhrase]:
    done = 0
    for pair in pairs:
        one = _phrase_at(pair, text, table)
        if one is not None and one.start >= done:
            yield one
            done = one.end


def _phrase_at(pair: re.Match[str], text: str, table: SwapTable) -> SwappedPhrase | None:
    """Return the phrase that a pair of words is part of, if it is there with words swapped."""
    at = pair.start()
    first, second = pair[1].lower(), pair[2].lower()
    beside = _beside(text, pair)
    candidates = [
        (number, place)
        for number, place in _candidates(first, second, table)
        if _goes_on((first, second), beside, table.phrases[number], place, table)
    ]
    if not candidates:  # before all words around the pair are looked at
        return None
    spans = [match.span() for match in _WORD.finditer(text, max(0, at - REACH), at + REACH)]
    here = next(n for n, (start, _) in enumerate(spans) if start == at)
    words = [text[start:end].lower() for start, end in spans]
    for number, place in candidates:
        phrase, first = table.phrases[number], here - place
        last, is_name = first + len(phrase), number < table.first_term
        if (
            first >= 0
            and last <= len(words)
            and _is_variant(words[first:last], phrase, table, is_name=is_name)
            and _is_phrase(text, spans[first:last])
            and (is_name or len(phrase) > PAIR or text[spans[first][1]] != "-")
            and (not is_name or _is_name(text, spans[first:last], words[first:last]))
        ):
            return SwappedPhrase(spans[first][0], spans[last - 1][1], _printed(phrase, is_name), is_name)
    return None


def _is_no_name(pair: re.Match[str], table: SwapTable) -> bool:
    """Return whether a pair is of a small word and one without a capital, "of state", and of no term: the commonest."""
    return (
        pair[2][0].islower()
        and pair[1].lower() in SMALL_WORDS
        and f"{pair[1]} {pair[2]}".lower() not in table.small_pairs
    )


def _beside(text: str, pair: re.Match[str]) -> tuple[str, str]:
    """Return the words before and behind a pair, in lower case, "" where there are none."""
    at = pair.start()
    before = text[max(0, at - REACH) : at - 1] if at and text[at - 1] in _JOINED else ""
    behind = _NEXT.match(text, pair.end())
    return before[len(before.rstrip(ascii_letters)) :].lower(), behind[1].lower() if behind else ""


def _goes_on(pair: Phrase, beside: tuple[str, str], phrase: Phrase, place: int, table: SwapTable) -> bool:
    """Return whether the word behind or before a pair fits a phrase, where the phrase has more than the pair."""
    if len(phrase) == 2:
        return pair != phrase
    is_last = place + 2 == len(phrase)
    word, original = beside[not is_last], phrase[place - 1 if is_last else place + 2]
    return word == original or original in table.originals.get(word, ())


def _candidates(first: str, second: str, table: SwapTable) -> Iterator[tuple[int, int]]:
    """Yield the phrases of which these words, or words that have them as synonyms, are neighbours, with the place."""
    others = (second, *table.originals.get(second, ()))
    for one in (first, *table.originals.get(first, ())):
        seconds = table.edges.get(one)
        if seconds is not None and not seconds.keys().isdisjoint(others):
            for other in others:
                yield from seconds.get(other, ())


def _is_variant(words: list[str], phrase: Phrase, table: SwapTable, *, is_name: bool) -> bool:
    """Return whether these are the words of a phrase with enough kept and some swapped for synonyms."""
    swapped = [(word, original) for word, original in zip(words, phrase, strict=True) if word != original]
    if not swapped or any(original not in table.originals.get(word, ()) for word, original in swapped):
        return False
    if len(swapped) > 1 and not (is_name and _is_long(phrase)):
        return False
    return " ".join(words) not in table.written


def _is_phrase(text: str, spans: list[Span]) -> bool:
    """Return whether whole words are there, one space or hyphen apart."""
    start, end = spans[0][0], spans[-1][1]
    if (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
        return False
    return all(after - before == 1 and text[before] in _JOINED for (_, before), (after, _) in pairwise(spans))


def _is_name(text: str, spans: list[Span], words: list[str]) -> bool:
    """Return whether the words have capitals, as a name has, and a short name goes on on neither side."""
    start, end = spans[0][0], spans[-1][1]
    if len(words) < LONG and (_AFTER.match(text, end) or _BEFORE.search(text[max(0, start - REACH) : start])):
        return False
    return all(
        text[begin].isupper() and not text[begin:finish].isupper()
        for word, (begin, finish) in zip(words, spans, strict=True)
        if word not in SMALL_WORDS
    )


def _printed(phrase: Phrase, is_name: bool) -> str:
    return " ".join(word.capitalize() if is_name and word not in SMALL_WORDS else word for word in phrase)
