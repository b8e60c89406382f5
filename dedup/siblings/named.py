"""Names that a version spells otherwise than its sibling in the same place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.siblings.change import Change, change, name_of
from dedup.siblings.edits import Alignment, anchored
from dedup.siblings.lexicon import CALENDAR, PARTICLES
from dedup.siblings.spelling import respelling
from dedup.siblings.words import Word


def name_runs(words: Sequence[Word], begin: int, end: int) -> list[tuple[int, int]]:
    """Runs of capitalised words in words[begin:end], particles between them included; days, months and function words
    end a run.

    A word that begins a sentence is part of a run only if another follows.
    """
    runs = []
    k = begin
    while k < end:
        if not _named(words[k]):
            k += 1
            continue
        last = k
        while (
            last + 1 < end
            and "," not in words[last].after
            and (_named(words[last + 1]) or words[last + 1].form in PARTICLES)
        ):
            last += 1
        stop = last + 1
        while stop - 1 > k and not _named(words[stop - 1]):
            stop -= 1
        if not (words[k].first and stop == k + 1):
            runs.append((k, stop))
        k = last + 1
    return runs


def _named(word: Word) -> bool:
    return word.capital and word.content and word.form not in CALENDAR


def respelled_names(alignment: Alignment) -> Iterator[Change]:
    """Names in an edit that are one name in two spellings: `sibling-name` where letters were lost, else
    `sibling-spelling`."""
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if not anchored(alignment, edit):
            continue
        theirs = name_runs(other, edit.b, edit.end_b)
        for a in name_runs(one, edit.a, edit.end_a):
            forms = [w.form for w in one[a[0] : a[1]]]
            for b in theirs:
                spelled = respelling(forms, [w.form for w in other[b[0] : b[1]]])
                if spelled:
                    rule = "sibling-name" if spelled == "mangled" else "sibling-spelling"
                    yield change(rule, alignment, a, b, strong=spelled == "mangled", runs=name_of)
                    break
