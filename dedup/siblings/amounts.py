"""Amounts that a version tells otherwise: another number, one thing in the place of several."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.siblings.change import Change, change, forms_of
from dedup.siblings.edits import Alignment, anchored
from dedup.siblings.lexicon import NUMERALS


def numbers(alignment: Alignment) -> Iterator[Change]:
    """One number in the place of another."""
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if edit.end_a - edit.a != 1 or edit.end_b - edit.b != 1 or not anchored(alignment, edit):
            continue
        a, b = (NUMERALS.get(w.form, w.form) for w in (one[edit.a], other[edit.b]))
        if a.isdigit() and b.isdigit() and a != b:
            yield change("sibling-number", alignment, (edit.a, edit.end_a), (edit.b, edit.end_b), strong=False)


def plurals(alignment: Alignment) -> Iterator[Change]:
    """A noun in the singular where the sibling has the plural."""
    for run in alignment.kept:
        for k in range(run.size):
            one, other = alignment.one[run.a + k], alignment.other[run.b + k]
            if not one.capital and other.form in (one.form + "s", one.form + "es") and one.content:
                a, b = run.a + k, run.b + k
                yield change("sibling-plural", alignment, (a, a + 1), (b, b + 1), strong=False, runs=forms_of)
