"""The full name that a single word means, article by article ("Soleimani": "Qassem Soleimani")."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from dedup.names.forms import Forms
from dedup.names.name_hints import HINTS
from dedup.names.name_kinds import surname_of
from dedup.names.run_words import GENERATION, GIVEN, word_info
from dedup.text.tables import I32, I64

# Share of a word's ties that go to one full name, from which it means that name where it has no tie
TIED_TO_ONE: Final = 0.9


class _Ties(NamedTuple):
    """Rows of `Forms.presence` whose single word is part of a longer name of the same article, and the cluster of
    that."""

    row: I64
    cluster: I32

    def chosen(self, which: np.ndarray) -> _Ties:
        return _Ties(self.row[which], self.cluster[which])


def full_names(forms: Forms, home: I32) -> I32:
    """Return, for each row of `forms.presence`, the cluster of its form; `home` is the cluster of each
    form.

    A word means the one longer name of its article that ends with it, or that begins with it and is no person's
    ("Hashd", "Hashd al-Shaabi"). A word without a longer name in its article means the name that it and its other
    spellings stand for elsewhere, where they nearly always stand for that one and do so in most of their articles.
    """
    form = forms.presence.form
    out = home[form]
    single = np.array([len(key) == 1 for key in forms.keys], bool)
    single &= ~forms.hinted("place", "people", "acronym") & ~forms.of_kind("place")
    ties = _ties(forms, home)
    several = np.zeros(form.size, bool)
    several[ties.row] = True
    if ties.row.size:
        row, cluster = np.unique(np.stack([ties.row, ties.cluster], 1), axis=0).T
        ties = _Ties(row, cluster).chosen(single[form[row]])
        sole = np.bincount(ties.row, minlength=form.size) == 1
        ties = ties.chosen(sole[ties.row])
    out[ties.row] = ties.cluster
    loose = np.flatnonzero(single[form] & ~several)
    elsewhere = _elsewhere(home[form[ties.row]], ties.cluster, home[form[loose]])
    given = np.array([elsewhere.get(number, -1) for number in home[form[loose]].tolist()], np.int64)
    out[loose[given >= 0]] = given[given >= 0]
    return out


def _ties(forms: Forms, home: I32) -> _Ties:
    """Return the longer names of each single word, article by article; a pair may be there twice. Those with a numeral
    or "Jr." count only where the article has none without ("Trump" is not Donald Trump Jr. beside Donald Trump)."""
    junior = np.array([bool(word_info(key[-1]).bits & GENERATION) for key in forms.keys], bool)
    first, second = (_ties_of(forms, home, chosen) for chosen in (~junior, junior))
    later = ~np.isin(second.row, first.row)
    second = second.chosen(later)
    return _Ties(np.concatenate([first.row, second.row]), np.concatenate([first.cluster, second.cluster]))


def _ties_of(forms: Forms, home: I32, chosen: np.ndarray) -> _Ties:
    """Return the ties to the longer names that are `chosen`."""
    article, form = forms.presence
    row_keys = forms.presence.key()
    rows, clusters = [], []
    for word in _single_words(forms):
        longer = np.flatnonzero((word[form] >= 0) & chosen[form])
        key = article[longer].astype(np.int64) << 32 | word[form[longer]]
        there = np.searchsorted(row_keys, key)
        there[there == row_keys.size] = 0
        kept = (row_keys[there] == key) if row_keys.size else np.zeros(0, bool)
        rows.append(there[kept])
        clusters.append(home[form[longer[kept]]])
    return _Ties(np.concatenate(rows), np.concatenate(clusters))


def _single_words(forms: Forms) -> tuple[I64, I64]:
    """Return the single word that each longer form ends with, and that it begins with; -1 where it may not be cut.

    The parts of a place's or an outlet's name are no short forms of it; a given name goes to nobody (Chelsea is not
    Chelsea Clinton), nor does what is behind "bin".
    """
    ends = np.full(len(forms.keys), -1, np.int64)
    begins = ends.copy()
    whole = forms.hinted("place", "outlet") | forms.of_kind("place", "outlet")
    group = forms.hinted("group")
    company = forms.of_kind("company")
    titled = forms.hints[:, HINTS.index("person")] > 0
    for form, key in enumerate(forms.keys):
        if len(key) < 2 or whole[form]:
            continue
        last = None if company[form] else surname_of(key)
        if last is not None:
            ends[form] = _or_none(forms.number((last,)))
        if key[0] != key[-1] and not titled[form] and not group[form] and not word_info(key[0]).bits & GIVEN:
            begins[form] = _or_none(forms.number(key[:1]))
    return ends, begins


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _elsewhere(single: I32, full: I32, loose: I32) -> dict[int, int]:
    """Return, by cluster of single words, the full name that nearly all of its ties go to, if these are as many as its
    loose articles."""
    pairs, counts = (
        np.unique(np.stack([single, full], 1), axis=0, return_counts=True)
        if single.size
        else (np.empty((0, 2), np.int64), [])
    )
    total: dict[int, int] = {}
    best: dict[int, tuple[int, int]] = {}
    for (one, other), count in zip(pairs.tolist(), np.asarray(counts).tolist(), strict=True):
        total[one] = total.get(one, 0) + count
        best[one] = max(best.get(one, (0, 0)), (count, -other))
    untied = dict(zip(*(column.tolist() for column in np.unique(loose, return_counts=True)), strict=True))
    return {
        one: -other
        for one, (count, other) in best.items()
        if count >= TIED_TO_ONE * total[one] and total[one] >= untied.get(one, 0)
    }
