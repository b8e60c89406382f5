"""Forms: the distinct names of a corpus, whom each stands for in each article, and in whose company it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from dedup.names.collection import Mentions
from dedup.names.runs import Hint
from dedup.text.tables import I64

Key = tuple[str, ...]
TIED_TO_ONE: Final = 0.9  # share of a surname's ties that go to one full name, from which it stands for it everywhere
MOST_COMPANY: Final = 400  # names that are kept as the company of one


class Forms:
    """`keys` are the distinct names as folded words; `surfaces` how they are written, `form_of` the form of each surface.

    `occurrences` are rows (surface, article, count); `hints` count what the words show of each form.
    """

    def __init__(self, mentions: Mentions) -> None:
        self.keys: list[Key] = []
        self.surfaces: list[str] = []
        self.form_of: list[int] = []
        self.hints: list[Counter[Hint]] = []
        self.spoken: list[int] = []
        self.placed: list[int] = []
        self._numbers: dict[Key, int] = {}
        self._surface_numbers: dict[str, int] = {}
        rows = mentions.rows()
        bounds = np.searchsorted(rows[:, 0], np.arange(len(mentions.runs) + 1))
        taken: list[I64] = []
        for number, (run, parts) in enumerate(zip(mentions.runs, mentions.parts(), strict=True)):
            own = rows[bounds[number] : bounds[number + 1]]
            total = int(own[:, 2].sum())
            for part in parts:
                surface = self._surface(run.text[part.start : part.end], part.key)
                form = self.form_of[surface]
                self.hints[form][part.hint] += total
                last = part is parts[-1]
                self.spoken[form] += mentions.spoken(number) if last else 0
                self.placed[form] += mentions.placed(number) if part is parts[0] else 0
                taken.append(np.stack([np.full(len(own), surface), own[:, 1], own[:, 2]], 1))
        joined = np.concatenate(taken) if taken else np.empty((0, 3), np.int64)
        pairs, places = np.unique(joined[:, 0] << 32 | joined[:, 1], return_inverse=True)
        counts = np.bincount(places, joined[:, 2], pairs.size).astype(np.int64)
        self.occurrences = np.stack([pairs >> 32, pairs & 0xFFFFFFFF, counts], 1)

    def _surface(self, text: str, key: Key) -> int:
        number = self._surface_numbers.get(text)
        if number is not None:
            return number
        form = self._numbers.get(key)
        if form is None:
            form = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.hints.append(Counter())
            self.spoken.append(0)
            self.placed.append(0)
        number = self._surface_numbers[text] = len(self.surfaces)
        self.surfaces.append(text)
        self.form_of.append(form)
        return number

    def number(self, key: Key) -> int | None:
        """The form with these words, None where it does not stand in the articles."""
        return self._numbers.get(key)

    def hint(self, form: int) -> Hint:
        """What the words of a form show most often."""
        return self.hints[form].most_common(1)[0][0]

    def is_place(self, form: int) -> bool:
        """Whether a single word is the name of a place or of a people ("Iraqi"), which no longer name bears."""
        return self.hint(form) in ("place", "people")


def by_article(forms: Forms, articles: int) -> list[I64]:
    """The distinct forms of each article, sorted."""
    form_of = np.array(forms.form_of, np.int64)
    rows = np.unique(forms.occurrences[:, 1] << 32 | form_of[forms.occurrences[:, 0]]) if forms.occurrences.size else np.empty(0, np.int64)
    bounds = np.searchsorted(rows >> 32, np.arange(articles + 1))
    return [rows[bounds[a] : bounds[a + 1]] & 0xFFFFFFFF for a in range(articles)]


def bearers(forms: Forms, held: Sequence[I64]) -> list[dict[int, int]]:
    """By article: the full name that each single word stands for there ("Soleimani": "Qassem Soleimani").

    A word stands for the one longer name of the article that ends with it, or of a group that begins with it ("Hashd", "Hashd al-Shaabi").
    One without such a name in its article stands for the name that nine in ten of its articles tie it to, if no other article denies it.
    """
    ties: defaultdict[int, Counter[int]] = defaultdict(Counter)
    loose: defaultdict[int, list[int]] = defaultdict(list)
    told: list[dict[int, int]] = []
    for article, own in enumerate(held):
        ends: defaultdict[str, list[int]] = defaultdict(list)
        singles = []
        for form in own.tolist():
            key = forms.keys[form]
            if len(key) == 1:
                if not forms.is_place(form):
                    singles.append(form)
                continue
            if forms.hint(form) in ("place", "outlet"):
                continue
            ends[key[-1]].append(form)
            if key[0] != key[-1] and forms.hints[form]["person"] == 0 and forms.hint(form) != "group":
                ends[key[0]].append(form)
        found: dict[int, int] = {}
        for form in singles:
            full = ends.get(forms.keys[form][0])
            if full is None:
                loose[form].append(article)
            elif len(full) == 1:
                found[form] = full[0]
                ties[form][full[0]] += 1
        told.append(found)
    for form, articles in loose.items():
        if not ties[form]:
            continue
        full, count = ties[form].most_common(1)[0]
        if count >= TIED_TO_ONE * ties[form].total() and forms.keys[full][-1] == forms.keys[form][0]:
            for article in articles:
                told[article][form] = full
    return told


def company(forms: Forms, held: Sequence[I64]) -> list[set[int]]:
    """By form, the other forms of its articles, those of its first articles first, at most MOST_COMPANY."""
    out: list[set[int]] = [set() for _ in forms.keys]
    for own in held:
        listed = own.tolist()
        for form in listed:
            if len(out[form]) < MOST_COMPANY:
                out[form].update(listed)
    return out
