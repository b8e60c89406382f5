"""Edits: where two aligned blocks differ, word by word, with the words on both sides that show that the place is the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from dedup.siblings.words import Word

LONGEST_EDIT: Final = 9
"""Words of one side; a longer change is another sentence, and shows nothing of the words in it."""
LEAST_ANCHORS: Final = 2
"""Content words beside an edit that both versions have."""
FEWEST_OVER: Final = 2
MOST_OVER: Final = 10
"""Kept words that a word was moved over: fewer is no move, more is another mention."""


class Edit(NamedTuple):
    """Words [a, end_a) of one version where the other has [b, end_b); `left` and `right` are the words beside it that both have."""

    a: int
    end_a: int
    b: int
    end_b: int
    left: int
    right: int


class Kept(NamedTuple):
    """Words that both versions have, `size` of them from a and b on."""

    a: int
    b: int
    size: int


class Alignment(NamedTuple):
    """Two word lists with what differs and what both have."""

    one: Sequence[Word]
    other: Sequence[Word]
    edits: list[Edit]
    kept: list[Kept]


def _runs(one: Sequence[Word], other: Sequence[Word]) -> list[Kept]:
    """What both have, in runs; a function word or two between two changes are part of these, for they match by chance."""
    codes = Indel.opcodes([w.key for w in one], [w.key for w in other])
    runs = [Kept(c.src_start, c.dest_start, c.src_end - c.src_start) for c in codes if c.tag == "equal"]
    return [run for run in runs if run.size > 2 or any(w.content for w in one[run.a : run.a + run.size])]


def aligned(one: Sequence[Word], other: Sequence[Word]) -> Alignment:
    """The alignment of two word lists that keeps as many words as can be."""
    kept = _runs(one, other)
    edits = []
    ends = [Kept(0, 0, 0), *kept, Kept(len(one), len(other), 0)]
    for last, following in pairwise(ends):
        a, b = last.a + last.size, last.b + last.size
        if a < following.a or b < following.b:
            edits.append(Edit(a, following.a, b, following.b, last.size, following.size))
    return Alignment(one, other, edits, kept)


class Move(NamedTuple):
    """Content words that stand in both versions, the last of them at a in one and at b in the other, with kept words between.

    `first` is the first of them in one; `over` counts the kept words that they were moved over, below 0 for moves to the front.
    """

    first: int
    a: int
    b: int
    over: int


def moves(alignment: Alignment) -> list[Move]:
    """Runs of words that were moved over FEWEST_OVER to MOST_OVER kept words, and that stand but once nearby."""
    places: dict[str, list[int]] = {}
    for edit in alignment.edits:
        for b in range(edit.b, edit.end_b):
            if alignment.other[b].content:
                places.setdefault(alignment.other[b].key, []).append(b)
    found: list[Move] = []
    before_a, before_b = _kept_before(len(alignment.one), alignment, 0), _kept_before(len(alignment.other), alignment, 1)
    for edit in alignment.edits:
        for a in range(edit.a, edit.end_a):
            if not alignment.one[a].content:
                continue
            near = [b for b in places.get(alignment.one[a].key, ()) if abs(before_a[a] - before_b[b]) <= MOST_OVER]
            over = before_a[a] - before_b[near[0]] if len(near) == 1 else 0
            if abs(over) >= FEWEST_OVER:
                last = found[-1] if found and a - found[-1].a <= FEWEST_OVER and found[-1].over == over else None
                if last is not None:
                    found.pop()
                found.append(Move(last.first if last else a, a, near[0], over))
    return found


def _kept_before(size: int, alignment: Alignment, side: int) -> list[int]:
    """By word, the number of words before it that both versions have."""
    counts = [0] * (size + 1)
    for run in alignment.kept:
        for k in range(run[side], run[side] + run.size):
            counts[k + 1] = 1
    for k in range(size):
        counts[k + 1] += counts[k]
    return counts


def anchored(alignment: Alignment, edit: Edit, *, quoted: bool = False) -> bool:
    """Whether the edit is short, with content words beside it that both versions have: on both sides, or anywhere in a quotation."""
    if max(edit.end_a - edit.a, edit.end_b - edit.b) > LONGEST_EDIT:
        return False
    left = sum(w.content for w in alignment.one[edit.a - edit.left : edit.a])
    right = sum(w.content for w in alignment.one[edit.end_a : edit.end_a + edit.right])
    return left + right >= LEAST_ANCHORS and (quoted or (left > 0 and right > 0))
