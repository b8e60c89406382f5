"""All changes between two versions of a story, found by the blocks of passages that they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dedup.records import Passage
from dedup.siblings.aligned_rules import DETECTORS
from dedup.siblings.change import Change
from dedup.siblings.edits import aligned
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
MOST_CHANGES: Final = 400
"""Changes of a pair that are kept."""


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


def changes(passages: Sequence[Passage], a: VersionWords, b: VersionWords) -> tuple[list[Change], list[Change]]:
    """Return what `a` has otherwise than `b`, and what `b` has otherwise than `a`; both by place."""
    found: tuple[dict[tuple[int, int], Change], dict[tuple[int, int], Change]] = {}, {}
    aligned_so_far = 0
    for block in blocks_of(passages, a.text, b.text):
        one = a.within(block.a - CONTEXT, block.end_a + CONTEXT)
        other = b.within(block.b - CONTEXT, block.end_b + CONTEXT)
        aligned_so_far += max(block.end_a - block.a, block.end_b - block.b) + 2 * CONTEXT
        if one[0] == one[1] or other[0] == other[1] or aligned_so_far > MOST_CHARACTERS:
            continue
        for side, alignment in zip(found, (aligned(a, b, one, other), aligned(b, a, other, one)), strict=True):
            for detector in DETECTORS:
                for change in detector(alignment):
                    if len(side) < MOST_CHANGES and not any(
                        start < change.end and change.start < end for start, end in side
                    ):
                        side[change.start, change.end] = change
    return tuple([side[key] for key in sorted(side)] for side in found)  # type: ignore[return-value]
