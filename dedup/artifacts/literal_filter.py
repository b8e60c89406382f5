"""Which rules are worth a try in which part of which article: one pass over the packed texts of a batch finds all their literals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final, NamedTuple

import numpy as np

from dedup.artifacts.contexts import EDGE, kind_of
from dedup.artifacts.kernels import build_automaton, find_windows
from dedup.artifacts.triggers import Trigger
from dedup.text.tables import I64, U8

WHOLE: Final = 1 << 40  # a reach beyond any text
_VARIED: Final = 3  # non-ASCII letters of a literal that are looked for in both cases


class Use(NamedTuple):
    """What one rule needs one of, and how many code points around it the rule is to see; `folded`: in upper or lower case."""

    triggers: Sequence[Trigger]
    folded: bool
    reach: int


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
        self._text = np.frombuffer(b"".join(literals) + b"\0", np.uint8)
        self._places = np.cumsum([0, *map(len, literals)], dtype=np.int64)
        self._folded = np.array([key[1] for key in numbers], np.bool_)
        self._left = np.array([key[2] for key in numbers], np.uint16)
        self._right = np.array([key[3] for key in numbers], np.uint16)
        self._use_first = np.cumsum([0, *map(len, numbers.values())], dtype=np.int64)
        self._uses = np.array([number for owners in numbers.values() for number in owners], np.int64)
        self._reach = np.array([use.reach for use in uses], np.int64)
        self._kinds = np.array([kind_of(chr(byte)) for byte in range(256)], np.uint16)
        self._build()

    def _build(self) -> None:
        lower = np.arange(256, dtype=np.uint8)
        lower[65:91] += 32
        used = np.zeros(256, np.bool_)
        used[lower[self._text[: self._places[-1]]]] = True
        columns = np.where(used, np.cumsum(used), 0).astype(np.uint8)
        self._classes = columns[lower]
        count = int(used.sum()) + 1
        most = int(self._places[-1]) + 1
        steps = np.empty((most, count), np.int32)
        self._link, self._first = np.zeros(most, np.int32), np.empty(most, np.int32)
        self._following = np.empty(self._folded.size, np.int32)
        states = build_automaton(self._text, self._places, self._classes, count, steps, self._link, self._first, self._following)
        self._steps = steps[:states].copy()

    def __call__(self, buffer: U8, offsets: I64) -> I64:
        """Rows (article, use, start, end), by article: the windows in code points, whose ends may lie beyond the article's."""
        found: list[I64] = []
        rows = np.empty((max(4_096, 64 * offsets.size), 4), np.int64)
        article = 0
        while article < offsets.size - 1:
            first = article
            article, filled = find_windows(
                buffer, offsets, first, self._classes, self._steps, self._link, self._first, self._following, self._text, self._places,
                self._folded, self._kinds, self._left, self._right, EDGE, self._use_first, self._uses, self._reach, rows,
            )  # fmt: skip
            found.append(rows[:filled].copy())
            if article == first:
                rows = np.empty((4 * len(rows), 4), np.int64)
        return np.concatenate(found) if found else rows[:0]


def _variants(literal: str) -> list[str]:
    """The literal with its non-ASCII letters in either case; the pass itself folds ASCII."""
    letters = [(c, c.upper()) if c > "\x7f" and len(c.upper()) == 1 and c.upper() != c else (c,) for c in literal]
    varied = sum(len(choice) > 1 for choice in letters)
    return ["".join(choice) for choice in product(*letters)] if 0 < varied <= _VARIED else [literal]
