"""Finds many literals in the texts of a batch in one pass, and the windows of text around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.literals.characters import ANY, EDGE, kind_of
from dedup.literals.literal_automaton import LiteralSearch, build_automaton
from dedup.text.tables import I64, U8, run_begins

WHOLE: Final = 1 << 40  # a reach beyond any text
# The bytes that texts have most: their steps are in the first lines of a row that the processor reads at once
_FREQUENT: Final = np.frombuffer(b" etaoinsrhldcumfpgwybv.,k", np.uint8)
_LINE: Final = 16  # steps of a line of memory
_VARIED: Final = 3  # non-ASCII letters of a literal that are looked for in both cases


class Literal(NamedTuple):
    """A text to find, and the kinds of characters (bits of `characters`) that may be before and behind it.

    A character from U+DC80 to U+DCFF is the byte 0x80 to 0xFF of UTF-8, so that a literal can be the first bytes of
    many characters.
    """

    text: str
    left: int = ANY
    right: int = ANY


class LiteralUse(NamedTuple):
    """Literals that one user looks for, and how many code points around each it wants to see.

    `folded`: the letters of the literals count in upper and in lower case; write them in lower case.
    """

    literals: Sequence[Literal]
    folded: bool
    reach: int


class LiteralWindows(NamedTuple):
    """The windows that were found, by article: [start, end) in code points of the article, for use number `use`.

    A window is `reach` around a literal; `end` may be beyond the end of the article. Windows of one use that touch are
    one. All of the shape (windows,).
    """

    article: I64
    use: I64
    start: I64
    end: I64

    def by_article(self) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        """Yield each article that has windows, with the use, the start and the end of each of them."""
        windows = list(zip(self.use.tolist(), self.start.tolist(), self.end.tolist(), strict=True))
        firsts = run_begins(self.article)
        places = [*firsts.tolist(), len(windows)]
        for article, (low, high) in zip(self.article[firsts].tolist(), pairwise(places), strict=True):
            yield article, windows[low:high]


class LiteralArrays(NamedTuple):
    """Distinct literals as the kernel reads them: literal k is text[places[k] : places[k + 1]].

    folded: whether its letters count in any case; left, right: the kinds of bytes that may be before and behind it;
    kinds: the kind of each of the 256 bytes; edge: the kind of the beginning and the end of an article; uses[use_first[
    k] : use_first[k + 1]]: the uses of literal k; reach: of each use, in code points. Shapes (literals,), of `places`
    and `use_first` one longer.
    """

    text: U8
    places: I64
    folded: NDArray[np.bool_]
    left: NDArray[np.uint16]
    right: NDArray[np.uint16]
    kinds: NDArray[np.uint16]
    edge: int
    use_first: I64
    uses: I64
    reach: I64


class Automaton(NamedTuple):
    """The classes of the 256 bytes, and what `build_automaton` made of them."""

    classes: U8
    steps: NDArray[np.int32]
    first: NDArray[np.int32]
    link: NDArray[np.int32]
    following: NDArray[np.int32]


class _Distinct(NamedTuple):
    text: bytes
    folded: bool
    left: int
    right: int


class LiteralFinder:
    """Finds the windows of many uses at once (Aho and Corasick 1975).

    >>> from dedup.text.packing import pack
    >>> find = LiteralFinder([LiteralUse([Literal("reuters"), Literal("afp")], folded=True, reach=3)])
    >>> list(find(*pack(["The minister told AFP.", "Nothing."])).by_article())
    [(0, [(0, 15, 24)])]
    """

    def __init__(self, uses: Sequence[LiteralUse]) -> None:
        numbers: dict[_Distinct, list[int]] = {}
        for number, use in enumerate(uses):
            for literal in use.literals:
                for text in _variants(literal.text) if use.folded else [literal.text]:
                    encoded = text.encode("utf-8", "surrogateescape")
                    owners = numbers.setdefault(_Distinct(encoded, use.folded, literal.left, literal.right), [])
                    if not owners or owners[-1] != number:
                        owners.append(number)
        texts = [distinct.text for distinct in numbers]
        found = LiteralArrays(
            text=np.frombuffer(b"".join(texts) + b"\0", np.uint8),
            places=np.cumsum([0, *map(len, texts)], dtype=np.int64),
            folded=np.array([distinct.folded for distinct in numbers], np.bool_),
            left=np.array([distinct.left for distinct in numbers], np.uint16),
            right=np.array([distinct.right for distinct in numbers], np.uint16),
            kinds=np.array([kind_of(chr(byte)) for byte in range(256)], np.uint16),
            edge=EDGE,
            use_first=np.cumsum([0, *map(len, numbers.values())], dtype=np.int64),
            uses=np.array([number for owners in numbers.values() for number in owners], np.int64),
            reach=np.array([use.reach for use in uses], np.int64),
        )
        self._search = LiteralSearch(_automaton(found), found)

    def __call__(self, buffer: U8, offsets: I64) -> LiteralWindows:
        """Return the windows in the articles of a packed buffer: article n is buffer[offsets[n] : offsets[n + 1]]."""
        found: list[I64] = []
        rows = np.empty((max(4_096, 64 * offsets.size), 4), np.int64)
        article = 0
        while article < offsets.size - 1:
            first = article
            article, filled = self._search.find(buffer, offsets, first, rows)
            found.append(rows[:filled].copy())
            if article == first:
                rows = np.empty((4 * len(rows), 4), np.int64)
        return LiteralWindows(*(np.concatenate(found) if found else rows[:0]).T)


def _automaton(literals: LiteralArrays) -> Automaton:
    """Build the automaton; bytes that no literal has are one class, and so are an ASCII letter and its capital where a
    literal counts in any case."""
    lower = np.arange(256, dtype=np.uint8)
    lower[65:91] += 32 * bool(literals.folded.any())
    used = np.unique(lower[literals.text[: literals.places[-1]]])
    used = np.concatenate([_FREQUENT[np.isin(_FREQUENT, used)], np.setdiff1d(used, _FREQUENT)])
    classes = np.zeros(256, np.uint8)
    classes[used] = np.arange(1, used.size + 1)
    width = -(-(used.size + 1) // _LINE) * _LINE
    return Automaton(classes[lower], *build_automaton(literals.text, literals.places, classes[lower], width))


def _variants(literal: str) -> list[str]:
    """Return the literal with its non-ASCII letters in either case; the search itself folds ASCII."""
    if literal.isascii():
        return [literal]
    letters = [(c, c.upper()) if c > "\x7f" and len(c.upper()) == 1 and c.upper() != c else (c,) for c in literal]
    varied = sum(len(choice) > 1 for choice in letters)
    return ["".join(choice) for choice in product(*letters)] if 0 < varied <= _VARIED else [literal]
