"""What a version adds to the persons of a story: a title that belongs to another, a second person made of a second
name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dedup.siblings.change import Change, change
from dedup.siblings.edits import Alignment, anchored

TITLES_APART: Final = 8
"""Words before a title within which the sibling has it, before another name."""
NAME_APART: Final = 4
"""Words of the second name, after which the first one follows."""


def titles(alignment: Alignment) -> Iterator[Change]:
    """A title that stands before a second name as well, where the sibling has it before the first alone."""
    one = alignment.one
    for edit in alignment.edits:
        if (
            edit.end_a - edit.a != 1
            or edit.b != edit.end_b
            or not one[edit.a].capital
            or one[edit.a].first
            or one[edit.a].acronym
        ):
            continue
        if not anchored(alignment, edit) or edit.end_a >= len(one) or not one[edit.end_a].capital:
            continue
        if any(w.key == one[edit.a].key and w.capital for w in one[max(0, edit.a - TITLES_APART) : edit.a]):
            yield change("sibling-title", alignment, (edit.a, edit.a + 2), (edit.b, edit.b + 1), strong=False)


def appositions(alignment: Alignment) -> Iterator[Change]:
    """Another name for somebody, after a comma in the sibling, that "and" makes a second person: "his aide, X, the
    deputy"."""
    one, other = alignment.one, alignment.other
    for edit in alignment.edits:
        if edit.b == 0 or edit.end_a == edit.a or one[edit.a].form != "and" or not anchored(alignment, edit):
            continue
        if any(w.form == "and" for w in other[edit.b : edit.end_b]) or "," not in other[edit.b - 1].after:
            continue
        for move in alignment.moves:
            if move.over < 0 and edit.a < move.a < edit.end_a:
                yield change("sibling-apposition", alignment, (edit.a, edit.end_a), (move.b, move.b + 1), strong=False)
                break
            if move.over > 0 and edit.b <= move.b < edit.end_b and move.first - edit.end_a <= NAME_APART:
                yield change("sibling-apposition", alignment, (edit.a, move.a + 1), (edit.b, move.b + 1), strong=False)
                break
