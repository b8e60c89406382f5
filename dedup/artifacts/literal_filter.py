"""Which rules are worth a try in which part of which article: one pass over the packed texts of a batch finds all their
literals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.artifacts.contexts import EDGE, kind_of
from dedup.artifacts.literal_automaton import LiteralSearch, build_automaton
from dedup.artifacts.triggers import Trigger
from dedup.text.tables import I64, U8

WHOLE: Final = 1 << 40  # a reach beyond any text
_VARIED: Final = 3  # non-ASCII letters of a literal that are looked for in both cases


class Use(NamedTuple):
    """What one rule needs one of, and how many code points around it the rule is to see; `folded`: in upper or lower
    case."""

    triggers: Sequence[Trigger]
    folded: bool
    reach: int


class Literals(NamedTuple):
    """Distinct literals, one after the other in `text`: literal k is text[places[k] : places[k + 1]], and `folded` one
    counts in any case.

    It counts where a byte of the kinds left[k] is before it and one of right[k] behind it (see `contexts`); kinds: of
    the 256 bytes; edge: the kind of the beginning and the end of an article. It is wanted by uses[use_first[k] :
    use_first[k + 1]]; reach: of each use. Shapes (literals,), `places` and `use_first` one longer.
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


class LiteralFilter:
    """Finds the windows of many uses at once."""

    def __init__(self, uses: Sequence[Use]) -> None:
        numbers: dict[tuple[bytes, bool, int, int], list[int]] = {}
        for number, use in enumerate(uses):
            for trigger in use.triggers:
                for literal in _variants(trigger.literal) if use.folded else [trigger.literal]:
                    key = (literal.encode("utf-8", "surrogateescape"), use.folded, trigger.left, trigger.right)
                    owners = numbers.setdefault(key, [])
                    if not owners or owners[-1] != number:
                        owners.append(number)
        literals = [key[0] for key in numbers]
        found = Literals(
            text=np.frombuffer(b"".join(literals) + b"\0", np.uint8),
            places=np.cumsum([0, *map(len, literals)], dtype=np.int64),
            folded=np.array([key[1] for key in numbers], np.bool_),
            left=np.array([key[2] for key in numbers], np.uint16),
            right=np.array([key[3] for key in numbers], np.uint16),
            kinds=np.array([kind_of(chr(byte)) for byte in range(256)], np.uint16),
            edge=EDGE,
            use_first=np.cumsum([0, *map(len, numbers.values())], dtype=np.int64),
            uses=np.array([number for owners in numbers.values() for number in owners], np.int64),
            reach=np.array([use.reach for use in uses], np.int64),
        )
        self._search = LiteralSearch(_automaton(found), found)

    def __call__(self, buffer: U8, offsets: I64) -> I64:
        """Rows (article, use, start, end), by article: the windows in code points, whose ends may lie beyond the
        article's."""
        found: list[I64] = []
        rows = np.empty((max(4_096, 64 * offsets.size), 4), np.int64)
        article = 0
        while article < offsets.size - 1:
            first = article
            article, filled = self._search.find(buffer, offsets, first, rows)
            found.append(rows[:filled].copy())
            if article == first:
                rows = np.empty((4 * len(rows), 4), np.int64)
        return np.concatenate(found) if found else rows[:0]


def _automaton(literals: Literals) -> Automaton:
    """Bytes that no literal has are one class, and an ASCII letter is of one class with its capital."""
    lower = np.arange(256, dtype=np.uint8)
    lower[65:91] += 32
    used = np.zeros(256, np.bool_)
    used[lower[literals.text[: literals.places[-1]]]] = True
    classes = np.where(used, np.cumsum(used), 0).astype(np.uint8)[lower]
    return Automaton(classes, *build_automaton(literals.text, literals.places, classes, int(used.sum()) + 1))


def _variants(literal: str) -> list[str]:
    """The literal with its non-ASCII letters in either case; the pass itself folds ASCII."""
    letters = [(c, c.upper()) if c > "\x7f" and len(c.upper()) == 1 and c.upper() != c else (c,) for c in literal]
    varied = sum(len(choice) > 1 for choice in letters)
    return ["".join(choice) for choice in product(*letters)] if 0 < varied <= _VARIED else [literal]
