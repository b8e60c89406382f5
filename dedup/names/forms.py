"""Forms: the distinct names of a corpus as folded words, how they are written, which article has which, and which
others are in the same articles."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from dedup.names.mention_collection import MentionCollection, RunCounts
from dedup.names.name_hints import HINTS, NameHint
from dedup.names.name_spans import NameKey
from dedup.records import NameKind
from dedup.text.tables import I32, I64, hash_tokens, run_begins

_JOINED: Final = 1 << 19  # rows of runs and articles that are joined at a time


class FormArticles(NamedTuple):
    """Which article has which form, sorted by article and form; both of the shape (rows,)."""

    article: I32
    form: I32

    def key(self) -> I64:
        """Return article and form of each row as one number; they ascend."""
        return pairs_of(self.article, self.form)


class SurfaceCounts(NamedTuple):
    """How often an article has a surface, sorted by surface and article; all of the shape (rows,)."""

    surface: I32
    article: I32
    times: I32


class _SpanRows(NamedTuple):
    """The names of all runs: the run and the surface of each, and its hint."""

    run: I32
    surface: I64
    hint: I32


class Forms:
    """The distinct names of a corpus. Their numbers depend on the names alone, not on the order of the articles.

    `keys` are the names, sorted, and `surfaces` how they are written, sorted; `form_of` is the form of each surface.
    `occurrences` counts the surfaces of each article, `presence` says which article has which form, `frequency` the
    number of articles of each form. `hints` (forms, HINTS) counts what the words show of each form; `kinds` is what
    bears each name.
    """

    def __init__(self, mentions: MentionCollection) -> None:
        spans, listed, surfaces = _surfaces(mentions)
        self.keys: list[NameKey] = sorted(set(surfaces.values()))
        self.surfaces: list[str] = sorted(surfaces)
        self._numbers = {key: number for number, key in enumerate(self.keys)}
        self.form_of: I64 = np.array([self._numbers[surfaces[text]] for text in self.surfaces], np.int64)
        places = {text: number for number, text in enumerate(self.surfaces)}
        sorted_place = np.array([places[text] for text in listed], np.int64)
        spans = spans._replace(surface=sorted_place[spans.surface]) if spans.surface.size else spans
        form = self.form_of[spans.surface]
        counts = mentions.counts()
        bounds = np.searchsorted(counts.run, np.arange(len(mentions.runs) + 1))
        self.hints: I64 = np.zeros((len(self.keys), len(HINTS)), np.int64)
        kinds = mentions.kinds()
        self.kinds: list[NameKind] = [kinds.get(key, "other") for key in self.keys]
        if spans.run.size:
            total = np.add.reduceat(np.append(counts.times, 0), bounds[:-1])
            np.add.at(self.hints, (form, spans.hint), total[spans.run])
        self.occurrences = _occurrences(counts, bounds, spans)
        self.presence = _presence(self.occurrences, self.form_of)
        self.frequency: I64 = np.bincount(self.presence.form, minlength=len(self.keys))
        self._hint: I64 = np.argmax(self.hints, 1) if len(self.keys) else np.empty(0, np.int64)

    def number(self, key: NameKey) -> int | None:
        """Return the form with these words, None where no article has it."""
        return self._numbers.get(key)

    def hint(self, form: int) -> NameHint:
        """Return what the words of a form show most often."""
        return HINTS[int(self._hint[form])]

    def of_kind(self, *kinds: NameKind) -> np.ndarray:
        """Return, for each form, whether it is of one of these kinds."""
        return np.array([kind in kinds for kind in self.kinds], bool)

    def hinted(self, *hints: NameHint) -> np.ndarray:
        """Return, for each form, whether its words show one of these most often."""
        return np.isin(self._hint, [HINTS.index(hint) for hint in hints])


def pairs_of(first: I32 | I64, second: I32 | I64) -> I64:
    """Return two small numbers of each row as one."""
    pairs = first.astype(np.int64)
    pairs <<= 32
    pairs |= second
    return pairs


def _presence(occurrences: SurfaceCounts, form_of: I64) -> FormArticles:
    """Return which article has which form. Where there are many, what is in between takes the most memory of all that
    is known of names."""
    pairs = pairs_of(occurrences.article, form_of.astype(np.int32)[occurrences.surface])
    pairs.sort()
    pairs = pairs[run_begins(pairs)]  # numpy's `unique` takes four times as long
    return FormArticles((pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32))


def _surfaces(mentions: MentionCollection) -> tuple[_SpanRows, list[str], dict[str, NameKey]]:
    """Return the names of all runs, the surfaces by number, and the words of each."""
    number_of: dict[str, int] = {}
    surfaces: dict[str, NameKey] = {}
    names, runs = mentions.all_names(), mentions.runs
    surface_of = np.empty(names.run.size, np.int64)
    for place, (run, start, end, key) in enumerate(zip(*(column.data for column in names[1:5]), strict=True)):
        text, words = runs[run].text[start:end], names.keys[key]
        surface_of[place] = number_of.setdefault(text, len(number_of))
        # The same letters cut from another run may have other compared words ("van" behind a first name): the
        # smallest key is taken.
        surfaces[text] = min(surfaces.get(text, words), words)
    return _SpanRows(names.run, surface_of, names.hint), list(number_of), surfaces


def _occurrences(counts: RunCounts, bounds: I64, spans: _SpanRows) -> SurfaceCounts:
    """Join the names of runs with the articles of these runs; those of run r are counts[bounds[r] : bounds[r + 1]]."""
    if not spans.run.size:
        return SurfaceCounts(*np.empty((3, 0), np.int32))
    order = np.argsort(spans.surface, kind="stable")
    surface, run = spans.surface[order], spans.run[order]
    rows = np.cumsum(np.diff(bounds)[run])
    cuts = np.searchsorted(rows, np.arange(_JOINED, rows[-1], _JOINED))  # no surface is in two parts
    firsts = np.unique(np.concatenate([[0], np.searchsorted(surface, surface[cuts]), [surface.size]]))
    parts = [_joined(counts, bounds, surface[first:end], run[first:end]) for first, end in pairwise(firsts.tolist())]
    return SurfaceCounts(*map(np.concatenate, zip(*parts, strict=True)))


def _joined(counts: RunCounts, bounds: I64, surface: I64, run: I32) -> SurfaceCounts:
    """Return how often the articles of these runs have these surfaces."""
    repeats = np.diff(bounds)[run]
    where = np.arange(repeats.sum()) + np.repeat(bounds[run] - np.cumsum(repeats) + repeats, repeats)
    pairs = pairs_of(np.repeat(surface, repeats), counts.article[where])
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    begins = run_begins(pairs)
    times = np.add.reduceat(counts.times[where[order]], begins) if begins.size else counts.times[:0]
    pairs = pairs[begins]
    return SurfaceCounts(*(column.astype(np.int32) for column in (pairs >> 32, pairs & 0xFFFFFFFF, times)))


MOST_ARTICLES: Final = 40  # of a name that are looked at for its company
FEW_NEIGHBOURS: Final = 3  # below, company shows nothing
_REMEMBERED: Final = 1 << 12  # companies in memory
_NO_FAMILY: Final = -1


class FormCompany:
    """The company of each form: the other forms of its articles."""

    def __init__(self, forms: Forms, groups: Mapping[int, int]) -> None:
        """`groups` gives the family of each article that has one."""
        self._weights = 1 / np.sqrt(np.maximum(forms.frequency, 1))
        articles, held = forms.presence
        number = int(articles.max()) + 1 if articles.size else 0
        self._held = held
        self._bounds = np.searchsorted(articles, np.arange(number + 1, dtype=np.int32))
        order = np.argsort(held, kind="stable")
        self._articles = articles[order]
        self._of_form = np.searchsorted(held[order], np.arange(len(forms.keys) + 1, dtype=np.int32))
        self._rank = _by_content(forms, articles, held, number)
        self._group = np.full(number, _NO_FAMILY, np.int64)
        for article, group in groups.items():
            if article < number:
                self._group[article] = group
        self._companies: dict[int, I32] = {}
        self._families: dict[int, frozenset[int]] = {}

    def articles(self, form: int) -> I32:
        """Return the articles that have a form."""
        return self._articles[self._of_form[form] : self._of_form[form + 1]]

    def company(self, form: int) -> I32:
        """Return the other forms of its articles, sorted; of a frequent form, those of MOST_ARTICLES articles chosen by
        content."""
        known = self._companies.get(form)
        if known is None:
            own = self.articles(form)
            if own.size > MOST_ARTICLES:
                own = own[np.argsort(self._rank[own], kind="stable")[:MOST_ARTICLES]]
            listed = [self._held[self._bounds[article] : self._bounds[article + 1]] for article in own.tolist()]
            known = np.unique(np.concatenate(listed))
            if len(self._companies) >= _REMEMBERED:
                self._companies.clear()
            self._companies[form] = known
        return known

    def shared(self, a: int, b: int) -> float | None:
        """Return the share of the smaller company that both have, where rare names count more; None where one has
        hardly any."""
        one, other = (found[(found != a) & (found != b)] for found in (self.company(a), self.company(b)))
        if min(one.size, other.size) < FEW_NEIGHBOURS:
            return None
        common = self._weights[_in_both(one, other)].sum()
        return float(common / min(self._weights[one].sum(), self._weights[other].sum()))

    def families(self, form: int) -> frozenset[int]:
        """Return the families of the articles that have a form."""
        known = self._families.get(form)
        if known is None:
            known = frozenset(self._group[self.articles(form)].tolist()) - {_NO_FAMILY}
            if len(self._families) >= _REMEMBERED:
                self._families.clear()
            self._families[form] = known
        return known

    def together(self, a: int, b: int) -> bool:
        """Return whether two forms are in one family of articles."""
        return not self.families(a).isdisjoint(self.families(b))

    def beside(self, a: int, b: int) -> I32:
        """Return the articles that have both."""
        return _in_both(self.articles(a), self.articles(b))


def _in_both(one: I32, other: I32) -> I32:
    """Return what two sorted arrays without repetitions have in common."""
    if one.size > other.size:
        one, other = other, one
    places = other.searchsorted(one)
    return one[other[np.minimum(places, other.size - 1)] == one] if other.size else one


def _by_content(forms: Forms, articles: I32, held: I32, number: int) -> np.ndarray:
    """Return a number of each article that depends on its names alone, so that the order of the articles changes no
    choice among them."""
    out = np.zeros(number, np.uint64)
    if forms.keys:
        hashes = hash_tokens([" ".join(key) for key in forms.keys])
        np.add.at(out, articles, hashes[held])
    return out
