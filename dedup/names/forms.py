"""Forms: the distinct names of a corpus as folded words, their surfaces, and which article holds which how often."""

from __future__ import annotations

from typing import Final

import numpy as np

from dedup.names.collection import Mentions
from dedup.names.runs import Hint, Key
from dedup.text.tables import I32, I64

HINTS: Final[tuple[Hint, ...]] = ("person", "place", "group", "outlet", "people", "acronym", "")


class Forms:
    """`keys` are the distinct names, sorted, and `surfaces` how they are written, sorted; `form_of` is the form of each
    surface.

    Rows of `occurrences` are (surface, article, count), of `held` (article, form), both sorted; `hints` (forms, HINTS)
    counts what the words show of each form, `spoken` and `placed` the occurrences beside a verb of saying and behind a
    preposition of place, `frequency` the articles of each form. Numbers hang on the names alone, not on the order of
    the articles.
    """

    def __init__(self, mentions: Mentions) -> None:
        parts, listed, surfaces = _read(mentions)
        self.keys: list[Key] = sorted(set(surfaces.values()))
        self.surfaces: list[str] = sorted(surfaces)
        self._numbers = {key: number for number, key in enumerate(self.keys)}
        self.form_of: I64 = np.array([self._numbers[surfaces[text]] for text in self.surfaces], np.int64)
        places = {text: number for number, text in enumerate(self.surfaces)}
        sorted_place = np.array([places[text] for text in listed], np.int64)
        # Columns of a part: its run, its surface, its hint, whether it is the first and the last name of the run.
        run, surface, hint, begins, ends = parts.T
        surface = sorted_place[surface] if surface.size else surface
        form = self.form_of[surface]
        rows = mentions.rows()
        bounds = np.searchsorted(rows[:, 0], np.arange(len(mentions.runs) + 1))
        sizes = np.diff(bounds)
        total = np.add.reduceat(np.append(rows[:, 2], 0), bounds[:-1]) if run.size else np.empty(0, np.int64)
        self.hints: I64 = np.zeros((len(self.keys), len(HINTS)), np.int64)
        self.spoken: I64 = np.zeros(len(self.keys), np.int64)
        self.placed: I64 = np.zeros(len(self.keys), np.int64)
        if run.size:
            np.add.at(self.hints, (form, hint), total[run])
            spoken = np.array([mentions.spoken(number) for number in range(len(mentions.runs))], np.int64)
            placed = np.array([mentions.placed(number) for number in range(len(mentions.runs))], np.int64)
            np.add.at(self.spoken, form, spoken[run] * ends)
            np.add.at(self.placed, form, placed[run] * begins)
        self.occurrences: I32 = _occurrences(rows, bounds, sizes, run, surface)
        pairs = np.unique(self.occurrences[:, 1].astype(np.int64) << 32 | self.form_of[self.occurrences[:, 0]])
        self.held: I64 = np.stack([pairs >> 32, pairs & 0xFFFFFFFF], 1)
        self.frequency: I64 = np.bincount(self.held[:, 1], minlength=len(self.keys))
        self._hint: I64 = np.argmax(self.hints, 1) if len(self.keys) else np.empty(0, np.int64)

    def number(self, key: Key) -> int | None:
        """The form with these words, None where it does not stand in the articles."""
        return self._numbers.get(key)

    def hint(self, form: int) -> Hint:
        """What the words of a form show most often."""
        return HINTS[int(self._hint[form])]

    def hinted(self, *hints: Hint) -> np.ndarray:
        """For each form whether its words show one of these most often."""
        return np.isin(self._hint, [HINTS.index(hint) for hint in hints])


def _read(mentions: Mentions) -> tuple[I64, list[str], dict[str, Key]]:
    """The parts of all runs (run, surface, hint, is first, is last), the surfaces by number and the words of each."""
    reading = mentions.reading()
    number_of: dict[str, int] = {}
    surfaces: dict[str, Key] = {}
    out: list[tuple[int, int, int, int, int]] = []
    hints = {hint: number for number, hint in enumerate(HINTS)}
    for number, run in enumerate(mentions.runs):
        parts = reading.parts(run)
        last = len(parts) - 1
        for place, part in enumerate(parts):
            text = run.text[part.start : part.end]
            surface = number_of.setdefault(text, len(number_of))
            # The same letters cut from another run may count other words ("van" behind a first name): the smallest key
            # serves.
            surfaces[text] = min(surfaces.get(text, part.key), part.key)
            out.append((number, surface, hints[part.hint], place == 0, place == last))
    return np.array(out, np.int64).reshape(-1, 5), list(number_of), surfaces


def _occurrences(rows: I32, bounds: I64, sizes: I64, run: I64, surface: I64) -> I32:
    """Join the parts of runs with the articles of these runs."""
    if not run.size:
        return np.empty((0, 3), np.int32)
    repeats = sizes[run]
    starts = np.repeat(bounds[run] - np.concatenate([[0], np.cumsum(repeats)[:-1]]), repeats)
    where = np.arange(repeats.sum()) + starts
    joined = np.repeat(surface, repeats) << 32 | rows[where, 1]
    pairs, places = np.unique(joined, return_inverse=True)
    counts = np.bincount(places, rows[where, 2], pairs.size)
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF, counts], 1).astype(np.int32)
