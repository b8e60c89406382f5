"""All changes between two versions of a story, found by the blocks of passages that they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dedup.records import Passage
from dedup.siblings.aligned_rules import DETECTORS
from dedup.siblings.change import Change
from dedup.siblings.edits import Alignment, aligned
from dedup.siblings.version_words import VersionWords

NEAR: Final = 400
"""Characters between two passages, on either side, across which they are one block: a sentence or two of no passage."""
LONGEST: Final = 4000
"""Characters of a block on one side; longer ones are cut between passages."""
LEAST_BETWEEN: Final = 3
"""Characters between two copied passages that are words, not just the marks between them."""
MOST_PASSAGES: Final = 200
"""Passages of one pair that are looked at; an article of 5,000 words has fewer."""
CONTEXT: Final = 250
"""Characters around a block that are aligned as well: a passage ends where the same wording ends, and the change may be
behind it."""
MOST_CHARACTERS: Final = 30_000
"""Characters of an article, context included, that are aligned with one sibling: five thousand words."""
MOST_TIMES: Final = 8
"""How many times the text of the shorter version is aligned at most: short passages in another order, each with its
context, would be it again and again."""
CHARACTERS_OF_CHANGE: Final = 60
"""Characters of the shorter version to each change that is kept: in 8,400 pairs of renderings there are 250."""
LEAST_CHANGES: Final = 20
MOST_CHANGES: Final = 400
"""Changes of one side of a pair that are kept, at the most."""


class JoinedPassages(NamedTuple):
    """text_a[a:end_a] corresponds to text_b[b:end_b]."""

    a: int
    end_a: int
    b: int
    end_b: int


def blocks_of(passages: Sequence[Passage], text_a: str, text_b: str) -> list[JoinedPassages]:
    """Return the blocks of passages that follow one another in both texts, without those in which nothing can
    differ."""
    rows = sorted((JoinedPassages(*p.a, *p.b), p.kind != "verbatim") for p in passages)
    inside = [(p, changed) for p, changed in rows if p.a < p.end_a <= len(text_a) and p.b < p.end_b <= len(text_b)]
    blocks: list[tuple[JoinedPassages, bool]] = []
    for passage, changed in inside[:MOST_PASSAGES]:
        if blocks:
            last, was = blocks[-1]
            joined = JoinedPassages(
                last.a, max(last.end_a, passage.end_a), min(last.b, passage.b), max(last.end_b, passage.end_b)
            )
            follows = passage.a <= last.end_a + NEAR and last.b <= passage.b <= last.end_b + NEAR
            if follows and max(joined.end_a - joined.a, joined.end_b - joined.b) <= LONGEST:
                between = max(passage.a - last.end_a, passage.b - last.end_b) > LEAST_BETWEEN
                blocks[-1] = joined, was or changed or between
                continue
        if max(passage.end_a - passage.a, passage.end_b - passage.b) <= LONGEST:
            blocks.append((passage, changed))
    return [block for block, changed in blocks if changed]


class AlignmentBudget(NamedTuple):
    """What the versions of one pair may cost: characters that are aligned, and changes of either side."""

    characters: int
    changes: int


def budget_of(a: VersionWords, b: VersionWords) -> AlignmentBudget:
    """Return the budget of two versions by the length of the shorter one; a short text is aligned with all of its
    context."""
    shorter = min(len(a.text), len(b.text))
    return AlignmentBudget(
        min(MOST_CHARACTERS, MOST_TIMES * (shorter + 2 * CONTEXT)),
        min(MOST_CHANGES, LEAST_CHANGES + shorter // CHARACTERS_OF_CHANGE),
    )


class _Side:
    """The changes of one version, none of which overlap."""

    def __init__(self, words: VersionWords, most: int) -> None:
        self._most = most
        self._words = words
        self._changed = bytearray(len(words))  # 1 for each word of a change
        self._changes: list[Change] = []

    def is_full(self) -> bool:
        """Return whether no more changes are kept."""
        return len(self._changes) >= self._most

    def take(self, alignment: Alignment) -> None:
        """Keep what the detectors find, the first of two changes at one place."""
        alignment = self._without_known(alignment)
        for detector in DETECTORS:
            for change in detector(alignment):
                if self.is_full():
                    return
                first, end = self._words.within(change.start, change.end)
                if 1 not in self._changed[first:end]:
                    self._changed[first:end] = b"\1" * (end - first)
                    self._changes.append(change)

    def _without_known(self, alignment: Alignment) -> Alignment:
        """Leave out the edits all of whose words are changes already: blocks overlap by their context."""
        if not self._changes:
            return alignment
        return alignment._replace(
            edits=[edit for edit in alignment.edits if self._is_new(edit.a, edit.end_a)],
            substitutes=[row for row in alignment.substitutes if self._is_new(row[0], row[1])],
        )

    def _is_new(self, begin: int, end: int) -> bool:
        return begin == end or 0 in self._changed[begin:end]

    def by_place(self) -> list[Change]:
        """Return the changes in the order of the text."""
        return sorted(self._changes, key=lambda change: (change.start, change.end))


def changes(passages: Sequence[Passage], a: VersionWords, b: VersionWords) -> tuple[list[Change], list[Change]]:
    """Return what `a` has otherwise than `b`, and what `b` has otherwise than `a`; both by place."""
    budget = budget_of(a, b)
    sides = _Side(a, budget.changes), _Side(b, budget.changes)
    aligned_so_far = 0
    for block in blocks_of(passages, a.text, b.text):
        one = a.within(block.a - CONTEXT, block.end_a + CONTEXT)
        other = b.within(block.b - CONTEXT, block.end_b + CONTEXT)
        aligned_so_far += max(block.end_a - block.a, block.end_b - block.b) + 2 * CONTEXT
        if one[0] == one[1] or other[0] == other[1] or aligned_so_far > budget.characters:
            continue
        if not sides[0].is_full():
            sides[0].take(aligned(a, b, one, other))
        if not sides[1].is_full():
            sides[1].take(aligned(b, a, other, one))
    return sides[0].by_place(), sides[1].by_place()
