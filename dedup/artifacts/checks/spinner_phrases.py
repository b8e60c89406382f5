"""Tortured phrases: set phrases of English in which a synonym machine swapped words.

One of them may be chance; a rule marks them where a text has more than any writer can have chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from dedup.artifacts.checks.word_pairs import add_pairs, bits_of, pairs_of
from dedup.artifacts.document import Document, Span

TABLE: Final = Path(__file__).parents[1].joinpath("spinner.json")
KEY: Final = "+"  # joins the two words of a phrase that it is looked up by

SPARSE: Final = 2  # slots a pair, at least
MOST: Final = 1_000  # places of one text that are looked at; one with more is no article
REACH: Final = 100  # characters on both sides within which a phrase is

FEWEST: Final = 2  # distinct ones; one human article in ten has one by chance
# Words of text to one swapped word: chance makes one in 3,000 words, a spinner one in 50, a rule-based translator one
# in 150 (training/spinner.py measures them).
WORDS_EACH: Final[dict[SwapKind, int]] = {"collocation": 150, "rendering": 250}

_WORD: Final = re.compile("[A-Za-z]+")
_JOINED: Final = " \u00a0-"  # what may be between the words of one phrase
_PAIR: Final = re.compile(f"([A-Za-z]+)[{_JOINED}]([A-Za-z]+)")

SwapKind = Literal["collocation", "rendering", "phrase", "name"]
WordPair = tuple[str, str]
WordSwap = tuple[SwapKind, str, str]
NotedSpan = tuple[int, int, str]


class PhraseTableFile(msgspec.Struct, frozen=True):
    """The file: `collocations` and `renderings` give the words before and behind which "new>old" is a swap; `phrases`
    and `names` give the variants of originals."""

    collocations: dict[str, tuple[str, str]]
    renderings: dict[str, tuple[str, str]]
    phrases: dict[str, str]
    names: dict[str, str]


class TorturedPhrase(NamedTuple):
    """A phrase of two words or more, the pair of them by which it is looked up, and the original."""

    words: tuple[str, ...]
    key: int
    kind: SwapKind
    original: str


class PhraseTable(NamedTuple):
    """The table in use: `swaps` by the pair of words, `phrases` by one pair of theirs; `slots` and `bits` are the
    set of all these pairs as the kernel looks them up."""

    swaps: dict[WordPair, WordSwap]
    phrases: dict[WordPair, list[TorturedPhrase]]
    slots: npt.NDArray[np.uint64]
    bits: npt.NDArray[np.uint8]


class PhraseOccurrence(NamedTuple):
    """A tortured phrase at [start, end) of a text, and its original; `swapped` is what was put in."""

    start: int
    end: int
    kind: SwapKind
    swapped: str
    original: str


def table_of(file: PhraseTableFile) -> PhraseTable:
    """Return the table of a file's contents."""
    swaps: dict[WordPair, WordSwap] = {}
    learned: tuple[tuple[SwapKind, dict[str, tuple[str, str]]], ...] = (
        ("collocation", file.collocations),
        ("rendering", file.renderings),
    )
    for kind, sides in learned:
        for pair, (behind, before) in sides.items():
            new, _, old = pair.partition(">")
            swap = kind, new, old
            for word in behind.split():
                swaps[new, word] = swap
            for word in before.split():
                swaps[word, new] = swap
    phrases: dict[WordPair, list[TorturedPhrase]] = {}
    kinds: tuple[tuple[SwapKind, dict[str, str]], ...] = (("phrase", file.phrases), ("name", file.names))
    for name_kind, originals in kinds:
        for original, variants in originals.items():
            for variant in variants.split(", "):
                place = variant.partition(KEY)[0].count(" ")
                words = tuple(variant.lower().replace(KEY, " ").split())
                phrases.setdefault((words[place], words[place + 1]), []).append(
                    TorturedPhrase(words, place, name_kind, original)
                )
    pairs = "\n\n".join(f"{first} {second}" for first, second in (*swaps, *phrases))
    slots = np.zeros(1 << (SPARSE * (len(swaps) + len(phrases))).bit_length(), np.uint64)
    add_pairs(pairs.encode("ascii", "replace"), slots)
    return PhraseTable(swaps, phrases, slots, bits_of(slots))


@cache
def read_table(path: Path = TABLE) -> PhraseTable:
    """Return the table of a file."""
    return table_of(msgspec.json.decode(path.read_bytes(), type=PhraseTableFile))


