"""All changes between two versions of a story, by the blocks of their relation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from dedup.records import Passage
from dedup.siblings.amounts import numbers, plurals
from dedup.siblings.blocks import blocks_of
from dedup.siblings.change import Change
from dedup.siblings.edits import Alignment, aligned
from dedup.siblings.meaning import negations, roles, scopes
from dedup.siblings.named import respelled_names
from dedup.siblings.persons import appositions, titles
from dedup.siblings.quoted import altered_quotations
from dedup.siblings.worded import substitutions
from dedup.siblings.words import words_of

CONTEXT: Final = 250
"""Characters around a block that are aligned as well: a passage ends where the wording does, and the change may stand
behind."""
MOST_CHARACTERS: Final = 30_000
"""Characters of an article, context included, that are aligned with one sibling: five thousand words."""
MOST_CHANGES: Final = 400
"""Changes of a pair that are kept."""
KINDS: Final[tuple[Callable[[Alignment], Iterator[Change]], ...]] = (
    altered_quotations, respelled_names, negations, roles, titles, appositions, scopes, substitutions, numbers, plurals,
)  # fmt: skip
"""What is looked for; of two changes at one place the one that is named first is told."""


def changes(passages: Sequence[Passage], text_a: str, text_b: str) -> tuple[list[Change], list[Change]]:
    """What a tells otherwise than b, and what b tells otherwise than a."""
    found: tuple[dict[tuple[int, int], Change], dict[tuple[int, int], Change]] = {}, {}
    aligned_so_far = 0
    for block in blocks_of(passages, text_a, text_b):
        one = words_of(text_a, max(0, block.a - CONTEXT), min(len(text_a), block.end_a + CONTEXT))
        other = words_of(text_b, max(0, block.b - CONTEXT), min(len(text_b), block.end_b + CONTEXT))
        aligned_so_far += max(block.end_a - block.a, block.end_b - block.b) + 2 * CONTEXT
        if not one or not other or aligned_so_far > MOST_CHARACTERS:
            continue
        for side, alignment in zip(found, (aligned(one, other), aligned(other, one)), strict=True):
            for kind in KINDS:
                for change in kind(alignment):
                    if len(side) < MOST_CHANGES and not any(
                        start < change.end and change.start < end for start, end in side
                    ):
                        side[change.start, change.end] = change
    return tuple([side[key] for key in sorted(side)] for side in found)  # type: ignore[return-value]
