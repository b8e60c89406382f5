"""NameReader: reads the names of each distinct run by how all articles write their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from dedup.names.name_spans import NameKey, NameSpan, changes_at_start, name_spans, short_company, split_span
from dedup.names.run_words import word_info
from dedup.names.word_lists import word_lists
from dedup.text.background import background
from dedup.text.tables import U32, hash_tokens
from dedup.text.terms import stems_of

BACKGROUND: Final = 2  # occurrences in lower or upper case that the background table counts for
# Documents of the background below which it counts for one, and below a third of these for less than one
RARE: Final = 30

_LATER: Final = frozenset({"ii", "iii", "iv", "vi", "vii", "viii"})  # numerals that make one of an "I"


class CapitalRun(NamedTuple):
    """A distinct run of capitalised words: its text, whether it begins a sentence, and whether it is in a heading in
    title case."""

    text: str
    at_start: bool
    headline: bool


class NameReader:
    """Reads runs, once it has learned which runs are within sentences."""

    def __init__(self, lower: U32, capital: U32) -> None:
        """`lower` and `capital` count, by word hash, how often a word is in lower case and, within sentences, has a
        capital letter."""
        self._lower = lower
        self._capital = capital
        self._ordinary: dict[str, bool] = {}
        self._inside: Counter[NameKey] = Counter()
        self._numbered: set[NameKey] = set()
        self._companies: set[NameKey] = set()
        self._company_words: set[str] = set()
        self._spans: dict[str, list[NameSpan]] = {}
        self._grades = word_lists().grades

    def is_ordinary(self, word: str) -> bool:
        """Return whether a folded word is mostly written in lower case, in these articles and in news at large."""
        known = self._ordinary.get(word)
        if known is None:
            self._look_up([word])
            known = self._ordinary[word]
        return known

    def _look_up(self, words: Sequence[str]) -> None:
        """Find out of which words `is_ordinary` is true."""
        slots = (hash_tokens(words) >> np.uint64(8)) & np.uint64(self._lower.size - 1)
        counts, names = background().counts, background().names
        found = zip(words, self._lower[slots].tolist(), self._capital[slots].tolist(), stems_of(words), strict=True)
        for word, lower, capital, stem in found:
            count = counts.get(stem, 0)
            votes = BACKGROUND if count >= RARE else 1.0 if 3 * count >= RARE else 0.5 if count else 0.0
            named = stem in names
            self._ordinary[word] = lower + votes * (not named) > capital + votes * named

    def learn(self, runs: Sequence[CapitalRun]) -> None:
        """Learn the names of the runs within sentences; they show what names are in runs elsewhere."""
        texts: set[str] = set()
        for run in runs:
            texts.update(run.text.split(" "))
        words = {word_info(text).form for text in texts}
        self._look_up(sorted(words - self._ordinary.keys()))
        for run in runs:
            if run.text[-1] in "IV" and word_info(run.text.rpartition(" ")[2]).form in _LATER:
                self._numbered.update(span.key[:-1] for span in self._within(run.text))
            if not (run.at_start or run.headline):
                for span in self._within(run.text):
                    self._inside[span.key] += 1
                    if span.hint == "company" and len(span.key) > 2:
                        self._company_words.add(span.key[0])
                        self._companies.update(span.key[:size] for size in range(2, len(span.key)))

    def _within(self, text: str) -> list[NameSpan]:
        """Return the names in a run as if it was within a sentence."""
        known = self._spans.get(text)
        if known is None:
            known = self._spans[text] = name_spans(text, False, self.is_ordinary)
        return known

    def forget_names(self) -> None:
        """Give up the memory of the names that were read; where they are asked for, they are read again."""
        self._spans.clear()

    def define(self, names: Iterable[str]) -> None:
        """Take names that a text defines or lets speak: what else stands for the grade of a debt is a name then."""
        self._grades = self._grades - {word_info(name).form for name in names}

    def names(self, run: CapitalRun) -> list[NameSpan]:
        """Return the names in a run, without the grades of debts."""
        grades = self._grades
        return [span for span in self._all_names(run) if len(span.key) > 1 or span.key[0] not in grades]

    def _all_names(self, run: CapitalRun) -> list[NameSpan]:
        """Return the names in a run, and the grades of debts.

        A run that begins a sentence is taken whole where the same words are within a sentence elsewhere ("Supreme
        Court"), else without the ordinary words that it begins with.
        """
        if run.headline:
            spans = name_spans(run.text, run.at_start, self.is_ordinary, True)
        else:
            spans = self._within(run.text)
            changes = run.at_start and changes_at_start(run.text, self.is_ordinary)
            if changes and not (spans and all(span.key in self._inside for span in spans)):
                spans = name_spans(run.text, True, self.is_ordinary)
        if self._begins_company(run.text) and not (
            len(spans) == 1 and spans[0].start == 0 and spans[0].end == len(run.text)
        ):
            short = short_company(run.text, self._companies)
            if short is not None:
                return [short]
        if run.text.endswith(" I"):
            spans = [self._with_numeral(run.text, span) for span in spans]
        return [each for span in spans for each in self._split(run.text, span)]

    def _begins_company(self, run: str) -> bool:
        first, _, rest = run.removeprefix("The ").partition(" ")
        return bool(rest) and word_info(first).form in self._company_words

    def _with_numeral(self, run: str, span: NameSpan) -> NameSpan:
        """Return the name with the "I" behind it where the corpus has a second or later of that name, which makes it a
        numeral."""
        if span.end + 2 != len(run) or span.key not in self._numbered:
            return span
        return span._replace(end=span.end + 2, key=(*span.key, "i"))

    def _split(self, run: str, span: NameSpan) -> Sequence[NameSpan]:
        """Return two names that are side by side, where the second is one elsewhere: "Fatah Alliance Hadi al-Ameri",
        "IRGC Quds Force"."""
        size = len(span.key)
        if size < 3 or span.hint == "company":
            return [span]
        for cut in range(1, size - 1):
            first, second = span.key[:cut], span.key[cut:]
            if self._inside[second] < max(1, self._inside[span.key]) or all(map(self.is_ordinary, second)):
                continue
            apart = split_span(run, span, cut)
            if apart is None:
                continue
            before, behind = apart
            plain = all(map(self.is_ordinary, first)) and behind.hint not in ("group", "company")
            if plain or before.hint == "acronym" or (cut > 1 and (first in self._inside or before.hint == "group")):
                return apart
        return [span]
