"""Reading: the names in each distinct run, judged by how all articles write their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from dedup.names.runs import Key, Part, cut_at, parts_of
from dedup.text.background import background
from dedup.text.tables import U32, hash_tokens
from dedup.text.terms import stems_of

BACKGROUND: Final = 2  # occurrences in lower or upper case that the background table counts for
# Documents of the background below which it counts for one, and below a third of these for less than one
RARE: Final = 30


class _Run(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def at_start(self) -> bool: ...
    @property
    def headline(self) -> bool: ...


class Reading:
    """`lower` and `capital` count by word hash how often words stand in lower case and, within sentences, with a
    capital letter."""

    def __init__(self, lower: U32, capital: U32) -> None:
        self._lower = lower
        self._capital = capital
        self._ordinary: dict[str, bool] = {}
        self._inside: Counter[Key] = Counter()

    def ordinary(self, word: str) -> bool:
        """Whether a folded word is mostly written in lower case, in these articles and in news at large."""
        known = self._ordinary.get(word)
        if known is None:
            slot = int(hash_tokens([word])[0] >> np.uint64(8)) & (self._lower.size - 1)
            lower, capital = int(self._lower[slot]), int(self._capital[slot])
            stem = stems_of([word])[0]
            count = background().counts.get(stem, 0)
            votes = BACKGROUND if count >= RARE else 1.0 if 3 * count >= RARE else 0.5 if count else 0.0
            named = stem in background().names
            known = self._ordinary[word] = lower + votes * (not named) > capital + votes * named
        return known

    def learn(self, runs: Sequence[_Run]) -> None:
        """Take the runs within sentences, which show what a run at the beginning of one or in a heading holds."""
        for run in runs:
            if not (run.at_start or run.headline):
                self._inside.update(part.key for part in parts_of(run.text, False, self.ordinary))

    def parts(self, run: _Run) -> list[Part]:
        """The names in a run.

        A run that begins a sentence is taken whole where the same words stand within one elsewhere ("Supreme Court"),
        else without the ordinary words that it begins with.
        """
        parts = parts_of(run.text, run.at_start, self.ordinary, run.headline)
        if run.at_start and not run.headline:
            whole = parts_of(run.text, False, self.ordinary)
            parts = whole if whole and all(part.key in self._inside for part in whole) else parts
        return [each for part in parts for each in self._split(run.text, part)]

    def _split(self, run: str, part: Part) -> list[Part]:
        """Two names that stand side by side, where the second is one elsewhere: "Fatah Alliance Hadi al-Ameri", "IRGC
        Quds Force"."""
        size = len(part.key)
        if size < 3:
            return [part]
        for cut in range(1, size - 1):
            first, second = part.key[:cut], part.key[cut:]
            if self._inside[second] < max(1, self._inside[part.key]) or all(map(self.ordinary, second)):
                continue
            apart = cut_at(run, part, cut)
            if apart is None:
                continue
            plain = all(map(self.ordinary, first)) and apart[1].hint != "group"
            if plain or apart[0].hint == "acronym" or (cut > 1 and (first in self._inside or apart[0].hint == "group")):
                return apart
        return [part]