@lru_cache(maxsize=1)  # several checks ask for the same text in turn
def find_tortured(text: str) -> tuple[int, tuple[PhraseOccurrence, ...]]:
    """Return the number of words of a text, and the tortured phrases in it by place.

    >>> number, found = find_tortured("The firm relies on counterfeit consciousness.")
    >>> number, [(one.start, one.end, one.original) for one in found]
    (6, [(19, 44, 'artificial intelligence')])
    """
    return search(text, read_table())


def search(text: str, table: PhraseTable) -> tuple[int, tuple[PhraseOccurrence, ...]]:
    """Return the same with another table."""
    pairs = pairs_of(text)
    found = [one for start in pairs.find(table.slots, table.bits, MOST) for one in _occurrences(text, start, table)]
    return pairs.words, tuple(sorted(found))


def _occurrences(text: str, at: int, table: PhraseTable) -> Iterator[PhraseOccurrence]:
    """Yield the tortured phrases for which the two words at `at` are looked up, where they are really there."""
    match = _PAIR.match(text, at)
    if match is None:
        return
    pair = match[1].lower(), match[2].lower()
    swap = table.swaps.get(pair)
    if swap is not None and _is_phrase(text, [match.span(1), match.span(2)]):
        kind, new, old = swap
        original = f"{old} {pair[1]}" if pair[0] == new else f"{pair[0]} {old}"
        yield PhraseOccurrence(at, match.end(), kind, new, original)
    phrases = table.phrases.get(pair)
    if phrases is not None:
        yield from _occurrences_of(phrases, text, at)


def _occurrences_of(phrases: list[TorturedPhrase], text: str, at: int) -> Iterator[PhraseOccurrence]:
    """Yield those of the phrases that are really there around the pair of words at `at`."""
    spans = [match.span() for match in _WORD.finditer(text, max(0, at - REACH), at + REACH)]
    words = [text[start:end].lower() for start, end in spans]
    n = next(n for n, (start, _) in enumerate(spans) if start == at)
    for phrase in phrases:
        first = n - phrase.key
        last = first + len(phrase.words)
        if first >= 0 and tuple(words[first:last]) == phrase.words and _stands(text, spans[first:last], phrase.kind):
            yield PhraseOccurrence(
                spans[first][0], spans[last - 1][1], phrase.kind, " ".join(phrase.words), phrase.original
            )


def _stands(text: str, spans: list[Span], kind: SwapKind) -> bool:
    """Return whether a phrase is there; a name must have capitals where it begins and where its last word does."""
    return _is_phrase(text, spans) and (
        kind != "name" or (text[spans[0][0]].isupper() and text[spans[-1][0]].isupper())
    )


def _is_phrase(text: str, spans: list[Span]) -> bool:
    """Return whether whole words are there, one space or hyphen apart."""
    start, end = spans[0][0], spans[-1][1]
    if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
        return False
    return all(after - before == 1 and text[before] in _JOINED for (_, before), (after, _) in pairwise(spans))


def enough(words: int, found: Sequence[PhraseOccurrence], kind: SwapKind) -> bool:
    """Return whether the tortured phrases of one kind in a text of so many words are evidence."""
    if kind == "name":
        return any(one.kind == kind for one in found)
    distinct = len({one.swapped for one in found if one.kind == kind})
    return distinct >= max(FEWEST, -(-words // WORDS_EACH[kind]) if kind in WORDS_EACH else FEWEST)


def tortured_collocations(document: Document) -> Iterator[NotedSpan]:
    """Find collocations with one word swapped, "the populace of", where there are more than chance allows."""
    return _enough_of(document, "collocation")


def tortured_renderings(document: Document) -> Iterator[NotedSpan]:
    """Find collocations with one word in another sense of a dictionary, "anterior year", where there are more than
    chance allows."""
    return _enough_of(document, "rendering")


def tortured_phrases(document: Document) -> Iterator[NotedSpan]:
    """Find terms with all their words swapped ("counterfeit consciousness"), if there are two distinct ones."""
    return _enough_of(document, "phrase")


def tortured_names(document: Document) -> Iterator[NotedSpan]:
    """Find proper names with a word swapped: "Joined together States"."""
    return _enough_of(document, "name")


def _enough_of(document: Document, kind: SwapKind) -> Iterator[NotedSpan]:
    words, found = find_tortured(document.text)
    if found and enough(words, found, kind):
        yield from ((one.start, one.end, one.original) for one in found if one.kind == kind)
