"""Bearers: the full name that a single word stands for, article by article ("Soleimani": "Qassem Soleimani")."""

from __future__ import annotations

from typing import Final

import numpy as np

from dedup.names.forms import HINTS, Forms
from dedup.text.tables import I64

# Share of a word's ties that go to one full name, from which it stands for it where nothing ties it
TIED_TO_ONE: Final = 0.9


def bearers(forms: Forms, home: I64) -> I64:
    """For each row of `forms.held` the cluster that its form stands for. `home` is the cluster of each form.

    A word stands for the one longer name of its article that ends with it, or that begins with it and is no person's
    ("Hashd", "Hashd al-Shaabi"). A word that nothing in its article ties stands for the name that it and its other
    spellings are tied to elsewhere, where they nearly always are to that one and in most of their articles.
    """
    articles, held = forms.held[:, 0], forms.held[:, 1]
    out = home[held]
    ends, begins = _words(forms)
    single = np.array([len(key) == 1 for key in forms.keys], bool) & ~forms.hinted("place", "people", "acronym")
    row_of = articles << 32 | held  # sorted
    keys, fulls = [], []
    for word in (ends, begins):
        rows = np.flatnonzero(word[held] >= 0)
        key = articles[rows] << 32 | word[held[rows]]
        there = np.searchsorted(row_of, key)
        there[there == row_of.size] = 0
        kept = (row_of[there] == key) if row_of.size else np.zeros(0, bool)
        keys.append(there[kept])
        fulls.append(home[held[rows[kept]]])
    row, full = np.concatenate(keys), np.concatenate(fulls)
    tied = np.unique(np.stack([row, full], 1), axis=0) if row.size else np.empty((0, 2), np.int64)
    tied = tied[single[held[tied[:, 0]]]] if tied.size else tied
    sole = np.bincount(tied[:, 0], minlength=held.size) == 1 if tied.size else np.zeros(held.size, bool)
    tied = tied[sole[tied[:, 0]]] if tied.size else tied
    out[tied[:, 0]] = tied[:, 1]
    several = np.zeros(held.size, bool)
    several[row] = True
    loose = np.flatnonzero(single[held] & ~several)
    elsewhere = _elsewhere(home[held[tied[:, 0]]], tied[:, 1], home[held[loose]])
    given = np.array([elsewhere.get(number, -1) for number in home[held[loose]].tolist()], np.int64)
    out[loose[given >= 0]] = given[given >= 0]
    return out


def _words(forms: Forms) -> tuple[I64, I64]:
    """The single word that each longer form ends with, and that it begins with; -1 where it may not be cut to that."""
    ends = np.full(len(forms.keys), -1, np.int64)
    begins = ends.copy()
    whole = forms.hinted("place", "outlet")
    group = forms.hinted("group")
    titled = forms.hints[:, HINTS.index("person")] > 0
    for form, key in enumerate(forms.keys):
        if len(key) < 2 or whole[form]:
            continue
        ends[form] = _or_none(forms.number(key[-1:]))
        if key[0] != key[-1] and not titled[form] and not group[form]:
            begins[form] = _or_none(forms.number(key[:1]))
    return ends, begins


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _elsewhere(single: I64, full: I64, loose: I64) -> dict[int, int]:
    """The full name of each cluster of single words that nearly all of its ties go to, if they are as many as its loose
    articles."""
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
